"""The dispatch rule: the most urgent ticket that this counter may serve.

An accumulating-priority queue that starts at the due time (L. Kleinrock, "A delay dependent queue
discipline", 1964; D. Stanford, P. Taylor, I. Ziedins, "Waiting time distributions in the
accumulating priority queue", 2014): once a ticket is late, its lateness counts `weight` times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

WALK_IN = "walk_in"
APPOINTMENT = "appointment"

_AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Serving:
    """A service in a profile; its tickets count as due `after` later than they are."""

    service: str
    after: timedelta = _AT_ONCE


@dataclass(frozen=True)
class Profile:
    """What a counter serves, and the languages it speaks where a service routes by language."""

    id: str
    serves: tuple[Serving, ...]
    languages: frozenset[str] = frozenset()

    def after(self, head: Head) -> timedelta:
        """How much later `head` counts as due; a ticket kept for this counter is its own work."""
        return _AT_ONCE if head.reserved else self._after.get(head.service, _AT_ONCE)

    @cached_property
    def _after(self) -> dict[str, timedelta]:
        return {serving.service: serving.after for serving in self.serves}


@dataclass(frozen=True)
class Weighing:
    """How fast each class grows urgent once late; a strict class goes before all others then."""

    weights: Mapping[str, float]
    strict: frozenset[str] = frozenset()

    def weight(self, visitor_class: str) -> float:
        return self.weights.get(visitor_class, 1.0)


class Head(Protocol):
    """What the rule needs to know of a waiting ticket."""

    @property
    def service(self) -> str: ...
    @property
    def visitor_class(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def rank(self) -> int: ...
    @property
    def entered_seq(self) -> int: ...
    @property
    def reserved(self) -> str: ...


H = TypeVar("H", bound=Head)


class Claim(NamedTuple, Generic[H]):
    """How urgent one ticket is at one counter at one moment."""

    ticket: H
    late_seconds: float
    weight: float
    after_seconds: float
    strict: bool

    @property
    def urgency(self) -> float:
        """`late × weight` once late, `late` before that."""
        return self.late_seconds * self.weight if self.late_seconds > 0 else self.late_seconds

    @property
    def order(self) -> tuple[int, bool, float, int]:
        """Sorts the most urgent first; ties go by event sequence."""
        ticket = self.ticket
        before_all = self.strict and self.late_seconds >= 0
        return (ticket.rank, not before_all, -self.urgency, ticket.entered_seq)


class Choice(NamedTuple, Generic[H]):
    """The ticket to call, and the heads of other lines that came earlier and were passed over."""

    claim: Claim[H]
    passed: tuple[Claim[H], ...]

    @property
    def ticket(self) -> H:
        return self.claim.ticket


def claim(head: H, profile: Profile, weighing: Weighing, now: datetime) -> Claim[H]:
    """How urgent `head` is for a counter with `profile` at `now`."""
    after = profile.after(head)
    return Claim(
        head,
        late_seconds=(now - head.due_at - after).total_seconds(),
        weight=weighing.weight(head.visitor_class),
        after_seconds=after.total_seconds(),
        strict=head.visitor_class in weighing.strict,
    )


def choose(
    heads: Iterable[H], profile: Profile, weighing: Weighing, now: datetime
) -> Choice[H] | None:
    """The most urgent of `heads` (one for each line that the counter serves), or None."""
    claims = sorted((claim(head, profile, weighing, now) for head in heads), key=_order)
    if not claims:
        return None
    best, *others = claims
    earlier = (other for other in others if other.ticket.entered_seq < best.ticket.entered_seq)
    return Choice(best, tuple(earlier))


def _order(claim: Claim[H]) -> tuple[int, bool, float, int]:
    return claim.order
