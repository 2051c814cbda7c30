"""The audit: appended to, never changed, searched, and what it says of a ticket that was passed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.access import DEMO, Caller
from queue_server.operations import audit, calling, correcting
from queue_server.operations.correcting import Priority
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store.audit import Asked
from queue_server.store.database import DatabaseError
from queue_server.views.audit import audit_json, deviations_json
from queue_server.views.passing import passing_json
from tests.in_process import MORNING, TOWN, Hall, Json, a_hall
from tests.running_office import Office

ANNA = Caller("staff", "account:7", "Anna Kowal", DEMO.grants, address="10.0.0.8")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def recorded(hall: Hall, kind: str = "device_paired", subject: str = "device:3") -> None:
    def record(work: Work) -> Json:
        work.caller = ANNA
        audit.record(work, kind, subject, before={"a": 1}, after={"a": "Ł"}, reason="why not")
        return {}

    hall.do(record)


def search(hall: Hall, most: int = 100, **words: Any) -> Json:
    asked = Asked(MORNING - timedelta(days=1), MORNING + timedelta(days=1), **words)
    return dict(hall.do(lambda work: audit_json(work, asked, most)))


def passed_by(hall: Hall, ticket: Json) -> list[tuple[str, str, str | None]]:
    shown = hall.do(lambda work: passing_json(work, work.ticket(ticket["id"])))
    return [(p["number"], p["because"], p["reason"]) for p in shown["passed_by"]]


def test_an_entry_says_who_what_when_and_from_where(hall: Hall) -> None:
    recorded(hall)
    [entry] = search(hall)["entries"]
    assert (entry["actor"], entry["name"], entry["address"]) == (
        "account:7",
        "Anna Kowal",
        "10.0.0.8",
    )
    assert (entry["kind"], entry["subject"], entry["reason"]) == (
        "device_paired",
        "device:3",
        "why not",
    )
    assert (entry["before"], entry["after"]) == ({"a": 1}, {"a": "Ł"})


@pytest.mark.parametrize("table", ["audit", "events"])
@pytest.mark.parametrize("change", ["UPDATE {} SET kind = 'x'", "DELETE FROM {}"])
def test_nothing_of_it_can_be_changed(hall: Hall, change: str, table: str) -> None:
    hall.take()
    recorded(hall)

    def meddle(work: Work) -> Json:
        with pytest.raises(DatabaseError, match="never changed"):
            work.db.run(change.format(table))
        return {}

    hall.do(meddle)
    assert len(search(hall)["entries"]) == 1


def test_what_staff_did_to_tickets_stands_beside_it(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")

    def call(work: Work) -> Json:
        work.caller = ANNA
        return calling.call_next(work, TOWN, "1")

    hall.do(call)
    hall.pass_(seconds=1)
    recorded(hall)
    found = search(hall)["entries"]
    assert [(e["kind"], e["subject"]) for e in found] == [
        ("device_paired", "device:3"),
        ("call", f"ticket:{ticket['id']}"),
    ]
    assert (found[1]["actor"], found[1]["name"], found[1]["address"]) == (
        "account:7",
        "Anna Kowal",
        "10.0.0.8",
    )


def test_entries_are_found_by_their_words(hall: Hall) -> None:
    recorded(hall)
    recorded(hall, "signed_in", "account:7")

    def kinds(**words: Any) -> list[str]:
        return [entry["kind"] for entry in search(hall, **words)["entries"]]

    assert kinds(kind="signed_in") == ["signed_in"]
    assert kinds(subject="device:3") == ["device_paired"]
    assert kinds(find="kowal") == ["signed_in", "device_paired"]
    assert kinds(actor="account:8") == kinds(find="%") == kinds(branch="elsewhere") == []


def test_more_of_them_are_asked_for_from_where_the_last_page_ended(hall: Hall) -> None:
    for device in range(5):
        recorded(hall, subject=f"device:{device}")
    first = search(hall, most=3)
    assert [e["subject"] for e in first["entries"]] == ["device:4", "device:3", "device:2"]
    second = search(hall, most=3, **first["more"])
    assert [e["subject"] for e in second["entries"]] == ["device:1", "device:0"]
    assert second["more"] is None


def test_todays_deviations_are_listed_for_the_supervisor(hall: Hall) -> None:
    tickets = [hall.take() for _ in range(3)]
    hall.open("1")
    hall.do(correcting.set_priority, tickets[2]["id"], Priority(position="first"), "a child")
    hall.do(calling.call_ticket, TOWN, "1", tickets[1]["id"], "asked to")
    listed = hall.do(lambda work: {"all": deviations_json(work, TOWN)})["all"]
    assert [(e["kind"], e["reason"]) for e in listed] == [
        ("out_of_order", "asked to"),
        ("priority", "a child"),
    ]


def test_a_ticket_tells_who_passed_it_and_why(hall: Hall) -> None:
    hall.open("1", "front")
    hall.open("4", "east")
    hall.take("cards")
    own = hall.take("cards")
    hall.pass_(minutes=1)
    hall.take("advice", language="uk")
    urgent = hall.take("stamps", visitor_class="urgent")
    given = hall.take("stamps")
    hall.next("1")
    hall.at("1", "return")
    hall.next("4")
    hall.do(calling.call_ticket, TOWN, "1", given["id"], "an interpreter waits")
    hall.at("1", "finish")
    hall.do(calling.serve_newcomer, TOWN, "1", Wish(["stamps"], listed=False))
    assert passed_by(hall, own) == [
        (urgent["number"], "class", None),
        ("R001", "other_work", None),
        (given["number"], "chosen", "an interpreter waits"),
        ("A005", "newcomer", None),
    ]


def test_who_waited_before_it_did_not_pass_it(hall: Hall) -> None:
    hall.open("1")
    hall.take()
    hall.pass_(seconds=1)
    own = hall.take()
    hall.next()
    hall.next(current="done")
    assert passed_by(hall, own) == []


def test_the_api_answers_and_exports(office: Office) -> None:
    ticket = office.take("krakow", "residence-permit")
    office.do(f"/tickets/{ticket['id']}/priority", {"position": "first", "reason": "=1+1"})
    [entry] = office.read("/audit?kind=priority")["entries"]
    assert entry["subject"] == f"ticket:{ticket['id']}"
    day = ticket["issued_at"][:10]
    found = office.read(f"/branches/krakow/audit/tickets?day={day}&number={ticket['number']}")
    assert [one["id"] for one in found] == [ticket["id"]]
    assert office.read(f"/audit/tickets/{ticket['id']}")["passed_by"] == []
    file = office.get("/audit.csv?kind=priority")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert "'=1+1" in file.text
    assert office.get("/audit?from=yesterday").status_code == 422
