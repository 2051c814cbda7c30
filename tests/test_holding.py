"""One counter, one clerk: who else works there, taking over, and two counters at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.access import DEMO, ROLES, Caller, DeviceKind, Permission, Role
from queue_server.operations import counters, holding
from queue_server.operations.moving import Target
from queue_server.operations.work import Change
from tests.in_process import TOWN, Hall, Json, a_hall, refusing

MAY = ROLES[Role.CLERK]
ANNA = Caller("staff", "staff:1", "Anna", {TOWN: MAY})
BORYS = Caller("staff", "staff:2", "Borys", {TOWN: MAY})
BOTH = Caller("staff", "staff:3", "Celina", {TOWN: MAY | {Permission.HOLD_TWO_COUNTERS}})
AGENT = Caller("device", "device:1", device=DeviceKind.AGENT, place="desk")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def open_(hall: Hall, caller: Caller, counter: str, take_over: bool = False) -> Json:
    hall.caller = caller
    return dict(hall.do(counters.open_counter, TOWN, counter, None, "typed", take_over))


def close(hall: Hall, caller: Caller, counter: str) -> Json:
    hall.caller = caller
    return dict(hall.do(at_own, counters.close_counter, counter))


def at_own(work: Any, operate: Any, counter: str, **about: Any) -> Any:
    return holding.at_own(work, operate, TOWN, counter, **about)


def events(hall: Hall) -> list[str]:
    return [kind for (kind,) in hall.rows("SELECT kind FROM events ORDER BY seq")]


def test_an_account_is_its_own_clerk_and_others_are_what_somebody_typed(hall: Hall) -> None:
    assert open_(hall, ANNA, "1")["clerk"] == "Anna"
    assert open_(hall, DEMO, "2")["clerk"] == "typed"


def test_a_counter_at_which_somebody_works_is_refused_by_name_and_can_be_taken_over(
    hall: Hall,
) -> None:
    open_(hall, ANNA, "1")
    hall.take()
    held = hall.next("1")
    with pytest.raises(AssertionError) as refused:
        open_(hall, BORYS, "1")
    problem = refused.value.problem  # type: ignore[attr-defined]
    assert (problem["code"], problem["clerk"]) == ("counter_held", "Anna")
    taken = open_(hall, BORYS, "1", take_over=True)
    assert held
    assert (taken["clerk"], taken["holder"]) == ("Borys", "staff:2")
    assert taken["ticket"]["id"] == held["id"]
    assert events(hall)[-1] == "counter_taken_over"
    assert hall.rows("SELECT kind, actor FROM audit") == [("counter_taken_over", "staff:2")]
    with refusing("counter_held"):
        close(hall, ANNA, "1")


def test_the_first_ones_page_is_told_of_a_take_over(hall: Hall) -> None:
    open_(hall, ANNA, "1")
    hall.changes.clear()
    open_(hall, BORYS, "1", take_over=True)
    assert Change("counter", TOWN, "1") in set().union(*hall.changes)


def test_what_the_one_before_did_is_not_undone_by_the_next(hall: Hall) -> None:
    open_(hall, ANNA, "1")
    hall.take()
    hall.next("1")
    assert hall.counter("1")["undo"]
    assert open_(hall, BORYS, "1", take_over=True)["undo"] is None


def test_opening_what_one_holds_changes_nothing(hall: Hall) -> None:
    first = open_(hall, ANNA, "1")
    assert open_(hall, ANNA, "1") == first
    assert open_(hall, ANNA, "1", take_over=True) == first


def test_a_clerk_who_works_elsewhere_leaves_there_or_stays(hall: Hall) -> None:
    open_(hall, ANNA, "1")
    with refusing("clerk_elsewhere"):
        open_(hall, ANNA, "2")
    assert open_(hall, ANNA, "2", take_over=True)["open"]
    assert not hall.counter("1")["open"]


def test_a_clerk_who_serves_somebody_elsewhere_cannot_leave_there(hall: Hall) -> None:
    open_(hall, ANNA, "1")
    hall.take()
    hall.next("1")
    with refusing("counter_busy"):
        open_(hall, ANNA, "2", take_over=True)
    assert hall.counter("1")["open"]
    assert not hall.counter("2")["open"]


def test_whoever_may_holds_two_counters(hall: Hall) -> None:
    assert open_(hall, BOTH, "1")["open"]
    assert open_(hall, BOTH, "2")["open"]
    assert hall.counter("1")["open"]


def test_a_counter_that_an_agent_opened_belongs_to_the_first_who_signs_in_there(
    hall: Hall,
) -> None:
    assert open_(hall, AGENT, "1")["holder"] is None
    assert open_(hall, ANNA, "1")["clerk"] == "Anna"
    assert open_(hall, AGENT, "1")["clerk"] == "Anna"
    assert close(hall, AGENT, "1")["open"] is False


def test_in_the_demo_everybody_works_everywhere(hall: Hall) -> None:
    open_(hall, DEMO, "1")
    open_(hall, DEMO, "2")
    assert close(hall, DEMO, "1")["open"] is False


def test_what_is_kept_for_a_clerk_stays_kept_while_they_work_at_another_counter(
    hall: Hall,
) -> None:
    open_(hall, BOTH, "1")
    open_(hall, BOTH, "2")
    kept = hall.move("transfer", hall.take(), Target(clerk="Celina"))
    close(hall, BOTH, "1")
    assert hall.upcoming("2") == [kept["number"]]
    assert hall.rows("SELECT reserved FROM tickets") == [("clerk:Celina",)]
    close(hall, BOTH, "2")
    assert hall.rows("SELECT reserved FROM tickets") == [("",)]


def test_what_was_kept_for_a_clerk_who_was_taken_over_is_everybodys(hall: Hall) -> None:
    open_(hall, ANNA, "1")
    hall.move("transfer", hall.take(), Target(clerk="Anna"))
    open_(hall, BORYS, "1", take_over=True)
    assert hall.rows("SELECT reserved FROM tickets") == [("",)]
