"""Following views over Socket.IO for as long as a program lives, whoever ends the connection."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, NamedTuple, Protocol

import socketio
from socketio.exceptions import SocketIOError

log = logging.getLogger(__name__)

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 10
#: In Python the check takes 25 ms for a hundred slips to print, and every other view waits for it.
_OPTIONS = {"skip_utf8_validation": True}


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
        followers: Iterable[tuple[View, Follower]] = (),
        token: str | None = None,
        retry_seconds: float = 2,
    ) -> None:
        """`retry_seconds` is the longest pause between two attempts."""
        self._url = url
        self._auth = {"token": token} if token else None
        self._retry_seconds = retry_seconds
        self._lock = Lock()
        self._followers: dict[View, list[Follower]] = {}
        self._unwatched: set[View] = set()
        self._newest: dict[View, int] = {}
        self._client: socketio.Client | None = None
        self._stopping = Event()
        self._gone = False
        self._news = Event()
        """Set when the connection has ended, or there is something else to watch."""
        self._thread = Thread(target=self._run, name="following", daemon=True)
        for view, follower in followers:
            self.follow(view, follower)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the connection and wait until it has ended."""
        self._stopping.set()
        self._news.set()
        self._thread.join(_CONNECT_SECONDS + _ANSWER_SECONDS)

    def follow(self, view: View, follower: Follower) -> None:
        """Give this follower the view as well; its state now comes as soon as it can be had."""
        with self._lock:
            self._followers.setdefault(view, []).append(follower)
            self._unwatched.add(view)
        self._news.set()

    def leave(self, follower: Follower) -> None:
        """Give this follower nothing more."""
        with self._lock:
            for view, following in list(self._followers.items()):
                following[:] = [other for other in following if other is not follower]
                if not following:
                    del self._followers[view]
                    self._unwatched.discard(view)

    def ask(self, event: str, message: Mapping[str, Any], seconds: float) -> Any:
        """What the server answers to an event within that time; None while it is away."""
        client = self._client
        if client is None or not client.connected:
            return None
        try:
            return client.call(event, dict(message), timeout=seconds)
        except (SocketIOError, OSError):
            return None

    def _run(self) -> None:
        wait_seconds = 0.0
        trouble = ""
        while not self._stopping.wait(wait_seconds):
            client = socketio.Client(
                reconnection=False, handle_sigint=False, websocket_extra_options=_OPTIONS
            )
            client.on("view", partial(self._on_view, client))
            client.on("disconnect", partial(self._on_disconnect, client))
            self._begin(client)
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
                if (cause := _cause(error)) != trouble:
                    trouble = cause
                    log.warning("no connection to %s: %s", self._url, trouble)
            finally:
                client.disconnect()
            if not self._stopping.is_set():
                self._lose()
            wait_seconds = min(self._retry_seconds, wait_seconds * 2 + 0.1)

    def _begin(self, client: socketio.Client) -> None:
        with self._lock:
            self._client = client
            self._gone = False
            self._newest.clear()
            self._unwatched = set(self._followers)

    def _lose(self) -> None:
        with self._lock:
            followers = [one for following in self._followers.values() for one in following]
        for follower in followers:
            follower.lost()

    def _watch_all(self, client: socketio.Client) -> None:
        """Watch every view, those refused again from time to time, until the connection ends."""
        while True:
            self._news.clear()  # what comes from here on wakes the wait below
            if self._gone or self._stopping.is_set():
                return
            with self._lock:
                unwatched, self._unwatched = sorted(self._unwatched), set()
            refused = {view for view in unwatched if not self._watch(client, view)}
            with self._lock:
                self._unwatched |= refused & self._followers.keys()
            self._news.wait(self._retry_seconds if refused else None)

    def _watch(self, client: socketio.Client, view: View) -> bool:
        answer = client.call("watch", view._asdict(), timeout=_ANSWER_SECONDS)
        if not isinstance(answer, Mapping) or "state" not in answer:
            error = answer.get("error") if isinstance(answer, Mapping) else None
            why = error.get("detail") if isinstance(error, Mapping) else answer
            log.warning("%s cannot be watched: %s", "/".join(view), why)
            return False
        self._give(view, answer)
        return True

    def _on_view(self, client: socketio.Client, message: Mapping[str, Any]) -> None:
        if client is self._client:
            self._give(View(message["view"], message["branch"], message["id"]), message)

    def _give(self, view: View, message: Mapping[str, Any]) -> None:
        with self._lock:  # an answer and an event come on threads of their own
            if message["rev"] >= self._newest.get(view, -1):
                self._newest[view] = message["rev"]
                for follower in self._followers.get(view, ()):
                    follower.receive(message["state"])

    def _on_disconnect(self, client: socketio.Client, *_reason: object) -> None:
        if client is self._client:
            self._gone = True
            self._news.set()


def _cause(error: BaseException) -> str:
    """What the system says was wrong; the library only tells that there was an error."""
    while error.__context__ is not None:
        error = error.__context__
    return str(error).partition(" -+-+- ")[0]  # what follows are all headers of the answer
