"""Reception finds a booked visit by what its visitor knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.operations.work import Work
from queue_server.store.appointments import Contact
from queue_server.web.api.reception import search_appointments
from queue_server.web.reception_bodies import Searched
from tests.booking_hall import at, book, booked_office, confirm, hold
from tests.in_process import TOWN, Hall, Json, a_hall

ASKS = {"name": "optional", "email": "optional", "phone": "optional", "reference": "optional"}
ANNA = {"name": "Anna Zielińska", "email": "anna_z@example.org", "phone": "+48 (600) 700-123"}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=booked_office(capacity=3, asks=ASKS)) as hall:
        yield hall


def search(hall: Hall, text: str) -> list[str]:
    """The codes found, in order."""
    asked = Searched(text=text)

    def ask(work: Work) -> Json:
        return {"answer": search_appointments(work, {"branch": TOWN}, asked)}

    found = hall.do(ask)["answer"]["found"]
    return [visit["code"] for visit in found]


def test_a_visit_is_found_by_each_part_of_what_is_known(hall: Hall) -> None:
    anna = confirm(hall, hold(hall, at("10:00")), **ANNA)["code"]
    case = confirm(hall, hold(hall, at("09:20")), reference="SO.5311.42%")["code"]
    book(hall, at("09:20"))
    for text in ("anna", "ANNA", "ZIELIŃ", "anna_z@", "600700", "700 123", anna.lower()):
        assert search(hall, text) == [anna], text
    assert search(hall, "42%") == [case]
    for text in ("an%a", "annaxz", "12", "%%", "__"):
        assert search(hall, text) == [], text
    assert search(hall, f"{anna[:3]} {anna[3:]}") == [anna]


def test_those_of_earlier_days_are_found_by_code_alone(hall: Hall) -> None:
    anna = confirm(hall, hold(hall, at("10:00")), **ANNA)["code"]
    later = hold(hall, at("10:00", day=4), contact=Contact(name="Anna Nowak"))["token"]
    hall.set_clock(at("09:00", day=3))
    assert anna not in search(hall, "anna")
    assert search(hall, anna) == [anna]
    assert later
