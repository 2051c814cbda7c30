"""Who watches what, and pushing it when it changes.

A commit's changes become rooms to refresh: calls and what happens at a counter at once, counts
gathered. Each state is read once and encoded once for all who watch it. Of calls committed together
displays get a view each, in their order.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

import gevent
from flask_socketio import SocketIO, join_room
from gevent.event import Event
from pydantic_core import to_json

from queue_server.bridge import Bridge
from queue_server.domain.errors import NotFound, Refusal
from queue_server.moment import Moment
from queue_server.operations.work import OFFICE, Change
from queue_server.problems import of_refusal
from queue_server.store import events
from queue_server.views import VIEWS
from queue_server.views.display import display_view
from queue_server.websockets import WebSockets

log = logging.getLogger(__name__)

#: Counts that change often are told this often at most.
_GATHER_SECONDS = 0.15
#: A display so many calls behind is shown the newest only, not a view for each older one.
_MOST_BEHIND = 32
#: How Socket.IO marks an event.
_EVENT = "2"


#: The changes that a room shows at once, and those it may gather.
Topics = tuple[list[Change], list[Change]]


class Room(NamedTuple):
    """A view of something, as someone watches it."""

    view: str
    branch: str
    id: str

    @property
    def name(self) -> str:
        return "\x1f".join(self)


class Live:
    """The watched rooms, and the greenlet that refreshes them."""

    def __init__(self, socketio: SocketIO, bridge: Bridge) -> None:
        self._bridge = bridge
        self._manager = socketio.server.manager  # type: ignore[attr-defined]
        self._websockets = WebSockets(socketio.server.eio, bridge.give_way)  # type: ignore[attr-defined]
        self._at_once: dict[Change, dict[Room, None]] = {}
        self._later: dict[Change, dict[Room, None]] = {}
        self._topics: dict[Room, Topics] = {}
        self._urgent: dict[Room, None] = {}
        self._gathered: dict[Room, None] = {}
        self._calls: dict[Room, list[int]] = {}
        with bridge.read() as moment:
            self._told = events.newest(moment.db)
        self._gathering = False
        self._wake = Event()
        gevent.spawn(self._refresh_forever)

    def watch(self, view: str, branch: str, id_: str) -> tuple[Room, dict[str, Any]]:
        """Join the current socket to a view; its room and state as of now."""
        if view not in VIEWS:
            raise NotFound(f"there is no view {view!r}")
        room = Room(view, branch, id_)
        with self._bridge.read() as moment:
            calls = self._calls.get(room)
            state = _state(moment, room, calls[0] - 1 if calls else self._told)
            topics = _topics(moment, room, state)
        join_room(room.name)
        self._follow(room, topics)
        return room, state

    def publish(self, changes: set[Change]) -> None:
        """Refresh what shows these changes, soon."""
        for change in changes:
            self._urgent |= self._at_once.get(change, {})
            self._gathered |= self._later.get(change, {})
        for call in sorted((c for c in changes if c.kind == "call"), key=lambda c: c.seq):
            self._told = max(self._told, call.seq)
            for room in self._at_once.get(Change("zone", call.branch, call.id), {}):
                self._calls[room] = [*self._calls.get(room, []), call.seq][-_MOST_BEHIND:]
        if OFFICE in changes:
            self._urgent |= dict.fromkeys(self._topics)
        if self._gathered and not self._gathering:
            self._gathering = True
            gevent.spawn_later(_GATHER_SECONDS, self._release)
        if self._urgent:
            self._wake.set()

    def refresh_waits(self) -> None:
        """New estimates are there: tell the screens that show them."""
        for room in self._topics:
            if room.view in ("kiosk", "branch", "ticket"):
                self._urgent[room] = None
        self._wake.set()

    def _release(self) -> None:
        self._gathering = False
        self._urgent |= self._gathered
        self._gathered.clear()
        self._wake.set()

    def _follow(self, room: Room, topics: Topics) -> None:
        if self._topics.get(room) == topics:
            return
        self._forget(room)
        self._topics[room] = topics
        for index, changes in zip((self._at_once, self._later), topics, strict=True):
            for change in changes:
                index.setdefault(change, {})[room] = None

    def _forget(self, room: Room) -> None:
        for index, changes in zip(
            (self._at_once, self._later), self._topics.pop(room, ([], [])), strict=True
        ):
            for change in changes:
                index[change].pop(room, None)
                if not index[change]:
                    del index[change]

    def _refresh_forever(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._urgent:
                room = next(iter(self._urgent))
                del self._urgent[room]
                self._gathered.pop(room, None)
                try:
                    self._push(room)
                except Exception:
                    log.exception("a view of %s could not be shown", room)  # and the others go on
                if self._calls.get(room):
                    self._urgent[room] = None
                self._bridge.give_way()  # commands come before the rest of a burst

    def _push(self, room: Room) -> None:
        if room.name not in self._manager.rooms.get("/", {}):
            self._forget(room)
            self._calls.pop(room, None)
            return
        until, *later = self._calls.pop(room, None) or [self._told]
        if later:
            self._calls[room] = later
        try:
            with self._bridge.read() as moment:
                state = _state(moment, room, until)
                self._follow(room, _topics(moment, room, state))
        except Refusal as refusal:
            # It has left the office configuration, and may come back in a later revision.
            self._send(room, "gone", {"error": of_refusal(refusal)})
            return
        self._send(room, "view", {"rev": state["rev"], "state": state})

    def tell(self, room: Room, event: str, message: dict[str, Any]) -> bool:
        """Send an event to all who watch a view; whether anyone does."""
        text = _EVENT + to_json([event, message]).decode()
        watching = [session for _, session in self._manager.get_participants("/", room.name)]
        self._websockets.send(watching, text)
        return bool(watching)

    def _send(self, room: Room, event: str, about: dict[str, Any]) -> None:
        self.tell(room, event, room._asdict() | about)


def _state(moment: Moment, room: Room, until: int) -> dict[str, Any]:
    """What a view shows; a display, no call after the event `until`."""
    if room.view == "display":
        return display_view(moment, room.branch, room.id, until)
    return VIEWS[room.view](moment, room.branch, room.id)


def _topics(moment: Moment, room: Room, state: dict[str, Any]) -> Topics:
    """The changes a room shows at once, and those it may gather."""
    branch = state["ticket"]["branch"] if room.view == "ticket" else room.branch
    queue, anything, day = Change("queue", branch), Change("branch", branch), Change("day", branch)
    match room.view:
        case "display":
            zones = moment.branch(branch).display[room.id].zones
            return [*(Change("zone", branch, zone) for zone in zones), day], [queue]
        case "counter":
            return [Change("counter", branch, room.id), day], [queue, anything]
        case "board":
            return [Change("counter", branch, room.id), day], []
        case "printer":
            return [Change("printer", branch, room.id)], []
        case "agent":
            return [], []  # the office configuration alone
        case "ticket":
            return [Change("ticket", branch, str(state["ticket"]["id"]))], [queue]
        case _:
            return [day], [queue, anything]
