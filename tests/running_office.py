"""The real server as a process: started with its own data, asked over HTTP, killed at will."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import requests
import yaml

from queue_server.cli.offline import offline_office
from queue_server.identity.hashing import hash_secret
from queue_server.office import load
from queue_server.operations.staff import accounts
from queue_server.operations.work import Work
from queue_server.store.staff import Grant
from tests.ports import free_port

API = "/api/v1"
START_SECONDS = 60
STOP_SECONDS = 20
#: When a demo begins unless a test says otherwise: a working day's morning, far from midnight, so
#: that it does not matter when the tests run.
BEGINS = datetime(2026, 11, 19, 9, tzinfo=UTC)
LOG_LINES_SHOWN = 80

#: A server whose patience is short, for `command`.
HASTY = (sys.executable, Path(__file__).with_name("hasty_office.py"))

running: list["Office"] = []
Kind = TypeVar("Kind", bound="Office")


class Asking:
    """Someone who asks a server: `url`, and a `session` with their cookies and headers."""

    url: str
    session: requests.Session

    def get(self, path: str, **options: Any) -> requests.Response:
        """The raw answer to a GET below /api/v1."""
        return self.session.get(self.url + API + path, timeout=30, **options)

    def post(
        self, path: str, body: Any = None, key: str | None = None, **options: Any
    ) -> requests.Response:
        """The raw answer to a command below /api/v1; `key` becomes its Idempotency-Key."""
        headers = {"Idempotency-Key": key} if key else {}
        content = {} if body is None else body
        return self.session.post(
            self.url + API + path, json=content, headers=headers, timeout=30, **options
        )

    def read(self, path: str) -> Any:
        """What a GET answers, which must succeed."""
        return _succeeded(self.get(path))

    def do(self, path: str, body: Any = None, key: str | None = None) -> Any:
        """What a command answers, which must succeed."""
        return _succeeded(self.post(path, body, key))

    def take(self, branch: str, service: str, **fields: Any) -> Any:
        """A new ticket of `service`."""
        return self.do(f"/branches/{branch}/tickets", {"service": service, **fields})

    def at(self, branch: str, counter: str, verb: str, body: Any = None) -> Any:
        """What counter `counter` answers to a command such as `open` or `next`."""
        return self.do(f"/branches/{branch}/counters/{counter}/{verb}", body)


class Office(Asking):
    """A server process and its address; `url`, without a slash at its end, outlasts `restart`."""

    def __init__(
        self,
        data: Path,
        *,
        args: Sequence[str] = (),
        config: Path | Mapping[str, Any] | None = None,
        command: Sequence[str | Path] = (),
        environment: Mapping[str, str] | None = None,
        booking: bool = False,
        begins: datetime = BEGINS,
    ) -> None:
        """`booking`: with the booking site, at `site`; `begins`: what its clock shows at first."""
        self.data = data
        self.set_clock(begins)
        self._site_port = free_port() if booking else 0
        self.site = f"http://127.0.0.1:{self._site_port}"
        self.log = data.with_suffix(".log")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = requests.Session()
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        program = list(command) or [Path(sys.executable).with_name("okienko")]
        self._command = [*map(str, program), *self._arguments(config), *args]
        self.process = self._spawn()

    def _arguments(self, config: Path | Mapping[str, Any] | None) -> list[str]:
        """What the program is called with."""
        arguments = ["demo", "--port", str(self.port), "--data", str(self.data)]
        arguments += ["--booking-port", str(self._site_port)]
        if config is not None:
            arguments += ["--config", str(_config_file(config, self.data))]
        return arguments

    def now(self) -> datetime:
        """What its clock shows."""
        branch = self.read("/branches")[0]["id"]
        return datetime.fromisoformat(self.read(f"/branches/{branch}")["now"])

    def set_clock(self, at: datetime) -> None:
        """Let its clock show this from its next start on; it goes on while it is away."""
        self._ahead = at - datetime.now(UTC)

    def await_ready(self) -> None:
        """Ask /readyz until it says yes; the server's output tells why it ended, if it did."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(
                    f"the server ended with {self.process.returncode}\n{self.output()}"
                )
            with contextlib.suppress(requests.ConnectionError, requests.Timeout):
                if self.session.get(f"{self.url}/readyz", timeout=5).ok:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the server was not ready in {START_SECONDS} s\n{self.output()}")

    def kill(self) -> None:
        """End the server and all it started at once, as power loss would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask the server to end (SIGTERM); its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def start(self) -> None:
        """Start again on the same port and data; returns when it is ready."""
        self.process = self._spawn()
        self.await_ready()

    def restart(self) -> None:
        """Kill it and start it again on the same port and data."""
        self.kill()
        self.start()

    def output(self) -> str:
        """The last lines that the server wrote."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES_SHOWN:])

    def _clock(self) -> list[str]:
        """How the program is told the time, as long as it runs ahead of or behind the machine's."""
        return ["--at", (datetime.now(UTC) + self._ahead).isoformat()]

    def _spawn(self) -> subprocess.Popen[bytes]:
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self._command, *self._clock()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.data,
                env=self._environment,
                start_new_session=True,
            )


