"""Days of a branch, event by event: arrivals, calls, visits, breaks, closing."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from queue_server.domain.booking import Arrival, CheckInPolicy
from queue_server.domain.dispatch import APPOINTMENT, WALK_IN
from queue_server.domain.schedule import Opening, Purpose, Schedule, moment_of
from queue_server.office import Branch, Office, Service
from queue_server.operations import calling, counters, ending
from queue_server.operations.taking import Wish, issue
from queue_server.operations.work import Work
from queue_server.simulation.demand import WALK, Demand, Visitor
from queue_server.simulation.figures import Figures
from queue_server.simulation.hall import Hall

#: How often the expected waits are worked out.
_EXPECTED_EVERY = timedelta(minutes=20)
#: Counters go on so long after closing with those who have tickets.
_OVERTIME = timedelta(minutes=60)
#: The hours of a branch that keeps none.
_OFFICE_DAY = (8, 16)


def simulate(
    office: Office, branch: str, first: date, days: int, demand: Demand, seed: int
) -> Figures:
    """The figures of `days` days from `first` on; the same seed brings the same visitors."""
    figures = Figures()
    place = office.branch[branch]
    midnight = moment_of(first, time(), place.zone_info)
    with TemporaryDirectory(prefix="okienko-simulation-") as folder:
        hall = Hall(Path(folder), office, branch, midnight)
        try:
            for ahead in range(days):
                day = first + timedelta(days=ahead)
                _Day(hall, figures, demand, Random(f"{seed}/{day}")).run(day)
        finally:
            hall.close()
    return figures


class _Day:
    """One day: a queue of what happens when, and who sits at which counter."""

    def __init__(self, hall: Hall, figures: Figures, demand: Demand, random: Random) -> None:
        self._hall = hall
        self._branch = hall.branch
        self._figures = figures
        self._demand = demand
        self._random = random
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._visitors: dict[int, Visitor] = {}
        self._due: dict[int, datetime] = {}
        self._working = False
        self._closes_at = hall.now
        self._idle: dict[str, datetime] = {}

    def run(self, day: date) -> None:
        hours = partial(_hours, self._branch, day)
        work = hours(None, Purpose.SERVICE)
        if not work:
            return
        self._closes_at = work[-1].closes_at
        for visitor in self._demand.visitors(self._branch, work, hours, self._random):
            self._at(visitor.arrives_at, partial(self._arrive, visitor))
        for opens_at, closes_at in work:
            self._at(opens_at, self._open)
            self._at(closes_at, self._rest)
            self._figures.open_time += (closes_at - opens_at) * len(self._branch.counters)
        self._at(self._closes_at, self._open)  # those who have tickets are still served
        self._at(self._closes_at + _OVERTIME, self._go_home)
        self._at(work[0].opens_at, self._expect)
        while self._agenda:
            moment, _, happen = heapq.heappop(self._agenda)
            self._hall.pass_to(moment)
            happen()
        self._figures.left += len(self._visitors)

    def _at(self, moment: datetime, happen: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._order), happen))

    def _after(self, duration: timedelta, happen: Callable[[], None]) -> None:
        self._at(self._hall.now + duration, happen)

    # Visitors ------------------------------------------------------------------------------------

    def _arrive(self, visitor: Visitor) -> None:
        wish = self._wish(visitor)
        ticket = self._hall.do(issue, self._branch, wish)
        if ticket is None:
            self._figures.refused += 1
            return
        self._visitors[ticket.id] = visitor
        self._due[ticket.id] = ticket.due_at
        for counter in list(self._idle):
            if ticket.id in self._visitors:
                self._next(counter)

    def _wish(self, visitor: Visitor) -> Wish:
        """A ticket as check-in issues it: who comes too late has none of the booking's rights."""
        booked_at, now = visitor.booked_at, self._hall.now
        if booked_at is None:
            return Wish([visitor.service], visitor.language)
        arrival = CheckInPolicy().arrival(booked_at, now)
        if arrival in (Arrival.LATE, Arrival.TOO_LATE):
            self._figures.late_comers += 1
            return Wish([visitor.service], visitor.language, visitor_class=WALK_IN)
        return Wish(
            [visitor.service], visitor.language, visitor_class=APPOINTMENT, booked_at=booked_at
        )

    # Counters ------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._working = True
        for counter in self._branch.counters:
            self._hall.do(counters.open_counter, self._branch.id, counter.id, None, None)
            self._hall.do(counters.resume_counter, self._branch.id, counter.id)
            self._next(counter.id)

    def _rest(self) -> None:
        """A break: who is served is finished, nobody is called."""
        self._working = False
        for counter in list(self._idle):
            self._end_idleness(counter)

    def _expect(self) -> None:
        self._hall.expect()
        if self._hall.now < self._closes_at:
            self._after(_EXPECTED_EVERY, self._expect)

    def _go_home(self) -> None:
        self._rest()
        for counter in self._branch.counters:
            self._hall.do(counters.close_counter, self._branch.id, counter.id)

    def _next(self, counter: str, current: str | None = None) -> None:
        """Settle the last visitor and call the next one, if counters work now."""
        if not self._working:
            self._hall.do(_settle, self._branch.id, counter, current)
            return
        self._end_idleness(counter)
        called = self._hall.do(calling.call_next, self._branch.id, counter, current)
        ticket = called and called["ticket"]
        if ticket:
            self._called(counter, ticket["id"], ticket["class"])
        elif called is not None:
            self._idle[counter] = self._hall.now

    def _end_idleness(self, counter: str) -> None:
        """Idleness counts until closing; who stays longer has no more to do than is left."""
        since = self._idle.pop(counter, None)
        if since is not None:
            idle = min(self._hall.now, self._closes_at) - since
            self._figures.idle_time += max(idle, timedelta())

    def _called(self, counter: str, ticket: int, visitor_class: str) -> None:
        visitor = self._visitors.pop(ticket)
        waited = self._hall.now - visitor.arrives_at
        if visitor_class == APPOINTMENT:
            delay = self._hall.now - self._due.pop(ticket)
            self._figures.delays.append(delay.total_seconds() / 60)
        else:
            self._figures.walk_in_waits.append(waited.total_seconds() / 60)
        if visitor.comes:
            self._after(WALK, partial(self._start, counter, visitor.handling))
        else:
            self._figures.missed += 1
            self._after(self._patience, partial(self._next, counter, "no_show"))

    def _start(self, counter: str, handling: timedelta) -> None:
        self._hall.do(ending.start, self._branch.id, counter)
        self._after(handling, partial(self._next, counter))

    @property
    def _patience(self) -> timedelta:
        """How long a clerk waits for a visitor who does not come."""
        return timedelta(seconds=max(60, self._hall.revision.office.rules.no_show.seconds))


def _settle(work: Work, branch: str, counter: str, current: str | None) -> None:
    """End the visit without calling anybody."""
    if current == "no_show":
        ending.no_show(work, branch, counter)
    else:
        ending.finish(work, branch, counter, None, None)


def _hours(
    branch: Branch, day: date, service: Service | None, purpose: Purpose
) -> Sequence[Opening]:
    """Those of a day, of a service or of all; of an office day where the branch keeps none."""
    if branch.hours is None:
        opens, closes = (moment_of(day, time(hour), branch.zone_info) for hour in _OFFICE_DAY)
        return [Opening(opens, closes)] if day.weekday() < 5 else []
    schedule: Schedule = branch.schedule[service.id] if service else branch.own_schedule
    return schedule.intervals_of(day, purpose)
