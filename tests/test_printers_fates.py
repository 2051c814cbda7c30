"""What the server decides of slips: who prints in whose place, what is too late, who is told."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from queue_server.operations import printing
from queue_server.views.branch import branch_view
from queue_server.views.kiosk import kiosk_view
from queue_server.views.printer import printer_view
from tests.in_process import TOWN, Hall, a_hall, busy_office, refusing
from tests.running_office import Office

Json = dict[str, Any]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    office = busy_office()
    town = office["branches"][0]
    fallback = {"left": "desk", "right": None, "desk": "back", "back": None}
    town["printers"] = [{"id": p, "name": p, "host": p, "fallback": f} for p, f in fallback.items()]
    town["kiosks"] = [{"id": "door", "name": "Door", "zone": "hall", "printers": ["left", "right"]}]
    with a_hall(tmp_path, office=office) as running:
        for printer in fallback:
            say(running, printer, "online")
        yield running


def say(hall: Hall, printer: str, state: str, detail: str | None = None) -> None:
    hall.do(printing.report_status, TOWN, printer, state, detail)


def tell(hall: Hall, printer: str, job: int, state: str, detail: str | None = None) -> Json:
    return dict(hall.do(printing.report_job, TOWN, printer, job, state, detail))


def jobs(hall: Hall) -> list[tuple[str, str]]:
    return [(p, s) for p, s in hall.rows("SELECT printer, state FROM print_jobs ORDER BY id")]


def kinds(hall: Hall, ticket: Json) -> list[str]:
    rows = hall.rows(
        "SELECT kind FROM events WHERE ticket = :id AND kind LIKE 'slip%' ORDER BY seq",
        id=ticket["id"],
    )
    return [kind for (kind,) in rows]


def test_a_copy_ordered_where_paper_is_out_comes_out_beside_it(hall: Hall) -> None:
    ticket = uncertain_slip(hall)
    say(hall, "left", "paper_out")
    hall.do(printing.print_copy, ticket["id"], "left")
    assert jobs(hall) == [("left", "uncertain"), ("right", "queued")]


def test_a_kiosk_knows_the_printers_that_print_in_the_place_of_its_own(hall: Hall) -> None:
    assert [p["id"] for p in kiosk(hall)["printers"]] == ["left", "right", "desk", "back"]


@pytest.mark.parametrize(
    ("away", "printed_by"),
    [
        ([], "left"),
        (["left"], "right"),
        (["left", "right"], "desk"),
        (["left", "desk", "right"], "back"),
        (["left", "right", "desk", "back"], "left"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_slip_goes_to_the_next_printer_that_works(
    hall: Hall, away: list[str], printed_by: str, when: str
) -> None:
    """Whether the printers fail before it is ordered or while it waits for them."""
    if when == "after":
        hall.take(kiosk="door")
    for printer in away:
        say(hall, printer, "paper_out")
    if when == "before":
        hall.take(kiosk="door")
    if len(away) == 4:  # all are away: it waits where it was, and comes out where paper is first
        assert [state for _printer, state in jobs(hall)] == ["queued"]
        say(hall, "back", "online")
        printed_by = "back"
    assert jobs(hall) == [(printed_by, "queued")]


def test_only_what_cannot_have_been_printed_moves(hall: Hall) -> None:
    hall.take(kiosk="door")
    hall.take(kiosk="door")
    tell(hall, "left", 1, "sent")
    say(hall, "left", "cover_open")
    assert jobs(hall) == [("left", "sent"), ("right", "queued")]
    with refusing("not_found"):
        tell(hall, "left", 2, "sent")
    assert tell(hall, "right", 2, "sent")["state"] == "sent"


def test_a_job_given_back_moves_and_is_no_copy(hall: Hall) -> None:
    ticket = hall.take(kiosk="door")
    tell(hall, "left", 1, "sent")
    say(hall, "left", "offline")
    tell(hall, "left", 1, "queued", "interrupted after 0 bytes")
    tell(hall, "right", 1, "sent")
    assert tell(hall, "right", 1, "printed")["copy"] == 0
    assert kinds(hall, ticket) == [
        "slip_ordered",
        "slip_sent",
        "slip_queued",
        "slip_moved",
        "slip_sent",
        "slip_printed",
    ]


def test_giving_back_what_was_never_taken_changes_nothing(hall: Hall) -> None:
    hall.take(kiosk="door")
    assert tell(hall, "left", 1, "queued")["state"] == "queued"
    tell(hall, "left", 1, "sent")
    tell(hall, "left", 1, "printed")
    with refusing("job_settled"):
        tell(hall, "left", 1, "queued")


def test_a_slip_not_begun_in_time_is_not_printed_late(hall: Hall) -> None:
    for printer in ("left", "right", "desk", "back"):
        say(hall, printer, "offline")
    ticket = hall.take(kiosk="door")
    hall.pass_(minutes=4, seconds=59)
    assert jobs(hall) == [("left", "queued")]
    hall.pass_(seconds=1)
    assert jobs(hall) == [("left", "failed")]
    assert hall.rows("SELECT detail FROM print_jobs") == [("expired",)]
    assert kinds(hall, ticket) == ["slip_ordered", "slip_failed"]
    with refusing("job_settled"):
        tell(hall, "left", 1, "sent")


def test_what_was_begun_in_time_may_end_later(hall: Hall) -> None:
    hall.take(kiosk="door")
    tell(hall, "left", 1, "sent")
    hall.pass_(minutes=10)
    assert tell(hall, "left", 1, "printed")["state"] == "printed"


def test_the_slip_of_a_ticket_that_ended_is_not_begun(hall: Hall) -> None:
    ticket = hall.take(kiosk="door")
    hall.move("cancel", ticket, None)
    with refusing("job_settled"):
        tell(hall, "left", 1, "sent")
    assert jobs(hall) == [("left", "failed")]
    assert kinds(hall, ticket) == ["slip_ordered", "slip_failed"]
    hall.pass_(minutes=5)
    # A copy that someone asks for afterwards is printed.
    hall.do(printing.print_copy, ticket["id"], "left")
    assert tell(hall, "left", 2, "sent")["copy"] == 1


def test_the_loop_knows_when_the_next_slip_expires(hall: Hall) -> None:
    hall.take(kiosk="door")
    left = hall.do(lambda work: {"at": str(printing.next_expiry(work.db, work.office) - work.now)})
    assert left["at"] == "0:05:00"


def kiosk(hall: Hall) -> Json:
    return dict(hall.do(kiosk_view, TOWN, "door"))


def branch(hall: Hall) -> Json:
    return dict(hall.do(branch_view, TOWN))


def uncertain_slip(hall: Hall) -> Json:
    ticket = hall.take(kiosk="door")
    tell(hall, "left", ticket["job"], "sent")
    tell(hall, "left", ticket["job"], "uncertain", "interrupted after 400 bytes")
    return ticket


def test_a_kiosk_asks_and_reception_is_told_of_a_slip_that_may_not_have_come_out(
    hall: Hall,
) -> None:
    ticket = uncertain_slip(hall)
    (asked,) = kiosk(hall)["uncertain"]
    assert {key: asked[key] for key in ("ticket", "number", "job", "printer", "copy")} == {
        "ticket": ticket["id"],
        "number": ticket["number"],
        "job": 1,
        "printer": "left",
        "copy": 0,
    }
    assert {"kind": "uncertain_slip"} | asked in branch(hall)["alerts"]


@pytest.mark.parametrize(("came_out", "state"), [(True, "printed"), (False, "failed")])
def test_an_answer_settles_it_once_and_offers_a_copy_only_where_none_came(
    hall: Hall, came_out: bool, state: str
) -> None:
    ticket = uncertain_slip(hall)
    answered = hall.do(printing.answer, TOWN, "left", 1, came_out)
    assert (answered["state"], answered["reprint"]) == (state, not came_out)
    assert kinds(hall, ticket)[-1] == f"slip_{state}"
    assert kiosk(hall)["uncertain"] == []
    assert not [alert for alert in branch(hall)["alerts"] if alert["kind"] == "uncertain_slip"]
    with refusing("job_settled"):
        hall.do(printing.answer, TOWN, "left", 1, came_out)
    with refusing("not_found"):
        hall.do(printing.answer, TOWN, "right", 1, came_out)


@pytest.mark.parametrize("what", ["time", "copy", "end"])
def test_nobody_is_asked_about_a_slip_that_no_longer_matters(hall: Hall, what: str) -> None:
    ticket = uncertain_slip(hall)
    if what == "time":
        hall.pass_(minutes=61)
    elif what == "copy":
        hall.do(printing.print_copy, ticket["id"], None)
    else:
        hall.move("cancel", ticket, None)
    assert kiosk(hall)["uncertain"] == []
    assert not [alert for alert in branch(hall)["alerts"] if alert["kind"] == "uncertain_slip"]


def test_a_printer_is_shown_with_its_state_its_cause_and_since_when(hall: Hall) -> None:
    hall.pass_(minutes=1)
    say(hall, "left", "error", "cutter")
    hall.pass_(minutes=1)
    say(hall, "left", "error", "recovers by itself")
    hall.pass_(minutes=1)
    shown = next(p for p in branch(hall)["printers"] if p["id"] == "left")
    assert (shown["state"], shown["ok"], shown["detail"]) == ("error", False, "recovers by itself")
    assert shown["since"] == "2026-03-02T09:01:00+01:00"
    assert kiosk(hall)["printers"][0] == shown
    said = hall.do(printer_view, TOWN, "left")["status"]
    assert (said["state"], said["at"]) == ("error", shown["since"])
    events = hall.rows("SELECT detail, reason FROM events WHERE kind = 'printer_status'")
    told = [(json.loads(detail), reason) for detail, reason in events]
    assert ({"left": "error"}, "cutter") in told


def test_an_agent_is_told_of_the_next_jobs_however_many_wait(hall: Hall) -> None:
    for _ in range(25):
        hall.take(kiosk="door")
    told: list[int] = []
    while listed := [job["id"] for job in hall.do(printer_view, TOWN, "left")["jobs"]]:
        assert len(listed) <= 10
        told.append(listed[0])
        tell(hall, "left", listed[0], "sent")
        assert hall.do(printer_view, TOWN, "left")["jobs"][0]["state"] == "sent"
        tell(hall, "left", listed[0], "printed")
    assert told == list(range(1, 26))


def test_slips_of_tickets_that_have_ended_hold_up_none_behind_them(hall: Hall) -> None:
    say(hall, "left", "online")
    for ticket in [hall.take(kiosk="door") for _ in range(15)][:12]:
        hall.move("cancel", ticket, None)
    assert [job["id"] for job in hall.do(printer_view, TOWN, "left")["jobs"]] == [13, 14, 15]


def test_the_answer_and_the_figures_over_http(start_office: Callable[..., Office]) -> None:
    office = start_office(args=["--no-devices"])
    job = office.take("krakow", "residence-permit", kiosk="low")["job"]
    place = f"/branches/krakow/printers/low/jobs/{job}"
    office.do(place, {"state": "sent"})
    office.do(place, {"state": "uncertain"})
    office.do("/branches/krakow/printers/low/status", {"state": "cover_open"})
    figures = requests.get(f"{office.url}/metrics", timeout=30).text
    assert 'okienko_uncertain_slips{branch="krakow"} 1.0' in figures
    assert 'okienko_printer{branch="krakow",printer="low",state="cover_open"} 1.0' in figures
    assert 'okienko_print_jobs{branch="krakow",printer="low"} 0.0' in figures
    assert office.post(f"{place}/answer", {"came_out": "perhaps"}).status_code == 422
    told = office.do(f"{place}/answer", {"came_out": False})
    assert (told["state"], told["reprint"]) == ("failed", True)
    assert office.post(f"{place}/answer", {"came_out": True}).status_code == 409
