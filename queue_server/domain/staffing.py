"""How many counters are planned to work, by work profile and hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from queue_server.domain.schedule import Interval, Opening, Purpose, Schedule


@dataclass(frozen=True)
class Shift:
    """So many counters work in a profile on some weekdays, in some hours or all that are open."""

    profile: str
    counters: int
    weekdays: frozenset[int] = frozenset(range(7))
    intervals: tuple[Interval, ...] = ()


class Planned(NamedTuple):
    """Counters that are to work in a profile during an opening."""

    opening: Opening
    profile: str
    counters: int


def planned(shifts: Sequence[Shift], schedule: Schedule, day: date) -> Iterator[Planned]:
    """Who is to work on a day: nobody while `schedule` gives no service."""
    for shift in shifts:
        if day.weekday() not in shift.weekdays:
            continue
        for opening in schedule.intervals_of(day, Purpose.SERVICE):
            own = schedule.openings(day, shift.intervals) if shift.intervals else (opening,)
            for opens_at, closes_at in own:
                part = Opening(max(opens_at, opening.opens_at), min(closes_at, opening.closes_at))
                if part.opens_at < part.closes_at:
                    yield Planned(part, shift.profile, shift.counters)
