"""A new revision comes into force while the office works; what has begun goes on."""

import copy
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.office import parse_office
from queue_server.operations import board_tests
from queue_server.operations.counters import close_counter
from queue_server.operations.publishing import publish
from queue_server.operations.work import OFFICE, Work
from queue_server.views.branch import branch_view
from queue_server.views.counter import board_view
from tests.booking_hall import book, booked_office
from tests.in_process import MORNING, TOWN, Hall, Json, Refused, a_hall, busy_office, refusing

Edit = Callable[[Json], object]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def put_in_force(hall: Hall, *edits: Edit, note: str | None = None) -> int:
    """Publish the busy office with something changed; the number of its revision."""
    document = copy.deepcopy(busy_office())
    for edit in edits:
        edit(document)

    def operate(work: Work) -> Json:
        return {"revision": publish(work, parse_office(document), note)}

    return int(hall.do(operate)["revision"])


def town(document: Json) -> Json:
    """The only branch of a document."""
    found: Json = document["branches"][0]
    return found


def without(kind: str, id_: str) -> Edit:
    """Takes a part of the branch away, with the work profiles that need it."""

    def edit(document: Json) -> None:
        branch = town(document)
        branch[kind] = [part for part in branch[kind] if part["id"] != id_]
        for profile in branch["profiles"]:
            profile["serves"] = [w for w in profile["serves"] if w["service"] != id_]
        branch["profiles"] = [profile for profile in branch["profiles"] if profile["serves"]]
        kept = {profile["id"] for profile in branch["profiles"]}
        branch["counters"] = [c for c in branch["counters"] if c["profile"] in kept]

    return edit


def with_service(document: Json) -> None:
    town(document)["services"].append({"id": "maps", "name": "Mapy", "zone": "hall", "prefix": "M"})
    town(document)["profiles"][0]["serves"].append({"service": "maps"})


def with_branch(document: Json) -> None:
    document["branches"].append({**copy.deepcopy(town(document)), "id": "village"})


def test_a_new_service_takes_tickets_at_once(hall: Hall) -> None:
    assert put_in_force(hall, with_service) == 2
    hall.open("1")
    ticket = hall.take("maps")
    assert (ticket["number"], ticket["revision"]) == ("M001", 2)
    assert hall.next("1") == hall.ticket(ticket)


def test_a_new_branch_takes_tickets_at_once(hall: Hall) -> None:
    put_in_force(hall, with_branch)
    view = hall.do(branch_view, "village")
    assert (view["revision"], view["rev"]) == (2, 1)


def test_every_screen_is_told_and_every_branch_has_its_event(hall: Hall) -> None:
    put_in_force(hall, with_service, note="Mapy od poniedziałku")
    assert OFFICE in hall.changes[-1]
    found = hall.rows("SELECT branch, reason FROM events WHERE kind = 'office_published'")
    assert found == [(TOWN, "Mapy od poniedziałku")]


def test_a_revision_keeps_its_author_time_and_note(hall: Hall) -> None:
    put_in_force(hall, note="Nic nowego")
    rows = hall.rows("SELECT revision, author, note FROM office_revisions ORDER BY revision")
    assert rows == [(1, None, None), (2, "server", "Nic nowego")]


def test_the_revision_in_force_outlasts_a_restart(hall: Hall) -> None:
    put_in_force(hall, with_service)
    hall.restart()
    assert hall.take("maps")["revision"] == 2


def test_an_office_starts_though_a_newer_page_lacks_a_text_that_it_had_in_its_own_words(
    hall: Hall,
) -> None:
    def with_wording(document: Json) -> None:
        document["wording"] = [{"page": "status", "key": "open", "text": "Zapraszamy"}]

    put_in_force(hall, with_wording)
    with closing(sqlite3.connect(hall.database)) as db, db:
        db.execute(
            "UPDATE office_revisions SET document = replace(document, '\"open\"', '\"gone\"')"
        )
    hall.restart()
    assert hall.loop.revision.number == 2
    assert hall.loop.revision.office.wording == []


def test_a_refused_publication_changes_nothing(hall: Hall) -> None:
    hall.take("permits")
    with refusing("still_in_use"):
        put_in_force(hall, without("services", "permits"))
    assert hall.take("permits")["revision"] == 1
    assert hall.rows("SELECT count(*) FROM office_revisions") == [(1,)]


