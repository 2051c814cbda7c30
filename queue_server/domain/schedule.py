"""When a branch and its services are open, in the branch's local time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Interval(NamedTuple):
    """Open from `opens` until before `closes`, local time of one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


#: Per weekday (Monday first) its intervals in order.
WeeklyHours = tuple[tuple[Interval, ...], ...]


def is_open(hours: WeeklyHours, now: datetime, zone: ZoneInfo) -> bool:
    """Whether `now` falls into an interval of its local day."""
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    return any(interval.opens <= clock < interval.closes for interval in hours[local.weekday()])


def next_opening(hours: WeeklyHours, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the next interval begins after `now`, within a week; None where no day is open."""
    today = now.astimezone(zone).date()
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        for interval in hours[day.weekday()]:
            opens_at = datetime.combine(day, interval.opens, zone)
            if opens_at > now:
                return opens_at
    return None


def business_day(now: datetime, zone: ZoneInfo) -> date:
    """The branch's local date."""
    return now.astimezone(zone).date()
