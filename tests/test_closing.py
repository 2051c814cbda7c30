"""Closing a day: its visits move in the order of booking, none is lost, nothing is oversold."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from queue_server.domain.access import ROLES, Caller, Role
from queue_server.domain.booking import Span
from queue_server.messaging.letters import write
from queue_server.operations.booking import closing, holding
from queue_server.operations.booking.closing import Wanted
from queue_server.operations.booking.holding import Visit
from queue_server.store import closures
from queue_server.store.appointments import Contact
from queue_server.store.messages import due
from queue_server.views.closures import closure_json, preview_json
from queue_server.views.display import display_view
from queue_server.views.messages import messages_json
from queue_server.views.parts import services_json
from tests import booking_hall
from tests.booking_hall import (
    appointment,
    at,
    booked_office,
    cancel,
    check_in,
    hold,
    move,
    slots,
)
from tests.in_process import TOWN, Hall, Json, Refused, a_hall, refusing

REASON = {"pl": "Awaria", "en": "Power cut", "uk": "Аварія", "ru": "Авария"}
AFTER = timedelta(minutes=15)
NINE, TEN = at("09:00", day=3), at("10:00", day=3)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    office = booked_office(capacity=1, asks={"email": "optional", "phone": "optional"})
    with a_hall(tmp_path, office=office, message_channels=frozenset({"mail"})) as hall:
        yield hall


def close(hall: Hall, start: datetime, end: datetime, **about: Any) -> Json:
    wanted = Wanted(start, end, REASON, after=AFTER, **about)
    return dict(hall.do(closing.close, TOWN, wanted))


def book(hall: Hall, start: datetime, **about: Any) -> Json:
    """A booking, a second after the one before."""
    hall.pass_(seconds=1)
    return booking_hall.book(hall, start, **about)


def undo(hall: Hall, closure: Json) -> Json:
    return dict(hall.do(closing.undo, TOWN, closure["id"]))


def preview(hall: Hall, start: datetime, end: datetime) -> Json:
    span = Span(start, end)
    return dict(hall.do(preview_json, TOWN, None, span))


def starts(hall: Hall, *known: Json) -> list[str]:
    return [appointment(hall, one)["start"][8:16] for one in known]


def mails(hall: Hall) -> list[int]:
    found = hall.do(lambda work: {"found": [m.appointment for m in due(work.db, work.now)]})
    return list(found["found"])


def test_visits_move_in_the_order_of_booking_to_the_nearest_free_time(hall: Hall) -> None:
    late = book(hall, at("09:20", day=3))
    early = book(hall, at("09:00", day=3))
    other = book(hall, at("10:00", day=3))
    shown = preview(hall, NINE, TEN)
    assert starts(hall, late, early, other) == ["03T09:20", "03T09:00", "03T10:00"]
    closure = close(hall, NINE, TEN)
    assert starts(hall, late, early, other) == ["03T10:20", "03T10:40", "03T10:00"]
    assert [v["to"] for v in shown["visits"]] == [v["to"] for v in closure["visits"]]
    assert appointment(hall, late)["code"] == late["code"]  # the paper is still good


def test_nobody_books_what_is_closed_and_kiosk_and_display_say_why(hall: Hall) -> None:
    close(hall, NINE, TEN)
    assert "2026-03-03T10:00" in slots(hall)
    assert not {time for time in slots(hall) if "2026-03-03T09" in time}
    with refusing("not_bookable"):
        hold(hall, at("09:20", day=3))
    hall.set_clock(at("09:30", day=3))
    hall.do(lambda work: {})
    [cards] = hall.do(
        lambda work: {"found": services_json(work, work.branch(TOWN), work.branch(TOWN).services)}
    )["found"][:1]
    assert (cards["open"], cards["reason"], cards["says"]) == (False, "day_off", REASON)
    assert cards["opens"] == TEN.isoformat()
    display = hall.loop.revision.office.branches[0].displays[0].id
    shown = hall.do(display_view, TOWN, display)
    assert (shown["open"], shown["says"], shown["opens"]) == (False, REASON, TEN.isoformat())
    with refusing("service_closed"):
        hall.take("cards")
    hall.set_clock(TEN)
    hall.take("cards")


def test_until_the_letters_are_out_all_of_it_can_be_undone(hall: Hall) -> None:
    first, second = book(hall, NINE), book(hall, at("09:20", day=3))
    before = slots(hall)
    closure = close(hall, NINE, TEN)
    hall.pass_(minutes=14)
    assert undo(hall, closure)["state"] == "undone"
    assert starts(hall, first, second) == ["03T09:00", "03T09:20"]
    assert slots(hall) == before
    assert mails(hall) == []
    with refusing("closure_settled"):
        undo(hall, closure)


def test_everyone_with_an_address_is_told_once_it_can_no_longer_be_undone(hall: Hall) -> None:
    visit = Visit("cards", NINE, "uk", contact=Contact(email="anna@example.org"))
    written = hall.do(holding.hold, TOWN, visit)
    hall.do(holding.confirm, written["token"])
    spoken = book(hall, at("09:20", day=3), contact=Contact(phone="+48 600 700 800"))
    hall.pass_(seconds=1)
    told = len(mails(hall))  # that it was booked
    closure = close(hall, NINE, TEN)
    assert [v["told"] for v in closure["visits"]] == ["mail", None]
    assert closure["visits"][1]["contact"]["phone"] == "+48 600 700 800"
    hall.pass_(minutes=16)
    assert len(mails(hall)) == told + 1
    with refusing("closure_settled"):
        undo(hall, closure)
    hall.do(lambda work: closure_json(work, closures.find(work.db, closure["id"])))  # type: ignore[arg-type]
    assert starts(hall, spoken) == ["03T10:20"]


def test_the_letter_says_why_the_office_moved_a_visit_and_only_then(hall: Hall) -> None:
    visit = Visit("cards", NINE, "uk", contact=Contact(email="anna@example.org"))
    held = hall.do(holding.hold, TOWN, visit)
    hall.do(holding.confirm, held["token"])
    close(hall, NINE, TEN)
    hall.pass_(minutes=16)
    letter = write(changes(hall)[-1])
    assert "Причина: Аварія" in letter.body
    assert "10:00" in letter.body
    move(hall, held, at("11:00", day=3))
    assert "Причина" not in write(changes(hall)[-1]).body


def changes(hall: Hall) -> list[Json]:
    """The messages about changes that are due."""
    found = hall.do(lambda work: {"found": messages_json(work)})["found"]
    return [message for message in found if message["kind"] == "change"]


def test_an_old_code_says_on_the_closed_day_when_it_is_and_is_good_then(hall: Hall) -> None:
    visit = book(hall, NINE)
    close(hall, at("08:00", day=3), at("15:00", day=3))
    assert starts(hall, visit) == ["04T08:00"]
    hall.set_clock(NINE)
    with pytest.raises(AssertionError) as refused:
        check_in(hall, visit["code"])
    assert "from 2026-03-04 07:30" in str(refused.value)
    hall.set_clock(at("07:50", day=4))
    assert check_in(hall, visit["code"])["class"] == "appointment"


def test_what_a_visitor_changes_meanwhile_stays_as_they_wanted(hall: Hall) -> None:
    moved, gone, stays = (book(hall, at(clock, day=3)) for clock in ("09:00", "09:20", "09:40"))
    closure = close(hall, NINE, TEN)
    move(hall, moved, at("08:00", day=5))
    cancel(hall, gone)
    undo(hall, closure)
    assert starts(hall, moved, stays) == ["05T08:00", "03T09:40"]
    assert slots(hall, start=NINE, days=1)["2026-03-03T09:00"] == 1
    assert slots(hall, start=NINE, days=1)["2026-03-03T09:20"] == 1


def test_a_place_that_is_merely_held_lapses(hall: Hall) -> None:
    held = hold(hall, NINE)
    close(hall, NINE, TEN)
    assert appointment(hall, held)["state"] == "lapsed"


def test_a_visit_for_which_there_is_no_time_is_kept_and_listed(tmp_path: Path) -> None:
    office = booked_office(capacity=1)
    town = office["branches"][0]
    with a_hall(tmp_path, office=office) as hall:
        visit = book(hall, NINE)
        town["hours"] = {}
        closure = close(hall, NINE, at("09:00", day=4))
        assert [v["to"] for v in closure["visits"]] == ["2026-03-04T09:00:00+01:00"]
        undo(hall, closure)
        far = close(hall, NINE, NINE + timedelta(days=31))
        assert far["visits"][0]["to"].startswith("2026-04-03")
        assert appointment(hall, visit)["state"] == "booked"


def test_only_an_interval_to_come_is_closed(hall: Hall) -> None:
    for start, end in ((TEN, NINE), (at("06:00"), at("07:00")), (NINE, NINE + timedelta(days=32))):
        with refusing("invalid"):
            close(hall, start, end)
    with refusing("invalid"):
        close(hall, NINE, TEN, service="nothing")


def test_overbooking_is_written_down_with_its_reason(hall: Hall) -> None:
    book(hall, NINE)
    hall.caller = Caller("staff", "staff:7", "Dana", {"*": ROLES[Role.SUPERVISOR]})
    hold(hall, NINE, over="a birth certificate that cannot wait")
    [row] = hall.rows("SELECT actor, reason FROM audit WHERE kind = 'overbooked'")
    assert row == ("staff:7", "a birth certificate that cannot wait")
    hall.caller = Caller("staff", "staff:8", "Celina", {"*": ROLES[Role.RECEPTION]})
    with refusing("forbidden"):
        hold(hall, NINE, over="please")


a_step = some.tuples(
    some.sampled_from(["book", "book", "book", "close", "undo", "wait", "cancel", "move"]),
    some.integers(0, 60),
    some.integers(1, 3),
)


@settings(max_examples=15)
@given(some.lists(a_step, max_size=25))
def test_closing_and_undoing_never_loses_a_booking_and_never_oversells(
    steps: list[tuple[str, int, int]],
) -> None:
    folder = Path(tempfile.mkdtemp())
    with a_hall(folder, office=booked_office(capacity=1)) as hall:
        booked: dict[str, Json] = {}
        closed: list[Json] = []
        for verb, place, cases in steps:
            start = at("08:00", day=3 + place // 24) + timedelta(minutes=20 * (place % 24))
            with suppress(Refused):  # then nothing may have changed
                _step(hall, verb, start, cases, booked, closed)
            _check(hall, booked)
    shutil.rmtree(folder)


def _step(
    hall: Hall, verb: str, start: datetime, cases: int, booked: dict[str, Json], closed: list[Json]
) -> None:
    some_visit = next(iter(booked.values()), None)
    if verb == "book":
        visit = book(hall, start, cases=cases)
        booked[visit["token"]] = visit
    elif verb == "close":
        closed.append(close(hall, start, start + timedelta(hours=cases)))
    elif verb == "undo" and closed:
        undo(hall, closed.pop())
    elif verb == "wait":
        hall.pass_(minutes=5 * cases)
    elif verb == "cancel" and some_visit:
        cancel(hall, some_visit)
        del booked[some_visit["token"]]
    elif verb == "move" and some_visit:
        move(hall, some_visit, start)


def _check(hall: Hall, booked: dict[str, Json]) -> None:
    """Every booking is there, and no more visits than one at any time."""
    shown = [appointment(hall, visit) for visit in booked.values()]
    assert {one["state"] for one in shown} <= {"booked"}
    spans = sorted(
        (datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])) for one in shown
    )
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert not hall.rows("SELECT 1 FROM taken_places WHERE taken > places OR taken < 0")