def test_a_service_that_someone_waits_in_does_not_become_a_meeting(hall: Hall) -> None:
    def meet(document: Json) -> None:
        permits = next(s for s in town(document)["services"] if s["id"] == "permits")
        permits |= {"booking": {"slot_minutes": 60, "capacity": 9, "group": True}}
        for profile in town(document)["profiles"]:
            profile["serves"] = [s for s in profile["serves"] if s["service"] != "permits"] or [
                {"service": "cards"}
            ]

    hall.take("permits")
    with refusing("still_in_use"):
        put_in_force(hall, meet)


def test_issued_tickets_keep_their_number_due_time_and_revision(hall: Hall) -> None:
    before = hall.take("cards")

    def edit(document: Json) -> None:
        cards = town(document)["services"][0]
        cards |= {"prefix": "C", "target_wait_minutes": 5}

    put_in_force(hall, edit)
    after = hall.ticket(before)
    assert {k: after[k] for k in ("number", "due_at", "revision", "state")} == {
        k: before[k] for k in ("number", "due_at", "revision", "state")
    }
    assert hall.take("cards")["number"] == "C001"


def at(path: str) -> str:
    return f"office.branches[0].{path}"


def parked_for_3(hall: Hall) -> None:
    hall.open("3")
    hall.take("permits")
    hall.next("3")
    hall.at("3", "park")


NEEDED: dict[str, tuple[Callable[[Hall], Any], Edit, str]] = {
    "a service people wait for": (
        lambda hall: hall.take("permits"),
        without("services", "permits"),
        at("services"),
    ),
    "a service later in a chain": (
        lambda hall: hall.take("cards", "permits"),
        without("services", "permits"),
        at("services"),
    ),
    "an open counter": (
        lambda hall: hall.open("2"),
        without("counters", "2"),
        at("counters"),
    ),
    "a counter that tickets are parked for": (
        parked_for_3,
        without("counters", "3"),
        at("counters"),
    ),
    "a profile that a counter works with": (
        lambda hall: hall.open("1", "west"),
        without("profiles", "west"),
        at("profiles"),
    ),
    "a class of someone who waits": (
        lambda hall: hall.take("cards", visitor_class="urgent"),
        lambda document: document["classes"].pop(),
        "office.classes",
    ),
    "a language that waits": (
        lambda hall: hall.take("advice", language="ru"),
        lambda document: (
            document.update(languages=["pl", "en", "uk"]),
            town(document)["profiles"][2].update(languages=["uk"]),
        ),
        "office.languages",
    ),
    "a time zone while tickets are alive": (
        lambda hall: hall.take("cards"),
        lambda document: town(document).update(time_zone="Europe/Lisbon"),
        at("time_zone"),
    ),
    "a branch where people wait": (
        lambda hall: hall.take("cards"),
        lambda document: town(document).update(id="village"),
        "office.branches",
    ),
}


@pytest.mark.parametrize("needed", NEEDED)
def test_what_is_still_needed_cannot_be_taken_away(hall: Hall, needed: str) -> None:
    begin, edit, path = NEEDED[needed]
    begin(hall)
    with pytest.raises(Refused) as refused:
        put_in_force(hall, edit)
    assert refused.value.code == "still_in_use"
    assert path in [fault["path"] for fault in refused.value.problem["errors"]]


@pytest.mark.parametrize("needed", NEEDED)
def test_what_nobody_needs_can_be_taken_away(hall: Hall, needed: str) -> None:
    _, edit, _ = NEEDED[needed]
    assert put_in_force(hall, edit) == 2


def test_a_service_with_appointments_to_come_cannot_be_taken_away(tmp_path: Path) -> None:
    document = booked_office()
    with a_hall(tmp_path, office=document) as hall:
        book(hall, MORNING + timedelta(days=1))
        branch = town(document)
        branch["services"] = [s for s in branch["services"] if s["id"] != "cards"]
        for profile in branch["profiles"]:
            profile["serves"] = [w for w in profile["serves"] if w["service"] != "cards"]
        with pytest.raises(Refused) as refused:
            hall.do(lambda work: {"revision": publish(work, parse_office(document))})
        assert "'cards' has 1 appointments; move or cancel them" in refused.value.problem["detail"]


