"""When a branch and its services are open, as the configuration says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Annotated, Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from queue_server.domain.schedule import (
    Interval,
    Purpose,
    Schedule,
    SpecialDay,
    WeeklyHours,
)
from queue_server.domain.staffing import Shift
from queue_server.office.calendars import Calendar, CalendarName, calendar_of
from queue_server.office.fields import Date, Day, Id, Model, Named, Texts, TimeZone, interval

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _intervals(day: list[str]) -> tuple[Interval, ...]:
    return tuple(sorted(interval(text) for text in day))


class Hours(Model):
    """Weekly hours in the branch's local time. A day left out is closed."""

    mon: Day = Field([])
    tue: Day = Field([])
    wed: Day = Field([])
    thu: Day = Field([])
    fri: Day = Field([])
    sat: Day = Field([])
    sun: Day = Field([])

    @cached_property
    def weekly(self) -> WeeklyHours:
        """Per weekday (Monday first) its intervals in order."""
        return tuple(_intervals(getattr(self, day)) for day in WEEK)


class DayOff(Model):
    """A date, or several in a row, on which nobody is served."""

    date: Date = Field(description="The day, or the first of them.")
    until: Date | None = Field(None, description="The last of them. Left out: that one day.")
    reason: Texts | None = Field(None, description="What people read, such as a holiday's name.")
    services: list[Id] = Field([], description="Which services. Left out: all of the branch.")

    @model_validator(mode="after")
    def _in_order(self) -> DayOff:
        if self.until is not None and self.until < self.date:
            raise ValueError(f"the days off end on {self.until}, before they begin")
        return self


class ExceptionalDay(Model):
    """A date with hours of its own, whatever the week, days off and holidays say."""

    date: Date = Field(description="The day.")
    hours: Day = Field(description="When it is open.")
    issue_hours: Day | None = Field(
        None, description="When tickets are issued. Left out: as `hours`."
    )
    booking_hours: Day | None = Field(
        None, description="When booked visits take place. Left out: as `hours`."
    )
    reason: Texts | None = Field(None, description="What people read, such as “Open day”.")
    services: list[Id] = Field([], description="Which services. Left out: all of the branch.")

    @cached_property
    def special(self) -> SpecialDay:
        """Its hours by purpose."""
        own = {
            Purpose.SERVICE: self.hours,
            Purpose.ISSUE: self.hours if self.issue_hours is None else self.issue_hours,
            Purpose.BOOKING: self.hours if self.booking_hours is None else self.booking_hours,
        }
        return SpecialDay({purpose: _intervals(day) for purpose, day in own.items()}, self.reason)


class PlannedCounters(Model):
    """How many counters are to work in a profile: for waits before opening, and for slots."""

    profile: Id = Field(description="The work profile.")
    counters: Annotated[int, Field(ge=0, le=200)] = Field(description="So many counters.")
    days: list[Weekday] = Field([], description="On these weekdays. Left out: on all.")
    hours: Day = Field([], description="In these hours. Left out: in all that the branch is open.")

    @property
    def shift(self) -> Shift:
        """The plan as the rules read it."""
        days = frozenset(WEEK.index(day) for day in self.days or WEEK)
        return Shift(self.profile, self.counters, days, _intervals(self.hours))


D = TypeVar("D", DayOff, ExceptionalDay)


class Timetable(Protocol):
    """What has hours: a branch or a service."""

    @property
    def id(self) -> str: ...
    @property
    def hours(self) -> Hours | None: ...
    @property
    def issue_hours(self) -> Hours | None: ...
    @property
    def booking_hours(self) -> Hours | None: ...


class HoursOfBranch(Named):
    """When a branch is open, and its services where they do not say otherwise."""

    time_zone: TimeZone = Field("Europe/Warsaw", description="A name of the IANA database.")
    hours: Hours | None = Field(None, description="When it is open. Left out: always.")
    issue_hours: Hours | None = Field(
        None, description="When tickets are issued. Left out: as `hours`."
    )
    booking_hours: Hours | None = Field(
        None, description="When booked visits take place. Left out: as `hours`."
    )
    break_reason: Texts | None = Field(
        None, description="What people read in a break between two intervals of a day."
    )
    holidays: CalendarName | None = Field(
        None, description="The country whose public holidays are days off. Left out: none."
    )
    days_off: list[DayOff] = Field([], description="Dates without service.")
    exceptional_days: list[ExceptionalDay] = Field([], description="Dates with hours of their own.")
    planned_counters: list[PlannedCounters] = Field([], description="How many counters work when.")

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def own_schedule(self) -> Schedule:
        """When its counters work: also on exceptional days of some services alone."""
        off = [day for day in self.days_off if not day.services]
        return self._schedule(self.exceptional_days, off)

    @cached_property
    def always(self) -> Schedule:
        """Hours that are not kept."""
        return Schedule(self.zone_info)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Its planned counters as the rules read them."""
        return tuple(planned.shift for planned in self.planned_counters)

    def schedule_of(self, service: Timetable) -> Schedule:
        """The hours of one of its services."""
        exceptional = _for_service(self.exceptional_days, service.id)
        return self._schedule(exceptional, _for_service(self.days_off, service.id), service)

    def _schedule(
        self, exceptional: list[ExceptionalDay], off: list[DayOff], *owner: Timetable
    ) -> Schedule:
        calendar = calendar_of(self.holidays) if self.holidays else None
        return Schedule(
            self.zone_info,
            weekly_hours(*owner, self),
            special_days(exceptional, off, calendar),
            self.break_reason,
        )


def _for_service(days: list[D], service: str) -> list[D]:
    return [day for day in days if not day.services or service in day.services]


def weekly_hours(*tables: Timetable) -> dict[Purpose, WeeklyHours]:
    """The week by purpose: of the first table that says, its own for the purpose before `hours`."""
    found = {}
    for table in reversed(tables):
        for purpose, own in (
            (Purpose.SERVICE, table.hours),
            (Purpose.ISSUE, table.issue_hours or table.hours),
            (Purpose.BOOKING, table.booking_hours or table.hours),
        ):
            if own is not None:
                found[purpose] = own.weekly
    return found


def special_days(
    exceptional: Sequence[ExceptionalDay], off: Sequence[DayOff], holidays: Calendar | None
) -> Callable[[date], SpecialDay | None] | None:
    """What takes a date out of the week: an exceptional day before a day off before a holiday."""
    if not (exceptional or off or holidays):
        return None
    open_on = {day.date: day.special for day in reversed(exceptional)}
    return partial(_special, open_on=open_on, off=off, holidays=holidays)


def _special(
    day: date,
    open_on: Mapping[date, SpecialDay],
    off: Sequence[DayOff],
    holidays: Calendar | None,
) -> SpecialDay | None:
    if found := open_on.get(day):
        return found
    for days in off:
        if days.date <= day <= (days.until or days.date):
            return SpecialDay(reason=days.reason)
    holiday = holidays(day) if holidays else None
    return SpecialDay(reason=holiday) if holiday else None
