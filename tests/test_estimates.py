"""Expected waits: ranges from the queue replayed through the real dispatch rule."""

from datetime import UTC, datetime, timedelta
from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.dispatch import Profile, Serving, Weighing
from queue_server.domain.estimates import (
    WALK_SECONDS,
    Handling,
    OpenCounter,
    Visitor,
    estimate,
    replay,
)
from tests.running_office import Office, until

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEIGHING = Weighing({"walk_in": 1, "appointment": 10})
EVERYONE = Profile("all", (Serving("permit"), Serving("card")))
LINES = ("permit|walk_in|", "permit|appointment|", "card|walk_in|")
TEN_MINUTES = Handling(recent={"permit": [600.0], "card": [600.0]})


def waiting(number: int, line: str = LINES[0], due_minutes: float = 0, **more: object) -> Visitor:
    service, visitor_class, _ = line.split("|")
    due_at = NOW + timedelta(minutes=due_minutes)
    return Visitor(number, line, service, visitor_class, due_at, 0, number, **more)  # type: ignore[arg-type]


def ranges(
    visitors: list[Visitor], counters: list[OpenCounter], handling: Handling = TEN_MINUTES
) -> dict[int, tuple[int, int]]:
    return estimate(visitors, counters, handling, WEIGHING, NOW, Random(7))


def test_an_idle_counter_calls_the_first_at_once() -> None:
    assert ranges([waiting(1)], [OpenCounter(EVERYONE, LINES)]) == {1: (0, 30)}


def test_who_stands_behind_waits_for_the_handling_and_the_walk_of_who_stands_before() -> None:
    found = ranges([waiting(1), waiting(2)], [OpenCounter(EVERYONE, LINES)])
    low, high = found[2]
    assert low <= 600 + WALK_SECONDS < high


def test_a_second_counter_halves_the_wait() -> None:
    visitors = [waiting(n) for n in range(1, 9)]
    one = ranges(visitors, [OpenCounter(EVERYONE, LINES)])
    two = ranges(visitors, [OpenCounter(EVERYONE, LINES)] * 2)
    assert two[8][1] < one[8][0]


def test_several_cases_multiply_the_handling() -> None:
    alone = [OpenCounter(EVERYONE, LINES)]
    single = ranges([waiting(1), waiting(2)], alone)
    triple = ranges([waiting(1, cases=3), waiting(2)], alone)
    assert triple[2][0] >= 3 * 600
    assert single[2][1] < triple[2][0]


def test_nothing_is_told_where_no_open_counter_serves() -> None:
    cards_only = OpenCounter(Profile("cards", (Serving("card"),)), (LINES[2],))
    assert set(ranges([waiting(1), waiting(2, LINES[2])], [cards_only])) == {2}
    assert ranges([waiting(1)], []) == {}


def test_a_late_appointment_is_expected_before_walk_ins_who_came_first() -> None:
    visitors = [waiting(n, due_minutes=-5) for n in range(1, 4)]
    booked = waiting(9, LINES[1], due_minutes=-4)
    order = replay(
        [*visitors, booked],
        [OpenCounter(EVERYONE, LINES)],
        TEN_MINUTES,
        WEIGHING,
        NOW,
        Random(1),
    )
    assert order[0][0] == 9


def test_a_probe_delays_nobody() -> None:
    probe = waiting(-1, due_minutes=-60, probe=True)
    with_probe = ranges([probe, waiting(1)], [OpenCounter(EVERYONE, LINES)])
    assert with_probe[1] == (0, 30)


def test_the_visitor_at_the_counter_is_waited_for() -> None:
    busy = OpenCounter(EVERYONE, LINES, serving="permit", since=NOW - timedelta(minutes=4))
    low, high = ranges([waiting(1)], [busy])[1]
    assert low <= 360 < high


def test_a_counter_that_works_later_calls_then() -> None:
    later = OpenCounter(EVERYONE, LINES, works=((1800, inf),))
    assert ranges([waiting(1)], [later]) == {1: (1800, 1830)}
    now = OpenCounter(EVERYONE, LINES)
    assert ranges([waiting(1)], [later, now]) == {1: (0, 30)}


def test_nobody_is_called_in_a_break_but_who_was_called_before_is_served() -> None:
    shifts = OpenCounter(EVERYONE, LINES, works=((0, 300), (3900, inf)))
    found = ranges([waiting(1), waiting(2), waiting(3)], [shifts])
    assert found[1] == (0, 30)
    assert found[2] == (3900, 3930)
    assert found[3][0] <= 3900 + 600 + WALK_SECONDS < found[3][1]


def test_who_cannot_be_called_before_the_end_is_told_nothing() -> None:
    assert set(
        ranges([waiting(1), waiting(2)], [OpenCounter(EVERYONE, LINES, works=((0, 60),))])
    ) == {1}


@given(st.integers(1, 60), st.integers(1, 6), st.integers(0, 2**32))
def test_every_visitor_is_called_once_and_ranges_are_in_order(
    people: int, counters: int, seed: int
) -> None:
    visitors = [waiting(n, LINES[n % 3], due_minutes=n % 7 - 3) for n in range(people)]
    found = estimate(
        visitors,
        [OpenCounter(EVERYONE, LINES)] * counters,
        Handling(assumed={"permit": 300, "card": 120}),
        WEIGHING,
        NOW,
        Random(seed),
    )
    assert set(found) == set(range(people))
    assert all(0 <= low < high for low, high in found.values())


@pytest.mark.parametrize("service", ["residence-permit"])
def test_a_service_tells_no_wait_until_a_counter_that_serves_it_opens(
    office: Office, service: str
) -> None:
    def wait() -> object:
        branch = office.read("/branches/krakow")
        return next(s["wait"] for s in branch["services"] if s["id"] == service)

    office.take("krakow", service)
    assert wait() is None
    office.at("krakow", "1", "open")
    until(lambda: wait() is not None)
    told = wait()
    assert isinstance(told, dict)
    assert 0 <= told["low"] < told["high"]
    office.at("krakow", "1", "close")
    until(lambda: wait() is None)


def booked(number: int, comes_in_minutes: float) -> Visitor:
    """Someone with an appointment who is expected at its time."""
    seconds = comes_in_minutes * 60
    return waiting(number, LINES[1], comes_in_minutes, comes_in_seconds=seconds)


def test_who_is_expected_at_an_appointment_is_reckoned_with() -> None:
    walk_ins = [waiting(1), waiting(2), waiting(3)]
    alone = [OpenCounter(EVERYONE, LINES)]
    without, with_booked = ranges(walk_ins, alone), ranges([*walk_ins, booked(4, 10)], alone)
    assert with_booked[2] == without[2]  # after 10.5 minutes, 10.5 weigh more than ten times half
    assert with_booked[3][0] > without[3][1]


def test_nobody_is_called_before_they_come_and_a_counter_waits_for_them() -> None:
    alone = [OpenCounter(EVERYONE, LINES)]
    found = replay([booked(1, 30)], alone, TEN_MINUTES, WEIGHING, NOW, Random(7))
    assert found == [(1, 1800.0)]
