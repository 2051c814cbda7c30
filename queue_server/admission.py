"""Whether a service takes newcomers now: hours, limits, and who can still be served today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from queue_server.domain.booking import Span
from queue_server.domain.schedule import Closed, Purpose, Standing, Texts
from queue_server.moment import Moment
from queue_server.office import Branch, Service
from queue_server.store import closures, series, supervision
from queue_server.store.closures import Closure
from queue_server.store.supervision import ByHand

#: Kinds of `by_hand`: a service is open or closed whatever hours and limits say; its tickets are
#: issued although the expected wait passes closing.
SERVICE, ISSUE = "service", "issue"


class Stopped(StrEnum):
    """Why a service takes nobody within its hours."""

    SUSPENDED = "suspended"
    BY_HAND = "closed_by_hand"
    NUMBERS_EXHAUSTED = "numbers_exhausted"
    LIMIT_REACHED = "limit_reached"
    HOURLY_LIMIT = "hourly_limit"
    WAIT_PAST_CLOSING = "wait_past_closing"


@dataclass(frozen=True)
class Admission:
    """Why nobody is taken, None while people are; moments are in UTC."""

    reason: str | None = None
    #: The office's own words for it.
    says: Texts | None = None
    #: When a break began.
    began_at: datetime | None = None
    #: When newcomers are taken again, as far as hours can tell.
    opens_at: datetime | None = None


OPEN = Admission()


@dataclass
class Admissions:
    """The admissions of a branch's services at a moment; each count is read once."""

    moment: Moment
    branch: Branch

    def of(self, service: Service, *, waits: bool = True) -> Admission:
        """Whether `service` takes someone who `waits`, or is served at once."""
        return self._by_staff(service) or self.by_itself(service, waits=waits)

    def of_later(self, service: Service) -> Admission:
        """Whether `service` can come after another in one visit: limits count for the first."""
        return self._by_staff(service) or self._by_hours(service)

    def by_itself(self, service: Service, *, waits: bool = True) -> Admission:
        """The same without anybody's hand."""
        found = self._by_hours(service)
        if found.reason:
            return found
        stopped = self._stopped(service, waits=waits)
        if stopped is None:
            return OPEN
        if stopped is Stopped.HOURLY_LIMIT:
            full = hour_of(self.moment.now, self.branch.zone_info) + timedelta(hours=1)
            return Admission(stopped, opens_at=self._opens_from(service, full))
        hours, today = self.moment.hours(self.branch, service), self.moment.today(self.branch)
        return Admission(stopped, opens_at=hours.opens_after(today, Purpose.ISSUE))

    def allowed_until(self, service: Service) -> datetime | None:
        """Until when a supervisor lets tickets be issued whatever the expected wait."""
        allowed = self._by_hand.get((ISSUE, service.id))
        return allowed.until if allowed else None

    def _by_staff(self, service: Service) -> Admission | None:
        if self.moment.suspensions(self.branch.id).of(service.id):
            return Admission(Stopped.SUSPENDED)
        by_hand = self._by_hand.get((SERVICE, service.id))
        if by_hand is None:
            return None
        if by_hand.open:
            return OPEN
        again = self._opens_from(service, by_hand.until) if by_hand.until else None
        return Admission(Stopped.BY_HAND, opens_at=again)

    def _opens_from(self, service: Service, at: datetime) -> datetime | None:
        """The first moment from then on within its hours."""
        then = self.moment.hours(self.branch, service).standing(at, Purpose.ISSUE)
        return at if then.open else then.opens_at

    def _by_hours(self, service: Service) -> Admission:
        found = self.moment.hours(self.branch, service).standing(self.moment.now, Purpose.ISSUE)
        if not found.open:
            return Admission(found.reason, found.says, found.began_at, found.opens_at)
        for closure in self._closures:
            if closure.service in (None, service.id):
                opens_at = self._opens_from(service, closure.span.end)
                return Admission(Closed.DAY_OFF, closure.reason, opens_at=opens_at)
        return OPEN

    def _stopped(self, service: Service, *, waits: bool) -> Stopped | None:
        if service.last is not None:
            issued = self._last_numbers.get(service.prefix, service.first - 1)
            if issued >= service.last:
                return Stopped.NUMBERS_EXHAUSTED
        if not self.moment.setting.keeps_hours:
            return None
        day, hour = service.limit_per_day, service.limit_per_hour
        if day is not None and self._issued.get(service.id, 0) >= day:
            return Stopped.LIMIT_REACHED
        if hour is not None and self._issued_in_hour.get(service.id, 0) >= hour:
            return Stopped.HOURLY_LIMIT
        if waits and self._passes_closing(service) and self.allowed_until(service) is None:
            return Stopped.WAIT_PAST_CLOSING
        return None

    def _passes_closing(self, service: Service) -> bool:
        """Whether the middle of the expected wait lies past the day's last closing."""
        wait = self.moment.waits.services.get((self.branch.id, service.id))
        closing = self.moment.hours(self.branch, service).closing(self.moment.now, Purpose.SERVICE)
        if wait is None or closing is None:
            return False
        return self.moment.now + timedelta(seconds=sum(wait) / 2) > closing

    @cached_property
    def _issued(self) -> dict[str, int]:
        day = self.moment.today(self.branch)
        return series.issued(self.moment.db, self.branch.id, day)

    @cached_property
    def _issued_in_hour(self) -> dict[str, int]:
        hour = hour_of(self.moment.now, self.branch.zone_info)
        return series.issued_in_hour(self.moment.db, self.branch.id, hour)

    @cached_property
    def _last_numbers(self) -> dict[str, int]:
        day = self.moment.today(self.branch)
        return series.last_in_series(self.moment.db, self.branch.id, day)

    @cached_property
    def _closures(self) -> list[Closure]:
        now = self.moment.now
        instant = Span(now, now + timedelta(microseconds=1))
        return closures.standing(self.moment.db, self.branch.id, instant)

    @cached_property
    def _by_hand(self) -> dict[tuple[str, str], ByHand]:
        return supervision.by_hand(self.moment.db, self.branch.id, self.moment.now)


def giving_service(moment: Moment, branch: Branch) -> Admission | Standing:
    """Whether the branch gives service now: by its hours, unless all of it was closed since."""
    hours, now = moment.hours(branch), moment.now
    standing = hours.standing(now, Purpose.SERVICE)
    instant = Span(now, now + timedelta(microseconds=1))
    for closure in closures.standing(moment.db, branch.id, instant):
        if standing.open and closure.service is None:
            then = hours.standing(closure.span.end, Purpose.SERVICE)
            opens_at = closure.span.end if then.open else then.opens_at
            return Admission(Closed.DAY_OFF, closure.reason, opens_at=opens_at)
    return standing


def hour_of(now: datetime, zone: ZoneInfo) -> datetime:
    """When the full hour on local clocks began."""
    return now.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def next_change(moment: Moment, branch: Branch, after: datetime) -> datetime | None:
    """When hours alone next open or close something, or a full hour lifts a limit."""
    standing = [
        moment.hours(branch, service).standing(after, Purpose.ISSUE) for service in branch.services
    ]
    standing.append(moment.hours(branch).standing(after, Purpose.SERVICE))
    found = [state.changes_at for state in standing if state.changes_at]
    found += closures.turns(moment.db, branch.id, after)
    if moment.setting.keeps_hours and any(s.limit_per_hour is not None for s in branch.services):
        found.append(hour_of(after, branch.zone_info) + timedelta(hours=1))
    return min(found, default=None)
