"""Joining from home: a ticket in the same queue, a room or a phone, a counter freed by itself."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.tickets import State
from queue_server.office import ConfigurationFault, parse_office
from queue_server.operations import remote
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.store.retention import STATEMENTS
from queue_server.views.display import display_view
from queue_server.views.remote import joinable_json, masked
from queue_server.views.visitor import visitor_view
from tests.in_process import TOWN, Hall, Json, a_hall, busy_office, refusing

ROOM = "https://meet.example.org/{branch}/{room}?who={ticket}&at={counter}"
PHONE = "+48 600 700 123"
WAIT_SECONDS = 60


def remote_office(**video: Any) -> Json:
    """`busy_office` in which `stamps` is given by video and `cards` by phone."""
    office = busy_office()
    cards, stamps, *_ = office["branches"][0]["services"]
    cards |= {"channel": "phone", "remote": {"wait_seconds": WAIT_SECONDS}}
    stamps |= {"channel": "video", "prefix": "V"}
    stamps["remote"] = {"room_link": ROOM, "wait_seconds": WAIT_SECONDS} | video
    return office


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=remote_office(most_waiting=3)) as hall:
        hall.open("1")
        yield hall


def join(hall: Hall, service: str = "stamps", phone: str | None = None) -> Json:
    wish = Wish([service], "pl", listed=False)
    return dict(hall.do(remote.join, TOWN, wish, phone))


def own_page(hall: Hall, joined: Json) -> Json:
    return dict(hall.do(visitor_view, None, joined["token"]))


def number_of_calls(hall: Hall) -> int:
    display = hall.loop.revision.office.branches[0].displays[0].id
    return len(hall.do(display_view, TOWN, display)["calls"])


def test_who_joins_by_video_meets_the_counter_in_a_room_that_nobody_can_guess(hall: Hall) -> None:
    first, second = join(hall), join(hall)
    assert own_page(hall, first)["remote"]["link"] is None  # nobody is in the room yet
    assert hall.counter("1")["reach"] is None
    called = hall.next("1")
    assert called
    assert called["number"] == first["ticket"]["number"]
    link = own_page(hall, first)["remote"]["link"]
    assert link.startswith("https://meet.example.org/town/")
    assert link.endswith(f"?who={called['number']}&at=1")
    room = link.removeprefix("https://meet.example.org/town/").partition("?")[0]
    assert len(room) >= 22  # 128 bits
    assert hall.counter("1")["reach"]["link"] == link
    assert hall.counter("2")["reach"] is None
    assert own_page(hall, second)["remote"]["link"] is None
    hall.at("1", "start")
    assert own_page(hall, first)["remote"]["link"] == link  # a page that is loaded again goes back
    hall.at("1", "finish")
    assert own_page(hall, first)["remote"]["link"] is None


def test_a_phone_number_is_told_to_the_counter_that_calls_and_to_no_other(hall: Hall) -> None:
    joined = join(hall, "cards", PHONE)
    assert own_page(hall, joined)["remote"]["phone"] == "••• 123"
    assert PHONE not in str(hall.counter("1"))
    hall.next("1")
    assert hall.counter("1")["reach"]["phone"] == PHONE
    assert PHONE not in str(hall.counter("2")) + str(own_page(hall, joined))
    kept = [name for name, rows in hall.contents().items() if PHONE in str(rows)]
    assert kept == ["remote_visits"]
    assert any("remote_visits" in statement for statement in STATEMENTS["contacts"])


def test_a_phone_number_is_asked_for_where_the_phone_rings_and_only_there(hall: Hall) -> None:
    with refusing("invalid"):
        join(hall, "cards")
    with refusing("invalid"):
        join(hall, "stamps", PHONE)
    with refusing("invalid"):
        join(hall, "permits")  # not opened to joining
    with refusing("invalid"):
        join(hall, "nothing")
    assert masked("600") == "••• 600"


def test_calls_of_visitors_at_home_are_neither_shown_nor_spoken_in_the_hall(hall: Hall) -> None:
    join(hall)
    hall.next("1")
    hall.at("1", "recall")
    assert number_of_calls(hall) == 0
    hall.at("1", "finish")
    hall.take("stamps")  # who sits in a booth has a ticket of the kiosk
    hall.next("1")
    assert number_of_calls(hall) == 1


def test_calls_are_shown_in_the_hall_where_the_office_wants_it(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=remote_office(in_hall=True)) as hall:
        hall.open("1")
        join(hall)
        hall.next("1")
        assert number_of_calls(hall) == 1


def test_a_counter_whose_visitor_does_not_come_is_free_by_itself(hall: Hall) -> None:
    joined = join(hall)
    hall.next("1")
    hall.pass_(seconds=WAIT_SECONDS - 1)
    hall.at("1", "recall")  # the wait begins again
    hall.pass_(seconds=WAIT_SECONDS - 1)
    assert hall.counter("1")["ticket"]
    hall.pass_(seconds=1)
    assert hall.counter("1")["ticket"] is None
    page = own_page(hall, joined)
    assert page["ticket"]["state"] == State.NO_SHOW
    assert page["remote"]["rejoin"]
    [(detail,)] = hall.rows("SELECT detail FROM events WHERE kind = 'no_show'")
    assert json.loads(detail)["waited_seconds"] == 60


def test_time_frees_no_counter_that_has_begun_or_given_the_visitor_back(hall: Hall) -> None:
    begun, returned = join(hall), join(hall)
    hall.next("1")
    hall.at("1", "start")
    hall.open("2")
    hall.next("2")
    hall.at("2", "return")
    hall.pass_(seconds=3 * WAIT_SECONDS)
    assert hall.ticket(begun["ticket"])["state"] == State.SERVING
    assert hall.ticket(returned["ticket"])["state"] == State.WAITING


def test_a_counter_waits_no_longer_although_the_server_was_restarted(hall: Hall) -> None:
    joined = join(hall)
    hall.next("1")
    hall.stop()
    hall.wall += timedelta(seconds=WAIT_SECONDS)
    hall.start()
    hall.do(lambda _work: {})
    assert hall.ticket(joined["ticket"])["state"] == State.NO_SHOW


def test_a_visitor_who_missed_the_call_comes_back_as_often_as_the_rules_say(hall: Hall) -> None:
    joined = join(hall)
    for _ in range(2):
        hall.next("1")
        hall.pass_(seconds=WAIT_SECONDS)
        assert own_page(hall, joined)["remote"]["rejoin"]
        assert hall.do(remote.rejoin, joined["token"])["ticket"]["state"] == State.WAITING
    hall.next("1")
    hall.pass_(seconds=WAIT_SECONDS)
    assert not own_page(hall, joined)["remote"]["rejoin"]
    with refusing("revive_limit"):
        hall.do(remote.rejoin, joined["token"])


def test_who_took_a_ticket_in_the_hall_cannot_revive_it_by_phone(hall: Hall) -> None:
    ticket = hall.take("stamps")
    hall.next("1")
    hall.at("1", "recall")
    hall.pass_(seconds=20)
    hall.at("1", "no_show")
    assert hall.do(visitor_view, None, ticket["token"])["remote"] is None
    with refusing("wrong_state"):
        hall.do(remote.rejoin, ticket["token"])


def test_who_is_sent_on_to_a_counter_has_to_come(hall: Hall) -> None:
    joined = join(hall)
    hall.next("1")
    hall.at("1", "transfer", Target("permits"))
    hall.open("3")
    hall.next("3")
    assert own_page(hall, joined)["remote"] is None
    assert own_page(hall, joined)["counter"]["id"] == "3"
    assert number_of_calls(hall) == 1
    hall.pass_(seconds=3 * WAIT_SECONDS)
    assert hall.ticket(joined["ticket"])["state"] == State.CALLED


def test_no_more_wait_from_home_than_the_service_or_the_branch_lets(tmp_path: Path) -> None:
    office = remote_office(most_waiting=2)
    office["branches"][0]["most_waiting_from_home"] = 3
    with a_hall(tmp_path, office=office) as hall:
        hall.open("1")
        join(hall)
        join(hall)
        with refusing("remote_full"):
            join(hall)
        hall.take("stamps")  # the hall has its own limits
        join(hall, "cards", PHONE)
        with refusing("remote_full"):
            join(hall, "cards", PHONE)
        shown = {s["id"]: s for s in hall.do(joinable_json, TOWN)["services"]}
        assert {s["reason"] for s in shown.values()} == {"remote_full"}
        assert shown["cards"]["asks_phone"]
        hall.next("1")  # one of them waits no longer
        join(hall, "cards", PHONE)


def test_hours_and_limits_hold_for_those_at_home_too(tmp_path: Path) -> None:
    office = remote_office()
    office["branches"][0]["services"][1] |= {"limit_per_day": 1}
    office["branches"][0]["hours"] = {"mon": ["08:00-12:00"]}
    with a_hall(tmp_path, office=office) as hall:
        hall.open("1")
        joined = join(hall)
        with refusing("limit_reached"):
            join(hall)
        hall.next("1")
        hall.pass_(seconds=WAIT_SECONDS)
        hall.pass_(hours=3)
        with refusing("service_closed"):
            join(hall, "cards", PHONE)
        assert not own_page(hall, joined)["remote"]["rejoin"]
        with refusing("service_closed"):
            hall.do(remote.rejoin, joined["token"])


@pytest.mark.parametrize(
    ("channel", "remote_part", "says"),
    [
        ("counter", {}, "only a service with tickets, by phone or video"),
        ("video", {}, "needs a remote.room_link"),
        ("video", {"room_link": "https://meet.example.org/lobby"}, "neither {room} nor {counter}"),
        ("video", {"room_link": "https://meet.example.org/{token}"}, "{token} is none of"),
        ("video", {"room_link": "https://meet.example.org/{room"}, "is no template"),
        ("video", {"room_link": "https://meet.example.org/{room:>99999999}"}, "is no template"),
        ("video", {"room_link": "https://meet.example.org/{room.__class__}"}, "is none of"),
        ("video", {"room_link": "javascript:alert({room})"}, "begins with http"),
    ],
)
def test_faults_of_the_configuration_are_told(channel: str, remote_part: Json, says: str) -> None:
    office = busy_office()
    office["branches"][0]["services"][0] |= {"channel": channel, "remote": remote_part}
    with pytest.raises(ConfigurationFault) as fault:
        parse_office(office)
    assert says in str(fault.value)
