"""A code scanned at a kiosk, by a scanner that types or by one on a serial line."""

from collections.abc import Callable, Iterator

import pytest
import socketio
from playwright.sync_api import Page, expect

from tests.kiosk_visit import LANDSCAPE, OVERFLOWING, PORTRAIT, SILENT, Visit, kiosk_office, resize
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("kiosk") / "data"
    with running_office(data, config=kiosk_office()) as ready:
        yield ready


@pytest.fixture
def at(page: Page, office: Office) -> Visit:
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    return Visit(page, office, SILENT)


def scan(at: Visit, code: str) -> None:
    """All keys in one go, as a scanner that types does, without a wait between them."""
    at.page.evaluate(
        """(code) => {
          for (const key of [...code, "Enter"])
            document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        }""",
        code,
    )


def told(at: Visit, *texts: str) -> None:
    for text in texts:
        expect(at.page.locator(".stage")).to_contain_text(text)


def test_a_tickets_own_code_shows_how_it_stands_until_it_has_ended(
    at: Visit, office: Office, axe: Callable[[Page], list[str]]
) -> None:
    office.take("town", "cars")
    ticket = office.take("town", "cars", language="uk")
    scan(at, ticket["public_url"])
    at.is_at("found")
    expect(at.number).to_have_text(ticket["number"])
    told(at, "Pojazdy", "Sala główna, parter", "1")
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    assert axe(at.page) == []
    for size in (PORTRAIT, LANDSCAPE):
        resize(at.page, size)
        assert at.page.evaluate(OVERFLOWING) == []
    office.at("town", "1", "open")
    office.at("town", "1", "call", {"ticket": ticket["id"]})
    scan(at, ticket["public_url"])
    told(at, "Просимо підійти:", "1")
    for verb, text in (("park", "Вас викличуть ще раз"), ("call", "Просимо підійти")):
        office.at("town", "1", verb, {"ticket": ticket["id"]} if verb == "call" else None)
        scan(at, ticket["public_url"])
        told(at, text)
    office.at("town", "1", "finish")
    scan(at, ticket["public_url"])
    told(at, "Цей талон уже недійсний")
    at.go_on()
    at.is_at("start")


def test_a_code_that_nobody_knows_says_so_and_chooses_nothing(at: Visit) -> None:
    for code in ("1234567890", "https://example.org/t/nothing", "0000000s*r+"):
        scan(at, code)
        at.is_at("found")
        told(at, "Nie znamy tego kodu")
        at.go_on()
        at.is_at("start")
    expect(at.page.locator("[data-tool=speech]")).to_have_attribute("aria-pressed", "false")


def test_what_fingers_type_means_what_it_always_does(at: Visit) -> None:
    at.page.keyboard.press("3")
    at.is_at("groups")
    scan(at, "2")
    at.is_at("services")


def test_a_scanner_on_a_serial_line_is_heard_by_its_own_kiosk(at: Visit, office: Office) -> None:
    ticket = office.take("town", "cars", language="en")
    agent = socketio.Client(reconnection=False)
    agent.connect(office.url, transports=["websocket"])
    code = {"branch": "town", "code": ticket["public_url"]}
    assert agent.call("scan", {**code, "kiosk": "hall"}) == {"heard": False}
    assert agent.call("scan", {**code, "kiosk": SILENT}) == {"heard": True}
    agent.disconnect()
    at.is_at("found")
    expect(at.number).to_have_text(ticket["number"])
    told(at, "Waiting")
