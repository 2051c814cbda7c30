"""What is written to those who book, in the office's own words."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from queue_server.booking_site.words import words_of
from queue_server.messaging.letters import write, write_text
from queue_server.messaging.sending import Mails, Texts
from queue_server.office import check
from queue_server.operations.booking import linking, waiting
from queue_server.operations.booking.linking import Asked
from queue_server.operations.booking.waiting import Joining
from queue_server.views.built_in import built_in_words
from tests.booking_hall import at, book, cancel
from tests.in_process import TOWN, Hall, Json
from tests.mailbox import Mailbox, booked, due, gateway, messaging_hall, smtp_server
from tests.small_office import changed, small_office

LETTERS = ("confirmation", "reminder", "change", "cancellation", "link", "wait_link", "offer")
NEED_A_LINK = ("link", "wait_link", "offer")


@pytest.fixture
def hall_with(tmp_path: Path) -> Iterator[Callable[..., Hall]]:
    """A hall with letters of its own."""
    with ExitStack() as halls:
        yield lambda **own: halls.enter_context(messaging_hall(tmp_path, **own))


def sent(message: Json) -> EmailMessage:
    """The mail as a mail server takes it."""
    box = Mailbox()
    with smtp_server(box) as port:
        way = Mails("127.0.0.1", port, security="none", sender="u@example.org")
        way.send(message, datetime.now(UTC))
    ((_, mail),) = box.found
    return mail


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


def asks_for_a_link(hall: Hall) -> None:
    asked = Asked("cards", at("10:00", 4), "a@example.org", "uk", 1, None)
    hall.do(linking.ask, TOWN, asked)


def asks_for_a_link_to_wait(hall: Hall) -> None:
    joining = Joining("cards", date(2026, 3, 4), date(2026, 3, 6), "a@example.org", "uk")
    hall.do(linking.ask_to_wait, TOWN, joining)


def is_offered_a_place(hall: Hall) -> None:
    one, _ = (book(hall, at("10:00", 4)) for _ in range(2))
    joining = Joining("cards", date(2026, 3, 4), date(2026, 3, 4), "a@example.org", "uk")
    hall.do(waiting.join, TOWN, joining)
    cancel(hall, one)


@pytest.mark.parametrize(
    ("name", "happens", "fields"),
    [
        ("link", asks_for_a_link, "{day} {time} {link}"),
        ("wait_link", asks_for_a_link_to_wait, "{link}"),
        ("offer", is_offered_a_place, "{day} {time} {until} {link}"),
    ],
)
def test_a_link_and_an_offered_place_are_told_in_the_offices_own_words(
    hall_with: Callable[..., Hall],
    name: str,
    happens: Callable[[Hall], None],
    fields: str,
) -> None:
    words = {
        "subject": {"pl": "Po polsku", "uk": "{office}: {service}"},
        "body": {"pl": "{link}", "uk": "Перший рядок\n{branch}, {address}\n" + fields},
    }
    hall = hall_with(letters={name: words})
    happens(hall)
    (message,) = due(hall)
    assert message["kind"] == name
    mail, about = sent(message), message["appointment"]
    assert mail["To"] == "a@example.org"
    assert mail["Subject"] == "Urząd: Dowody"
    start = datetime.fromisoformat(about["start"])
    spoken = words_of("uk")
    told = {"day": spoken.date(start), "time": spoken.time(start), "link": about["url"]}
    if name == "offer":
        until = datetime.fromisoformat(about["held_until"])
        told["until"] = f"{spoken.day(until)}, {spoken.time(until)}"
    assert body(mail).splitlines() == [
        "Перший рядок",
        "Місто, Rynek 1",
        fields.format(**told),
    ]


@pytest.mark.parametrize(
    ("happens", "subject"),
    [
        (asks_for_a_link, "Посилання для запису: середа, 4 березня 2026, 10:00"),
        (asks_for_a_link_to_wait, "Посилання до списку очікування: Dowody"),
        (is_offered_a_place, "Для вас є вільне місце: середа, 4 березня 2026, 10:00"),
    ],
)
def test_a_letter_that_is_left_out_says_what_the_product_says(
    hall_with: Callable[..., Hall], happens: Callable[[Hall], None], subject: str
) -> None:
    hall = hall_with(letters={"confirmation": {"subject": "{code}", "body": "{code}"}})
    happens(hall)
    (message,) = due(hall)
    mail = sent(message)
    assert mail["Subject"] == subject
    assert message["appointment"]["url"] in body(mail).splitlines()


def test_a_confirmation_is_told_in_the_offices_own_words(hall_with: Callable[..., Hall]) -> None:
    hall = hall_with(letters={"confirmation": {"subject": "{name}", "body": "{code}\n{cancel}"}})
    visit = booked(hall, email="a@example.org", name="A. B.")
    mail = sent(due(hall)[0])
    assert mail["Subject"] == "A. B."
    assert body(mail).splitlines() == [visit["code"], f"{visit['url']}/cancel"]


def test_what_a_letter_does_not_say_the_product_says(hall_with: Callable[..., Hall]) -> None:
    begun = {"subject": {"uk": "{code}"}, "body": {}}
    hall = hall_with(letters={"confirmation": begun, "reminder": {"subject": {}, "body": "x"}})
    booked(hall, email="a@example.org", name="A. B.")
    (message,) = due(hall)
    written, of_product = write(message), write(message | {"letter": None})
    assert written.subject == message["appointment"]["code"]
    assert written.body == of_product.body
    other = message | {"kind": "reminder", "letter": {"subject": {}, "body": {"pl": "x"}}}
    assert write(other).subject == write(other | {"letter": None}).subject


def texted(message: Json) -> str:
    """The text message as a gateway is given it."""
    with gateway(202) as (url, sent_there):
        Texts(url).send(message, datetime.now(UTC))
    ((_, posted),) = sent_there
    return str(posted["text"])


def reminded(hall: Hall) -> Json:
    """What is told, and later told again, to somebody with a number only."""
    booked(hall, phone="+48 600 100 200")
    hall.set_clock(at("10:00", 3))
    return due(hall)[-1]


def test_a_text_message_says_the_offices_own_words(hall_with: Callable[..., Hall]) -> None:
    words = {"pl": "Po polsku", "uk": "{office}, {branch}: {service}. {code}   {cancel}"}
    message = reminded(hall_with(text_messages={"reminder": words}))
    about = message["appointment"]
    assert texted(message) == f"Urząd, Місто: Dowody. {about['code']} {about['url']}/cancel"


def test_a_text_message_that_is_left_out_says_what_the_product_says(
    hall_with: Callable[..., Hall],
) -> None:
    message = reminded(hall_with(text_messages={"change": "{code}"}))
    assert texted(message).startswith("Нагадування про візит: ")


def test_a_text_message_that_is_too_long_keeps_its_link_whole(
    hall_with: Callable[..., Hall],
) -> None:
    message = reminded(hall_with(text_messages={"reminder": "x" * 300 + " {link} yyy"}))
    link = message["appointment"]["url"]
    text = texted(message)
    assert len(text) == 320
    assert text == "x" * (320 - len(link)) + link


def text_faults(name: str, text: Any) -> list[str]:
    return check(changed(small_office(), "office.text_messages", {name: text})).faults


@pytest.mark.parametrize("name", ["confirmation", "reminder", "change", "cancellation"])
def test_a_text_message_says_only_what_can_be_told_in_one_line(name: str) -> None:
    path = f"office.text_messages.{name}"
    assert text_faults(name, "{office} {branch} {address} {service} {day} {time} {name}") == []
    for wrong in ("{documents}", "{reason}", "{until}", "{"):
        (fault,) = text_faults(name, {"pl": "x", "uk": wrong})
        assert fault.startswith(f"{path}.uk: ")
    for wrong in ("x" * 321, "one\ntwo", ""):
        (fault, *_) = text_faults(name, {"pl": wrong})
        assert fault.startswith(f"{path}.pl: ")


def faults(name: str, subject: Any, text: Any) -> list[str]:
    letter = {"subject": subject, "body": text}
    return check(changed(small_office(), "office.letters", {name: letter})).faults


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_only_what_can_be_told(name: str) -> None:
    assert faults(name, "{service}", "Dzień dobry\n\n{office} {link}") == []
    for wrong in ("{visitor}", "{code.x}", "{", "{}", "{link:>9}", "{link!r}", "{code:{link.x}}"):
        (fault,) = faults(name, wrong, "{link}")
        assert fault.startswith(f"office.letters.{name}.subject: ")
        (fault, *_) = faults(name, "x", {"pl": "{link}", "en": f"{{link}} {wrong}"})
        assert fault.startswith(f"office.letters.{name}.body.en: ")


def test_the_products_words_are_an_offices_words_too() -> None:
    said = built_in_words() | {"languages": ["pl", "en", "uk", "ru"]}
    assert check({"office": small_office()["office"] | said}).faults == []


@pytest.mark.parametrize(
    "happens", [booked, asks_for_a_link, asks_for_a_link_to_wait, is_offered_a_place]
)
def test_a_letter_of_the_products_words_is_the_one_that_is_left_out(
    hall_with: Callable[..., Hall], happens: Callable[[Hall], None]
) -> None:
    hall = hall_with(letters=built_in_words()["letters"])
    happens(hall)
    (message,) = due(hall)
    assert message["letter"]
    assert write(message) == write(message | {"letter": None})


def test_a_text_message_of_the_products_words_is_the_one_that_is_left_out(
    hall_with: Callable[..., Hall],
) -> None:
    message = reminded(hall_with(text_messages=built_in_words()["text_messages"]))
    assert message["text"]
    assert write_text(message) == write_text(message | {"text": None})


@pytest.mark.parametrize("name", NEED_A_LINK)
def test_a_letter_with_a_link_tells_only_what_is_known_before_a_visit_is_booked(name: str) -> None:
    for unknown in ("code", "move", "cancel", "name", "reason", "come", "links"):
        (fault,) = faults(name, f"{{{unknown}}}", "{link}")
        assert fault.startswith(f"office.letters.{name}.subject: '{{{unknown}}}' is none of ")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_whose_link_is_needed_is_refused_without_it(name: str) -> None:
    said = {"pl": "Dzień dobry", "en": "Hello: {link}", "uk": "{link}", "ru": "{link}"}
    path = f"office.letters.{name}.body"
    needed = name in NEED_A_LINK
    assert faults(name, "{link}", said) == ([f"{path}.pl: '{{link}}' is missing"] * needed)
    assert faults(name, "{link}", {}) == ([f"{path}: '{{link}}' is missing"] * needed)
