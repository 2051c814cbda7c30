"""Whether agents are there: hears them, looks again and again, and tells of those that are not."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from queue_server.bridge import Bridge
from queue_server.domain.errors import Invalid, Refusal
from queue_server.memory.presence import AgentName, AgentWord, DeviceWord, Presence
from queue_server.moment import Moment
from queue_server.office.hardware import hardware
from queue_server.operations import presence
from queue_server.operations.work import Change
from queue_server.views.agent import agent_view

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5


class DeviceSaid(BaseModel):
    """What an agent says of a device."""

    model_config = ConfigDict(extra="ignore")

    kind: str = Field(max_length=40)
    id: str = Field(max_length=40)
    state: str = Field(max_length=40)
    detail: str | None = Field(None, max_length=1000)


class Said(BaseModel):
    """What an agent says of itself."""

    model_config = ConfigDict(extra="ignore")

    branch: str
    agent: str
    version: str = Field("", max_length=40)
    host: str = Field("", max_length=255)
    run: str = Field("", max_length=40)
    devices: list[DeviceSaid] = Field([], max_length=200)


class Attendance:
    """Keeps `Presence` true, and every change of it as an event."""

    def __init__(self, bridge: Bridge, present: Presence) -> None:
        self._bridge = bridge
        self._presence = present
        self._recorded: set[AgentName] = set()
        gevent.spawn(self._look_forever)

    def hear(self, sid: str, said: Said) -> None:
        """An agent says that it is there; refuses one that is not configured, or there already."""
        name = AgentName(said.branch, said.agent)
        with self._bridge.read() as moment:
            agent_view(moment, *name)
            now = moment.now
        devices = tuple(DeviceWord(d.kind, d.id, d.state, d.detail) for d in said.devices)
        word = AgentWord(said.version, said.host, devices, now, said.run)
        if self._presence.hear(sid, name, word):
            self._bridge.publish({Change("branch", said.branch)})

    def leave(self, sid: str) -> None:
        """A socket is gone."""
        self._presence.leave(sid)

    def _look_forever(self) -> None:
        while True:
            gevent.sleep(LOOK_SECONDS)
            try:
                self.look()
            except Refusal:
                continue  # the storage fails, and that is told elsewhere
            except Exception:
                log.exception("whether agents are there could not be told")

    def look(self) -> None:
        """Note who has gone for longer than the office's patience, and who is back."""
        with self._bridge.read() as moment:
            grace = timedelta(seconds=moment.office.rules.agent_grace_seconds)
            expected, now = expected_of(moment), moment.now
        self._presence.look(expected, now, grace)
        away = set(self._presence.away)
        for branch in sorted({name.branch for name in away ^ self._recorded}):
            gone, back = away - self._recorded, self._recorded - away
            note = partial(
                presence.record, branch_id=branch, gone=_of(branch, gone), back=_of(branch, back)
            )
            if self._bridge.ask(note).status != HTTPStatus.SERVICE_UNAVAILABLE:
                self._recorded ^= {name for name in gone | back if name.branch == branch}


def read(message: Any) -> Said:
    """What an agent says; refuses with `invalid` where it cannot be read."""
    try:
        return Said.model_validate(message)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise Invalid(
            [(".".join(map(str, f["loc"])) or "body", f["msg"]) for f in faults]
        ) from None


def expected_of(moment: Moment) -> list[AgentName]:
    """Every agent that has devices."""
    return [
        AgentName(branch.id, agent)
        for branch in moment.office.branches
        for agent in hardware(branch)
    ]


def _of(branch: str, names: Iterable[AgentName]) -> list[str]:
    return sorted(name.agent for name in names if name.branch == branch)
