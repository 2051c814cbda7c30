"""The real server as a process: started with its own data, asked over HTTP, killed at will."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

API = "/api/v1"
START_SECONDS = 60
STOP_SECONDS = 20
LOG_LINES_SHOWN = 80

running: list["Office"] = []


class Office:
    """A server process and its address; `url`, without a slash at its end, outlasts `restart`."""

    def __init__(
        self,
        data: Path,
        *,
        args: Sequence[str] = (),
        config: Path | Mapping[str, Any] | None = None,
        command: Sequence[str | Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.log = data.with_suffix(".log")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = requests.Session()
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        program = list(command) or [Path(sys.executable).with_name("okienko")]
        self._command = [*map(str, program), "demo", "--port", str(self.port), "--data", str(data)]
        if config is not None:
            self._command += ["--config", str(_config_file(config, data))]
        self._command += args
        self.process = self._spawn()

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

    def await_ready(self) -> None:
        """Ask /readyz until it says yes; the server's output tells why it ended, if it did."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(
                    f"the server ended with {self.process.returncode}\n{self.output()}"
                )
            with contextlib.suppress(requests.ConnectionError):
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

    def _spawn(self) -> subprocess.Popen[bytes]:
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.data,
                env=self._environment,
                start_new_session=True,
            )


@contextlib.contextmanager
def running_office(data: Path, **options: Any) -> Iterator[Office]:
    """A ready `Office` (its options) for as long as the block lasts."""
    office = Office(data, **options)
    running.append(office)
    try:
        office.await_ready()
        yield office
    finally:
        running.remove(office)
        office.kill()
        office.session.close()


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
