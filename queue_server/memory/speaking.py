"""Who speaks: in a sound area calls are spoken once, by one device at a time.

The display that hears the fewest sound areas speaks for each, since it hangs nearest; of several,
the one that came first. A device claims each announcement before it speaks, and another takes over
when it is lost or mute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Area(NamedTuple):
    """What can be heard together within a branch."""

    branch: str
    name: str


@dataclass
class Device:
    """A display's socket, with the sound areas its zones belong to."""

    sid: str
    branch: str
    display: str
    areas: frozenset[Area]
    voice: bool
    muted: bool = False
    why_muted: str | None = None


class SoundAlert(NamedTuple):
    """What a supervisor must hear of: `id` is that of the display or the sound area."""

    branch: str
    kind: Literal["display_lost", "display_mute", "silent_area"]
    id: str
    reason: str = ""


@dataclass
class Speaking:
    """The displays that could speak, and what was claimed.

    `alerts` is replaced as a whole; whoever reads it in another thread sees one state.
    """

    devices: dict[str, Device] = field(default_factory=dict)
    alerts: frozenset[SoundAlert] = frozenset()
    #: Displays that were there since the server started: (branch, display).
    seen: set[tuple[str, str]] = field(default_factory=set)
    _claimed: dict[Area, dict[tuple[int, int], str]] = field(default_factory=dict)

    def join(self, device: Device) -> None:
        """A display has begun to watch."""
        known = self.devices.get(device.sid)
        if known is not None:
            device.muted, device.why_muted = known.muted, known.why_muted
        self.devices[device.sid] = device
        self.seen.add((device.branch, device.display))

    def leave(self, sid: str) -> None:
        """A display's socket is gone."""
        self.devices.pop(sid, None)

    def mute(self, sid: str, muted: bool, why: str | None = None) -> None:
        """A display's sound is blocked, or plays again."""
        if sid in self.devices:
            self.devices[sid].muted = muted
            self.devices[sid].why_muted = why if muted else None

    def mute_displays(self) -> Iterator[SoundAlert]:
        """The displays that should speak and have no device that can."""
        devices = [device for device in list(self.devices.values()) if device.voice]
        heard = {(device.branch, device.display) for device in devices if not device.muted}
        for device in devices:
            if (device.branch, device.display) not in heard:
                why = device.why_muted or ""
                yield SoundAlert(device.branch, "display_mute", device.display, why)

    def lost_displays(self) -> Iterator[SoundAlert]:
        """The displays that were there and are not."""
        there = {(device.branch, device.display) for device in list(self.devices.values())}
        for branch, display in self.seen - there:
            yield SoundAlert(branch, "display_lost", display)

    def speakers(self) -> dict[Area, str]:
        """The socket that speaks for each area, found in one pass: there may be hundreds."""
        nearest: dict[Area, Device] = {}
        for device in self.devices.values():
            for area in device.areas if device.voice and not device.muted else ():
                if area not in nearest or len(device.areas) < len(nearest[area].areas):
                    nearest[area] = device
        return {area: device.sid for area, device in nearest.items()}

    def speaker(self, area: Area) -> str | None:
        """The socket that speaks for an area."""
        return self.speakers().get(area)

    def speaking(self, sid: str) -> bool:
        """Whether this socket speaks for any area."""
        return sid in self.speakers().values()

    def claim(self, sid: str, area: Area, ticket: int, calls: int) -> bool:
        """Whether this socket is to speak this announcement; granted to one in an area.

        Asked again by the same socket, whose answer was lost, it is granted again.
        """
        if self.speaker(area) != sid:
            return False
        claimed = self._claimed.setdefault(area, {})
        if (ticket, calls) in claimed:
            return claimed[ticket, calls] == sid
        claimed[ticket, calls] = sid
        while len(claimed) > _REMEMBERED:
            del claimed[next(iter(claimed))]
        return True

    def release(self, sid: str, area: Area, ticket: int, calls: int) -> bool:
        """This socket could not be heard: another may claim the announcement."""
        claimed = self._claimed.get(area, {})
        if claimed.get((ticket, calls)) != sid:
            return False
        del claimed[ticket, calls]
        return True


#: Announcements remembered in each area: far more than any hall makes while one is fresh.
_REMEMBERED = 2000
