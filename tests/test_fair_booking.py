"""Booking is fair: limits by contact and address, visits bound to who comes, slow guessing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.access import DEVICES, EVERYWHERE, Caller, DeviceKind
from queue_server.domain.fairness import plain_address, plain_email, plain_holder, plain_phone
from queue_server.operations.booking import arriving, holding, linking, verifying, waiting
from queue_server.operations.booking.linking import Asked
from queue_server.operations.booking.waiting import Joining
from queue_server.store.appointments import Contact
from queue_server.views.habits import habits_json
from queue_server.views.messages import messages_json
from tests.booking_hall import (
    at,
    become,
    book,
    booked_office,
    cancel,
    check_in,
    confirm,
    hold,
    move,
    slots,
)
from tests.in_process import TOWN, Hall, Json, refusing

KIOSK = Caller(
    "device", "device:1", "kiosk", {EVERYWHERE: DEVICES[DeviceKind.KIOSK]}, DeviceKind.KIOSK
)


@pytest.fixture
def hall_of(tmp_path: Path) -> Iterator[Callable[..., Hall]]:
    """A hall with fairness and booking of one's own."""
    halls: list[Hall] = []

    def start(
        fairness: Json | None = None, channels: frozenset[str] = frozenset(), **booking: Any
    ) -> Hall:
        office = booked_office(**{"asks": {"email": "optional", "phone": "optional"}} | booking)
        office["rules"]["fairness"] = fairness or {}
        halls.append(Hall(tmp_path, office=office, message_channels=channels))
        return halls[-1]

    yield start
    for started in halls:
        started.stop()


def from_site(hall: Hall, clock: str, address: str = "203.0.113.5", **contact: str) -> Json:
    """Booked on the booking site from an address."""
    return confirm(hall, hold(hall, at(clock), address=address), **contact)


def bound(hall: Hall, clock: str, holder: str) -> Json:
    held = hold(hall, at(clock))
    return dict(hall.do(holding.confirm, held["token"], Contact(), None, holder))


def matches(hall: Hall, appointment: Json, said: str) -> bool:
    return bool(hall.do(verifying.verify, appointment["token"], said)["matches"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (plain_email("Jan.Kot@Example.org"), plain_email("jan.kot+visa@example.ORG ")),
        (plain_phone("+48 600 100-200"), plain_phone("600100200")),
        (plain_address("2001:db8::1"), plain_address("2001:db8::ffff:2")),
        (plain_address("::ffff:192.0.2.7"), plain_address("192.0.2.7")),
        (plain_holder("initials_and_birth_year", "A. K. 1987"), "ak 1987"),
        (plain_holder("initials_and_birth_year", "1987 Ak"), "ak 1987"),
        (plain_holder("case_number", "WSC-II.6151/12"), plain_holder("case_number", "wscii615112")),
    ],
)
def test_the_same_person_or_place_has_one_spelling(one: str, other: str) -> None:
    assert one == other


@pytest.mark.parametrize("said", ["1987", "A 1987", "AK 87", "AK", "AK 2187", "Kowalski 1987"])
def test_what_is_no_answer_binds_nothing(said: str) -> None:
    assert plain_holder("initials_and_birth_year", said) is None


