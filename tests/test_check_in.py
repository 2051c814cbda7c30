"""Check-in: early, on time, late and too late; who does not come; groups and their lists."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.operations import correcting
from queue_server.operations.moving import Target
from queue_server.views.branch import branch_view
from queue_server.views.kiosk import kiosk_view
from queue_server.views.status import status_view
from tests.booking_hall import (
    appointment,
    at,
    book,
    booked_office,
    check_in,
    hold,
    listed,
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


# Check-in ---------------------------------------------------------------------------------------


def test_an_early_visitor_gets_a_ticket_that_is_due_at_the_booked_time(hall: Hall) -> None:
    booked = book(hall, at("09:20"), cases=2)
    ticket = check_in(hall, booked["code"].lower(), "hall")
    assert (ticket["class"], ticket["cases"], ticket["kiosk"]) == ("appointment", 2, "hall")
    assert ticket["due_at"][11:16] == "09:20"
    assert ticket["job"] is not None
    assert appointment(hall, booked)["number"] == ticket["number"]
    with refusing("checked_in_already"):
        check_in(hall, booked["code"])


def test_who_comes_within_the_grace_keeps_the_class_and_is_due_now(hall: Hall) -> None:
    booked = book(hall, at("09:20"))
    hall.set_clock(at("09:30"))
    ticket = check_in(hall, booked["code"])
    assert ticket["class"] == "appointment"
    assert ticket["due_at"][11:16] == "09:30"
    hall.open()
    shown = [ticket, *hall.counter()["upcoming"], hall.next() or {}, hall.counter()["ticket"]]
    assert [seen["booked_at"][11:16] for seen in shown] == ["09:20"] * 4
    hall.at("1", "finish")
    hall.take()
    assert [waiting["booked_at"] for waiting in hall.counter()["upcoming"]] == [None]


def test_who_comes_later_is_a_walk_in_from_the_arrival(hall: Hall) -> None:
    booked = book(hall, at("09:20"))
    hall.set_clock(at("09:36"))
    assert appointment(hall, booked)["state"] == "no_show"
    ticket = check_in(hall, booked["code"])
    assert ticket["class"] == "walk_in"
    assert ticket["due_at"][11:16] == "09:56"


def test_beyond_that_reception_decides(hall: Hall) -> None:
    booked = book(hall, at("09:20"))
    hall.set_clock(at("10:21"))
    with refusing("too_late"):
        check_in(hall, booked["code"])
    ticket = check_in(hall, booked["code"], None, "appointment")
    assert ticket["class"] == "appointment"
    assert ticket["due_at"][11:16] == "10:21"


def test_reception_decides_on_the_day_only(hall: Hall) -> None:
    booked = book(hall, at("09:00", 3))
    with refusing("too_early"):
        check_in(hall, booked["code"], None, "walk_in")
    hall.set_clock(at("09:00", 4))
    with refusing("too_late"):
        check_in(hall, booked["code"], None, "walk_in")


def test_who_comes_too_early_is_told_when_to_come(hall: Hall) -> None:
    booked = book(hall, at("10:00"))
    with refusing("too_early"):
        check_in(hall, booked["code"])
    hall.set_clock(at("09:30"))
    assert check_in(hall, booked["code"])["class"] == "appointment"


def test_wrong_codes_are_refused_alike(hall: Hall) -> None:
    held = hold(hall, at("09:20"))
    (secret,) = hall.rows("SELECT code FROM appointments")
    assert appointment(hall, held)["code"] is None
    for code in ("XXXXXX", "O0O0O0", "no", "", *secret):
        with refusing("code_unknown"):
            check_in(hall, code)


def test_an_appointment_is_called_at_its_time_before_walk_ins_that_are_later(hall: Hall) -> None:
    booked = book(hall, at("09:40"))
    walk_in = hall.take()  # due at 09:20
    hall.open()
    hall.set_clock(at("09:35"))
    ticket = check_in(hall, booked["code"])
    assert hall.upcoming() == [walk_in["number"], ticket["number"]]
    hall.set_clock(at("09:45"))  # 5 minutes late with weight 10, against 25
    assert hall.upcoming() == [ticket["number"], walk_in["number"]]
    called = hall.next()
    assert called
    assert (called["number"], called["class"]) == (ticket["number"], "appointment")


def test_an_appointment_needs_no_open_hours_and_counts_in_no_limit(tmp_path: Path) -> None:
    office = booked_office()
    office["branches"][0]["services"][0] |= {"limit_per_day": 0}
    with a_hall(tmp_path, office=office) as hall:
        booked = book(hall, at("09:20"))
        with refusing("limit_reached"):
            hall.take()
        assert check_in(hall, booked["code"])["class"] == "appointment"


def test_who_does_not_come_gives_the_place_back(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(slot_minutes=60)
    for _ in range(2):
        booked = book(hall, at("10:00"))
    hall.set_clock(at("10:14"))
    assert appointment(hall, booked)["state"] == "booked"
    hall.pass_(minutes=1)
    assert appointment(hall, booked)["state"] == "no_show"
    assert hall.rows("SELECT sum(taken) FROM taken_places") == [(0,)]


def test_appointments_outlast_a_restart_and_a_night(hall: Hall) -> None:
    tomorrow, today, held = (
        book(hall, at("09:00", 3)),
        book(hall, at("10:00")),
        hold(hall, at("11:00")),
    )
    hall.stop()
    hall.wall = at("08:40", 3)
    hall.start()
    hall.pass_(seconds=1)
    states = [appointment(hall, a)["state"] for a in (tomorrow, today, held)]
    assert states == ["booked", "no_show", "lapsed"]
    assert check_in(hall, tomorrow["code"])["due_at"][11:16] == "09:00"


# Groups -----------------------------------------------------------------------------------------


@pytest.fixture
def meeting(tmp_path: Path) -> Iterator[Hall]:
    """Five people meet on a Saturday, by an exceptional day."""
    office = booked_office(slot_minutes=120, capacity=5, group=True)
    town = office["branches"][0]
    town["services"][0]["booking_hours"] = {}
    saturday = {"date": "2026-03-07", "hours": ["10:00-12:00"], "services": ["cards"]}
    town["exceptional_days"] = [saturday]
    with a_hall(tmp_path, office=office) as ready:
        yield ready


def test_a_meeting_has_places_and_an_attendance_list_and_no_tickets(meeting: Hall) -> None:
    assert slots(meeting) == {"2026-03-07T10:00": 5}
    family = book(meeting, at("10:00", 7), cases=3)
    assert slots(meeting)["2026-03-07T10:00"] == 2
    with refusing("slot_full"):
        hold(meeting, at("10:00", 7), cases=3)
    book(meeting, at("10:00", 7), cases=2)
    with refusing("too_early"):
        check_in(meeting, family["code"])
    meeting.set_clock(at("11:30", 7))
    answer = check_in(meeting, family["code"])
    assert answer["ticket"] is None
    assert meeting.rows("SELECT count(*) FROM tickets") == [(0,)]
    meeting.set_clock(at("12:00", 7))
    found = {a["cases"]: a["state"] for a in listed(meeting, at("10:00", 7))}
    assert found == {3: "checked_in", 2: "no_show"}


def test_a_meeting_has_no_tickets(meeting: Hall) -> None:
    with refusing("invalid"):
        meeting.take("cards")
    waiting = meeting.take("stamps")
    with refusing("invalid"):
        meeting.move("transfer", waiting, Target("cards"))
    with refusing("invalid"):
        meeting.do(correcting.correct_service, waiting["id"], "cards", None)
    for view in (
        meeting.do(lambda work: kiosk_view(work, TOWN, "hall")),
        meeting.do(branch_view, TOWN),
        meeting.do(status_view, TOWN),
    ):
        assert "cards" not in [service["id"] for service in view["services"]]
