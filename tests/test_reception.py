"""What reception does for someone at the desk: puts tickets right, finds them, counts contacts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.operations import calling, contacts, correcting
from queue_server.operations.correcting import Priority
from queue_server.operations.taking import Wish, take_ticket
from queue_server.operations.work import Work
from queue_server.store import tickets
from queue_server.views.branch import branch_view
from tests.in_process import TOWN, Hall, Json, a_hall, busy_office, refusing

WHY = "came with a small child"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def prioritise(hall: Hall, ticket: Json, **wanted: str) -> Json:
    return dict(hall.do(correcting.set_priority, ticket["id"], Priority(**wanted), WHY)["ticket"])


def correct(hall: Hall, ticket: Json, service: str) -> Json:
    return dict(hall.do(correcting.correct_service, ticket["id"], service, None)["ticket"])


def audited(hall: Hall, kind: str) -> list[tuple[str, Json, str]]:
    rows = hall.rows("SELECT subject, after, reason FROM audit WHERE kind = :kind", kind=kind)
    return [(subject, json.loads(after), reason) for subject, after, reason in rows]


def found(hall: Hall, text: str) -> list[str]:
    def search(work: Work) -> Json:
        today = work.today(work.branch(TOWN))
        rows = tickets.of_day(work.db, TOWN, today, None, None, text)
        return {"numbers": [ticket.number for ticket in rows]}

    return list(hall.do(search)["numbers"])


def test_a_ticket_goes_first_or_last_for_a_reason(hall: Hall) -> None:
    first, second, third = (hall.take() for _ in range(3))
    hall.open("1")
    prioritise(hall, third, position="first")
    prioritise(hall, first, position="last")
    assert hall.upcoming() == ["A003", "A002", "A001"]
    prioritise(hall, third, position="due")
    prioritise(hall, first, position="due")
    assert hall.upcoming() == ["A001", "A002", "A003"]
    assert hall.ticket(second)["due_at"] == second["due_at"]
    assert audited(hall, "priority")[0] == (f"ticket:{third['id']}", {"position": "first"}, WHY)


def test_a_class_counts_from_the_arrival(hall: Hall) -> None:
    hall.take()
    hall.pass_(minutes=1)
    second = hall.take()
    hall.open("1")
    hall.pass_(minutes=3)
    assert prioritise(hall, second, visitor_class="pregnancy")["class"] == "pregnancy"
    assert hall.upcoming() == ["A002", "A001"]
    with refusing("invalid"):
        prioritise(hall, second, visitor_class="nobody")


def test_only_who_waits_can_be_moved(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")
    hall.next()
    with refusing("wrong_state"):
        prioritise(hall, ticket, position="first")
    with refusing("wrong_state"):
        correct(hall, ticket, "stamps")


def test_a_service_chosen_by_mistake_is_corrected_with_number_and_arrival_kept(hall: Hall) -> None:
    ticket = hall.take("cards")
    hall.pass_(minutes=5)
    after = correct(hall, ticket, "permits")
    kept = ("number", "issued_at", "entered_at", "leg")
    assert [after[name] for name in kept] == [ticket[name] for name in kept]
    assert after["service"] == "permits"
    hall.open("3")
    assert hall.upcoming("3") == [ticket["number"]]
    assert hall.rows("SELECT service, count FROM waiting_counts WHERE count > 0") == [
        ("permits", 1)
    ]
    with refusing("invalid"):
        correct(hall, ticket, "nothing")


def test_a_call_that_passes_others_is_one_a_supervisor_sees(hall: Hall) -> None:
    hall.take()
    second = hall.take()
    hall.open("1")
    hall.do(calling.call_ticket, TOWN, "1", second["id"], WHY)
    [(subject, after, reason)] = audited(hall, "out_of_order")
    assert (subject, reason) == (f"ticket:{second['id']}", WHY)
    assert [passed["number"] for passed in after["why"]["passed"]] == ["A001"]


def test_an_office_may_want_its_reason(tmp_path: Path) -> None:
    office = busy_office()
    office["rules"]["reasons_required"] = True
    with a_hall(tmp_path, office=office) as hall:
        first, second = hall.take(), hall.take()
        hall.open("1")
        with refusing("invalid"):
            hall.do(calling.call_ticket, TOWN, "1", second["id"], None)
        hall.do(calling.call_ticket, TOWN, "1", first["id"], None)
        assert audited(hall, "out_of_order") == []


def test_tickets_are_found_by_number_and_reference(hall: Hall) -> None:
    hall.do(take_ticket, TOWN, Wish(["cards"], reference="SO-II.6122.17"))
    hall.do(take_ticket, TOWN, Wish(["permits"]))
    assert found(hall, "a0") == ["A001"]
    assert found(hall, "ii.6122") == ["A001"]
    assert found(hall, "001") == found(hall, "%") == []


def test_a_slip_is_printed_at_the_desk(hall: Hall) -> None:
    issued = hall.do(take_ticket, TOWN, Wish(["cards"], printer="a"))
    assert hall.rows("SELECT printer, copy FROM print_jobs") == [("a", 0)]
    assert issued["job"]
    with refusing("invalid"):
        hall.do(take_ticket, TOWN, Wish(["cards"], printer="nowhere"))


def test_a_contact_counted_by_mistake_is_taken_back(hall: Hall) -> None:
    counted = [hall.do(contacts.count_contact, TOWN, "forms", "desk", None, 1) for _ in range(2)]
    hall.do(contacts.undo_contact, TOWN, counted[0]["id"])
    assert hall.do(branch_view, TOWN)["contacts"] == {"forms": 1}
    with refusing("nothing_to_undo"):
        hall.do(contacts.undo_contact, TOWN, counted[0]["id"])
    hall.pass_(seconds=61)
    with refusing("nothing_to_undo"):
        hall.do(contacts.undo_contact, TOWN, counted[1]["id"])
