"""Appointments: which times can be booked, who may still change one, and what an arrival is worth.

A slot takes its places in units of five minutes, so that none is oversold whatever becomes of the
hours or of the slots' length: visits that overlap in time share units.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from queue_server.domain.errors import AppointmentOver, HoldLapsed
from queue_server.domain.schedule import moment_of

UNIT = timedelta(minutes=5)

#: What codes are made of: nothing that looks like another sign, and hardly a word.
CODE_ALPHABET = "34679CDFGHJKLMNPQRTVWXY"
CODE_LENGTH = 6
#: Cyrillic letters that look like one of the alphabet.
_CYRILLIC = str.maketrans("СНКМРТХУ", "CHKMPTXY")


class Stage(StrEnum):
    """Where an appointment stands in its life."""

    HELD = "held"
    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class Span(NamedTuple):
    """From `start` until before `end`; both aware, in UTC."""

    start: datetime
    end: datetime


class Offer(NamedTuple):
    """A time that may be booked, and for each of its units the places that it has."""

    span: Span
    places: Mapping[datetime, int]

    def free(self, taken: Mapping[datetime, int]) -> int:
        """How many more may come, by what is taken of each unit."""
        return max(0, min(places - taken.get(unit, 0) for unit, places in self.places.items()))


@dataclass(frozen=True, slots=True)
class Release:
    """How far ahead a day can be booked: from `at` local time, so many days before it.

    `weekday` (Monday is 0): only then; all days until that weekday comes again open with it.
    """

    days: int
    at: time = time()
    weekday: int | None = None

    def of(self, day: date, zone: ZoneInfo) -> datetime:
        """When `day` opens for booking."""
        opens = day - timedelta(days=self.days)
        if self.weekday is not None:
            opens -= timedelta(days=(opens.weekday() - self.weekday) % 7)
        return moment_of(opens, self.at, zone)


@dataclass(frozen=True)
class SlotRule:
    """How hours are cut into slots: so many visits at once in each, a share of them walk-ins'."""

    length: timedelta
    capacity: Callable[[Span], int]
    walk_in_share: float = 0.0


def offers(intervals: Iterable[Span], rule: SlotRule, slots: int = 1) -> Iterator[Offer]:
    """The times of one day at which a visit of so many slots in a row may begin.

    What is left of a place by the walk-ins' share is carried over to the day's next slot.
    """
    carried = 0.0
    for interval in intervals:
        grid = []
        for span in _cut(interval, rule.length):
            carried += rule.capacity(span) * (1 - rule.walk_in_share)
            places = int(carried + 1e-9)
            carried -= places
            grid.append((span, places))
        for first in range(len(grid) - slots + 1):
            visit = grid[first : first + slots]
            places_of = {unit: places for span, places in visit for unit in units(span)}
            yield Offer(Span(visit[0][0].start, visit[-1][0].end), places_of)


def _cut(interval: Span, length: timedelta) -> Iterator[Span]:
    start = _up_to_unit(interval.start)
    while start + length <= interval.end:
        yield Span(start, start + length)
        start += length


def _up_to_unit(moment: datetime) -> datetime:
    over = (moment - datetime.min.replace(tzinfo=UTC)) % UNIT
    return moment + (UNIT - over) if over else moment


def units(span: Span) -> list[datetime]:
    """The units that a visit takes; where its ends are on no unit, those that it touches."""
    start = span.start - (span.start - datetime.min.replace(tzinfo=UTC)) % UNIT
    return [start + UNIT * step for step in range(-((start - span.end) // UNIT))]


def slots_needed(cases: int, cases_per_slot: int) -> int:
    """How many slots in a row so many matters take."""
    return -(-cases // cases_per_slot)


# Codes ------------------------------------------------------------------------------------------


def new_code() -> str:
    """Six characters: one of 148 million."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_id() -> int:
    """A number that tells nothing, and that no other appointment has, before a restore or after."""
    return secrets.randbelow(2**53 - 1) + 1


def read_code(text: str) -> str | None:
    """The code that someone typed or scanned: case, spaces and hyphens do not matter."""
    code = "".join(text.upper().split()).replace("-", "").translate(_CYRILLIC)
    good = len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET)
    return code if good else None


# Changing ---------------------------------------------------------------------------------------


def check_confirmable(stage: Stage) -> bool:
    """Whether a hold is still to be confirmed; False where it is booked already.

    Refuses with `hold_lapsed`, or `appointment_over`.
    """
    if stage is Stage.LAPSED:
        raise HoldLapsed
    if stage in (Stage.HELD, Stage.BOOKED):
        return stage is Stage.HELD
    raise AppointmentOver(f"it is {stage}")


def check_changeable(stage: Stage, starts_at: datetime, now: datetime) -> None:
    """Refuse what can no longer be moved or cancelled."""
    if stage is Stage.LAPSED:
        raise HoldLapsed
    if stage not in (Stage.HELD, Stage.BOOKED):
        raise AppointmentOver(f"it is {stage}")
    if starts_at <= now:
        raise AppointmentOver("its time has come")


# Check-in ---------------------------------------------------------------------------------------


class Arrival(StrEnum):
    """What it means to come at a moment."""

    TOO_EARLY = "too_early"
    ON_TIME = "on_time"
    LATE = "late"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class CheckInPolicy:
    """How early one may check in, how late one keeps the appointment, or at least a ticket."""

    early: timedelta = timedelta(minutes=30)
    late: timedelta = timedelta(minutes=15)
    walk_in: timedelta = timedelta(minutes=60)

    def arrival(self, starts_at: datetime, now: datetime) -> Arrival:
        """On time until `late` after the booked time, late until `walk_in` after it."""
        if now < starts_at - self.early:
            return Arrival.TOO_EARLY
        if now <= starts_at + self.late:
            return Arrival.ON_TIME
        return Arrival.LATE if now <= starts_at + self.walk_in else Arrival.TOO_LATE
