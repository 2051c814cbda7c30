"""The whole way through the kiosk by a few keys, with eyes and without."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, Request, expect

from tests.kiosk_visit import PORTRAIT, PRINTING, SILENT, STAFFED, Visit, kiosk_office
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that keeps its hours and limits."""
    data = tmp_path_factory.mktemp("kiosk") / "data"
    with running_office(data, config=kiosk_office(), args=["--hours"]) as ready:
        yield ready


@pytest.fixture
def visit(page: Page, office: Office) -> Visiting:
    """`visit(kiosk)`: a visitor in front of this kiosk's page."""
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    return lambda kiosk=PRINTING, branch="town": Visit(page, office, kiosk, branch)


def test_help_tells_what_keys_do_only_to_who_uses_keys(visit: Visiting) -> None:
    at = visit()
    at.page.locator("[data-help]").click()
    expect(at.page.get_by_role("dialog")).to_contain_text(STAFFED["pl"])
    expect(at.page.locator("dialog .keys")).to_be_hidden()
    at.page.keyboard.press("Shift")
    expect(at.page.locator("dialog .keys")).to_be_visible()


def test_keys_alone_take_a_ticket(visit: Visiting) -> None:
    at = visit()
    keyboard = at.page.keyboard
    keyboard.press("3")
    at.is_at("groups")
    expect(at.title).to_be_focused()
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    keyboard.press("ArrowDown")
    expect(at.page.locator(".choice").first).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    at.is_at("services")
    keyboard.press("Escape")
    at.is_at("groups")
    keyboard.press("2")
    keyboard.press("Tab")
    keyboard.press("Enter")
    at.is_at("needs")
    keyboard.press("0")
    at.is_at("confirm")
    keyboard.press("ArrowDown")
    expect(at.main_button).to_be_focused()
    keyboard.press("Enter")
    expect(at.number).to_be_visible()
    assert at.tickets()[-1]["service"] == "cars"


def says(page: Page, language: str, *texts: str) -> AbstractContextManager[object]:
    """Within the block the page asks for speech in this language that contains all of `texts`."""

    def is_it(request: Request) -> bool:
        address = urlparse(request.url)
        if not address.path.endswith(f"/speech/{language}.wav"):
            return False
        said = parse_qs(address.query)["text"][0]
        return all(text in said for text in texts)

    return page.expect_response(lambda answer: answer.ok and is_it(answer.request))


def test_speech_alone_leads_to_the_number(visit: Visiting) -> None:
    at = visit(SILENT)
    page, press = at.page, at.page.keyboard.press
    with says(page, "pl", "Czytanie na głos włączone."):
        press("*")
    with says(page, "pl", "Polski", "Dzień dobry"):
        press("ArrowDown")
    with says(page, "uk", "Добрий день"):
        press("ArrowDown")
        press("ArrowDown")
    with says(page, "uk", "З якого питання ви звертаєтеся?", "3 варіанти"):
        press("Enter")
    with says(page, "uk", "Inne", "Pojazdy"):
        press("ArrowDown")
        press("ArrowDown")
    with says(page, "uk", "Оберіть послугу"):
        press("Enter")
    with says(page, "uk", "Працює", "час невідомий", "чека"):
        press("ArrowDown")
    press("Enter")
    at.is_at("needs")
    press("1")
    at.is_at("help")
    with says(page, "uk", "не позначено"):
        press("ArrowDown")
    with says(page, "uk", "позначено"):
        press("Enter")
    press("Escape")
    at.is_at("needs")
    press("0")
    at.is_at("confirm")
    with says(page, "uk", "Ваш номер. A "):
        press("0")
    with says(page, "uk", "Ваш номер. A "):
        press("#")
    press("s")
    expect(page.locator('[data-tool="speech"]')).to_have_attribute("aria-pressed", "false")
