"""Expected waits: the queue replayed through the real dispatch rule with the counters of the day.

Each replay draws handling times from a service's recent ones; several replays make a range. A
probe, a newcomer who takes no time, tells for each service how long one would wait now.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from operator import attrgetter
from random import Random

from queue_server.domain.dispatch import Profile, Weighing, choose

#: Replays of one estimate, and which of their sorted waits bound the range (about 15 % and 85 %).
REPLAYS = 13
_LOW, _HIGH = 2, 10
#: Ranges are told in steps of this many seconds.
STEP_SECONDS = 30
#: From the call until the visitor stands at the counter.
WALK_SECONDS = 30.0
#: The shape of a gamma distribution for a service without recent handling times.
_SHAPE = 3.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """A waiting ticket as the replay sees it, or a probe, which takes no time.

    `comes_in_seconds`: when someone with an appointment is expected, who is not here yet.
    """

    id: int
    line: str
    service: str
    visitor_class: str
    due_at: datetime
    rank: int
    entered_seq: int
    reserved: str = ""
    cases: int = 1
    probe: bool = False
    comes_in_seconds: float = 0.0

    @property
    def place(self) -> tuple[int, datetime, int]:
        """Sorts its line."""
        return (self.rank, self.due_at, self.entered_seq)


#: At any time from now on, in seconds.
ALWAYS = ((0.0, inf),)


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter that calls: its profile and lines, and the work it holds since when.

    `works`: from and until how many seconds from now, in order.
    """

    profile: Profile
    lines: tuple[str, ...]
    serving: str | None = None
    cases: int = 1
    since: datetime | None = None
    works: tuple[tuple[float, float], ...] = ALWAYS

    def can_call(self, seconds: float) -> float | None:
        """The first time from then on when it works, None where there is none."""
        return next((max(seconds, begins) for begins, ends in self.works if seconds < ends), None)


@dataclass(frozen=True)
class Handling:
    """Handling times in seconds per case: recent ones, and what is assumed without them."""

    recent: Mapping[str, Sequence[float]] = field(default_factory=dict)
    assumed: Mapping[str, float] = field(default_factory=dict)

    def draw(self, service: str, cases: int, rng: Random) -> float:
        """How long one visitor may take."""
        recent = self.recent.get(service)
        if recent:
            return rng.choice(recent) * cases
        return rng.gammavariate(_SHAPE, self.assumed.get(service, 300.0) / _SHAPE) * cases


def estimate(
    visitors: Sequence[Visitor],
    counters: Sequence[OpenCounter],
    handling: Handling,
    weighing: Weighing,
    now: datetime,
    rng: Random,
) -> dict[int, tuple[int, int]]:
    """For each visitor that an open counter would call: (low, high) seconds from now."""
    waits: dict[int, list[float]] = defaultdict(list)
    for _ in range(REPLAYS):
        for visitor, seconds in replay(visitors, counters, handling, weighing, now, rng):
            waits[visitor].append(seconds)
    return {visitor: _range(sorted(found)) for visitor, found in waits.items()}


def _range(waits: list[float]) -> tuple[int, int]:
    low = waits[min(_LOW, len(waits) - 1)]
    high = waits[min(_HIGH, len(waits) - 1)]
    return (
        int(low // STEP_SECONDS) * STEP_SECONDS,
        (int(high // STEP_SECONDS) + 1) * STEP_SECONDS,
    )


def replay(
    visitors: Sequence[Visitor],
    counters: Sequence[OpenCounter],
    handling: Handling,
    weighing: Weighing,
    now: datetime,
    rng: Random,
) -> list[tuple[int, float]]:
    """One run: who is called after how many seconds."""
    lines: dict[str, list[Visitor]] = defaultdict(list)
    coming = deque(sorted(visitors, key=attrgetter("comes_in_seconds")))
    free: list[tuple[float, int]] = []

    def is_free(place: int, seconds: float) -> None:
        at = counters[place].can_call(seconds)
        if at is not None:
            heapq.heappush(free, (at, place))

    for place, counter in enumerate(counters):
        is_free(place, _free_after(counter, handling, now, rng))
    called: list[tuple[int, float]] = []
    while free:
        at, place = heapq.heappop(free)
        counter = counters[place]
        while coming and coming[0].comes_in_seconds <= at:
            insort(lines[coming[0].line], coming.popleft(), key=attrgetter("place"))
        heads = [lines[line][0] for line in counter.lines if lines.get(line)]
        choice = choose(heads, counter.profile, weighing, now + timedelta(seconds=at))
        if choice is None:
            # Nobody that it serves is left; it waits for who is expected, if anyone is.
            expected = (v.comes_in_seconds for v in coming if v.line in counter.lines)
            if (comes := next(expected, None)) is not None:
                is_free(place, comes)
            continue
        visitor = choice.ticket
        lines[visitor.line].pop(0)
        called.append((visitor.id, at))
        takes = 0.0 if visitor.probe else WALK_SECONDS + _taken(handling, visitor, rng)
        is_free(place, at + takes)
    return called


def _taken(handling: Handling, visitor: Visitor, rng: Random) -> float:
    return handling.draw(visitor.service, visitor.cases, rng)


def _free_after(counter: OpenCounter, handling: Handling, now: datetime, rng: Random) -> float:
    """Seconds until the counter can call."""
    if counter.serving is None or counter.since is None:
        return 0.0
    whole = handling.draw(counter.serving, counter.cases, rng)
    spent = (now - counter.since).total_seconds()
    # One that already takes longer than it was drawn to take ends soon, we know not when.
    return whole - spent if whole > spent else rng.uniform(0, whole / 2)