def test_one_contact_has_so_many_visits_to_come(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of({"open_per_contact": 1})
    first = from_site(hall, "10:00", email="ak@example.org")
    with refusing("too_many_appointments"):
        from_site(hall, "11:00", email="AK+2@example.org", address="198.51.100.1")
    from_site(hall, "11:20", email="other@example.org")
    cancel(hall, first)
    from_site(hall, "11:00", email="ak@example.org")


def test_staff_book_for_someone_without_limits(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of({"open_per_contact": 1, "per_address_a_day": 1})
    for clock in ("10:00", "10:20", "10:40"):
        confirm(hall, hold(hall, at(clock)), email="ak@example.org")


def test_one_address_holds_so_many_places_a_day_whatever_becomes_of_them(
    hall_of: Callable[..., Hall],
) -> None:
    hall = hall_of({"per_address_a_day": 2, "own_networks": ["192.0.2.0/24"]})
    cancel(hall, hold(hall, at("10:00"), address="203.0.113.5"))
    hold(hall, at("10:00"), address="203.0.113.5")
    with refusing("too_many_from_address"):
        hold(hall, at("10:20"), address="203.0.113.5")
    hold(hall, at("10:20"), address="203.0.113.6")
    for clock in ("10:40", "11:00", "11:20"):
        hold(hall, at(clock), address="192.0.2.9")
    hall.pass_(days=1)
    hold(hall, at("10:20", day=3), address="203.0.113.5")


def test_of_who_booked_only_keyed_hashes_are_kept(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(holder="initials_and_birth_year")
    one, other = bound(hall, "10:00", "AK 1987"), bound(hall, "10:20", "AK 1987")
    kept = hall.rows("SELECT keyed FROM booking_marks WHERE mark = 'holder'")
    assert len(set(kept)) == 2
    assert "1987" not in str(hall.contents()["booking_marks"])
    assert one["token"] != other["token"]


def test_a_visit_is_bound_to_who_told_so_when_booking(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(holder="initials_and_birth_year")
    visit = bound(hall, "10:00", "A.K. 1987")
    assert matches(hall, visit, "ak 1987")
    assert not matches(hall, visit, "ak 1988")
    assert not matches(hall, visit, "what?")


def test_who_does_not_say_who_will_come_books_nothing(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(holder="case_number")
    with refusing("invalid"):
        book(hall, at("10:00"))
    assert matches(hall, bound(hall, "10:00", "II/6151"), "ii 6151")


def test_no_service_takes_what_it_does_not_ask_for(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of()
    with refusing("invalid"):
        bound(hall, "10:00", "AK 1987")
    assert not matches(hall, book(hall, at("10:00")), "AK 1987")


def test_a_visit_is_still_bound_that_was_booked_longer_ahead_than_contacts_are_kept(
    hall_of: Callable[..., Hall],
) -> None:
    hall = hall_of(holder="initials_and_birth_year", horizon_days=28)
    held = hold(hall, at("10:00", day=25))
    visit = dict(hall.do(holding.confirm, held["token"], Contact(), None, "AK 1987"))
    _sleep_until(hall, at("09:00", day=25))
    assert matches(hall, visit, "AK 1987")
    _sleep_until(hall, at("12:00", day=25) + timedelta(days=16))
    assert not hall.rows("SELECT 1 FROM booking_marks")


def _sleep_until(hall: Hall, morning: datetime) -> None:
    """Let time pass, and with it what is forgotten every night."""
    hall.set_clock(morning)
    forgotten = [((morning - timedelta(days=14)).date().isoformat(),)]
    while hall.rows("SELECT day FROM forgotten WHERE category = 'contacts'") != forgotten:
        hall.pass_(seconds=1)


def test_who_comes_is_not_guessed(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(holder="initials_and_birth_year")
    visit = bound(hall, "10:00", "AK 1987")
    for year in range(1940, 1946):
        assert not matches(hall, visit, f"AK {year}")
    with refusing("too_many_tries"):
        matches(hall, visit, "AK 1987")
    hall.pass_(seconds=2)
    assert matches(hall, visit, "AK 1987")


def test_who_has_the_key_of_a_visit_guesses_nothing_and_slows_nobody(
    hall_of: Callable[..., Hall],
) -> None:
    hall = hall_of()
    cancelled, visit = book(hall, at("09:20")), book(hall, at("09:20"))
    cancel(hall, cancelled)
    hall.caller = KIOSK  # signed in, as the booking site is
    for _ in range(15):
        with refusing("appointment_over"):
            hall.do(arriving.check_in_by_token, cancelled["token"])
    assert hall.do(arriving.check_in_by_token, visit["token"])["number"]


def test_codes_are_not_guessed_and_unknown_is_as_wrong(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of()
    cancelled = book(hall, at("09:20"))
    visit = book(hall, at("09:20"))
    cancel(hall, cancelled)
    hall.caller = KIOSK
    wrong = ["QQQQQQ", "3", cancelled["code"], "no code"] * 3
    replies = [hall.reply(arriving.check_in, TOWN, code, None) for code in wrong[:11]]
    assert {reply.status for reply in replies} == {404}
    assert len({reply.body for reply in replies}) == 1
    with refusing("too_many_tries"):
        check_in(hall, visit["code"])
    hall.caller = replace(KIOSK, id="device:2")
    assert check_in(hall, visit["code"])["number"]


# Places that are given up -----------------------------------------------------------------------


def waits(hall: Hall, email: str, first: int = 2, last: int = 6, **about: Any) -> Json:
    joining = Joining("cards", date(2026, 3, first), date(2026, 3, last), email, "pl", **about)
    return dict(hall.do(waiting.join, TOWN, joining))


def offers(hall: Hall) -> list[tuple[str, Json]]:
    """The offers that are to be mailed: to whom, and the place."""
    due = hall.do(lambda work: {"due": messages_json(work)})["due"]
    return [(m["to"], m["appointment"]) for m in due if m["kind"] == "offer"]


def full(hall: Hall, clock: str) -> list[Json]:
    """Every place of a time, booked."""
    return [confirm(hall, hold(hall, at(clock, day=3))) for _ in range(2)]


def free(hall: Hall, clock: str) -> int:
    return slots(hall)[f"2026-03-03T{clock}"]


@pytest.fixture
def hall_with_mail(hall_of: Callable[..., Hall]) -> Callable[..., Hall]:
    def start(fairness: Json | None = None) -> Hall:
        return hall_of(fairness, frozenset({"mail"}))

    return start


def test_who_has_links_sent_to_many_mailboxes_from_one_address_waits(
    hall_with_mail: Callable[..., Hall],
) -> None:
    hall = hall_with_mail({"own_networks": ["192.0.2.0/24"]})

    def ask(mailbox: int, address: str) -> None:
        asked = Asked("cards", at("10:00"), f"m{mailbox}@example.org", "pl", 1, address)
        hall.do(linking.ask, TOWN, asked)

    for mailbox in range(11):
        ask(mailbox, f"2001:db8::{mailbox + 1}")
        ask(mailbox, "192.0.2.9")
    with refusing("too_many_tries"):
        ask(20, "2001:db8::77")
    ask(20, "192.0.2.9")
    hall.pass_(seconds=1)
    ask(21, "2001:db8::77")


def test_a_cancelled_place_is_free_at_the_announced_time(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of({"released_at": ["14:00", "11:30"]})
    one, other = full(hall, "10:00")
    cancel(hall, one)
    move(hall, other, at("11:00", day=3))
    assert free(hall, "10:00") == 0
    hall.set_clock(at("11:29"))
    assert free(hall, "10:00") == 0
    hall.set_clock(at("11:30"))
    assert free(hall, "10:00") == 2
    cancel(hall, book(hall, at("10:20", day=3)))
    hall.set_clock(at("13:59"))
    assert free(hall, "10:20") == 1
    hall.set_clock(at("14:00"))
    assert free(hall, "10:20") == 2


def test_a_place_that_was_merely_held_is_free_at_once(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of({"released_at": ["14:00"]})
    cancel(hall, hold(hall, at("10:00", day=3)))
    assert free(hall, "10:00") == 2


def test_a_place_given_up_is_offered_to_who_has_waited_longest(
    hall_with_mail: Callable[..., Hall],
) -> None:
    hall = hall_with_mail({"offer_hours": 2})
    visit, _ = full(hall, "10:00")
    waits(hall, "early@example.org", last=2)
    for name in ("first", "second", "third"):
        hall.pass_(seconds=1)
        waits(hall, f"{name}@example.org")
    cancel(hall, visit)
    assert free(hall, "10:00") == 0
    ((to, offered),) = offers(hall)
    assert to == "first@example.org"
    cancel(hall, offered)
    assert [to for to, _ in offers(hall)][1:] == ["second@example.org"]
    hall.pass_(hours=2)
    (*_, (to, third)) = offers(hall)
    assert to == "third@example.org"
    assert confirm(hall, third)["state"] == "booked"
    assert hall.rows("SELECT email FROM waiting_list") == [("early@example.org",)]
    assert free(hall, "10:00") == 0


def test_however_many_need_more_room_a_single_place_finds_who_fits(
    hall_with_mail: Callable[..., Hall],
) -> None:
    hall = hall_with_mail()
    visit, _ = full(hall, "10:00")
    full(hall, "10:20")
    for place in range(60):
        waits(hall, f"m{place}@example.org", cases=2)
    hall.pass_(seconds=1)
    waits(hall, "single@example.org")
    cancel(hall, visit)
    assert [to for to, _ in offers(hall)] == ["single@example.org"]


def test_who_waits_comes_before_everyone_at_the_announced_time(
    hall_with_mail: Callable[..., Hall],
) -> None:
    hall = hall_with_mail({"released_at": ["14:00"]})
    for visit in full(hall, "10:00"):
        cancel(hall, visit)
    waits(hall, "a@example.org")
    assert offers(hall) == []
    hall.set_clock(at("14:00"))
    assert [to for to, _ in offers(hall)] == ["a@example.org"]
    assert free(hall, "10:00") == 1


def test_one_mailbox_waits_once_and_may_leave(hall_with_mail: Callable[..., Hall]) -> None:
    hall = hall_with_mail()
    one = waits(hall, "a@example.org")
    with refusing("already_waiting"):
        waits(hall, "A+1@example.org")
    hall.pass_(seconds=1)
    assert waits(hall, "b@example.org")["ahead"] == 1
    hall.do(waiting.leave, one["token"])
    waits(hall, "a@example.org")


def test_nobody_waits_where_no_mail_is_sent(hall_of: Callable[..., Hall]) -> None:
    with refusing("invalid"):
        waits(hall_of(), "a@example.org")


# What stands out -------------------------------------------------------------------------------


def test_who_holds_many_places_stands_out_unnamed(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of()
    for clock in ("10:00", "10:20", "10:40"):
        visit = from_site(hall, clock, email="hoarder@example.org")
    cancel(hall, visit)
    from_site(hall, "11:00", "198.51.100.1", email="other@example.org")
    found = hall.do(lambda work: {"found": habits_json(work, work.branch(TOWN), 14, 3)})["found"]
    counts = {(h["kind"], h["held"], h["open"], h["cancelled"]) for h in found}
    assert counts == {("email", 3, 2, 1), ("address", 3, 2, 1)}
    assert "hoarder" not in str(found)


def test_places_that_were_not_confirmed_stand_out_for_two_weeks(
    hall_of: Callable[..., Hall],
) -> None:
    hall = hall_of()
    for clock in ("10:00", "10:20", "10:40"):
        hold(hall, at(clock), address="203.0.113.5", contact=Contact(email="ak@example.org"))
    hall.pass_(minutes=10)
    hall.pass_(days=10)
    found = hall.do(lambda work: {"found": habits_json(work, work.branch(TOWN), 14, 3)})["found"]
    assert [(h["kind"], h["held"], h["lapsed"]) for h in found] == [("address", 3, 3)]
    assert not hall.rows("SELECT 1 FROM appointment_contacts")
    hall.pass_(days=4)
    assert not hall.rows("SELECT 1 FROM appointments")


def test_a_counter_is_told_what_to_ask_its_visitor(hall_of: Callable[..., Hall]) -> None:
    hall = hall_of(holder="initials_and_birth_year")
    visit = bound(hall, "09:20", "AK 1987")
    check_in(hall, visit["code"])
    hall.open("1")
    hall.next("1")
    asked = hall.counter("1")["bound"]
    assert asked["holder"] == "initials_and_birth_year"
    assert hall.do(verifying.verify, asked["appointment"], "AK 1987")["matches"]


def test_who_waits_for_what_the_office_gives_no_more_holds_up_nobody(
    hall_with_mail: Callable[..., Hall],
) -> None:
    hall = hall_with_mail()
    visit, _ = full(hall, "10:00")
    waits(hall, "a@example.org", cases=1)
    become(hall, booked_office(asks={"email": "none"}))
    assert cancel(hall, visit)["state"] == "cancelled"
    assert free(hall, "10:00") == 1
