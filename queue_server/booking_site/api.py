"""The server as the site asks it: over HTTP, few requests at a time, answers kept a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import requests

Json = dict[str, Any]

#: Requests to the server at once; whoever floods the site waits here, and nobody in the hall.
_AT_ONCE = 4
#: Requests follow one another so closely at most: a flood leaves the server its time for the hall.
_APART_SECONDS = 0.02
#: How long a request waits for its turn, then to connect, then to be answered.
_TURN_SECONDS = 5.0
_TIMEOUT_SECONDS = (2.0, 10.0)
#: How old may be what is known of the office; its free times too, for the server answers each hold.
_OFFICE_SECONDS = _SLOTS_SECONDS = 2.0


class Refused(Exception):
    """The server has refused; `code` says why, `faults` which fields."""

    def __init__(self, status: int, code: str, faults: list[str]) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.faults = faults


class Away(Exception):
    """The server does not answer, or too many ask."""


class Kept:
    """Answers kept for a moment, each asked for by one thread at a time."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[float, Any]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, seconds: float, ask: Callable[[], Any]) -> Any:
        """The answer to `ask`, at most `seconds` old."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            asked_at, answer = self._answers.get(key, (float("-inf"), None))
            if time.monotonic() - asked_at > seconds:
                answer = ask()
                self._answers[key] = (time.monotonic(), answer)
            return answer

    def last(self, key: str) -> Any:
        """The last answer, however old; None before the first."""
        with self._lock:
            return self._answers.get(key, (0.0, None))[1]


class Pace:
    """Lets one after another begin, so far apart."""

    def __init__(self, apart_seconds: float) -> None:
        self._apart_seconds = apart_seconds
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Until it is one's turn."""
        with self._lock:
            begins = max(self._next, time.monotonic())
            self._next = begins + self._apart_seconds
        time.sleep(max(begins - time.monotonic(), 0.0))


class Server:
    """Asks the server at `url` with the site's own token."""

    def __init__(self, url: str, token: str | None) -> None:
        self._base = f"{url}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._pace = Pace(_APART_SECONDS)
        self._kept = Kept()
        self._own = threading.local()

    def bookable(self) -> Json:
        """What can be booked where; not at branches at which staff only learn."""

        def ask() -> Json:
            found: Json = self._ask("/bookable")
            return found | {"branches": [b for b in found["branches"] if not b["training"]]}

        found: Json = self._kept.get("bookable", _OFFICE_SECONDS, ask)
        return found

    @property
    def texts(self) -> Json:
        """By language what the office says in place of the site's texts, as last heard of it."""
        found: Json = (self._kept.last("bookable") or {}).get("texts", {})
        return found

    def slots(self, branch: str, service: str, cases: int) -> list[Json]:
        """The times that may be booked now."""
        path = f"/branches/{quote(branch)}/slots?service={quote(service)}&cases={cases}"
        found: list[Json] = self._kept.get(path, _SLOTS_SECONDS, lambda: self._ask(path))
        return found

    def appointment(self, token: str) -> Json:
        """An appointment as it is now."""
        found: Json = self._ask(f"/appointments/{quote(token, safe='')}")
        return found

    def hold(self, branch: str, body: Json, once: str) -> Json:
        """Hold a place; the same `once` again holds no second one."""
        return self._tell(f"/branches/{quote(branch)}/appointments", body, once)

    def ask_link(self, branch: str, body: Json) -> Json:
        """Mail a link by which a place can be held."""
        return self._tell(f"/branches/{quote(branch)}/booking-links", body)

    def ask_to_wait(self, branch: str, body: Json) -> Json:
        """Mail a link by which the waiting list can be joined."""
        return self._tell(f"/branches/{quote(branch)}/waiting-list-links", body)

    def link(self, token: str) -> Json:
        """What a mailed link is for."""
        found: Json = self._ask(f"/booking-links/{quote(token, safe='')}")
        return found

    def follow(self, token: str, verb: str) -> Json:
        """`hold` the place that a mailed link is for, or `join` the waiting list."""
        return self._tell(f"/booking-links/{quote(token, safe='')}/{verb}", {})

    def join(self, branch: str, body: Json) -> Json:
        """Wait for a place that is given up."""
        return self._tell(f"/branches/{quote(branch)}/waiting-list", body)

    def waiting(self, token: str) -> Json:
        """Someone on the waiting list."""
        found: Json = self._ask(f"/waiting-list/{quote(token, safe='')}")
        return found

    def leave(self, token: str) -> Json:
        """Wait no more."""
        return self._tell(f"/waiting-list/{quote(token, safe='')}/leave", {})

    def change(self, token: str, verb: str, body: Json | None = None) -> Json:
        """Confirm, move or cancel an appointment, or check in for it."""
        return self._tell(f"/appointments/{quote(token, safe='')}/{verb}", body or {})

    def _ask(self, path: str) -> Any:
        return self._answer("GET", path)

    def _tell(self, path: str, body: Json, once: str | None = None) -> Json:
        headers = {"Idempotency-Key": f"site-{once}"} if once else {}
        answer: Json = self._answer("POST", path, json=body, headers=headers)
        return answer

    def _answer(self, method: str, path: str, **about: Any) -> Any:
        about["headers"] = self._headers | about.get("headers", {})
        if not self._turns.acquire(timeout=_TURN_SECONDS):
            raise Away("too many ask")
        try:
            self._pace.wait()
            answer = self._session().request(
                method, self._base + path, timeout=_TIMEOUT_SECONDS, **about
            )
        except requests.RequestException as error:
            raise Away(str(error)) from error
        finally:
            self._turns.release()
        if answer.status_code >= 500:
            raise Away(f"{path} answered {answer.status_code}")
        body = answer.json()
        if answer.status_code >= 400:
            faults = [fault["path"] for fault in body.get("errors", [])]
            raise Refused(answer.status_code, body["code"], faults)
        return body

    def _session(self) -> requests.Session:
        """Each thread has its own connection, kept open."""
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.trust_env = False
        session: requests.Session = self._own.session
        return session
