"""The dispatch rule and the ticket's table once more, as plainly as they can be said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# verb: the states it is for, and the state it leads to
TABLE = {
    "call": ("waiting parked", "called"),
    "recall": ("called", "called"),
    "start": ("called", "serving"),
    "serve": ("waiting parked", "serving"),
    "finish": ("called serving", "done"),
    "no_show": ("called", "no_show"),
    "revive": ("no_show", "waiting"),
    "return": ("called serving", "waiting"),
    "park": ("called serving", "parked"),
    "unpark": ("parked", "waiting"),
    "transfer": ("waiting called serving parked", "waiting"),
    "cancel": ("waiting parked", "cancelled"),
    "expire": ("waiting parked called", "expired"),
    "leave_unclosed": ("serving", "done"),
}


@dataclass
class Visit:
    """A ticket; `due` and all times are moments, `entered` is its place among events."""

    service: str
    visitor_class: str
    due: datetime
    entered: int
    language: str = "pl"
    state: str = "waiting"
    rank: int = 0
    kept_for: str = ""
    put_back_by: str | None = None
    put_back_until: datetime | None = None


@dataclass
class Desk:
    """A counter: its services with what they count later, whom tickets are kept for, languages."""

    id: str
    after: dict[str, timedelta]
    languages: frozenset[str]
    holders: list[str]


@dataclass
class Rule:
    """Weights and strictness of classes, and the services that are routed by language."""

    weights: dict[str, float] = field(default_factory=dict)
    strict: frozenset[str] = frozenset()
    routed: frozenset[str] = frozenset()

    def may_serve(self, desk: Desk, visit: Visit) -> bool:
        if visit.kept_for:
            return visit.kept_for in desk.holders
        speaks = visit.service not in self.routed or visit.language in desk.languages
        return visit.service in desk.after and speaks

    def place(self, desk: Desk, visit: Visit, now: datetime) -> tuple[int, bool, float, int]:
        """The smallest is called first."""
        after = timedelta(0) if visit.kept_for else desk.after[visit.service]
        late = (now - visit.due - after).total_seconds()
        urgency = late * self.weights.get(visit.visitor_class, 1) if late > 0 else late
        goes_first = visit.visitor_class in self.strict and late >= 0
        return visit.rank, not goes_first, -urgency, visit.entered

    def queue(self, desk: Desk, visits: Iterable[Visit], now: datetime) -> list[Visit]:
        """Everyone waiting that the counter may serve, in the order it would call them."""

        def place(visit: Visit) -> tuple[bool, tuple[int, bool, float, int]]:
            until = visit.put_back_until
            passed = visit.put_back_by == desk.id and until is not None and now < until
            return passed, self.place(desk, visit, now)

        waiting = (v for v in visits if v.state == "waiting" and self.may_serve(desk, v))
        return sorted(waiting, key=place)