def test_a_fault_names_the_first_tickets_and_counts_the_others(hall: Hall) -> None:
    for _ in range(7):
        hall.take("permits")
    with pytest.raises(Refused) as refused:
        put_in_force(hall, without("services", "permits"))
    assert "P001, P002, P003, P004, P005 and 2 more" in refused.value.problem["detail"]


def route(by_language: bool) -> Edit:
    def edit(document: Json) -> None:
        town(document)["services"][0]["route_by_language"] = by_language

    return edit


def test_who_waits_is_still_called_once_a_service_routes_by_language(hall: Hall) -> None:
    hall.open("1")
    first, second = hall.take("cards", language="uk"), hall.take("cards", language="pl")
    put_in_force(hall, route(True))
    assert hall.upcoming("1") == [first["number"], second["number"]]
    put_in_force(hall, route(False))
    assert hall.upcoming("1") == [first["number"], second["number"]]
    counts = hall.rows("SELECT line, count FROM waiting_counts WHERE count > 0")
    assert counts == [("cards|walk_in|", 2)]


def test_a_call_is_shown_where_its_counter_stands_now(hall: Hall) -> None:
    hall.open("1")
    hall.take("cards")
    hall.next("1")

    def edit(document: Json) -> None:
        town(document)["zones"].append({"id": "annex", "name": "Aneks"})
        town(document)["counters"][0]["zone"] = "annex"

    put_in_force(hall, edit)
    assert hall.rows("SELECT zone FROM calls") == [("annex",)]


def test_a_missed_visitor_of_a_service_that_is_no_more_is_refused_a_revival(hall: Hall) -> None:
    hall.open("3")
    ticket = hall.take("permits")
    hall.next("3")
    hall.pass_(seconds=30)
    hall.at("3", "recall")
    hall.pass_(seconds=30)
    hall.at("3", "no_show")
    hall.do(close_counter, TOWN, "3")
    put_in_force(hall, without("services", "permits"))
    with refusing("wrong_state"):
        hall.move("revive", ticket)
    assert hall.counter("1")["missed"][0]["zone"] is None


def test_a_slip_queued_on_a_removed_printer_fails(hall: Hall) -> None:
    ticket = hall.take("cards", kiosk="hall")
    assert ticket["job"] is not None

    def edit(document: Json) -> None:
        town(document)["printers"] = []
        town(document)["kiosks"][0]["printers"] = []

    put_in_force(hall, edit)
    assert hall.rows("SELECT state, detail FROM print_jobs") == [
        ("failed", "the printer was removed")
    ]


def test_an_office_may_lose_its_last_branch_and_time_goes_on(hall: Hall) -> None:
    document = busy_office() | {"branches": []}
    assert hall.do(lambda work: {"revision": publish(work, parse_office(document))}) == {
        "revision": 2
    }
    hall.pass_(days=2)


def test_nothing_is_in_force_before_it_is_stored(hall: Hall) -> None:
    seen: list[int] = []

    def operate(work: Work) -> Json:
        publish(work, parse_office(busy_office()))
        seen.append(hall.loop.revision.number)
        return {}

    hall.do(operate)
    assert (seen, hall.loop.revision.number) == ([1], 2)


def test_what_follows_in_the_same_group_works_with_the_new_revision(hall: Hall) -> None:
    document = busy_office()
    with_service(document)
    office = parse_office(document)

    def then_look(work: Work) -> Json:
        publish(work, office)
        return {"maps": "maps" in work.branch(TOWN).service}

    assert hall.do(then_look) == {"maps": True}


def test_a_board_shows_a_test_for_a_while_unless_a_ticket_is_called(hall: Hall) -> None:
    def shown() -> tuple[str | None, bool]:
        board = hall.do(board_view, TOWN, "1")
        return board["number"], board["active"]

    assert hall.do(board_tests.begin, TOWN, "1")["number"] == "8888"
    assert shown() == ("8888", True)
    hall.open("1")
    ticket = hall.take("cards")
    hall.next("1")
    assert shown() == (ticket["number"], True)
    with refusing("counter_busy"):
        hall.do(board_tests.begin, TOWN, "1")
    hall.at("1", "finish")
    hall.pass_(seconds=10)
    assert shown() == (None, False)
    assert hall.rows("SELECT * FROM board_tests") == []
