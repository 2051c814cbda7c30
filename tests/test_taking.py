"""Numbers, limits, precedence, languages and who is ahead."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from queue_server.operations import calling, suspending, taking
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.views.branch import branch_view
from queue_server.web.api.tickets import TicketsAsked, list_tickets
from tests.in_process import TOWN, WARSAW, Hall, Json, Refused, a_hall, busy_office, refusing


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def service(hall: Hall, wanted: str) -> Json:
    services = hall.do(branch_view, TOWN)["services"]
    return next(service for service in services if service["id"] == wanted)


def changed_service(wanted: str, **about: Any) -> Json:
    office = busy_office()
    services = office["branches"][0]["services"]
    next(service for service in services if service["id"] == wanted).update(about)
    return office


# Numbers ----------------------------------------------------------------------------------------


def test_services_with_the_same_prefix_share_the_days_numbers(hall: Hall) -> None:
    taken = [hall.take(service)["number"] for service in ("cards", "stamps", "permits", "cards")]
    assert taken == ["A001", "A002", "P001", "A003"]


def test_numbers_begin_again_on_the_next_day(hall: Hall) -> None:
    assert hall.take()["number"] == "A001"
    hall.pass_(days=1)
    assert hall.take()["number"] == "A001"


def test_a_refused_ticket_leaves_no_gap_in_the_numbers(hall: Hall) -> None:
    hall.take()
    with pytest.raises(Refused):
        hall.take("cards", cases=2)
    assert hall.take()["number"] == "A002"


def test_p1000_follows_p999(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=changed_service("permits", first=998)) as hall:
        numbers = [hall.take("permits")["number"] for _ in range(4)]
        assert numbers == ["P998", "P999", "P1000", "P1001"]


@pytest.mark.parametrize("keeps_hours", [True, False])
def test_after_the_last_number_no_more_are_issued_until_tomorrow(
    tmp_path: Path, keeps_hours: bool
) -> None:
    office = changed_service("permits", first=5, last=6)
    with a_hall(tmp_path, office=office, keeps_hours=keeps_hours) as hall:
        assert [hall.take("permits")["number"] for _ in range(2)] == ["P005", "P006"]
        before = hall.contents()
        with refusing("numbers_exhausted"):
            hall.take("permits")
        assert hall.contents() == before
        closed = service(hall, "permits")
        assert (closed["open"], closed["reason"]) == (False, "numbers_exhausted")
        assert hall.take("cards")["number"] == "A001"
        hall.pass_(days=1)
        assert hall.take("permits")["number"] == "P005"


# Hours and limits -------------------------------------------------------------------------------


def test_a_service_is_open_in_its_hours(tmp_path: Path) -> None:
    office = changed_service("permits", hours={"mon": ["08:00-09:00", "10:00-11:00"]})
    with a_hall(tmp_path, office=office) as hall:
        assert service(hall, "permits")["reason"] == "break"
        with refusing("service_closed"):  # 9:00, where the first interval ends
            hall.take("permits")
        with refusing("service_closed"):  # a chain is refused for any of its services
            hall.take("cards", "permits")
        hall.pass_(minutes=59, seconds=59)
        with refusing("service_closed"):
            hall.take("permits")
        hall.pass_(seconds=1)
        hall.take("permits")


def test_a_day_has_a_limit_of_tickets(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=changed_service("permits", limit_per_day=2)) as hall:
        hall.take("permits")
        cancelled = hall.take("permits")
        hall.move("cancel", cancelled)
        with refusing("limit_reached"):
            hall.take("permits")
        assert service(hall, "permits")["reason"] == "limit_reached"
        hall.pass_(days=1)
        hall.take("permits")


def test_an_office_that_keeps_no_hours_has_no_limits(tmp_path: Path) -> None:
    office = changed_service("permits", limit_per_day=0, hours={"tue": ["08:00-09:00"]})
    with a_hall(tmp_path, office=office, keeps_hours=False) as hall:
        assert hall.take("permits")["number"] == "P001"
        assert service(hall, "permits")["open"]


# What a ticket may say --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        (Wish(["parking"], listed=False), "service"),
        (Wish(["cards", "parking"]), "services[1]"),
        (Wish(["cards"], language="de"), "language"),
        (Wish(["cards"], visitor_class="royal"), "class"),
        (Wish(["cards"], needs=["wings"]), "needs[0]"),
        (Wish(["cards"], kiosk="roof"), "kiosk"),
        (Wish(["permits"], cases=6), "cases"),
    ],
)
def test_what_the_office_does_not_have_is_named_by_its_path(
    hall: Hall, wish: Wish, path: str
) -> None:
    hall.open("1")
    before = hall.contents()
    with pytest.raises(Refused) as refused:
        hall.do(calling.serve_newcomer, TOWN, "1", wish)
    assert refused.value.status == 422
    assert [error["path"] for error in refused.value.problem["errors"]] == [path]
    assert hall.contents() == before


def test_someone_without_a_ticket_gets_one_straight_at_the_counter(hall: Hall) -> None:
    hall.open("1", clerk="Anna")
    served = hall.do(calling.serve_newcomer, TOWN, "1", Wish(["permits"], "uk", cases=3))["ticket"]
    assert (served["state"], served["counter"], served["clerk"]) == ("serving", "1", "Anna")
    assert (served["number"], served["language"], served["cases"]) == ("P001", "uk", 3)
    assert service(hall, "permits")["waiting"] == 0


# Precedence -------------------------------------------------------------------------------------


def test_precedence_asked_for_at_a_kiosk_counts_once_staff_confirm_it(hall: Hall) -> None:
    hall.open("1")
    walk_in = hall.take()
    hall.pass_(minutes=1)
    asked = hall.take(visitor_class="pregnancy", kiosk="hall")
    assert (asked["class"], asked["class_asked"]) == ("walk_in", "pregnancy")
    assert hall.upcoming() == [walk_in["number"], asked["number"]]
    confirmed = hall.move("confirm_class", asked)
    assert (confirmed["class"], confirmed["class_asked"]) == ("pregnancy", None)
    assert confirmed["due_at"] == "2026-03-02T09:06:00+01:00"  # five minutes from its arrival
    assert hall.upcoming() == [asked["number"], walk_in["number"]]
    with refusing("class_not_asked"):
        hall.move("confirm_class", asked)


def test_precedence_without_grounds_is_declined_and_the_ticket_waits_as_it_did(hall: Hall) -> None:
    hall.open("1")
    walk_in = hall.take()
    asked = hall.take(visitor_class="pregnancy", kiosk="hall")
    declined = hall.move("decline_class", asked)
    assert (declined["class"], declined["class_asked"]) == ("walk_in", None)
    assert declined["due_at"] == asked["due_at"]
    assert hall.upcoming() == [walk_in["number"], asked["number"]]
    assert hall.rows("SELECT kind FROM events ORDER BY seq DESC LIMIT 1") == [("decline_class",)]
    with refusing("class_not_asked"):
        hall.move("confirm_class", asked)


@pytest.mark.parametrize("verb", ["confirm_class", "decline_class"])
def test_precedence_of_an_ended_visit_is_not_settled(hall: Hall, verb: str) -> None:
    asked = hall.take(visitor_class="pregnancy", kiosk="hall")
    hall.move("cancel", asked)
    with refusing("wrong_state"):
        hall.move(verb, asked)


def test_precedence_given_by_staff_counts_at_once(hall: Hall) -> None:
    ticket = hall.take(visitor_class="pregnancy")
    assert (ticket["class"], ticket["class_asked"]) == ("pregnancy", None)


def test_a_class_that_nobody_need_confirm_counts_at_once_at_a_kiosk(hall: Hall) -> None:
    assert hall.take(visitor_class="urgent", kiosk="hall")["class"] == "urgent"


def test_a_ticket_that_was_not_asked_for_has_nothing_to_confirm(hall: Hall) -> None:
    with refusing("class_not_asked"):
        hall.move("confirm_class", hall.take())


# Languages --------------------------------------------------------------------------------------


def test_a_service_routed_by_language_is_called_by_who_speaks_it(hall: Hall) -> None:
    hall.open("4", "east")
    hall.open("3", "west")
    ukrainian = hall.take("advice", language="uk")
    english = hall.take("advice", language="en")
    polish = hall.take("advice")
    assert hall.upcoming("4") == [ukrainian["number"]]
    assert hall.upcoming("3") == [english["number"], polish["number"]]
    called = hall.next("4")
    assert called is not None
    assert called["id"] == ukrainian["id"]
    assert hall.next("4", "done") is None


def test_a_service_that_is_not_routed_is_called_by_anyone(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.take("cards", language="ru")
    assert hall.upcoming("1") == [ticket["number"]]


# Who is ahead -----------------------------------------------------------------------------------


def test_ahead_counts_those_before_it_in_its_service(hall: Hall) -> None:
    hall.open("1")
    tickets = []
    for wanted in ("cards", "cards", "stamps", "cards"):
        tickets.append(hall.take(wanted))
        hall.pass_(seconds=1)
    assert [hall.ticket(ticket)["ahead"] for ticket in tickets] == [0, 1, 0, 2]
    hall.at("1", "call", tickets[0]["id"])
    assert [hall.ticket(ticket)["ahead"] for ticket in tickets] == [None, 0, 0, 1]
    hall.move("transfer", tickets[3], Target("cards", position="first", reason="unwell"))
    assert [hall.ticket(ticket)["ahead"] for ticket in tickets] == [None, 1, 0, 0]


def test_ahead_is_told_up_to_ninety_nine(hall: Hall) -> None:
    def take_many(work: Any) -> Json:
        for _ in range(120):
            taking.issue(work, work.branch(TOWN), Wish(["cards"]))
        return {}

    hall.do(take_many)
    assert hall.take()["ahead"] == 99


def test_the_counter_tells_every_service_of_its_profile_zeros_too(hall: Hall) -> None:
    hall.open("1")
    assert [(w["service"], w["count"]) for w in hall.counter("1")["waiting"]] == [
        ("cards", 0),
        ("stamps", 0),
    ]
    hall.take("stamps")
    hall.pass_(seconds=90)
    waiting = hall.counter("1")["waiting"][1]
    assert waiting == {"service": "stamps", "count": 1, "longest_wait_seconds": 90}


def test_the_counter_tells_who_waits_for_it_and_who_for_other_counters(hall: Hall) -> None:
    def waiting(counter: str) -> tuple[int, int]:
        view = hall.counter(counter)
        return view["waiting_here"], view["waiting_elsewhere"]

    hall.open("1")
    hall.open("4", "east")
    assert waiting("1") == (0, 0)
    hall.take("permits")
    hall.take("advice", language="pl")
    assert (waiting("1"), waiting("4")) == ((0, 2), (0, 2))
    hall.take("advice", language="uk")
    card = hall.take("cards")
    assert (waiting("1"), waiting("4")) == ((1, 3), (1, 3))
    hall.move("transfer", card, Target(counter="4"))
    assert (waiting("1"), waiting("4")) == ((0, 4), (2, 2))
    assert len(hall.upcoming("4")) == 2
    hall.do(suspending.suspend, TOWN, "cards", "technical", False)
    assert (waiting("1"), waiting("4")) == ((0, 3), (1, 2))


def test_the_business_day_is_the_branchs_local_date(tmp_path: Path) -> None:
    with a_hall(tmp_path, at=datetime(2026, 3, 2, 23, 59, 59, tzinfo=WARSAW)) as hall:
        assert hall.take()["number"] == "A001"
        hall.pass_(seconds=1)
        assert hall.take()["number"] == "A001"
        days = hall.rows("SELECT business_day, state FROM tickets ORDER BY id")
        assert days == [("2026-03-02", "expired"), ("2026-03-03", "waiting")]


def test_every_ticket_of_the_day_is_listed_however_many(hall: Hall) -> None:
    for _ in range(520):
        hall.take()

    def listed(work: Work) -> Json:
        found: Any = list_tickets(work, {"branch": TOWN}, TicketsAsked())
        return {"numbers": [ticket["number"] for ticket in found]}

    numbers = [f"A{sequence:03}" for sequence in range(520, 0, -1)]
    assert hall.do(listed) == {"numbers": numbers}


def test_a_counter_that_only_helps_with_a_service_says_how_much_later_it_is_due_there(
    hall: Hall,
) -> None:
    hall.open("3")  # permits at once, cards once they are 15 minutes late
    hall.take("cards")
    hall.take("permits")
    shown = hall.counter("3")["upcoming"]
    assert [(t["service"], t["after_seconds"]) for t in shown] == [("permits", 0), ("cards", 900)]
