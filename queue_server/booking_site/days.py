"""Free times by day, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Time:
    """A time that may be booked."""

    start: datetime
    end: datetime
    free: int
    value: str


@dataclass(frozen=True)
class BookableDay:
    """The times of a day."""

    date: date
    times: list[Time]

    @property
    def free(self) -> int:
        return sum(time.free for time in self.times)


def days_of(slots: Iterable[Json]) -> list[BookableDay]:
    """Free times by day, as the branch's clocks show them."""
    times = [
        Time(
            datetime.fromisoformat(slot["start"]),
            datetime.fromisoformat(slot["end"]),
            slot["free"],
            slot["start"],
        )
        for slot in slots
    ]
    by_day = groupby(times, key=lambda time: time.start.date())
    return [BookableDay(day, list(of_day)) for day, of_day in by_day]
