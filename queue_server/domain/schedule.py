"""When a branch and its services are open: weekly hours, days off, exceptional days.

Hours are written in the branch's local time; moments that come out are in UTC, so that they can be
subtracted. A local time that the clocks skip in spring is the moment when they skip it; one that
comes twice in autumn is the first of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: How far ahead the next opening is looked for.
HORIZON_DAYS = 400

Texts = Mapping[str, str]


class Interval(NamedTuple):
    """Open from `opens` until before `closes`, local time of a day; closing at 0:00 is its end."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{'24:00' if self.closes == time() else f'{self.closes:%H:%M}'}"


#: Per weekday (Monday first) its intervals in order.
WeeklyHours = tuple[tuple[Interval, ...], ...]

WHOLE_DAY = (Interval(time(), time()),)


class Purpose(StrEnum):
    """What hours are for."""

    #: Counters work.
    SERVICE = "service"
    #: Tickets are issued to those who come without a booking.
    ISSUE = "issue"
    #: Booked visits take place.
    BOOKING = "booking"


class Closed(StrEnum):
    """Why hours are closed."""

    NOT_YET = "not_yet"
    BREAK = "break"
    CLOSED_HOURS = "closed_hours"
    NOT_TODAY = "not_today"
    DAY_OFF = "day_off"


class Opening(NamedTuple):
    """From `opens_at` until before `closes_at`, in UTC."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class SpecialDay:
    """A date apart from the week: its hours by purpose, none of them where it is a day off."""

    hours: Mapping[Purpose, tuple[Interval, ...]] = field(default_factory=dict)
    reason: Texts | None = None


@dataclass(frozen=True)
class Standing:
    """Open or closed at a moment, and what comes next. Moments are in UTC."""

    #: None while open.
    reason: Closed | None
    #: The office's own words for a break, a day off or an exceptional day.
    says: Texts | None
    #: When the break began.
    began_at: datetime | None
    #: While closed, when it opens next.
    opens_at: datetime | None
    #: While open, when it closes; None where it never does.
    closes_at: datetime | None
    #: When `reason` or `says` changes next.
    changes_at: datetime | None

    @property
    def open(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, eq=False)
class Schedule:
    """The hours of one service or branch. Purposes without weekly hours are open at any hour."""

    zone: ZoneInfo
    weekly: Mapping[Purpose, WeeklyHours] = field(default_factory=dict)
    #: What takes a date out of the week: an exceptional day, a day off, a holiday.
    special: Callable[[date], SpecialDay | None] | None = None
    break_reason: Texts | None = None
    _standing: dict[Purpose, tuple[datetime, datetime, Standing]] = field(default_factory=dict)

    def intervals_of(self, day: date, purpose: Purpose) -> tuple[Opening, ...]:
        """The openings of a local date, in order; an interval that the clocks skip is left out."""
        if special := self._special(day):
            intervals = special.hours.get(purpose, ())
        else:
            weekly = self.weekly.get(purpose)
            intervals = WHOLE_DAY if weekly is None else weekly[day.weekday()]
        return self.openings(day, intervals)

    def openings(self, day: date, intervals: tuple[Interval, ...]) -> tuple[Opening, ...]:
        """Intervals of a local date as moments."""
        following = day + timedelta(days=1)
        found = [
            Opening(
                moment_of(day, opens, self.zone),
                moment_of(following if closes == time() else day, closes, self.zone),
            )
            for opens, closes in intervals
        ]
        return tuple(opening for opening in found if opening.opens_at < opening.closes_at)

    def standing(self, now: datetime, purpose: Purpose) -> Standing:
        """Whether it is open at `now`, why not, and what comes next."""
        kept = self._standing.get(purpose)
        if kept is None or not kept[0] <= now < kept[1]:
            found = self._look_ahead(now, purpose)
            until = found.changes_at or now + timedelta(days=1)
            kept = self._standing[purpose] = (now, until, found)
        return kept[2]

    def closing(self, now: datetime, purpose: Purpose) -> datetime | None:
        """When the business day's last opening closes; None where none is left, or at its end."""
        day = business_day(now, self.zone)
        left = [o.closes_at for o in self.intervals_of(day, purpose) if o.closes_at > now]
        midnight = moment_of(day + timedelta(days=1), time(), self.zone)
        return left[-1] if left and left[-1] != midnight else None

    def opens_after(self, day: date, purpose: Purpose) -> datetime | None:
        """The first opening of the days after `day`."""
        for ahead in range(1, HORIZON_DAYS):
            if openings := self.intervals_of(day + timedelta(days=ahead), purpose):
                return openings[0].opens_at
        return None

    def _special(self, day: date) -> SpecialDay | None:
        return self.special(day) if self.special else None

    def _look_ahead(self, now: datetime, purpose: Purpose) -> Standing:
        reason, says, began_at = self._at(now, purpose)
        turns_at = changes_at = None
        for moment in self._boundaries(now, purpose):
            then, words, _ = self._at(moment, purpose)
            if changes_at is None and (then, words) != (reason, says):
                changes_at = moment
            if (then is None) != (reason is None):
                turns_at = moment
                break
        opens_at, closes_at = (None, turns_at) if reason is None else (turns_at, None)
        return Standing(reason, says, began_at, opens_at, closes_at, changes_at)

    def _at(
        self, now: datetime, purpose: Purpose
    ) -> tuple[Closed | None, Texts | None, datetime | None]:
        """Why it is closed at `now`, in whose words, and since when where it is a break."""
        day = business_day(now, self.zone)
        special = self._special(day)
        says = special.reason if special else None
        openings = self.intervals_of(day, purpose)
        if any(opens_at <= now < closes_at for opens_at, closes_at in openings):
            return None, says, None
        if not openings:
            return (Closed.DAY_OFF if special else Closed.NOT_TODAY), says, None
        if now < openings[0].opens_at:
            return Closed.NOT_YET, says, None
        if now >= openings[-1].closes_at:
            return Closed.CLOSED_HOURS, says, None
        began_at = max(closes_at for _, closes_at in openings if closes_at <= now)
        return Closed.BREAK, self.break_reason or says, began_at

    def _boundaries(self, now: datetime, purpose: Purpose) -> Iterator[datetime]:
        """The moments after `now` when something may change, in order."""
        today = business_day(now, self.zone)
        if purpose not in self.weekly and self.special is None:
            return  # always open
        for ahead in range(HORIZON_DAYS):
            day = today + timedelta(days=ahead)
            found = {moment_of(day, time(), self.zone)}
            found.update(*self.intervals_of(day, purpose))
            yield from sorted(moment for moment in found if moment > now)


def moment_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when local clocks first show `clock` or, where they skip it, more."""
    local = datetime.combine(day, clock)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    # Skipped: what the clocks showed before and after the skip bound the moment of it.
    before, after = local.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def business_day(now: datetime, zone: ZoneInfo) -> date:
    """The branch's local date."""
    return now.astimezone(zone).date()
