"""Socket.IO: watching views, and the displays' agreement on who speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request
from flask_socketio import Namespace, SocketIO
from socketio.exceptions import ConnectionRefusedError as Refused

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Permission
from queue_server.domain.errors import Invalid, NotFound, Refusal
from queue_server.live import Live, Room
from queue_server.memory.speaking import Area, Device, Speaking
from queue_server.moment import Moment
from queue_server.problems import of_refusal
from queue_server.store import counters
from queue_server.views import VIEW_NEEDS
from queue_server.views.kiosk import kiosk_view
from queue_server.web import attendance
from queue_server.web.connections import Connections
from queue_server.web.doors import Doors
from queue_server.web.hearing import Hearing, area_of

Json = dict[str, Any]

#: A call older than this is spoken no more.
STALE = timedelta(seconds=60)
#: What a scanner reads is no longer than this.
_LONGEST_CODE = 500
#: Why a display is mute: the browser wants a touch, a sound failed, there is no loudspeaker.
REASONS = ("blocked", "failed", "no_output")


class Sockets(Namespace):
    """Answers `watch`; agrees with displays on who speaks; hears agents and their scanners."""

    def __init__(
        self,
        socketio: SocketIO,
        bridge: Bridge,
        live: Live,
        doors: Doors,
        connections: Connections,
    ) -> None:
        super().__init__("/")
        self._socketio = socketio
        self._bridge = bridge
        self._live = live
        self._doors = doors
        self._connections = connections
        self._guarded = bridge.loop.setting.guarded
        self._speaking: Speaking = bridge.loop.setting.speaking
        self._hearing = Hearing(bridge, self._speaking)
        self._attendance = attendance.Attendance(bridge, bridge.loop.setting.presence)
        self._displays: dict[str, tuple[str, str]] = {}
        self._told: dict[str, bool] = {}
        self._telling = False

    def on_connect(self, auth: Any = None) -> None:
        """Remember whose socket this is: its token is looked up at every watch.

        A browser says where its page is from; a program that does not needs a token of its own,
        and none that a browser sends by itself.
        """
        said = auth.get("token") if isinstance(auth, dict) else None
        token = said if isinstance(said, str) else self._doors.token_of_request()
        meant = isinstance(said, str) or "Authorization" in request.headers
        if self._guarded and not meant and "Origin" not in request.headers:
            raise Refused("say where you are from, or who you are")
        self._connections.admit(_sid(), token, request.remote_addr)

    def on_watch(self, message: Any = None, *_more: Any) -> Json:
        """Follow a view: its state now, then every newer one."""
        try:
            view, branch, id_ = _texts(message, "view", "branch", "id")
            self._refuse(view, branch, id_)
            room, state = self._live.watch(view, branch, id_)
        except Refusal as refusal:
            return {"error": of_refusal(refusal)}
        self._connections.watches(_sid())
        if room.view == "display":
            with self._bridge.read() as moment:
                self._speaking.join(_device(moment, _sid(), room.branch, room.id))
            self._displays[_sid()] = (room.branch, room.id)
            self._told.pop(_sid(), None)
            self._tell_speakers_soon()
        return {"rev": state["rev"], "state": state}

    def _refuse(self, view: str, branch: str, id_: str) -> None:
        """Refuse who may not see this view."""
        needs, place = VIEW_NEEDS.get(view, (PUBLIC, ""))
        caller = self._connections.caller(_sid())
        self._doors.refuse(caller, needs, {"branch": branch} | ({place: id_} if place else {}))

    def on_present(self, message: Any = None, *_more: Any) -> Json:
        """An agent is there, and says how its devices are."""
        try:
            said = attendance.read(message)
            self._refuse("agent", said.branch, said.agent)
            self._attendance.hear(_sid(), said)
        except Refusal as refusal:
            return {"error": of_refusal(refusal)}
        return {}

    def on_scan(self, message: Any = None, *_more: Any) -> Json:
        """A scanner beside a kiosk has read a code: the kiosk's page gets it, now or never."""
        try:
            branch, kiosk, code = _texts(message, "branch", "kiosk", "code")
            caller = self._connections.caller(_sid())
            place = {"branch": branch, "kiosk": kiosk}
            self._doors.refuse(caller, Permission.REPORT_PRINTERS, place)
            with self._bridge.read() as moment:
                kiosk_view(moment, branch, kiosk)
        except Refusal as refusal:
            return {"error": of_refusal(refusal)}
        scan = {"branch": branch, "kiosk": kiosk, "code": code[:_LONGEST_CODE]}
        return {"heard": self._live.tell(Room("kiosk", branch, kiosk), "scan", scan)}

    def on_claim(self, message: Any = None, *_more: Any) -> Json:
        """Whether this display is to speak an announcement."""
        ticket, calls = (_number(message, name) for name in ("id", "calls"))
        device = self._speaking.devices.get(_sid())
        if device is None:
            return {"granted": False}
        with self._bridge.read() as moment:
            call = counters.call_of(moment.db, ticket)
            if call is None or not call.active or call.calls != calls:
                return {"granted": False}
            if moment.now - call.called_at > STALE:
                return {"granted": False}
            branch = moment.branch(device.branch)
            counter = branch.counter.get(call.counter)
            if counter is not None and counter.quiet:
                return {"granted": False}
            area = area_of(branch, call.zone)
        granted = self._speaking.claim(device.sid, area, ticket, calls)
        if granted:
            self._tell_others("claimed", device, area, ticket, calls)
        return {"granted": granted}

    def on_unspoken(self, message: Any = None, *_more: Any) -> None:
        """This display claimed an announcement and could not be heard; another may speak it."""
        ticket, calls = (_number(message, name) for name in ("id", "calls"))
        device = self._speaking.devices.get(_sid())
        if device is None:
            return
        with self._bridge.read() as moment:
            call = counters.call_of(moment.db, ticket)
            area = call and area_of(moment.branch(device.branch), call.zone)
        if area and self._speaking.release(device.sid, area, ticket, calls):
            self._tell_others("unclaimed", device, area, ticket, calls)

    def on_mute(self, message: Any = None, *_more: Any) -> None:
        """This display's sound is blocked, or plays again."""
        said = message if isinstance(message, dict) else {}
        why = said.get("reason") if said.get("reason") in REASONS else None
        self._speaking.mute(_sid(), said.get("muted") is True, why)
        self._tell_speakers_soon()

    def follow_office(self) -> None:
        """A new revision is in force: displays stand in other sound areas, or are no more."""
        with self._bridge.read() as moment:
            for sid, (branch, display) in self._displays.items():
                try:
                    self._speaking.join(_device(moment, sid, branch, display))
                except NotFound:
                    self._speaking.leave(sid)
        self._tell_speakers_soon()

    def on_disconnect(self, *_reason: Any) -> None:
        """Another display takes over what this one spoke."""
        self._connections.leave(_sid())
        self._displays.pop(_sid(), None)
        self._attendance.leave(_sid())
        self._speaking.leave(_sid())
        self._told.pop(_sid(), None)
        self._tell_speakers_soon()

    def _tell_others(self, what: str, speaker: Device, area: Area, ticket: int, calls: int) -> None:
        """Those in earshot remember what was spoken over a restart of the server, which forgets."""
        message = {"branch": speaker.branch, "id": ticket, "calls": calls}
        for sid, device in list(self._speaking.devices.items()):
            if sid != speaker.sid and area in device.areas:
                self._socketio.emit(what, message, to=sid)

    def _tell_speakers_soon(self) -> None:
        """Once for all who come or go at the same time: a whole hall does after a restart."""
        if not self._telling:
            self._telling = True
            self._socketio.start_background_task(self._tell_speakers)

    def _tell_speakers(self) -> None:
        self._telling = False
        speakers = set(self._speaking.speakers().values())
        for sid, device in list(self._speaking.devices.items()):
            speaks = sid in speakers
            if self._told.get(sid) is not speaks:
                self._told[sid] = speaks
                message = {"branch": device.branch, "display": device.display, "speaking": speaks}
                self._socketio.emit("speaker", message, to=sid)


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO's own


def _texts(message: Any, *names: str) -> list[str]:
    """What a message says under these names; what it leaves out is empty."""
    if not isinstance(message, dict):
        raise Invalid([("body", "an object is needed")])
    values = [message.get(name) or "" for name in names]
    faults = [
        (name, "a text is needed")
        for name, value in zip(names, values, strict=True)
        if not isinstance(value, str)
    ]
    if faults:
        raise Invalid(faults)
    return values


def _number(message: Any, name: str) -> int:
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, int) and 0 <= value < 2**63 else 0


def _device(moment: Moment, sid: str, branch_id: str, display_id: str) -> Device:
    branch = moment.branch(branch_id)
    display = branch.display.get(display_id)
    if display is None:
        raise NotFound(f"branch {branch_id} has no display {display_id!r}")
    areas = frozenset(area_of(branch, zone) for zone in display.zones)
    speaks = display.voice and not branch.training
    return Device(sid, branch_id, display_id, areas, speaks)
