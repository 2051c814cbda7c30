"""Appointments: what is offered, held, confirmed, moved, cancelled and missed; check-in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.operations.booking import holding
from queue_server.operations.booking.holding import Visit
from queue_server.store.appointments import Contact
from tests.booking_hall import (
    appointment,
    at,
    become,
    book,
    booked_office,
    cancel,
    check_in,
    confirm,
    hold,
    listed,
    move,
    slots,
)
from tests.in_process import TOWN, Hall, a_hall, refusing


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Two cards visits at once, every 20 minutes; it is Monday, 9 o'clock."""
    with a_hall(tmp_path, office=booked_office()) as ready:
        yield ready


@pytest.fixture
def hall_of(tmp_path: Path) -> Iterator[Callable[..., Hall]]:
    """A hall with a booking of one's own."""
    halls: list[Hall] = []

    def start(**booking: Any) -> Hall:
        halls.append(Hall(tmp_path, office=booked_office(**booking)))
        return halls[-1]

    yield start
    for started in halls:
        started.stop()


# What is offered --------------------------------------------------------------------------------


def test_slots_are_the_hours_to_come_within_the_horizon(hall: Hall) -> None:
    offered = slots(hall)
    today = [start for start in offered if start.startswith("2026-03-02")]
    assert today[0] == "2026-03-02T09:00"
    assert today[-1] == "2026-03-02T14:40"
    assert "2026-03-02T12:00" not in offered  # a break
    assert "2026-03-07T09:00" not in offered  # a Saturday
    assert max(offered) == "2026-03-09T14:40"
    assert set(offered.values()) == {2}


def test_slots_are_asked_for_by_time(hall: Hall) -> None:
    found = slots(hall, start=at("10:00", 3), days=1)
    assert min(found) == "2026-03-03T10:00"
    assert max(found) == "2026-03-04T09:40"


def test_a_service_that_is_not_booked_has_no_slots(hall: Hall) -> None:
    with refusing("invalid"):
        slots(hall, "stamps")
    with refusing("invalid"):
        hold(hall, at("10:00"), "stamps")


