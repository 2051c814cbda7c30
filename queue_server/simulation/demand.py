"""Who comes: walk-ins by Poisson's law, booked visits at their times, some late, some never."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from queue_server.domain.schedule import Opening, Purpose
from queue_server.office import Branch, Service

#: How much handling times scatter: their standard deviation over their mean.
_SCATTER = 0.6
#: Booked visitors arrive so long before their time on average, scattered by as much again.
_EARLY_MINUTES = 6.0
#: Late comers arrive up to so long after their time.
_LATEST_MINUTES = 90.0
#: Booked times lie on a grid of this many minutes.
_GRID_MINUTES = 5
#: From the call to the counter; nobody else is served meanwhile.
WALK = timedelta(seconds=40)


@dataclass(frozen=True)
class Demand:
    """How much work comes, as a multiple of what the counters can do, and in which way."""

    load: float = 1.0
    booked: float = 0.25
    late: float = 0.05
    absent: float = 0.08
    unanswered: float = 0.04

    def visitors(
        self,
        branch: Branch,
        work: Sequence[Opening],
        hours: Callable[[Service, Purpose], Sequence[Opening]],
        random: Random,
    ) -> list[Visitor]:
        """Those of one day in the order of their arrival, by its hours."""
        minutes = _minutes(work)
        coming = [
            visitor
            for service, counters in shares(branch).items()
            for visitor in self._of_service(
                branch.service[service], counters * minutes, hours, random
            )
        ]
        spoken = {service.id: _languages(branch, service) for service in branch.services}
        coming = [
            replace(visitor, language=random.choice(spoken[visitor.service])) for visitor in coming
        ]
        return sorted(coming, key=lambda visitor: visitor.arrives_at)

    def _of_service(
        self,
        service: Service,
        capacity_minutes: float,
        hours: Callable[[Service, Purpose], Sequence[Opening]],
        random: Random,
    ) -> Iterator[Visitor]:
        each_minutes = service.handling_minutes + WALK.total_seconds() / 60
        expected = self.load * capacity_minutes / each_minutes
        if issue := hours(service, Purpose.ISSUE):
            for _ in range(_poisson(expected * (1 - self.booked), random)):
                yield self._visitor(service, _moment(issue, random.random()), None, random)
        if booking := _ending_before(hours(service, Purpose.BOOKING), service.handling_minutes):
            booked = round(expected * self.booked)
            for place in range(booked):
                if random.random() < self.absent:
                    continue
                # Slots have so many places each: the visits of a day are spread over it.
                booked_at = _on_grid(_moment(booking, (place + random.random()) / booked))
                arrives_at = self._arrival(booked_at, random)
                yield self._visitor(service, arrives_at, booked_at, random)

    def _arrival(self, booked_at: datetime, random: Random) -> datetime:
        if random.random() < self.late:
            return booked_at + timedelta(minutes=random.uniform(0, _LATEST_MINUTES))
        early = max(0.0, random.gauss(_EARLY_MINUTES, _EARLY_MINUTES))
        return booked_at - timedelta(minutes=early)

    def _visitor(
        self, service: Service, arrives_at: datetime, booked_at: datetime | None, random: Random
    ) -> Visitor:
        sigma = math.sqrt(math.log(1 + _SCATTER**2))
        handling = random.lognormvariate(math.log(service.handling_minutes) - sigma**2 / 2, sigma)
        return Visitor(
            service.id,
            arrives_at,
            booked_at,
            timedelta(minutes=handling),
            comes=random.random() >= self.unanswered,
        )


@dataclass(frozen=True)
class Visitor:
    """One who comes; `comes` says whether they answer their call."""

    service: str
    arrives_at: datetime
    booked_at: datetime | None
    handling: timedelta
    comes: bool
    language: str | None = None


def shares(branch: Branch) -> dict[str, float]:
    """How many counters work for each service: each counter's time is shared by its own work."""
    found: dict[str, float] = {}
    for counter in branch.counters:
        own = [s.service for s in branch.profile[counter.profile].serves if not s.after]
        for service in own:
            found[service] = found.get(service, 0.0) + 1 / len(own)
    return found


def _languages(branch: Branch, service: Service) -> list[str | None]:
    """Those of its visitors: where it is routed by language, as its counters speak them."""
    found: list[str | None] = [
        language
        for counter in branch.counters
        for language in sorted(branch.profile[counter.profile].languages)
        if service.route_by_language
        and any(work.service == service.id for work in branch.profile[counter.profile].serves)
    ]
    return found or [None]


def _minutes(openings: Sequence[Opening]) -> float:
    return sum((o.closes_at - o.opens_at).total_seconds() for o in openings) / 60


def _moment(openings: Sequence[Opening], share: float) -> datetime:
    """When this share of the openings' time is over."""
    ahead = share * _minutes(openings)
    for opens_at, closes_at in openings:
        length = (closes_at - opens_at).total_seconds() / 60
        if ahead <= length:
            return opens_at + timedelta(minutes=ahead)
        ahead -= length
    return openings[-1].closes_at


def _ending_before(openings: Sequence[Opening], minutes: float) -> list[Opening]:
    """When visits of so many minutes may begin, to end within the openings."""
    last = [(opens_at, closes_at - timedelta(minutes=minutes)) for opens_at, closes_at in openings]
    return [Opening(opens_at, begins_at) for opens_at, begins_at in last if opens_at < begins_at]


def _on_grid(moment: datetime) -> datetime:
    return moment.replace(
        minute=moment.minute - moment.minute % _GRID_MINUTES, second=0, microsecond=0
    )


def _poisson(mean: float, random: Random) -> int:
    """How many of a Poisson process come: gaps are exponential."""
    count, passed = 0, random.expovariate(1)
    while passed < mean:
        count += 1
        passed += random.expovariate(1)
    return count
