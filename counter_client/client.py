"""The wire contract as Python: `Client` asks and commands, `Counter` names a counter's commands.

client = Client("http://queue.office.example", token="…")
counter = Counter(client, "krakow", "5")
counter.open()
ticket = counter.next()["ticket"]
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests

Json = dict[str, Any]

_API = "/api/v1"
_HTTP_SECONDS = (3, 10)
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 2.0


class ServerAway(Exception):
    """The server cannot be reached, or cannot store now; a command may have had its effect."""


class Refused(Exception):
    """The server refused for good; `problem` is its answer, `code` the problem's code."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", status))
        self.detail = str(problem.get("detail") or problem.get("title") or "")
        super().__init__(f"{self.code}: {self.detail}")


class Client:
    """Asks a server and gives it commands, for one thread.

    A command goes out again while the server is away, always with the same idempotency key, so
    that it has one effect however often it was sent.
    """

    def __init__(self, url: str, token: str | None = None, patience_seconds: float = 10) -> None:
        """`patience_seconds` is how long a request is repeated while the server is away."""
        self._url = url.rstrip("/")
        self._patience_seconds = patience_seconds
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the machine's must not stand in between
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def sign_in(self, login: str, password: str) -> str:
        """Be this member of staff from now on; the session's token. Raises as `post` does."""
        said = {"login": login, "password": password, "token": True}
        token: str = self._patiently("POST", "/session", json=said)["token"]
        self._session.headers["Authorization"] = f"Bearer {token}"
        return token

    def sign_out(self) -> None:
        """End the session; its token is worth nothing any more. Raises as `post` does."""
        self.post("/session/sign-out")

    def get(self, path: str, **query: str) -> Any:
        """What stands at `path` below /api/v1. Raises ServerAway and Refused."""
        return self._patiently("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Any:
        """Give a command; the same `key` again has one effect. Raises ServerAway and Refused."""
        headers = {"Idempotency-Key": key or new_key()}
        return self._patiently("POST", path, json=dict(body or {}), headers=headers)

    def file(self, address: str) -> bytes:
        """What the server has at an address such as /media/logo.png. Raises as `get` does."""
        try:
            answer = self._session.get(self._url + address, timeout=_HTTP_SECONDS)
        except requests.RequestException as error:
            raise ServerAway(str(error)) from error
        if answer.status_code >= 400:
            raise Refused(answer.status_code, {"title": answer.reason})
        return answer.content

    def _patiently(self, method: str, path: str, **parts: Any) -> Any:
        end = time.monotonic() + self._patience_seconds
        pause_seconds = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return self._once(method, path, **parts)
            except ServerAway:
                if time.monotonic() + pause_seconds > end:
                    raise
            time.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    def _once(self, method: str, path: str, **parts: Any) -> Any:
        try:
            answer = self._session.request(
                method, self._url + _API + path, timeout=_HTTP_SECONDS, **parts
            )
        except requests.RequestException as error:
            raise ServerAway(str(error)) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ServerAway(f"{answer.status_code} {answer.reason}")
        content = _json(answer)
        if answer.status_code >= 400:
            problem = content if isinstance(content, dict) else {"title": answer.reason}
            raise Refused(answer.status_code, problem)
        return content


class Counter:
    """The commands of one counter. Each may raise ServerAway and Refused."""

    def __init__(self, client: Client, branch: str, counter: str) -> None:
        self.client = client
        self.branch = branch
        self.counter = counter
        self._path = f"/branches/{quote(branch, safe='')}/counters/{quote(counter, safe='')}"

    def state(self) -> Json:
        """The counter's view."""
        return _object(self.client.get(self._path))

    def do(self, verb: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Json:
        """Any command by its word in the wire contract, such as `no-show`."""
        return _object(self.client.post(f"{self._path}/{verb}", body, key))

    def open(self, profile: str | None = None, clerk: str | None = None) -> Json:
        return self.do("open", _said(profile=profile, clerk=clerk))

    def close(self) -> Json:
        return self.do("close")

    def pause(self, reason: str | None = None) -> Json:
        return self.do("pause", _said(reason=reason))

    def resume(self) -> Json:
        return self.do("resume")

    def next(self, current: str | None = None, ticket: int | None = None) -> Json:
        """`current` says what became of someone merely called: `done`, `no_show`, `return`.

        `ticket` says of whom: another that the counter holds by now is not settled by it.
        """
        return self.do("next", _said(current=current, ticket=ticket))

    def call(self, ticket: int, reason: str | None = None) -> Json:
        return self.do("call", _said(ticket=ticket, reason=reason))

    def serve(
        self,
        ticket: int | None = None,
        service: str | None = None,
        language: str | None = None,
        cases: int | None = None,
    ) -> Json:
        """A ticket, or someone without one who came for `service`."""
        return self.do(
            "serve", _said(ticket=ticket, service=service, language=language, cases=cases)
        )

    def recall(self) -> Json:
        return self.do("recall")

    def start(self) -> Json:
        return self.do("start")

    def finish(self, outcome: str | None = None, note: str | None = None) -> Json:
        return self.do("finish", _said(outcome=outcome, note=note))

    def no_show(self) -> Json:
        return self.do("no-show")

    def park(self, minutes: float | None = None, note: str | None = None) -> Json:
        return self.do("park", _said(minutes=minutes, note=note))

    def put_back(self) -> Json:
        return self.do("return")

    def transfer(self, position: str = "due", reason: str | None = None, **target: str) -> Json:
        """`target` is one of `service`, `counter` and `clerk`."""
        return self.do("transfer", {**target, **_said(position=position, reason=reason)})

    def undo(self) -> Json:
        return self.do("undo")


def new_key() -> str:
    """An idempotency key for one command."""
    return uuid.uuid4().hex


def place(name: str) -> tuple[str, str]:
    """`branch/thing` in its two parts; raises ValueError for another form."""
    branch, slash, thing = name.partition("/")
    if not (branch and slash and thing) or "/" in thing:
        raise ValueError(f"{name!r} is not of the form BRANCH/NAME")
    return branch, thing


def _said(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None}


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _object(answer: Any) -> Json:
    """What a command answers; raises ServerAway where something else answered in its place."""
    if not isinstance(answer, dict):
        raise ServerAway("the answer is not the server's")
    return answer