#: The staff of a guarded office by login, with all they were granted.
STAFF = {
    "admin": ["administrator@*"],
    "anna": ["clerk@krakow"],
    "borys": ["clerk@krakow"],
    "celina": ["reception@krakow"],
    "dana": ["supervisor@krakow"],
    "ewa": ["auditor@*"],
    "filip": ["clerk@nowy-sacz"],
}
#: The password of each of them.
PASSWORD = "three blue trams"


class GuardedOffice(Office):
    """`okienko serve`: whoever asks needs credentials. `STAFF` have accounts.

    `config` is the demo's unless given; `server` goes into its `server:`. Without `staff` nobody
    has an account.
    """

    def __init__(
        self,
        data: Path,
        *,
        server: Mapping[str, Any] | None = None,
        staff: bool = True,
        **options: Any,
    ) -> None:
        self._server, self._staff = server or {}, staff
        super().__init__(data, **options)

    def sign_in(self, login: str, password: str = PASSWORD) -> "Member":
        """Someone with a session of their own."""
        return Member(self.url, login, password)

    def first_link(self) -> str:
        """The link that the server printed for the first administrator."""
        return next(word for word in self.output().split() if "/welcome/" in word)

    def _clock(self) -> list[str]:
        return []  # it takes the machine's

    def _arguments(self, config: Path | Mapping[str, Any] | None) -> list[str]:
        whole = (
            config
            if isinstance(config, Mapping)
            else yaml.safe_load(
                (config or Path(__file__).resolve().parents[1] / "config.yaml").read_text()
            )
        )
        own = {"bind": f"127.0.0.1:{self.port}", "database": str(self.data / "okienko.db")}
        file = _config_file({**whole, "server": {**own, **self._server}}, self.data)
        if self._staff:
            add_staff(file)
        return ["serve", "--config", str(file)]


class Member(Asking):
    """A member of staff who has signed in, in a browser of their own."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.about = self.do("/session", {"login": login, "password": password})
        self.session.headers["X-Okienko-CSRF"] = self.about["csrf"]

    @property
    def token(self) -> str:
        """The session's token."""
        return str(self.session.cookies["okienko_session"])


def add_staff(config: Path) -> None:
    """Give `STAFF` accounts, as `okienko user add` does, in one go."""
    kept = hash_secret(PASSWORD)

    def add(work: Work) -> dict[str, Any]:
        for login, granted in STAFF.items():
            grants = [Grant(branch, role) for role, branch in (text.split("@") for text in granted)]
            account = accounts.add(work, login, login.capitalize(), grants)
            accounts.set_password(work, account.id, kept)
        return {}

    with offline_office(load(config)) as office:
        office.run(add)


@contextlib.contextmanager
def running_office(data: Path, **options: Any) -> Iterator[Office]:
    """A ready `Office` (its options) for as long as the block lasts."""
    with _running(Office(data, **options)) as office:
        yield office


@contextlib.contextmanager
def guarded_office(data: Path, **options: Any) -> Iterator[GuardedOffice]:
    """A ready `GuardedOffice` (its options) for as long as the block lasts."""
    with _running(GuardedOffice(data, **options)) as office:
        yield office


@contextlib.contextmanager
def _running(office: Kind) -> Iterator[Kind]:
    running.append(office)
    try:
        office.await_ready()
        yield office
    finally:
        running.remove(office)
        office.kill()
        office.session.close()


def _succeeded(response: requests.Response) -> Any:
    assert response.ok, f"{response.request.method} {response.url}: {response.text}"
    return response.json()


def _config_file(config: Path | Mapping[str, Any], data: Path) -> Path:
    if isinstance(config, Path):
        return config
    data.mkdir(parents=True, exist_ok=True)
    path = data / "config.yaml"
    path.write_text(yaml.safe_dump(dict(config), allow_unicode=True, sort_keys=False))
    return path


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Return once `condition` holds; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"what was awaited did not come in {seconds} s")
        time.sleep(0.05)
