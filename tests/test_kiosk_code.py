"""A booked visit at the kiosk: its code typed on the keypad, by keys or scanned."""

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk_visit import (
    IN_EVERY_LOOK,
    LANDSCAPE,
    LANGUAGES,
    OVERFLOWING,
    PORTRAIT,
    PRINTING,
    SMALL,
    SMALL_TARGETS,
    Visit,
    kiosk_office,
    resize,
)
from tests.running_office import Office, running_office
from tests.test_kiosk_scanner import scan, told

pytestmark = pytest.mark.browser
AT = "/branches/town"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Visits of five minutes to `cars` at any hour, and a meeting of `tax`."""
    config = kiosk_office()
    config["office"]["branches"][0]["groups"][0]["name"] = "Dokumenty pobytowe i zaświadczenia"
    services = {service["id"]: service for service in config["office"]["branches"][0]["services"]}
    booking = {"slot_minutes": 5, "capacity": 50, "lead_minutes": 0}
    services["cars"]["booking"] = booking
    services["tax"]["booking"] = {**booking, "group": True}
    with running_office(tmp_path_factory.mktemp("kiosk") / "data", config=config) as ready:
        yield ready


@pytest.fixture
def at(page: Page, office: Office) -> Visit:
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    return Visit(page, office, PRINTING)


def book(office: Office, service: str = "cars", later: timedelta = timedelta()) -> Any:
    """A visit booked for the first time from then on."""
    start = (office.now() + later).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    slot = office.read(f"{AT}/slots?service={service}&from={start}")[0]
    about = {"service": service, "start": slot["start"], "language": "uk"}
    held = office.do(f"{AT}/appointments", about)
    return office.do(f"/appointments/{held['token']}/confirm")


def to_code(at: Visit, language: str = "uk") -> None:
    at.begin(language)
    at.is_at("groups")
    at.page.locator("[data-booked]").click()
    at.is_at("code")


def type_code(at: Visit, code: str) -> None:
    for sign in code:
        at.page.locator(f'[data-sign="{sign}"]').click()


def test_a_code_typed_on_the_keypad_issues_the_ticket_and_its_slip(
    at: Visit, office: Office, axe: Callable[[Page], list[str]]
) -> None:
    booked = book(office)
    to_code(at)
    type_code(at, booked["code"][:5] + "3")
    at.page.locator("[data-erase]").click()
    type_code(at, booked["code"][5])
    for size in (LANDSCAPE, PORTRAIT):
        resize(at.page, size)
        assert at.page.evaluate(OVERFLOWING) == []
        assert at.page.evaluate(SMALL_TARGETS) == []
    assert axe(at.page) == []
    at.go_on()
    at.is_at("done")
    ticket = at.tickets()[-1]
    expect(at.number).to_have_text(ticket["number"])
    about = (ticket["class"], ticket["service"], ticket["kiosk"])
    assert about == ("appointment", "cars", PRINTING)
    told(at, "Ваш візит о ")


def test_a_code_is_typed_by_keys_alone(at: Visit, office: Office) -> None:
    booked = book(office)
    at.page.keyboard.press("3")  # Ukrainian
    at.is_at("groups")
    at.page.keyboard.press("b")
    at.is_at("code")
    for sign in booked["code"].lower():
        at.page.keyboard.press(sign, delay=60)
    expect(at.page.locator(".code")).to_have_attribute(
        "aria-label", f"Введено: {' '.join(booked['code'])}"
    )
    at.page.keyboard.press("0")
    at.is_at("done")


def test_a_scanned_code_checks_in_without_a_touch(at: Visit, office: Office) -> None:
    booked = book(office)
    scan(at, booked["code"])
    at.is_at("done")
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    number = at.tickets()[-1]["number"]
    expect(at.number).to_have_text(number)
    at.go_on()
    at.is_at("start")
    scan(at, booked["code"])  # once more
    at.is_at("code_refused")
    told(at, "Ви вже зареєструвалися", number)


def test_what_is_wrong_with_a_code_is_said_in_words(at: Visit, office: Office) -> None:
    to_code(at, "en")
    type_code(at, "XXXXXX")
    at.go_on()
    at.is_at("code")
    told(at, "We do not know this code.")
    tomorrow = book(office, later=timedelta(days=1))
    type_code(at, tomorrow["code"])
    at.go_on()
    at.is_at("code_refused")
    told(at, "It is too early", "Your visit is on another day: check in on")
    at.go_on()
    at.is_at("start")


def test_on_a_closed_day_a_code_is_answered_with_when_the_visit_is(
    at: Visit, office: Office, axe: Callable[[Page], list[str]]
) -> None:
    code, now = book(office, later=timedelta(minutes=10))["code"], office.now()
    about = {"start": now.isoformat(), "end": (now + timedelta(hours=3)).isoformat()}
    closure = office.do(f"{AT}/closures", about | {"reason": {"pl": "Awaria"}})
    at.is_at("office_closed")
    for size in (LANDSCAPE, PORTRAIT):
        resize(at.page, size)
        assert at.page.evaluate(OVERFLOWING) == []
        assert at.page.evaluate(SMALL_TARGETS) == []
    assert axe(at.page) == []
    scan(at, code)
    at.is_at("code_refused")
    told(at, "Ще зарано")
    at.go_on()
    at.is_at("office_closed")
    at.page.locator("[lang=uk] [data-booked]").click()
    at.is_at("code")
    type_code(at, code)
    at.go_on()
    at.is_at("code_refused")
    told(at, "Ще зарано")
    office.do(f"{AT}/closures/{closure['id']}/undo")
    at.go_on()
    at.is_at("start")


def test_a_meeting_has_no_ticket(at: Visit, office: Office) -> None:
    scan(at, book(office, "tax")["code"])
    at.is_at("attending")
    told(at, "Ви у списку присутніх")
    at.go_on()
    at.is_at("start")


def test_the_way_to_the_code_leaves_every_tool_its_room_in_every_language_and_look(
    at: Visit,
) -> None:
    at.begin("ru")
    at.is_at("groups")
    for size in (SMALL, LANDSCAPE, PORTRAIT):
        resize(at.page, size)
        assert (size, at.page.evaluate(IN_EVERY_LOOK, list(LANGUAGES))) == (size, [])


def test_the_keypad_fits_with_large_text_and_low_buttons(at: Visit) -> None:
    to_code(at)
    for tool in ("large", "low"):
        at.turn_on(tool)
    for size in (LANDSCAPE, PORTRAIT):
        resize(at.page, size)
        assert at.page.evaluate(OVERFLOWING) == []
    at.page.locator("[data-back]").click()
    at.is_at("groups")
    for size in (LANDSCAPE, PORTRAIT):
        resize(at.page, size)
        assert at.page.evaluate(OVERFLOWING) == []
