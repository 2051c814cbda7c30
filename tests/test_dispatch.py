"""The dispatch rule: the most urgent ticket that this counter may serve."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as some

from queue_server.domain.dispatch import Choice, Profile, Serving, Weighing, choose, claim
from tests.reference import Desk, Rule, Visit

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
WEIGHING = Weighing({"walk_in": 1, "appointment": 10, "urgent": 1}, frozenset({"urgent"}))
PROFILE = Profile(
    "front",
    (Serving("cards"), Serving("stamps"), Serving("permits", after=timedelta(minutes=15))),
)


@dataclass(frozen=True)
class Waiting:
    """A head of a line; `late_minutes` before NOW it was due."""

    late_minutes: float
    visitor_class: str = "walk_in"
    service: str = "cards"
    rank: int = 0
    entered_seq: int = 1
    reserved: str = ""

    @property
    def due_at(self) -> datetime:
        return NOW - timedelta(minutes=self.late_minutes)


WALK_IN = Waiting(9)
BOOKED = Waiting(1, "appointment", entered_seq=2)

# name: the one to be called, the others
RULE: dict[str, tuple[Waiting, list[Waiting]]] = {
    "the latest is called": (Waiting(9), [Waiting(8, entered_seq=0)]),
    "nobody is late: the next to be due": (Waiting(-1), [Waiting(-2, entered_seq=0)]),
    "an early comer when nobody else waits": (Waiting(-30), []),
    "ten times the weight overtakes": (BOOKED, [WALK_IN]),
    "a tenfold lateness is not overtaken": (replace(WALK_IN, late_minutes=11), [BOOKED]),
    "weight counts only once late": (Waiting(0.1), [replace(BOOKED, late_minutes=-0.1)]),
    "before its due time weight does not count against it": (
        Waiting(-1, "appointment", entered_seq=2),
        [Waiting(-2)],
    ),
    "work helped out with counts later": (Waiting(1), [Waiting(15, service="permits")]),
    "work helped out with is called once late enough": (
        Waiting(17, service="permits"),
        [Waiting(1)],
    ),
    "what is kept for a counter is its own work": (
        Waiting(2, service="permits", reserved="counter:1"),
        [Waiting(1)],
    ),
    "a service outside the profile, kept for it": (
        Waiting(2, service="elsewhere", reserved="counter:1"),
        [Waiting(1)],
    ),
    "strict goes before all once due": (Waiting(0, "urgent", entered_seq=2), [Waiting(600)]),
    "strict waits its turn before": (Waiting(1), [Waiting(-0.1, "urgent", entered_seq=0)]),
    "of two strict ones the later": (Waiting(5, "urgent"), [Waiting(4, "urgent", entered_seq=0)]),
    "first goes before strict": (Waiting(-60, rank=-1), [Waiting(60, "urgent", entered_seq=0)]),
    "last goes after all": (Waiting(-60), [Waiting(600, rank=1, entered_seq=0)]),
    "of two last ones the latest": (Waiting(3, rank=1), [Waiting(2, rank=1, entered_seq=0)]),
    "equals go by event sequence": (Waiting(5), [Waiting(5, entered_seq=2)]),
    "equal urgency by weight goes by sequence": (
        Waiting(10),
        [Waiting(1, "appointment", entered_seq=2)],
    ),
}


@pytest.mark.parametrize("name", RULE)
def test_the_most_urgent_is_called(name: str) -> None:
    called, others = RULE[name]
    for heads in ([called, *others], [*others, called]):
        choice = choose(heads, PROFILE, WEIGHING, NOW)
        assert choice is not None
        assert choice.ticket is called


def test_nobody_is_called_where_nobody_waits() -> None:
    assert choose([], PROFILE, WEIGHING, NOW) is None


def test_a_choice_tells_every_part_of_its_reason() -> None:
    permit = Waiting(17, "appointment", "permits", entered_seq=3)
    choice = choose([permit, Waiting(1), Waiting(2, entered_seq=4)], PROFILE, WEIGHING, NOW)
    assert choice is not None
    why = choice.claim
    assert (why.late_seconds, why.weight, why.after_seconds) == (120, 10, 900)
    assert (why.urgency, why.strict) == (1200, False)
    assert [other.ticket for other in choice.passed] == [Waiting(1)]  # who came later, came later


def test_a_class_without_a_weight_weighs_one() -> None:
    assert claim(Waiting(2, "unheard-of"), PROFILE, WEIGHING, NOW).urgency == 120


CLASSES = ("walk_in", "appointment", "urgent")
SERVICES = ("cards", "stamps", "permits")
REFERENCE = Rule(dict(WEIGHING.weights), WEIGHING.strict)
FRONT = Desk("1", {s.service: s.after for s in PROFILE.serves}, frozenset(), ["counter:1"])

# Whole minutes, few of them: ties and moments at a bound come often.
crowds = some.lists(
    some.builds(
        Waiting,
        late_minutes=some.integers(-20, 40),
        visitor_class=some.sampled_from(CLASSES),
        service=some.sampled_from(SERVICES),
        rank=some.sampled_from((0, 0, 0, -1, 1)),
        reserved=some.sampled_from(("", "", "", "counter:1")),
    ),
    max_size=30,
).map(lambda crowd: [replace(head, entered_seq=seq) for seq, head in enumerate(crowd)])


def lines(crowd: list[Waiting]) -> dict[tuple[str, str, str], list[Waiting]]:
    """The crowd by line, each in its own order: rank, due, event sequence."""
    found: dict[tuple[str, str, str], list[Waiting]] = {}
    for head in sorted(crowd, key=lambda t: (t.rank, t.due_at, t.entered_seq)):
        line = ("", head.visitor_class, head.reserved)
        if not head.reserved:
            line = (head.service, head.visitor_class, "")
        found.setdefault(line, []).append(head)
    return found


def called_in_turn(crowd: list[Waiting]) -> Iterator[Choice[Waiting]]:
    """Every call at one moment, comparing only the heads of lines."""
    waiting = lines(crowd)
    while choice := choose([line[0] for line in waiting.values() if line], PROFILE, WEIGHING, NOW):
        next(line for line in waiting.values() if line and line[0] is choice.ticket).pop(0)
        yield choice


@given(crowds)
def test_heads_of_lines_give_the_order_of_the_plain_rule(crowd: list[Waiting]) -> None:
    visits = {
        seq: Visit(t.service, t.visitor_class, t.due_at, seq, rank=t.rank, kept_for=t.reserved)
        for seq, t in enumerate(crowd)
    }
    expected = [visit.entered for visit in REFERENCE.queue(FRONT, visits.values(), NOW)]
    assert [choice.ticket.entered_seq for choice in called_in_turn(crowd)] == expected


@given(crowds)
def test_a_call_names_those_it_passed_over(crowd: list[Waiting]) -> None:
    for choice in called_in_turn(crowd):
        for other in choice.passed:
            assert other.ticket.entered_seq < choice.ticket.entered_seq
            assert other.order > choice.claim.order


@given(crowds)
def test_within_a_service_and_class_the_first_to_come_is_called_first(crowd: list[Waiting]) -> None:
    # One target wait in a service and class: who comes first is due first.
    crowd = [replace(t, rank=0, reserved="", late_minutes=-t.entered_seq) for t in crowd]
    called: dict[tuple[str, str], int] = {}
    for choice in called_in_turn(crowd):
        line = (choice.ticket.service, choice.ticket.visitor_class)
        assert called.get(line, -1) < choice.ticket.entered_seq
        called[line] = choice.ticket.entered_seq


moments = some.integers(0, 10_000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(some.sampled_from(CLASSES), some.integers(0, 40), moments, moments)
def test_lateness_grows_without_bound(
    visitor_class: str, late: int, one: datetime, other: datetime
) -> None:
    head = Waiting(late, visitor_class)
    earlier, later = sorted((one, other))
    grown = [claim(head, PROFILE, WEIGHING, now).urgency for now in (earlier, later)]
    assert grown[1] - grown[0] >= (later - earlier).total_seconds()


@given(some.integers(1, 500), some.integers(-20, 500))
def test_who_comes_due_stands_behind_everyone_whose_lateness_outweighs_it(
    waited: int, newcomer: int
) -> None:
    walk_in, booked = Waiting(waited), Waiting(newcomer, "appointment", entered_seq=2)
    choice = choose([walk_in, booked], PROFILE, WEIGHING, NOW)
    assert choice is not None
    assert (choice.ticket is walk_in) == (newcomer * 10 <= waited or newcomer <= 0)


def test_nobody_starves_in_an_overloaded_hall() -> None:
    """Three come for each two that are called, a third of them with ten times the weight."""
    sequence = count()
    waiting: list[Waiting] = []
    for minute in range(600):
        arriving = ["walk_in", *(["appointment"] if minute % 2 else [])]
        waiting += [Waiting(-minute, c, entered_seq=next(sequence)) for c in arriving]
        choice = choose(waiting, PROFILE, WEIGHING, NOW + timedelta(minutes=minute))
        assert choice is not None
        waiting.remove(choice.ticket)
    assert min(head.entered_seq for head in waiting) > 90  # all of the first hour were called
