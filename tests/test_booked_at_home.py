"""Booked visits that nobody has to come for: by video, by phone, and a group's meeting online."""

from pathlib import Path
from typing import Any

import pytest

from queue_server.booking_site.coming import come, where
from queue_server.booking_site.words import words_of
from queue_server.office import ConfigurationFault, parse_office
from queue_server.operations.booking import arriving
from queue_server.views.visitor import visitor_view
from tests.booking_hall import appointment, at, book, booked_office, check_in, confirm, hold
from tests.in_process import Hall, Json, a_hall

ROOM = "https://meet.example.org/{room}"
PHONE = "+48 600 700 123"


def home_office(**about: Any) -> Json:
    """`booked_office` whose booked service is given at home."""
    office = booked_office(**about.pop("booking", {}))
    office["branches"][0]["services"][0] |= about
    return office


def ready(hall: Hall, visit: Json) -> Json:
    """The ticket's page of a visitor who has said on the visit's page that they are ready."""
    token = hall.do(arriving.check_in_by_token, visit["token"])["token"]
    return dict(hall.do(visitor_view, None, token))


def test_a_visit_booked_by_video_takes_place_in_a_room(tmp_path: Path) -> None:
    office = home_office(channel="video", remote={"room_link": ROOM})
    with a_hall(tmp_path, office=office) as hall:
        visit = book(hall, at("09:20"))
        own = appointment(hall, visit)
        assert where(words_of("en"), own) == "By video"
        assert "from 08:50 to 09:35" in come(words_of("en"), own).lower()
        assert ready(hall, visit)["remote"]["channel"] == "video"
        hall.open("1")
        hall.next("1")
        reach = hall.counter("1")["reach"]
        assert reach["link"].startswith("https://meet.example.org/")


def test_a_visit_booked_by_phone_rings_there(tmp_path: Path) -> None:
    booking = {"asks": {"phone": "required"}}
    office = home_office(channel="phone", remote={}, booking=booking)
    with a_hall(tmp_path, office=office) as hall:
        visit = confirm(hall, hold(hall, at("09:20")), phone=PHONE)
        assert ready(hall, visit)["remote"]["phone"] == "••• 123"
        hall.open("1")
        hall.next("1")
        assert hall.counter("1")["reach"]["phone"] == PHONE


def test_who_comes_all_the_same_is_called_in_the_hall(tmp_path: Path) -> None:
    office = home_office(channel="video", remote={"room_link": ROOM})
    with a_hall(tmp_path, office=office) as hall:
        ticket = check_in(hall, book(hall, at("09:20"))["code"])
        assert hall.do(visitor_view, None, ticket["token"])["remote"] is None


def test_a_meeting_on_the_internet_tells_its_address_to_those_who_booked(tmp_path: Path) -> None:
    meeting = {"group": True, "meeting_link": "https://meet.example.org/steps"}
    saturday = {"sat": ["10:00-11:00"]}  # when the branch itself is closed
    with a_hall(tmp_path, office=home_office(booking=meeting, booking_hours=saturday)) as hall:
        assert appointment(hall, hold(hall, at("10:00", 7)))["meeting_link"] is None
        visit = book(hall, at("10:00", 7))
        assert "https://meet.example.org/steps" in come(words_of("pl"), appointment(hall, visit))
        hall.set_clock(at("10:05", 7))
        assert appointment(hall, visit)["can"]["check_in"]
        hall.do(arriving.check_in_by_token, visit["token"])
        assert appointment(hall, visit)["state"] == "checked_in"


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"channel": "phone", "remote": {}}, "needs booking.asks.phone"),
        ({"booking": {"meeting_link": "https://meet.example.org/steps"}}, "only a group's meeting"),
    ],
)
def test_faults_of_the_configuration_are_told(about: Json, says: str) -> None:
    with pytest.raises(ConfigurationFault) as fault:
        parse_office(home_office(**about))
    assert says in str(fault.value)
