"""Following views over Socket.IO for as long as a program lives, whoever ends the connection."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from threading import Event, Lock, Thread
from typing import Any, NamedTuple, Protocol

import socketio
from socketio.exceptions import SocketIOError

log = logging.getLogger(__name__)

_CONNECT_SECONDS = 5
_WATCH_SECONDS = 10


class View(NamedTuple):
    """What is followed: `view` is a kind of the wire contract, `id` the thing of that kind."""

    view: str
    branch: str
    id: str


class Follower(Protocol):
    """Who follows a view. Both are called from threads of the following."""

    def receive(self, state: Mapping[str, Any]) -> None:
        """The newest state."""

    def lost(self) -> None:
        """The server is away; the state may be old until the next one comes."""


class Following:
    """Keeps one connection to a server and gives every follower the newest state of its view.

    It connects anew whenever the connection has ended and watches everything again: a client's
    own reconnection gives up when a server says goodbye on shutting down. Of what comes over one
    connection, a state older than the newest one is dropped.
    """

    def __init__(
        self,
        url: str,
        followers: Iterable[tuple[View, Follower]],
        token: str | None = None,
        retry_seconds: float = 2,
    ) -> None:
        """`retry_seconds` is the longest pause between two attempts."""
        self._url = url
        self._followers: dict[View, list[Follower]] = {}
        for view, follower in followers:
            self._followers.setdefault(view, []).append(follower)
        self._auth = {"token": token} if token else None
        self._retry_seconds = retry_seconds
        self._newest: dict[View, int] = {}
        self._giving = Lock()
        self._stopping = Event()
        self._gone = Event()
        self._thread = Thread(target=self._run, name="following", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the connection and wait until it has ended."""
        self._stopping.set()
        self._gone.set()
        self._thread.join(_CONNECT_SECONDS + _WATCH_SECONDS)

    def _run(self) -> None:
        wait_seconds = 0.0
        trouble = ""
        while not self._stopping.wait(wait_seconds):
            client = socketio.Client(reconnection=False, handle_sigint=False)
            client.on("view", self._on_view)
            client.on("disconnect", self._on_disconnect)
            self._gone.clear()
            self._newest.clear()
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
                    log.warning("no connection to %s: %s", self._url, trouble)
            finally:
                client.disconnect()
            if not self._stopping.is_set():
                for followers in self._followers.values():
                    for follower in followers:
                        follower.lost()
            wait_seconds = min(self._retry_seconds, wait_seconds * 2 + 0.1)

    def _watch_all(self, client: socketio.Client) -> None:
        """Watch every view, those refused again from time to time, until the connection ends."""
        missing = set(self._followers)
        while not (self._gone.is_set() or self._stopping.is_set()):
            missing -= {view for view in sorted(missing) if self._watch(client, view)}
            self._gone.wait(self._retry_seconds if missing else None)

    def _watch(self, client: socketio.Client, view: View) -> bool:
        answer = client.call("watch", view._asdict(), timeout=_WATCH_SECONDS)
        if not isinstance(answer, Mapping) or "state" not in answer:
            log.warning("%s cannot be watched: %s", "/".join(view), answer)
            return False
        self._give(view, answer)
        return True

    def _on_view(self, message: Mapping[str, Any]) -> None:
        self._give(View(message["view"], message["branch"], message["id"]), message)

    def _give(self, view: View, message: Mapping[str, Any]) -> None:
        with self._giving:  # an answer and an event come on threads of their own
            if message["rev"] >= self._newest.get(view, -1):
                self._newest[view] = message["rev"]
                for follower in self._followers.get(view, ()):
                    follower.receive(message["state"])

    def _on_disconnect(self, *_reason: object) -> None:
        self._gone.set()
