"""A draw for a scarce day: nobody is faster, and everyone can work the result out again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.domain import draw as rules
from queue_server.operations.booking import drawing
from queue_server.views.draws import draws_json
from tests.booking_hall import at, booked_office, slots
from tests.in_process import TOWN, Hall, Json, a_hall, refusing
from tests.test_fair_booking import offers, waits


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """One place every 20 minutes of a morning."""
    office = booked_office(capacity=1, asks={"email": "required"})
    mail = frozenset({"mail"})
    with a_hall(tmp_path, office=office, message_channels=mail) as ready:
        yield ready


def announced(hall: Hall) -> Json:
    day = at("00:00", day=4).date()
    return dict(hall.do(drawing.announce, TOWN, "cards", day, at("12:00", day=3)))


def record(hall: Hall) -> Json:
    read: Json = hall.do(lambda work: {"found": draws_json(work, work.branch(TOWN))})
    return dict(read["found"][0])


def test_a_day_that_is_drawn_cannot_be_booked_before(hall: Hall) -> None:
    announced(hall)
    assert not [start for start in slots(hall) if start.startswith("2026-03-04")]
    with refusing("draw_exists"):
        announced(hall)
    hall.set_clock(at("12:00", day=3))
    assert slots(hall)["2026-03-04T08:00"] == 1


def test_a_draw_closes_when_the_places_may_be_booked_and_not_before(hall: Hall) -> None:
    day = at("00:00", day=20).date()
    with refusing("invalid"):
        hall.do(drawing.announce, TOWN, "cards", day, at("23:59", day=12))
    assert hall.do(drawing.announce, TOWN, "cards", day, at("00:00", day=13))


def test_places_are_offered_in_the_order_drawn_and_the_rest_wait_on(hall: Hall) -> None:
    commitment = announced(hall)["commitment"]
    assert record(hall)["record"] is None
    entries = {waits(hall, f"w{n}@example.org", 4, 4)["entry"]: n for n in range(20)}
    hall.set_clock(at("12:00", day=3))
    found = record(hall)["record"]
    assert found["commitment"] == commitment
    assert sorted(entries) == found["entries"]
    expected = [f"w{entries[entry]}@example.org" for entry in found["order"]]
    told = offers(hall)
    assert [to for to, _ in sorted(told, key=lambda one: one[1]["start"])] == expected[:18]
    assert len(hall.rows("SELECT 1 FROM waiting_list")) == 2


def test_anyone_can_work_the_result_out_again(hall: Hall, tmp_path: Path) -> None:
    announced(hall)
    for n in range(5):
        waits(hall, f"w{n}@example.org", 4, 4)
    hall.set_clock(at("12:00", day=3))
    file = tmp_path / "record.json"

    def verified(said: Json, *about: str) -> int:
        file.write_text(json.dumps(said))
        return CliRunner().invoke(main, ["draw", "verify", str(file), *about]).exit_code

    honest = record(hall)
    assert verified(honest) == verified(honest["record"]) == 0
    assert verified(honest, "--commitment", honest["commitment"]) == 0
    assert verified(honest, "--commitment", rules.commitment("another")) == 1
    assert verified(honest | {"commitment": rules.commitment("another")}) == 1
    for change in (
        {"secret": rules.new_secret()},
        {"order": honest["record"]["order"][::-1]},
        {"entries": honest["record"]["entries"][1:]},
        {"entries": 7},
    ):
        assert verified(honest["record"] | change) == 1
