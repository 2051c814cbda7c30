"""What waiting and work came to: figures over the stays of tickets in services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import fmean
from zoneinfo import ZoneInfo

from queue_server.domain.dispatch import APPOINTMENT

#: An appointment that is called so long after its time is still on time.
ON_TIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Stay:
    """A leg that has ended.

    `waits_from`: when the visitor entered, of an appointment not before its time. `called_at` is
    the first call, or the start where nobody was called; `due_at` when that should have been.
    """

    ticket: int
    day: date
    service: str
    visitor_class: str
    clerk: str | None
    waits_from: datetime
    due_at: datetime
    called_at: datetime | None
    began_at: datetime | None
    ended_at: datetime
    ended_by: str

    @property
    def is_closed(self) -> bool:
        """Whether anybody said when it ended; the day's end says it of the others."""
        return self.ended_by != "unclosed"

    @property
    def wait_minutes(self) -> float | None:
        if self.called_at is None or not self.is_closed:
            return None
        return max(_minutes(self.called_at - self.waits_from), 0.0)

    @property
    def is_in_time(self) -> bool:
        """Whether it was called when it was due, or before."""
        return self.called_at is not None and self.called_at <= self.due_at

    @property
    def handling_minutes(self) -> float | None:
        if self.began_at is None or self.ended_by not in ("finish", "transfer"):
            return None
        return _minutes(self.ended_at - self.began_at)


@dataclass(frozen=True)
class Figures:
    """Of some stays; None where there is nothing to tell.

    `within_target` is the share of those without an appointment that were called when they were
    due, `on_time` of those with one.
    """

    tickets: int
    served: int
    wait_mean_minutes: float | None
    wait_median_minutes: float | None
    wait_p90_minutes: float | None
    within_target: float | None
    handling_mean_minutes: float | None
    no_shows: int
    gave_up: int
    appointments: int
    on_time: float | None


def figures(stays: Sequence[Stay]) -> Figures:
    """What some stays came to."""
    called = [(stay, wait) for stay in stays if (wait := stay.wait_minutes) is not None]
    waits = [wait for _, wait in called]
    handled = [took for stay in stays if (took := stay.handling_minutes) is not None]
    in_time = [s.is_in_time for s, _ in called if s.visitor_class != APPOINTMENT]
    on_time = [wait <= _minutes(ON_TIME) for s, wait in called if s.visitor_class == APPOINTMENT]
    return Figures(
        tickets=len({stay.ticket for stay in stays}),
        served=len({stay.ticket for stay in stays if stay.ended_by == "finish"}),
        wait_mean_minutes=fmean(waits) if waits else None,
        wait_median_minutes=quantile(waits, 0.5) if waits else None,
        wait_p90_minutes=quantile(waits, 0.9) if waits else None,
        within_target=fmean(in_time) if in_time else None,
        handling_mean_minutes=fmean(handled) if handled else None,
        no_shows=sum(stay.ended_by == "no_show" for stay in stays),
        gave_up=sum(stay.ended_by in ("cancel", "expire") for stay in stays),
        appointments=len(on_time),
        on_time=fmean(on_time) if on_time else None,
    )


#: What stays can be told apart by: name -> its value for a stay, on the branch's clock.
GROUPS: Mapping[str, Callable[[Stay, ZoneInfo], str]] = {
    "service": lambda stay, _zone: stay.service,
    "clerk": lambda stay, _zone: stay.clerk or "",
    "hour": lambda stay, zone: f"{stay.waits_from.astimezone(zone):%H}:00",
    "day": lambda stay, _zone: stay.day.isoformat(),
    "week": lambda stay, _zone: f"{stay.day:%G-W%V}",
    "month": lambda stay, _zone: f"{stay.day:%Y-%m}",
}


def grouped(stays: Iterable[Stay], by: str, zone: ZoneInfo) -> dict[str, Figures]:
    """The figures of each group, in order."""
    found: dict[str, list[Stay]] = {}
    for stay in stays:
        found.setdefault(GROUPS[by](stay, zone), []).append(stay)
    return {key: figures(found[key]) for key in sorted(found)}


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed; 0 for none."""
    if not values:
        return 0.0
    return sorted(values)[max(ceil(share * len(values)) - 1, 0)]


def _minutes(duration: timedelta) -> float:
    return duration.total_seconds() / 60