def test_what_is_too_near_is_not_offered(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(lead_minutes=60)
    assert min(slots(hall)) == "2026-03-02T10:00"
    with refusing("not_bookable"):
        hold(hall, at("09:40"))


def test_a_new_day_opens_for_booking_at_its_hour(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(opens_at="10:00")
    assert max(slots(hall)) == "2026-03-06T14:40"  # the 9th opens today at ten
    with refusing("not_bookable"):
        hold(hall, at("09:00", 9))
    hall.set_clock(at("10:00"))
    assert max(slots(hall)) == "2026-03-09T14:40"
    hold(hall, at("09:00", 9))


def test_several_matters_need_free_slots_in_a_row(hall: Hall) -> None:
    for _ in range(2):
        book(hall, at("10:20"))
    assert slots(hall)["2026-03-02T10:20"] == 0
    assert slots(hall, cases=2)["2026-03-02T10:00"] == 0
    assert slots(hall, cases=2)["2026-03-02T10:40"] == 2
    with refusing("slot_full"):
        hold(hall, at("10:00"), cases=2)
    assert appointment(hall, hold(hall, at("10:40"), cases=3))["end"][11:16] == "11:40"
    assert slots(hall)["2026-03-02T11:20"] == 1
    with refusing("invalid"):
        hold(hall, at("10:40"), cases=5)


@pytest.mark.parametrize(
    "start", [at("10:10"), at("12:00"), at("14:50"), at("08:00"), at("09:00", 10), at("10:00", 7)]
)
def test_a_time_that_is_not_offered_cannot_be_booked(hall: Hall, start: Any) -> None:
    with refusing("not_bookable"):
        hold(hall, start)


# Holds ------------------------------------------------------------------------------------------


def test_a_hold_takes_a_place_and_says_until_when(hall: Hall) -> None:
    held = hold(hall, at("10:00"))
    assert held["state"] == "held"
    assert held["code"] is None
    assert held["held_until"][11:16] == "09:10"
    assert slots(hall)["2026-03-02T10:00"] == 1


def test_a_hold_that_nobody_confirms_is_given_to_others(hall: Hall) -> None:
    first = [hold(hall, at("10:00")) for _ in range(2)]
    with refusing("slot_full"):
        hold(hall, at("10:00"))
    hall.pass_(minutes=10)
    assert slots(hall)["2026-03-02T10:00"] == 2
    with refusing("hold_lapsed"):
        confirm(hall, first[0])
    with refusing("hold_lapsed"):
        move(hall, first[0], at("11:00"))
    book(hall, at("10:00"))
    assert appointment(hall, first[0])["state"] == "lapsed"
    hall.pass_(days=14)
    with refusing("not_found"):
        appointment(hall, first[0])


def test_confirming_twice_is_as_once(hall: Hall) -> None:
    held = hold(hall, at("10:00"))
    booked = confirm(hall, held)
    assert booked["state"] == "booked"
    assert len(booked["code"]) == 6
    assert confirm(hall, held) == booked
    hall.pass_(minutes=11)
    assert appointment(hall, held)["state"] == "booked"


def test_only_what_the_service_asks_for_is_taken_of_a_person(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(asks={"email": "required", "phone": "optional"})
    held = hold(hall, at("10:00"))
    with refusing("invalid"):
        confirm(hall, held)
    with refusing("invalid"):
        confirm(hall, held, email="a@example.pl", name="A B")
    confirm(hall, held, email="a@example.pl", phone="600 100 200")
    (kept,) = listed(hall, at("10:00"))
    assert kept["contact"] == {
        "name": None,
        "email": "a@example.pl",
        "phone": "600 100 200",
        "reference": None,
    }
    assert "contact" not in appointment(hall, held)


def test_what_was_said_with_the_hold_is_enough(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(asks={"email": "required"})
    visit = Visit("cards", at("10:00"), contact=Contact(email="a@example.pl"))
    held = hall.do(holding.hold, TOWN, visit)
    assert hall.do(holding.confirm, held["token"])["state"] == "booked"


def test_a_token_says_nothing_and_cannot_be_guessed(hall: Hall) -> None:
    held = hold(hall, at("10:00"))
    number, _, mac = held["token"].partition("-")
    for wrong in (f"{int(number) + 1}-{mac}", f"{number}-{mac[:-1]}", number, "", "x-y"):
        with refusing("not_found"):
            appointment(hall, {"token": wrong})
    with refusing("not_found"):  # of a ticket with the same number
        appointment(hall, {"token": hall.take()["token"]})


# Changing ---------------------------------------------------------------------------------------


def test_a_move_keeps_code_and_token_and_frees_the_old_place(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    moved = move(hall, booked, at("11:20", 3))
    assert (moved["code"], moved["token"]) == (booked["code"], booked["token"])
    assert moved["start"][:16] == "2026-03-03T11:20"
    offered = slots(hall)
    assert (offered["2026-03-02T10:00"], offered["2026-03-03T11:20"]) == (2, 1)


def test_a_refused_move_keeps_the_old_time(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    for _ in range(2):
        book(hall, at("11:00"))
    with refusing("slot_full"):
        move(hall, booked, at("11:00"))
    with refusing("not_bookable"):
        move(hall, booked, at("12:00"))
    assert appointment(hall, booked)["start"][11:16] == "10:00"
    assert slots(hall)["2026-03-02T10:00"] == 1


def test_a_long_visit_may_move_onto_its_own_places(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(capacity=1)
    booked = book(hall, at("10:00"), cases=2)
    assert move(hall, booked, at("10:20"))["end"][11:16] == "11:00"
    assert slots(hall)["2026-03-02T10:00"] == 1


def test_moving_a_hold_does_not_prolong_it(hall: Hall) -> None:
    held = hold(hall, at("10:00"))
    hall.pass_(minutes=9)
    assert move(hall, held, at("11:00"))["held_until"] == held["held_until"]


def test_a_cancelled_visit_frees_its_place_once(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    assert cancel(hall, booked)["state"] == "cancelled"
    assert cancel(hall, booked)["state"] == "cancelled"
    assert slots(hall)["2026-03-02T10:00"] == 2
    with refusing("appointment_over"):
        move(hall, booked, at("11:00"))
    with refusing("appointment_over"):
        confirm(hall, booked)
    with refusing("code_unknown"):
        check_in(hall, booked["code"])


def test_what_has_begun_cannot_be_changed(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    hall.set_clock(at("10:00"))
    with refusing("appointment_over"):
        cancel(hall, booked)
    with refusing("appointment_over"):
        move(hall, booked, at("11:00"))


def test_what_happened_to_an_appointment_is_remembered(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    move(hall, booked, at("11:00"))
    cancel(hall, booked)
    rows = hall.rows(
        "SELECT kind, detail FROM events JOIN appointment_events USING (seq) ORDER BY seq"
    )
    kinds = [kind.removeprefix("appointment_") for kind, _ in rows]
    assert kinds == ["held", "booked", "moved", "cancelled"]
    assert "10:00" in rows[2][1]
    assert "11:00" in rows[2][1]


def test_a_later_configuration_takes_no_booking_away(hall: Hall) -> None:
    for _ in range(2):
        book(hall, at("10:00"))
    become(hall, booked_office(capacity=1, slot_minutes=30))
    offered = slots(hall)
    assert offered["2026-03-02T10:00"] == 0
    assert offered["2026-03-02T10:30"] == 1
    with refusing("slot_full"):  # the second half would be free, the first is not
        hold(hall, at("10:00"))
    become(hall, booked_office(capacity=3))
    assert slots(hall)["2026-03-02T10:00"] == 1


# The last line of defence -----------------------------------------------------------------------


def test_the_database_itself_refuses_to_oversell(hall: Hall) -> None:
    book(hall, at("10:00"))

    def oversell(work: Any) -> dict[str, Any]:
        work.db.run("UPDATE taken_places SET taken = 3")
        return {}

    assert hall.reply(oversell).status == 500
    assert hall.rows("SELECT max(taken) FROM taken_places") == [(1,)]


def test_a_place_is_booked_beyond_what_there_is_by_someone_who_may(hall: Hall) -> None:
    for _ in range(2):
        book(hall, at("10:00"))
    visit = Visit("cards", at("10:00"), over="came from far away")
    hall.do(holding.confirm, hall.do(holding.hold, TOWN, visit)["token"])
    assert slots(hall)["2026-03-02T10:00"] == 0
    assert len(listed(hall, at("10:00"))) == 3
    with refusing("not_bookable"):
        hall.do(holding.hold, TOWN, Visit("cards", at("08:00"), over="yesterday"))
