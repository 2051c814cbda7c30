"""Open sockets: whose each is, closed once that changes, and none that only takes up room.

A socket is let in without credentials, for visitors' phones, but has to watch something soon.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import gevent
from flask_socketio import SocketIO
from gevent.event import Event
from socketio.exceptions import ConnectionRefusedError as Refused

from queue_server.domain.access import Caller
from queue_server.memory.seen import Seen
from queue_server.network.addresses import counted_as
from queue_server.web.doors import Doors

log = logging.getLogger(__name__)

#: How often open sockets are looked at, besides whenever somebody's rights have changed.
_LOOK_SECONDS = 5.0
#: How long a socket may watch nothing.
_IDLE_SECONDS = 15.0
#: So many messages a minute may one socket send, and all strangers at one address together: a hall
#: full of phones that come back at once says less.
_MOST_SAID = 3000
_COUNTED_SECONDS = 60.0
#: Looked at before others have their turn.
_AT_A_TIME = 20


@dataclass
class Connection:
    """An open socket: with which token, from where, and who that was when it came."""

    token: str | None
    address: str | None
    caller: Caller
    watches: bool = False


class Connections:
    """The open sockets of a server."""

    def __init__(self, socketio: SocketIO, doors: Doors, seen: Seen, most: int | None) -> None:
        """`most` may come from one address; None: any number."""
        self._server: Any = socketio.server  # type: ignore[attr-defined]
        self._doors = doors
        self._seen = seen
        self._most = most
        self._open: dict[str, Connection] = {}
        self._from: Counter[str] = Counter()
        self._idle_since: dict[str, float] = {}
        self._said: Counter[str] = Counter()
        self._counted_since = time.monotonic()
        self._changed = Event()
        gevent.spawn(self._look_forever)

    def admit(self, sid: str, token: str | None, address: str | None) -> None:
        """Remember whose socket this is; refuses one too many from its address."""
        place = counted_as(address)
        if self._most is not None and self._from[place] >= self._most:
            log.warning("%s has %d sockets open and gets no more", address, self._most)
            raise Refused("too many connections")
        self._from[place] += 1
        self._open[sid] = Connection(token, address, self._doors.caller_of(token, address))

    def caller(self, sid: str) -> Caller:
        """Who that is now; its rights are looked up again each time."""
        connection = self._open.get(sid)
        found = (connection.token, connection.address) if connection else (None, None)
        return self._doors.caller_of(*found)

    def watches(self, sid: str) -> None:
        """It is of use."""
        if sid in self._open:
            self._open[sid].watches = True

    def may_say_more(self, eio: str) -> bool:
        """Count a message; an Engine.IO socket that says too much is closed."""
        now = time.monotonic()
        if now - self._counted_since >= _COUNTED_SECONDS:
            self._counted_since = now
            self._said.clear()
        connection = self._open.get(self._server.manager.sid_from_eio_sid(eio, "/"))
        who = eio
        if connection is None or connection.caller.kind == "anyone":
            address = self._server.environ.get(eio, {}).get("REMOTE_ADDR")
            who = f"at {counted_as(address)}"
        self._said[who] += 1
        if self._said[who] <= _MOST_SAID:
            return True
        if self._said[who] == _MOST_SAID + 1:
            log.warning("a socket says too much and is closed: %s", who)
        self.close(eio)
        return False

    def leave(self, sid: str) -> None:
        """It has ended."""
        connection = self._open.pop(sid, None)
        if connection is not None:
            place = counted_as(connection.address)
            self._from[place] -= 1
            if not self._from[place]:
                del self._from[place]

    def review(self) -> None:
        """Somebody's rights have changed: soon, sockets of whoever is not the same are closed."""
        self._changed.set()

    def _look_forever(self) -> None:
        due = time.monotonic() + _LOOK_SECONDS
        while True:
            self._changed.wait(max(due - time.monotonic(), 0))
            self._changed.clear()
            try:
                self._close_changed()
                if time.monotonic() >= due:
                    due = time.monotonic() + _LOOK_SECONDS
                    self._close_idle()
            except Exception:
                log.exception("open sockets could not be looked at")  # and are the next time

    def _close_changed(self) -> None:
        sockets: Counter[str] = Counter()
        for place, (sid, connection) in enumerate(list(self._open.items()), start=1):
            caller = self._doors.caller_of(connection.token, connection.address, uses=False)
            sockets[caller.id] += 1
            if caller != connection.caller and sid in self._open:
                log.info("a socket of %s is closed", connection.caller.id)
                self.close(self._server.manager.eio_sid_from_sid(sid, "/"))
            if place % _AT_A_TIME == 0:
                gevent.sleep(0)
        self._seen.sockets = sockets

    def _close_idle(self) -> None:
        """Engine.IO's own sockets are looked at: some never say that they want Socket.IO."""
        now = time.monotonic()
        idle = {eio for eio in self._server.eio.sockets if not self._is_watching(eio)}
        self._idle_since = {eio: self._idle_since.get(eio, now) for eio in idle}
        for eio, since in self._idle_since.items():
            if now - since >= _IDLE_SECONDS:
                self.close(eio)

    def _is_watching(self, eio: str) -> bool:
        sid = self._server.manager.sid_from_eio_sid(eio, "/")
        return sid in self._open and self._open[sid].watches

    def close(self, eio: str | None) -> None:
        """End an Engine.IO socket."""
        socket = self._server.eio.sockets.get(eio)
        if socket is not None:
            socket.close(wait=False)
