"""The server as an agent sees it: commands by HTTP, views by Socket.IO."""

import logging
from collections.abc import Mapping
from threading import Event
from typing import Any, Protocol

import requests
import socketio
from socketio.exceptions import SocketIOError

_LOG = logging.getLogger(__name__)
_HTTP_SECONDS = (3, 10)
_WATCH_SECONDS = 10
_CONNECT_SECONDS = 5


class Receiver(Protocol):
    """Who follows one view."""

    def begin(self) -> None:
        """A connection is new: whatever revision comes next is the server's."""

    def receive(self, rev: int, state: Mapping[str, Any]) -> None:
        """The view as it is at `rev`; called from other threads, and not always in order."""


class ServerAwayError(Exception):
    """The server cannot be reached, or cannot store now; the command may be given again."""


class RefusedError(Exception):
    """The server refused the command for good; `code` is the problem's."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Commands:
    """The server's POSTs, for one thread."""

    def __init__(self, server_url: str, token: str | None = None) -> None:
        self._base = server_url.rstrip("/") + "/api/v1"
        self._session = requests.Session()
        self._session.trust_env = False
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        self._session.close()

    def post(self, path: str, body: Mapping[str, Any], key: str) -> None:
        """Give a command; the same `key` again has one effect.

        Raises ServerAwayError and RefusedError.
        """
        try:
            answer = self._session.post(
                self._base + path,
                json=body,
                headers={"Idempotency-Key": key},
                timeout=_HTTP_SECONDS,
            )
        except requests.RequestException as error:
            raise ServerAwayError(str(error)) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ServerAwayError(f"{answer.status_code} {answer.reason}")
        if answer.status_code >= 400:
            raise RefusedError(answer.status_code, _code(answer))


class Views:
    """Follows the `printer` views of several printers over one connection, for as long as it lives.

    It connects anew whenever the connection ends, whoever ended it, and watches everything again:
    a client's own reconnection gives up when a server says goodbye on shutting down.
    """

    def __init__(
        self,
        server_url: str,
        receivers: Mapping[tuple[str, str], Receiver],
        token: str | None = None,
        retry_seconds: float = 2,
    ) -> None:
        self._url = server_url
        self._receivers = receivers
        self._auth = {"token": token} if token else None
        self._retry_seconds = retry_seconds
        self._stopping = Event()
        self._gone = Event()

    def stop(self) -> None:
        """Let `run` end the connection and return."""
        self._stopping.set()
        self._gone.set()

    def run(self) -> None:
        """Follow the views until stopped; this is its thread."""
        wait_seconds = 0.0
        trouble = ""
        while not self._stopping.wait(wait_seconds):
            client = socketio.Client(reconnection=False, handle_sigint=False)
            client.on("view", self._on_view)
            client.on("disconnect", self._on_disconnect)
            self._gone.clear()
            try:
                client.connect(
                    self._url,
                    auth=self._auth,
                    transports=["websocket"],
                    wait_timeout=_CONNECT_SECONDS,
                )
                wait_seconds, trouble = 0.0, ""
                self._watch_all(client)
            except (SocketIOError, OSError) as error:
                if str(error) != trouble:
                    trouble = str(error)
                    _LOG.warning("no connection to %s: %s", self._url, trouble)
            finally:
                client.disconnect()
            wait_seconds = min(self._retry_seconds, wait_seconds * 2 + 0.2)

    def _watch_all(self, client: socketio.Client) -> None:
        """Watch every printer, those refused again from time to time, until the connection ends."""
        missing = set(self._receivers)
        for receiver in self._receivers.values():
            receiver.begin()
        while not self._gone.is_set() and not self._stopping.is_set():
            for printer in sorted(missing):
                if self._watch(client, printer):
                    missing.discard(printer)
            self._gone.wait(self._retry_seconds if missing else None)

    def _watch(self, client: socketio.Client, printer: tuple[str, str]) -> bool:
        branch, name = printer
        request = {"view": "printer", "branch": branch, "id": name}
        answer = client.call("watch", request, timeout=_WATCH_SECONDS)
        if not isinstance(answer, Mapping) or "state" not in answer:
            _LOG.warning("printer %s/%s cannot be watched: %s", branch, name, answer)
            return False
        self._receivers[printer].receive(answer["rev"], answer["state"])
        return True

    def _on_view(self, view: Mapping[str, Any]) -> None:
        receiver = self._receivers.get((str(view.get("branch")), str(view.get("id"))))
        if receiver and view.get("view") == "printer":
            receiver.receive(view["rev"], view["state"])

    def _on_disconnect(self, *_reason: object) -> None:
        self._gone.set()


def _code(answer: requests.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return answer.reason
