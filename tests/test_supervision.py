"""What a supervisor does by hand, and the calls for help between counters and supervisors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.operations import by_hand, supervising
from queue_server.operations.taking import Wish, take_ticket
from queue_server.views.branch import branch_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from tests.in_process import TOWN, Hall, Json, a_hall, busy_office, refusing

WHY = "the clerk has gone home"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    office = busy_office()
    office["needs"] = [
        {"id": "escort", "name": "Asysta", "escort": True},
        {"id": "interpreter", "name": "Tłumacz"},
    ]
    office["branches"][0]["services"][0] |= {"alert_waiting": 1, "alert_wait_minutes": 10}
    with a_hall(tmp_path, office=office) as hall:
        yield hall


def branch(hall: Hall) -> Json:
    return dict(hall.do(branch_view, TOWN))


def counter(hall: Hall, counter_id: str) -> Json:
    return next(c for c in branch(hall)["counters"] if c["id"] == counter_id)


def service(hall: Hall, service_id: str) -> Json:
    return next(s for s in branch(hall)["services"] if s["id"] == service_id)


def set_open(hall: Hall, kind: str, id_: str, is_open: bool, until: str = "day_end") -> None:
    hall.do(
        lambda work: by_hand.set_open(
            work, TOWN, kind, id_, is_open=is_open, until=until, reason="by hand"
        )
    )


def add_message(
    hall: Hall, minutes: float | None = None, displays: list[str] | None = None
) -> Json:
    text = {"pl": "Winda nie działa", "en": "The lift is out of order"}
    return dict(
        hall.do(
            lambda work: by_hand.add_message(
                work, TOWN, text, displays or [], urgent=True, running=False, minutes=minutes
            )
        )
    )


def alerts(hall: Hall, kind: str) -> list[Json]:
    return [alert for alert in branch(hall)["alerts"] if alert["kind"] == kind]


def test_a_counter_shows_who_works_on_what_since_when(hall: Hall) -> None:
    hall.open("1", clerk="A. K.")
    ticket = hall.take()
    hall.next()
    shown = counter(hall, "1")
    assert (shown["clerk"], shown["ticket"]["number"]) == ("A. K.", ticket["number"])
    assert shown["ticket"]["state"] == "called"
    assert shown["ticket"]["since"]
    assert counter(hall, "2")["ticket"] is None


def test_a_service_past_its_thresholds_is_told(hall: Hall) -> None:
    hall.take()
    assert alerts(hall, "many_waiting") == alerts(hall, "long_wait") == []
    hall.take()
    hall.pass_(minutes=11)
    assert [alert["waiting"] for alert in alerts(hall, "many_waiting")] == [2]
    assert [alert["seconds"] for alert in alerts(hall, "long_wait")] == [660]
    assert service(hall, "cards")["longest_wait_seconds"] == 660


def test_a_forgotten_counter_is_closed_and_its_visitor_waits_again(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")
    hall.next()
    hall.do(supervising.force_close, TOWN, "1", WHY, "return")
    after = hall.ticket(ticket)
    assert (after["state"], after["due_at"]) == ("waiting", ticket["due_at"])
    assert not counter(hall, "1")["open"]
    assert hall.do(display_view, TOWN, "hall")["calls"] == []


def test_or_is_done(hall: Hall) -> None:
    ticket = hall.take()
    hall.open("1")
    hall.next()
    hall.do(supervising.force_close, TOWN, "1", WHY, "done")
    assert hall.ticket(ticket)["state"] == "done"
    [(reason,)] = hall.rows("SELECT reason FROM events WHERE kind = 'counter_force_closed'")
    assert reason == WHY


def test_a_counter_goes_on_with_another_profile(hall: Hall) -> None:
    hall.take("permits")
    with refusing("counter_closed"):
        hall.do(supervising.change_profile, TOWN, "1", "back")
    hall.open("1")
    assert hall.upcoming() == []
    hall.do(supervising.change_profile, TOWN, "1", "back")
    assert hall.upcoming() == ["P001"]
    with refusing("invalid"):
        hall.do(supervising.change_profile, TOWN, "1", "nothing")


def test_a_call_to_help_is_shown_until_it_is_dismissed(hall: Hall) -> None:
    hall.do(supervising.call_to_help, TOWN, "1", "please come to counter 3")
    [asked] = hall.counter("1")["help"]
    assert asked["text"] == "please come to counter 3"
    hall.restart()
    hall.do(supervising.dismiss, TOWN, "1", asked["id"])
    assert hall.counter("1")["help"] == branch(hall)["help"] == []
    with refusing("not_found"):
        hall.do(supervising.dismiss, TOWN, "1", asked["id"])


def test_an_alarm_is_acknowledged_and_ends(hall: Hall) -> None:
    hall.open("1", clerk="A. K.")
    hall.do(supervising.raise_alarm, TOWN, "1", None)
    hall.do(supervising.raise_alarm, TOWN, "1", None)
    [alarm] = branch(hall)["alarms"]
    assert (alarm["counter"], alarm["name"], alarm["seen_at"]) == ("1", "A. K.", None)
    hall.do(supervising.acknowledge, TOWN, alarm["id"])
    assert hall.counter("1")["alarm"]["seen_at"]
    hall.do(supervising.end_alarm, TOWN, alarm["id"], None)
    assert hall.counter("1")["alarm"] is None
    assert branch(hall)["alarms"] == []


def test_a_service_is_closed_by_hand_until_it_is_opened(hall: Hall) -> None:
    set_open(hall, "service", "cards", False, until="changed")
    hall.pass_(hours=20)
    with refusing("service_closed"):
        hall.take("cards")
    assert service(hall, "cards")["reason"] == "closed_by_hand"
    hall.take("stamps")
    set_open(hall, "service", "cards", True)
    assert service(hall, "cards")["by_hand"] is None
    hall.take("cards")


def test_or_until_the_day_ends(hall: Hall) -> None:
    set_open(hall, "service", "cards", False)
    assert service(hall, "cards")["by_hand"]["reason"] == "by hand"
    hall.pass_(hours=20)
    hall.take("cards")


def test_a_closed_kiosk_issues_nothing(hall: Hall) -> None:
    set_open(hall, "kiosk", "hall", False)
    shown = hall.do(kiosk_view, TOWN, "hall")
    assert (shown["open"], shown["reason"]) == (False, "closed_by_hand")
    with refusing("service_closed"):
        hall.do(take_ticket, TOWN, Wish(["cards"], kiosk="hall"))
    hall.take("cards")
    set_open(hall, "kiosk", "hall", True)
    hall.do(take_ticket, TOWN, Wish(["cards"], kiosk="hall"))


def test_a_message_is_shown_for_its_time(hall: Hall) -> None:
    add_message(hall, minutes=5)
    [shown] = hall.do(display_view, TOWN, "hall")["messages"]
    assert (shown["text"]["pl"], shown["urgent"]) == ("Winda nie działa", True)
    hall.pass_(minutes=5)
    assert hall.do(display_view, TOWN, "hall")["messages"] == []
    assert branch(hall)["messages"] == []


def test_a_message_is_shown_where_it_is_meant_until_it_is_removed(hall: Hall) -> None:
    with refusing("invalid"):
        add_message(hall, displays=["nowhere"])
    [message] = add_message(hall, displays=["hall"])["messages"]
    hall.restart()
    assert len(hall.do(display_view, TOWN, "hall")["messages"]) == 1
    hall.do(by_hand.remove_message, TOWN, message["id"])
    assert hall.do(display_view, TOWN, "hall")["messages"] == []
    with refusing("not_found"):
        hall.do(by_hand.remove_message, TOWN, message["id"])


def test_a_called_visitor_who_needs_an_escort_is_told_to_reception(hall: Hall) -> None:
    hall.take(needs=["interpreter", "escort"])
    hall.take(needs=["interpreter"])
    hall.open("1")
    hall.open("2")
    assert branch(hall)["escorts"] == []
    hall.next("1")
    hall.next("2")
    assert [(e["number"], e["needs"]) for e in branch(hall)["escorts"]] == [("A001", ["escort"])]
    hall.at("1", "start")
    assert branch(hall)["escorts"] == []
