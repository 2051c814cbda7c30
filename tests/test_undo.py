"""A counter takes its last action back, as long as nothing later touched those tickets."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from queue_server.operations import counters, moving
from queue_server.operations.moving import Target
from queue_server.views.display import display_view
from tests.in_process import MORNING, TOWN, Hall, Json, a_hall, refusing

#: What an undone ticket may differ in: its announcements stay told apart, and what is told anew.
CHANGED = {"calls", "ahead"}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        hall.open("1", clerk="Anna")
        hall.open("2")
        yield hall


def as_before(hall: Hall, before: Json) -> bool:
    now = hall.ticket(before)
    return all(now[key] == value for key, value in before.items() if key not in CHANGED | {"job"})


def shown(hall: Hall) -> list[str]:
    return [call["number"] for call in hall.do(display_view, TOWN, "hall")["calls"]]


def legs(hall: Hall) -> list[tuple[int, int, str]]:
    return hall.rows("SELECT ticket, leg, ended_by FROM legs ORDER BY ticket, leg")


def missed(hall: Hall) -> None:
    hall.at("1", "recall")
    hall.pass_(seconds=10)
    hall.at("1", "no_show")


ENDINGS: dict[str, Callable[[Hall], object]] = {
    "next": lambda hall: hall.next("1", "done"),
    "finish": lambda hall: hall.at("1", "finish"),
    "transfer": lambda hall: hall.at("1", "transfer"),
    "transfer to a counter": lambda hall: hall.at("1", "transfer", Target(counter="2")),
}


def test_a_call_is_taken_back_and_withdrawn_from_the_displays(hall: Hall) -> None:
    waiting = hall.take()
    hall.next()
    assert shown(hall) == ["A001"]
    assert hall.at("1", "undo")["state"] == "waiting"
    assert as_before(hall, waiting)
    assert shown(hall) == []
    assert hall.counter()["ticket"] is None
    again = hall.next()
    assert again is not None
    assert (again["id"], again["calls"]) == (waiting["id"], 2)  # another announcement


@pytest.mark.parametrize("started", [False, True])
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_is_taken_back(hall: Hall, ending: str, started: bool) -> None:
    hall.take()
    follower = hall.take("stamps")
    hall.pass_(minutes=11)  # the follower's target wait is shorter: it comes first
    hall.at("1", "call", hall.take()["id"])
    held = hall.at("1", "start") if started else hall.counter()["ticket"]
    ENDINGS[ending](hall)
    assert hall.ticket(held)["state"] != held["state"]
    assert hall.at("1", "undo")["id"] == held["id"]
    assert as_before(hall, held)
    assert as_before(hall, follower)
    assert legs(hall) == []


def test_a_no_show_is_taken_back(hall: Hall) -> None:
    hall.take()
    hall.next()
    missed(hall)
    undone = hall.at("1", "undo")
    assert (undone["state"], undone["counter"], undone["ended_at"]) == ("called", "1", None)
    assert legs(hall) == []
    assert hall.counter()["missed"] == []
    assert hall.at("1", "no_show")["state"] == "no_show"


@pytest.mark.parametrize("current", ["done", "return", "no_show"])
def test_next_is_taken_back_with_what_it_settled(hall: Hall, current: str) -> None:
    hall.take()
    waiting = hall.take()
    hall.next()
    hall.at("1", "recall")
    hall.pass_(seconds=10)
    held = hall.counter()["ticket"]
    hall.next("1", current)
    assert hall.at("1", "undo")["id"] == held["id"]
    assert as_before(hall, held)
    assert as_before(hall, waiting)
    assert shown(hall) == ["A001"]


def test_next_that_called_the_same_ticket_again_is_taken_back_once(hall: Hall) -> None:
    hall.take()
    held = hall.next()
    again = hall.next("1", "return")
    assert held is not None
    assert again is not None
    assert again["id"] == held["id"]
    assert hall.at("1", "undo")["state"] == "called"
    assert as_before(hall, held)
    assert hall.counter()["waiting"][0]["count"] == 0
    assert hall.rows("SELECT state FROM tickets") == [("called",)]


def test_next_that_called_the_same_ticket_for_its_next_service_is_taken_back(hall: Hall) -> None:
    hall.take("cards", "stamps")
    hall.next()
    held = hall.at("1", "start")
    follower = hall.next()
    assert follower is not None
    assert (follower["id"], follower["service"]) == (held["id"], "stamps")
    hall.at("1", "undo")
    assert as_before(hall, held)
    assert legs(hall) == []
    assert [w["count"] for w in hall.counter()["waiting"]] == [0, 0]


def test_a_finished_leg_of_a_chain_is_taken_back(hall: Hall) -> None:
    hall.take("cards", "permits")
    held = hall.next()
    assert held is not None
    onward = hall.at("1", "finish")
    assert (onward["service"], onward["leg"]) == ("permits", 2)
    hall.at("1", "undo")
    assert as_before(hall, held)
    assert hall.ticket(held)["chain"] == ["permits"]


def test_a_reservation_and_its_time_come_back(hall: Hall) -> None:
    kept = hall.move("transfer", hall.take(), Target(counter="2"))
    hall.at("1", "call", kept["id"])
    hall.at("1", "undo")
    assert as_before(hall, kept)
    hall.pass_(minutes=20)
    assert hall.ticket(kept)["reserved"] is None


def test_a_parked_ticket_that_was_called_is_parked_again(hall: Hall) -> None:
    hall.take()
    hall.next()
    parked = hall.at("1", "park", 5)
    hall.at("2", "call", parked["id"])
    hall.at("2", "undo")
    assert as_before(hall, parked)
    assert [ticket["id"] for ticket in hall.counter("1")["parked"]] == [parked["id"]]
    hall.pass_(minutes=5)
    assert hall.ticket(parked)["state"] == "waiting"


def test_undo_is_offered_and_allowed_for_sixty_seconds(hall: Hall) -> None:
    hall.take()
    assert hall.counter()["undo"] is None
    hall.next()
    offered = hall.counter()["undo"]
    assert offered["action"] == "next"
    hall.pass_(seconds=59)
    assert hall.counter()["undo"] == offered
    hall.pass_(seconds=1)
    assert hall.counter()["now"] == offered["until"]
    assert hall.at("1", "undo")["state"] == "waiting"
    hall.next()
    hall.pass_(seconds=61)
    assert hall.counter()["undo"] is None
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")


def test_undo_is_not_offered_once_something_else_became_of_the_ticket(hall: Hall) -> None:
    hall.open()
    hall.take()
    hall.next()
    assert hall.counter()["undo"]
    hall.at("1", "park", 5)
    assert hall.counter()["undo"] is None


def test_undo_survives_a_restart(hall: Hall) -> None:
    waiting = hall.take()
    hall.next()
    hall.restart()
    hall.at("1", "undo")
    assert as_before(hall, waiting)


def test_nothing_is_taken_back_twice(hall: Hall) -> None:
    hall.take()
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")
    hall.next()
    hall.at("1", "undo")
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")


@pytest.mark.parametrize("verb", ["start", "recall", "park", "return"])
def test_what_was_done_since_to_the_ticket_stands(hall: Hall, verb: str) -> None:
    hall.take()
    hall.next()
    hall.at("1", verb)
    before = hall.contents()
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")
    assert hall.contents() == before


TOUCHED: dict[str, Callable[[Hall, Json], object]] = {
    "called elsewhere": lambda hall, ticket: hall.at("2", "call", ticket["id"]),
    "served elsewhere": lambda hall, ticket: hall.at("2", "serve", ticket["id"]),
    "cancelled": lambda hall, ticket: hall.move("cancel", ticket),
    "transferred": lambda hall, ticket: hall.move("transfer", ticket),
    "late": lambda hall, ticket: hall.do(
        lambda work: {"at": str(moving.step_back(work, work.ticket(ticket["id"]), 5).due_at)}
    ),
    "confirmed": lambda hall, ticket: hall.move("confirm_class", ticket),
}


@pytest.mark.parametrize("touched", TOUCHED)
def test_a_ticket_that_another_touched_since_is_left_alone(hall: Hall, touched: str) -> None:
    hall.take("cards", "permits", visitor_class="pregnancy", kiosk="hall")
    hall.next()
    onward = hall.at("1", "finish")
    TOUCHED[touched](hall, onward)
    before = hall.contents()
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")
    assert hall.contents() == before


def test_a_counter_that_holds_another_ticket_takes_nothing_back(hall: Hall) -> None:
    done, other = hall.take(), hall.take()
    hall.next()
    hall.at("1", "finish")
    hall.at("1", "serve", other["id"])
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")
    assert hall.ticket(done)["state"] == "done"


def test_what_ended_on_an_earlier_day_stays_ended(tmp_path: Path) -> None:
    with a_hall(tmp_path, at=MORNING.replace(hour=23, minute=59, second=50)) as hall:
        hall.open("1")
        hall.take()
        hall.next()
        hall.at("1", "finish")
        hall.pass_(seconds=20)
        with refusing("nothing_to_undo"):
            hall.at("1", "undo")


def test_a_closed_session_has_nothing_to_undo(hall: Hall) -> None:
    hall.take()
    hall.next()
    hall.at("1", "finish")
    hall.do(counters.close_counter, TOWN, "1")
    hall.open("1")
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")


def test_each_counter_takes_back_its_own(hall: Hall) -> None:
    first, second = hall.take(), hall.take()
    hall.next("1")
    hall.next("2")
    hall.at("1", "undo")
    assert as_before(hall, first)
    assert hall.ticket(second)["state"] == "called"
    hall.at("2", "undo")
    assert as_before(hall, second)


def test_undo_is_logged_with_its_author(hall: Hall) -> None:
    hall.take()
    hall.next()
    hall.at("1", "undo")
    events = hall.rows("SELECT kind, counter, clerk, detail FROM events ORDER BY seq DESC LIMIT 1")
    ((*about, detail),) = events
    assert about == ["undo", "1", "Anna"]
    assert json.loads(detail) == {"action": "next", "from": "called", "to": "waiting"}
