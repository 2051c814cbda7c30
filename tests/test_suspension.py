"""Suspension: nobody is called, no ticket is issued, time stands, and the order comes back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.operations import moving, suspending
from queue_server.operations.moving import Target
from queue_server.views.branch import branch_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from tests.in_process import TOWN, Hall, Json, a_hall, busy_office, quiet_office, refusing

WHY = "a burst pipe"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def suspend(hall: Hall, service: str | None = None, *, fire: bool = False) -> Json:
    return dict(hall.do(suspending.suspend, TOWN, service, WHY, fire))


def resume(hall: Hall, service: str | None = None) -> Json:
    return dict(hall.do(suspending.resume, TOWN, service))


def test_a_suspended_branch_issues_and_calls_nobody(hall: Hall) -> None:
    waiting = hall.take()
    hall.open("1")
    suspend(hall)
    with refusing("suspended"):
        hall.take()
    with refusing("suspended"):
        hall.next()
    with refusing("suspended"):
        hall.at("1", "call", waiting["id"])
    with refusing("suspended"):
        hall.at("1", "serve", waiting["id"])
    resume(hall)
    called = hall.next()
    assert called
    assert called["number"] == waiting["number"]


def test_a_suspended_service_leaves_the_others_alone(hall: Hall) -> None:
    hall.take("cards")
    hall.take("stamps")
    hall.open("1")
    suspend(hall, "cards")
    with refusing("suspended"):
        hall.take("cards")
    hall.take("stamps")
    assert hall.upcoming() == ["A002", "A003"]
    assert [hall.next(current="done")["number"] for _ in range(2)] == ["A002", "A003"]  # type: ignore[index]
    assert hall.next(current="done") is None
    resume(hall, "cards")
    assert hall.upcoming() == ["A001"]


def test_called_visitors_stand_where_they_stood(hall: Hall) -> None:
    tickets = [hall.take() for _ in range(3)]
    hall.open("1")
    called = hall.next()
    suspend(hall)
    after = hall.ticket(tickets[0])
    assert called
    assert (after["state"], after["due_at"]) == ("waiting", tickets[0]["due_at"])
    assert hall.do(display_view, TOWN, "hall")["calls"] == []
    resume(hall)
    assert hall.upcoming() == ["A001", "A002", "A003"]


def test_a_visitor_who_is_served_may_be_finished(hall: Hall) -> None:
    hall.take()
    hall.open("1")
    hall.next()
    hall.at("1", "start")
    suspend(hall)
    assert hall.at("1", "finish")["state"] == "done"


def test_a_ticket_kept_for_a_counter_is_not_called_while_its_service_is_suspended(
    hall: Hall,
) -> None:
    first, second = hall.take("permits"), hall.take("stamps")
    for ticket in (first, second):
        hall.do(moving.transfer, ticket["id"], Target(counter="1"))
    hall.open("1")
    suspend(hall, "permits")
    assert hall.upcoming() == [second["number"]]
    called = hall.next()
    assert called
    assert called["number"] == second["number"]


def test_parking_and_reservations_stand_still(hall: Hall) -> None:
    hall.open("1")
    parked, kept = hall.take(), hall.take()
    hall.next()
    hall.at("1", "park", 5)
    hall.do(moving.transfer, kept["id"], Target(counter="2"))
    hall.pass_(minutes=2)
    suspend(hall)
    hall.pass_(hours=2)
    assert hall.ticket(parked)["state"] == "parked"
    assert hall.ticket(kept)["reserved"] == "counter:2"
    resume(hall)
    hall.pass_(minutes=2)
    assert hall.ticket(parked)["state"] == "parked"
    hall.pass_(minutes=1)
    assert hall.ticket(parked)["state"] == "waiting"
    hall.pass_(minutes=14)
    assert hall.ticket(kept)["reserved"] == "counter:2"
    hall.pass_(minutes=1)
    assert hall.ticket(kept)["reserved"] is None


def test_what_is_parked_while_time_stands_is_parked_from_the_resumption_on(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")
    hall.next()
    hall.at("1", "start")
    suspend(hall)
    hall.pass_(minutes=30)
    hall.at("1", "park", 5)
    hall.pass_(minutes=30)
    resume(hall)
    hall.pass_(minutes=4)
    assert hall.ticket(ticket)["state"] == "parked"
    hall.pass_(minutes=1)
    assert hall.ticket(ticket)["state"] == "waiting"


def test_undo_does_not_cross_a_suspension(hall: Hall) -> None:
    hall.take()
    hall.open("1")
    hall.next()
    hall.at("1", "finish")
    suspend(hall)
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")
    resume(hall)
    with refusing("nothing_to_undo"):
        hall.at("1", "undo")


def test_a_suspension_survives_a_restart(hall: Hall) -> None:
    ticket = hall.take()
    suspend(hall, fire=True)
    hall.pass_(minutes=7)
    hall.restart()
    shown = hall.do(kiosk_view, TOWN, "hall")
    assert shown["suspended"]["fire"]
    assert {service["reason"] for service in shown["services"]} == {"suspended"}
    hall.pass_(minutes=3)
    resume(hall)
    moved = hall.ticket(ticket)["due_at"] > ticket["due_at"]
    assert moved
    assert hall.do(kiosk_view, TOWN, "hall")["suspended"] is None


def test_a_service_suspended_within_a_suspended_branch_waits_for_both(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")
    suspend(hall, "cards")
    hall.pass_(minutes=10)
    suspend(hall)
    hall.pass_(minutes=10)
    resume(hall, "cards")
    hall.pass_(minutes=10)
    resume(hall)
    moved_by = due(hall.ticket(ticket)) - due(ticket)
    assert moved_by == timedelta(minutes=30)


def due(ticket: Json) -> datetime:
    return datetime.fromisoformat(ticket["due_at"])


def test_suspending_twice_keeps_its_beginning_and_may_turn_into_fire(hall: Hall) -> None:
    first = suspend(hall)["suspended"]
    hall.pass_(minutes=1)
    assert suspend(hall)["suspended"]["since"] == first["since"]
    fire = suspend(hall, fire=True)["suspended"]
    assert (fire["since"], fire["fire"]) == (first["since"], True)


def test_a_display_of_several_zones_shows_their_way_out_only_where_it_is_the_same(
    tmp_path: Path,
) -> None:
    office = busy_office()
    town = office["branches"][0]
    hall_zone = town["zones"][0]
    town["exits"] = "Front door"
    town["zones"] = [hall_zone, {"id": "upstairs", "name": "Upstairs", "exits": "Stairs"}]
    upstairs = {"id": "upstairs", "name": "Upstairs", "zones": ["upstairs"]}
    both = {"id": "both", "name": "Both", "zones": [hall_zone["id"], "upstairs"]}
    town["displays"] += [upstairs, both]
    with a_hall(tmp_path, office=office) as hall:
        suspend(hall, fire=True)
        ways = {
            screen: hall.do(display_view, TOWN, screen)["suspended"]["exits"]["pl"]
            for screen in (town["displays"][0]["id"], "upstairs", "both")
        }
    assert list(ways.values()) == ["Front door", "Stairs", "Front door"]


def test_pages_of_the_whole_branch_show_the_way_that_its_zones_share(tmp_path: Path) -> None:
    office = busy_office()
    town = office["branches"][0]
    for zone in town["zones"]:
        zone["exits"] = "Front door"
    with a_hall(tmp_path, office=office) as hall:
        suspend(hall, fire=True)
        assert hall.do(branch_view, TOWN)["suspended"]["exits"]["pl"] == "Front door"


def test_a_fire_is_of_the_whole_branch(hall: Hall) -> None:
    with refusing("invalid"):
        suspend(hall, "cards", fire=True)
    with refusing("invalid"):
        suspend(hall, "nothing")


ARRIVALS = st.lists(
    st.tuples(
        st.sampled_from(("cards", "stamps", "permits")),
        st.sampled_from(("walk_in", "appointment", "pregnancy", "urgent")),
        st.integers(0, 600),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(arrivals=ARRIVALS, called=st.integers(0, 2), stood=st.integers(1, 5000))
def test_resuming_restores_the_order_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    arrivals: list[tuple[str, str, int]],
    called: int,
    stood: int,
) -> None:
    with a_hall(tmp_path_factory.mktemp("order"), office=quiet_office()["office"]) as hall:
        for counter, profile in (("1", "front"), ("2", "front"), ("3", "back")):
            hall.open(counter, profile)
        for service, visitor_class, seconds in arrivals:
            hall.take(service, visitor_class=visitor_class)
            hall.pass_(seconds=seconds)
        before = {counter: hall.upcoming(counter) for counter in ("1", "2", "3")}
        for counter in ("1", "3")[:called]:
            hall.next(counter)
        suspend(hall)
        hall.pass_(seconds=stood)
        assert {counter: hall.upcoming(counter) for counter in before} == before
        hall.restart()
        resume(hall)
        assert {counter: hall.upcoming(counter) for counter in before} == before
