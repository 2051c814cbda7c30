"""Transfers and reservations, parking, put back, no-show and revival."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from queue_server.operations import calling, counters, ending
from queue_server.operations.moving import Target
from tests.in_process import TOWN, Hall, Json, Refused, a_hall, refusing


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        for counter, clerk in (("1", "Anna"), ("2", "Ewa"), ("3", None)):
            hall.open(counter, clerk=clerk)
        yield hall


def events(hall: Hall, ticket: Json) -> list[str]:
    rows = hall.rows("SELECT kind FROM events WHERE ticket = :id ORDER BY seq", id=ticket["id"])
    return [kind for (kind,) in rows]


# Transfer ---------------------------------------------------------------------------------------


def test_a_transfer_keeps_the_arrival_and_takes_the_new_services_target(hall: Hall) -> None:
    ticket = hall.take("cards", language="uk")
    hall.pass_(minutes=7)
    moved = hall.move("transfer", ticket, Target("stamps"))
    assert (moved["state"], moved["service"], moved["leg"]) == ("waiting", "stamps", 2)
    assert moved["due_at"] == "2026-03-02T09:10:00+01:00"  # taken at 9:00, ten minutes' target
    assert moved["entered_at"] == "2026-03-02T09:07:00+01:00"
    assert (moved["number"], moved["language"]) == (ticket["number"], "uk")
    assert hall.rows("SELECT service, ended_by FROM legs") == [("cards", "transfer")]


@pytest.mark.parametrize(
    ("target", "sees"),
    [
        (Target(service="permits"), {"3"}),
        (Target(counter="2"), {"2"}),
        (Target(clerk="Ewa"), {"2"}),
        (Target(counter="3"), {"3"}),
    ],
)
def test_a_transfer_goes_to_a_service_a_counter_or_a_clerk(
    hall: Hall, target: Target, sees: set[str]
) -> None:
    hall.take("stamps")
    called = hall.next("1")
    moved = hall.at("1", "transfer", target)
    assert called is not None
    assert (moved["id"], moved["counter"], moved["called_at"]) == (called["id"], None, None)
    seen = {counter for counter in ("1", "2", "3") if hall.upcoming(counter)}
    assert seen == sees
    (counter,) = sees
    again = hall.next(counter)
    assert again is not None
    assert again["id"] == called["id"]


@pytest.mark.parametrize(("position", "place"), [("first", 0), ("due", 1), ("last", 2)])
def test_a_transferred_ticket_stands_first_where_due_or_last(
    hall: Hall, position: str, place: int
) -> None:
    hall.take("stamps")
    hall.pass_(minutes=1)
    moved = hall.take("cards")
    hall.pass_(minutes=1)
    hall.take("stamps")
    hall.move("transfer", moved, Target("stamps", position=position, reason="asked twice"))
    assert hall.upcoming("1").index(moved["number"]) == place
    assert hall.rows("SELECT reason FROM events WHERE kind = 'transfer'") == [("asked twice",)]
    assert hall.ticket(moved)["due_at"] == "2026-03-02T09:11:00+01:00"


@pytest.mark.parametrize("position", ["first", "last"])
def test_out_of_order_needs_a_reason(hall: Hall, position: str) -> None:
    with pytest.raises(Refused) as refused:
        hall.move("transfer", hall.take(), Target("stamps", position=position))
    assert refused.value.status == 422
    assert refused.value.problem["errors"][0]["path"] == "reason"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (Target("parking"), "service"),
        (Target(counter="99"), "counter"),
        (Target(clerk="Nobody"), "clerk"),
        (Target(clerk="Zofia"), "clerk"),  # her session is over
    ],
)
def test_an_unknown_target_is_named_by_its_path(hall: Hall, target: Target, path: str) -> None:
    hall.open("4", clerk="Zofia")
    hall.do(counters.close_counter, TOWN, "4")
    with pytest.raises(Refused) as refused:
        hall.move("transfer", hall.take(), target)
    assert [error["path"] for error in refused.value.problem["errors"]] == [path]


# Reservations -----------------------------------------------------------------------------------


def test_a_reservation_lapses_after_its_minutes(hall: Hall) -> None:
    kept = hall.move("transfer", hall.take(), Target(counter="2"))
    hall.pass_(minutes=19, seconds=59)
    assert hall.next("1") is None
    hall.pass_(seconds=1)
    assert hall.ticket(kept)["reserved"] is None
    called = hall.next("1")
    assert called is not None
    assert called["due_at"] == kept["due_at"]


@pytest.mark.parametrize("target", [Target(counter="2"), Target(clerk="Ewa")])
def test_a_reservation_lapses_with_the_session_it_is_for(hall: Hall, target: Target) -> None:
    kept = hall.move("transfer", hall.take(), target)
    hall.do(counters.close_counter, TOWN, "2")
    assert hall.ticket(kept)["reserved"] is None
    assert hall.upcoming("1") == [kept["number"]]
    assert events(hall, kept)[-1] == "release"


def test_a_reservation_lapses_while_the_server_is_down(hall: Hall) -> None:
    kept = hall.move("transfer", hall.take(), Target(counter="2"))
    hall.stop()
    hall.wall += timedelta(minutes=30)
    hall.start()
    assert hall.upcoming("1") == [kept["number"]]


def test_what_is_kept_for_a_counter_is_its_own_work_whatever_its_profile(hall: Hall) -> None:
    cards = hall.take("cards")  # counter 3 helps out with cards, fifteen minutes later
    hall.pass_(minutes=1)
    permit = hall.take("permits")
    assert hall.upcoming("3") == [permit["number"], cards["number"]]
    hall.move("transfer", cards, Target(counter="3"))
    assert hall.upcoming("3") == [cards["number"], permit["number"]]


# Park -------------------------------------------------------------------------------------------


def test_a_parked_ticket_comes_back_by_itself_with_its_due_time(hall: Hall) -> None:
    ticket = hall.take()
    hall.next()
    parked = hall.at("1", "park", 5)
    assert parked["parked_until"] == "2026-03-02T09:05:00+01:00"
    assert hall.counter("1")["parked"] == [parked]
    assert hall.counter("2")["parked"] == []
    assert hall.upcoming("1") == hall.upcoming("2") == []
    hall.pass_(minutes=5)
    back = hall.ticket(ticket)
    assert (back["state"], back["due_at"]) == ("waiting", ticket["due_at"])
    assert hall.upcoming("2") == [ticket["number"]]


def test_a_parked_ticket_without_a_time_stays_until_picked_up(hall: Hall) -> None:
    hall.take()
    hall.next()
    parked = hall.at("1", "park")
    hall.pass_(hours=5)
    assert hall.ticket(parked)["state"] == "parked"
    assert hall.at("1", "serve", parked["id"])["state"] == "serving"


def test_a_parked_ticket_that_was_picked_up_is_not_woken(hall: Hall) -> None:
    hall.take()
    hall.next()
    parked = hall.at("1", "park", 5)
    hall.at("2", "serve", parked["id"])
    hall.pass_(minutes=10)
    assert hall.ticket(parked)["state"] == "serving"
    assert hall.counter("1")["parked"] == []


@pytest.mark.parametrize("down", [False, True])
def test_parking_ends_over_a_restart_and_while_the_server_is_down(hall: Hall, down: bool) -> None:
    hall.take()
    hall.next()
    parked = hall.at("1", "park", 5)
    hall.stop()
    hall.wall += timedelta(minutes=7 if down else 1)
    hall.start()
    assert hall.ticket(parked)["state"] == ("waiting" if down else "parked")
    hall.pass_(minutes=5)
    assert hall.ticket(parked)["state"] == "waiting"


# Put back ---------------------------------------------------------------------------------------


def test_a_ticket_put_back_keeps_its_due_time_and_is_passed_over_by_that_counter(
    hall: Hall,
) -> None:
    ticket, other = hall.take(), hall.take()
    hall.next("1")
    back = hall.at("1", "return")
    assert (back["due_at"], back["ahead"]) == (ticket["due_at"], 0)
    assert hall.upcoming("1") == [other["number"], ticket["number"]]
    assert hall.upcoming("2") == [ticket["number"], other["number"]]
    called = hall.next("1")
    assert called is not None
    assert called["id"] == other["id"]
    assert hall.next("1", "done") == hall.counter("1")["ticket"]  # nobody else waits
    assert hall.counter("1")["ticket"]["id"] == ticket["id"]


def test_a_ticket_put_back_is_called_there_again_after_its_minutes(hall: Hall) -> None:
    ticket = hall.take()
    hall.take()
    hall.next("1")
    hall.at("1", "return")
    hall.pass_(minutes=3)
    assert hall.upcoming("1")[0] == ticket["number"]


def test_several_put_back_come_last_in_their_order(hall: Hall) -> None:
    first, second, third = hall.take("stamps"), hall.take(), hall.take()
    for _ in range(2):
        hall.next("1", "return")
    hall.at("1", "return")
    assert hall.upcoming("1") == [t["number"] for t in (third, first, second)]


def test_only_the_counter_that_put_it_back_last_passes_it_over(hall: Hall) -> None:
    ticket, other = hall.take(), hall.take()
    hall.next("1")
    hall.at("1", "return")
    hall.at("2", "call", ticket["id"])
    hall.at("2", "return")
    assert hall.upcoming("1") == [ticket["number"], other["number"]]


# No-show and revive -----------------------------------------------------------------------------


def no_show(hall: Hall, ticket: Json) -> Json:
    hall.at("1", "call", ticket["id"])
    hall.at("1", "recall")
    hall.pass_(seconds=10)
    return hall.at("1", "no_show")


def test_a_revived_ticket_is_due_a_penalty_later_in_a_new_leg(hall: Hall) -> None:
    missed = no_show(hall, hall.take())
    assert [ticket["id"] for ticket in hall.counter("2")["missed"]] == [missed["id"]]
    hall.pass_(minutes=1)
    revived = hall.move("revive", missed)
    assert (revived["state"], revived["leg"], revived["counter"]) == ("waiting", 2, None)
    assert revived["due_at"] == "2026-03-02T09:11:10+01:00"
    assert hall.counter("2")["missed"] == []


def test_a_ticket_is_revived_only_so_often(hall: Hall) -> None:
    ticket = hall.take()
    for _ in range(2):
        no_show(hall, ticket)
        hall.move("revive", ticket)
    no_show(hall, ticket)
    with refusing("revive_limit"):
        hall.move("revive", ticket)


def test_a_missed_ticket_of_an_ended_day_is_not_revived(hall: Hall) -> None:
    missed = no_show(hall, hall.take())
    hall.pass_(days=1)
    with refusing("wrong_state"):
        hall.move("revive", missed)
    assert hall.counter("1")["missed"] == []


# Calls and serving out of order -----------------------------------------------------------------


def test_a_call_out_of_order_names_its_reason_and_whom_it_passed_over(hall: Hall) -> None:
    first, second = hall.take(), hall.take()
    answer = hall.do(calling.call_ticket, TOWN, "1", second["id"], "unwell")
    why = answer["reason"]
    assert (why["kind"], why["reason"]) == ("call", "unwell")
    assert [passed["number"] for passed in why["passed"]] == [first["number"]]
    assert hall.counter("1")["why"] == why


def test_serving_is_silent(hall: Hall) -> None:
    served = hall.at("1", "serve", hall.take()["id"])
    assert (served["state"], served["calls"], served["called_at"]) == ("serving", 0, None)
    assert hall.rows("SELECT * FROM calls") == []


def test_a_chain_goes_on_to_its_next_service_with_a_target_of_its_own(hall: Hall) -> None:
    hall.take("cards", "stamps", "permits")
    hall.next("1")
    hall.pass_(minutes=3)
    onward = hall.at("1", "finish")
    assert (onward["state"], onward["service"], onward["chain"]) == (
        "waiting",
        "stamps",
        ["permits"],
    )
    assert onward["due_at"] == "2026-03-02T09:13:00+01:00"
    hall.next("2")
    assert hall.at("2", "finish")["service"] == "permits"
    hall.next("3")
    assert hall.at("3", "finish")["state"] == "done"
    assert hall.rows("SELECT service, ended_by FROM legs ORDER BY leg") == [
        ("cards", "finish"),
        ("stamps", "finish"),
        ("permits", "finish"),
    ]


def test_each_leg_of_a_chain_keeps_its_own_outcome(hall: Hall) -> None:
    hall.take("cards", "stamps")
    hall.next("1")
    onward = hall.do(ending.finish, TOWN, "1", "settled", None)["ticket"]
    assert onward["outcome"] is None
    hall.next("1")
    hall.at("1", "finish")
    legs = hall.rows("SELECT service, outcome FROM legs ORDER BY leg")
    assert legs == [("cards", "settled"), ("stamps", None)]
