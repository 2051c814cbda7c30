"""Which agents are there: what each last said, and which have been away for longer than a moment.

Kept in memory alone: after a restart every agent is waited for as if it had just gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from queue_server.domain.errors import AgentTaken

#: An agent says something at least every ten seconds; a connection may outlive what made it.
SILENCE = timedelta(seconds=30)


#: What a device is that its agent does not reach, or has not reached yet.
UNREACHED = frozenset({"offline", "error", "unknown"})


class DeviceWord(NamedTuple):
    """What an agent says of one of its devices."""

    kind: str
    id: str
    state: str
    detail: str | None


@dataclass(frozen=True)
class AgentWord:
    """What an agent said last, and when."""

    version: str
    host: str
    devices: tuple[DeviceWord, ...]
    at: datetime
    run: str = ""
    """Which run of the program says it."""


class AgentName(NamedTuple):
    """`server`, a kiosk or another computer of a branch."""

    branch: str
    agent: str


@dataclass
class Presence:
    """Used on the hub alone, but for `away`, which is replaced as a whole: others see one state."""

    away: dict[AgentName, datetime] = field(default_factory=dict)
    """Agents that are expected and away, with since when."""
    worked: set[tuple[AgentName, str, str]] = field(default_factory=set)
    """Devices that were there at any time since the server started, by agent, kind and id."""
    _words: dict[AgentName, AgentWord] = field(default_factory=dict)
    _sockets: dict[str, set[AgentName]] = field(default_factory=dict)
    _missed_since: dict[AgentName, datetime] = field(default_factory=dict)

    def hear(self, sid: str, name: AgentName, word: AgentWord) -> bool:
        """An agent says that it is there; whether anything but the time is new.

        Refuses a second one of the same name with `agent_taken`: both would work its devices.
        """
        before = self._words.get(name)
        if before and before.run != word.run and self._there(name, word.at, besides=sid):
            raise AgentTaken(f"{name.agent} already works on the computer {before.host!r}")
        self._words[name] = word
        self.worked |= {(name, d.kind, d.id) for d in word.devices if d.state not in UNREACHED}
        self._sockets.setdefault(sid, set()).add(name)
        return before is None or (before.version, before.host, before.devices) != (
            word.version,
            word.host,
            word.devices,
        )

    def leave(self, sid: str) -> None:
        """A socket is gone."""
        self._sockets.pop(sid, None)

    def look(self, expected: Iterable[AgentName], now: datetime, grace: timedelta) -> None:
        """Find who has been away for longer than `grace`."""
        missed = [name for name in expected if not self._there(name, now)]
        self._missed_since = {name: self._missed_since.get(name, now) for name in missed}
        self.away = {name: at for name, at in self._missed_since.items() if now - at >= grace}

    def word(self, branch: str, agent: str) -> AgentWord | None:
        """What it said last since the server started."""
        return self._words.get(AgentName(branch, agent))

    def state(self, branch: str, agent: str) -> Literal["present", "awaited", "away"]:
        """`awaited`: not there, but not for long yet."""
        name = AgentName(branch, agent)
        if name in self.away:
            return "away"
        return "present" if self._connected(name) else "awaited"

    def _there(self, name: AgentName, now: datetime, besides: str = "") -> bool:
        word = self._words.get(name)
        return word is not None and now - word.at < SILENCE and self._connected(name, besides)

    def _connected(self, name: AgentName, besides: str = "") -> bool:
        sockets = list(self._sockets.items())
        return any(name in names for sid, names in sockets if sid != besides)
