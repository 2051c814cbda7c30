"""Who comes: walk-ins by Poisson's law, booked visits at their times, some late, some never."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from queue_server.domain.schedule import Opening
from queue_server.office import Branch, Service

#: How much handling times scatter: their standard deviation over their mean.
_SCATTER = 0.6
#: Booked visitors arrive so long before their time on average, scattered by as much again.
_EARLY_MINUTES = 6.0
#: Late comers arrive up to so long after their time.
_LATEST_MINUTES = 90.0
#: Booked times lie on a grid of this many minutes.
_GRID_MINUTES = 5


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
        issue: Sequence[Opening],
        random: Random,
    ) -> list[Visitor]:
        """Those of one day in the order of their arrival, by its hours of work and of issue."""
        minutes = _minutes(work)
        coming = [
            visitor
            for service, counters in shares(branch).items()
            for visitor in self._of_service(
                branch.service[service], counters * minutes, issue, random
            )
        ]
        return sorted(coming, key=lambda visitor: visitor.arrives_at)

    def _of_service(
        self, service: Service, capacity_minutes: float, issue: Sequence[Opening], random: Random
    ) -> Iterator[Visitor]:
        expected = self.load * capacity_minutes / service.handling_minutes
        for _ in range(_poisson(expected * (1 - self.booked), random)):
            yield self._visitor(service, _moment(issue, random), None, random)
        for _ in range(round(expected * self.booked)):
            if random.random() < self.absent:
                continue
            booked_at = _on_grid(_moment(issue, random))
            yield self._visitor(service, self._arrival(booked_at, random), booked_at, random)

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


def shares(branch: Branch) -> dict[str, float]:
    """How many counters work for each service: each counter's time is shared by its own work."""
    found: dict[str, float] = {}
    for counter in branch.counters:
        own = [s.service for s in branch.profile[counter.profile].serves if not s.after]
        for service in own:
            found[service] = found.get(service, 0.0) + 1 / len(own)
    return found


def _minutes(openings: Sequence[Opening]) -> float:
    return sum((o.closes_at - o.opens_at).total_seconds() for o in openings) / 60


def _moment(openings: Sequence[Opening], random: Random) -> datetime:
    """Any moment within the openings, each as likely."""
    ahead = random.uniform(0, _minutes(openings))
    for opens_at, closes_at in openings:
        length = (closes_at - opens_at).total_seconds() / 60
        if ahead <= length:
            return opens_at + timedelta(minutes=ahead)
        ahead -= length
    return openings[-1].closes_at


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
