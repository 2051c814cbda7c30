"""What those who booked are told: which message when, and until when."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.booking_hall import at, booked_office, cancel, check_in, move
from tests.in_process import Hall, refusing
from tests.mailbox import ASKS, booked, due, kinds, messaging_hall, report


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with messaging_hall(tmp_path) as ready:
        yield ready


# What is to be sent -----------------------------------------------------------------------------


def test_a_booked_visit_is_confirmed_and_reminded_of(hall: Hall) -> None:
    booked(hall)
    (confirmation,) = due(hall)
    assert (confirmation["kind"], confirmation["to"]) == ("confirmation", "a@example.org")
    report(hall, confirmation)
    assert due(hall) == []
    hall.set_clock(at("09:59", 3))
    assert due(hall) == []
    hall.set_clock(at("10:00", 3))
    assert kinds(hall) == ["reminder"]


def test_a_visit_that_is_near_is_not_reminded_of(hall: Hall) -> None:
    booked(hall, at("08:00", 3))
    hall.set_clock(at("07:00", 3))
    assert kinds(hall) == ["confirmation"]


def test_a_move_is_told_and_its_reminder_follows_the_new_time(hall: Hall) -> None:
    visit = booked(hall)
    move(hall, visit, at("10:00", 6))
    assert kinds(hall) == ["confirmation", "change"]
    hall.set_clock(at("10:00", 3))
    assert "reminder" not in kinds(hall)
    hall.set_clock(at("10:00", 5))
    assert kinds(hall)[-1] == "reminder"


def test_a_cancellation_is_told_and_takes_the_reminder_away(hall: Hall) -> None:
    cancel(hall, booked(hall))
    hall.set_clock(at("10:00", 3))
    assert kinds(hall) == ["confirmation", "cancellation"]


def test_who_has_come_is_told_nothing_more(hall: Hall) -> None:
    visit = booked(hall, at("09:20"))
    check_in(hall, visit["code"])
    assert due(hall) == []


@pytest.mark.parametrize(
    ("contact", "channel"),
    [
        ({"email": "a@example.org", "phone": "600 100 200"}, "mail"),
        ({"phone": "600 100 200"}, "sms"),
        ({"name": "A. B."}, None),
    ],
)
def test_a_message_goes_by_mail_else_as_a_text(
    hall: Hall, contact: dict[str, str], channel: str | None
) -> None:
    booked(hall, None, **contact)
    assert [message["channel"] for message in due(hall)] == ([channel] if channel else [])


def test_nothing_is_queued_where_nothing_is_sent(tmp_path: Path) -> None:
    hall = Hall(tmp_path, office=booked_office(asks=ASKS))
    booked(hall)
    assert hall.rows("SELECT * FROM messages") == []
    hall.stop()


def test_what_failed_is_tried_again_later_and_later_and_given_up_in_the_end(hall: Hall) -> None:
    booked(hall, at("10:00", 16))
    pauses = []
    while found := [message for message in due(hall) if message["kind"] == "confirmation"]:
        answer = report(hall, found[0], "failed")
        if answer["state"] == "failed":
            break
        again_at = datetime.fromisoformat(answer["again_at"])
        pauses.append(round((again_at - hall.wall).total_seconds() / 60))
        hall.set_clock(again_at)
    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) == 360
    assert len(pauses) == 13
    with refusing("message_settled"):
        report(hall, found[0])


def test_what_can_never_be_sent_is_given_up_at_once(hall: Hall) -> None:
    booked(hall)
    assert report(hall, due(hall)[0], "failed", final=True)["state"] == "failed"
    assert due(hall) == []


def test_the_outbox_itself_says_nothing_about_a_person(hall: Hall) -> None:
    booked(hall, email="somebody@example.org", name="Some Body")
    rows = str(hall.contents()["messages"]).lower()
    assert "somebody" not in rows
    assert "some body" not in rows
