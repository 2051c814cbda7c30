"""The booking site in a browser: axe finds nothing, 320 px are wide enough, keys suffice."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.booking_hall import booked_office
from tests.running_office import Office, running_office, until
from tests.test_booking_site import LANGUAGES, answers

pytestmark = pytest.mark.browser
CARDS = "/at/town/cards"
PHONE: ViewportSize = {"width": 320, "height": 700}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    asks = {"name": "optional", "email": "required", "phone": "optional", "reference": "optional"}
    office = booked_office(horizon_days=14, asks=asks)
    office["branches"][0]["services"][0]["documents"] = ["Paszport", "Zdjęcie"]
    folder = tmp_path_factory.mktemp("town")
    with running_office(folder, config={"office": office}, booking=True) as ready:
        until(lambda: answers(ready.site))
        yield ready


def findings(page: Page, axe: Callable[[Page], list[str]] | None) -> list[str]:
    """What axe finds if it is to look, and whether anything is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*(axe(page) if axe else []), *([f"{page.url} is too wide"] if wide else [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_a_small_phone_and_axe_finds_nothing(
    town: Office, page: Page, axe: Callable[[Page], list[str]], language: str
) -> None:
    """Axe looks in one language of each alphabet: what it sees is the same in the others."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark" if language == "uk" else "light")
    found: list[str] = []

    def look(path: str | None = None) -> None:
        if path is not None:
            page.goto(f"{town.site}/{language}{path}")
        found.extend(findings(page, axe if language in ("pl", "uk") else None))

    for path in ("/", CARDS, "/privacy", "/accessibility", f"{CARDS}/times?cases=2"):
        look(path)
    page.locator(".times button").last.click()
    expect(page).to_have_url(re.compile("/a/"))
    page.locator("#email").fill("a@b")
    page.locator("form .primary").click()
    expect(page.locator("#email-fault")).to_be_visible()
    look()
    page.locator("#email").fill("a@example.org")
    page.locator("form .primary").click()
    expect(page.locator(".big")).to_be_visible()
    look()
    own = page.url
    page.goto(f"{own}/paper")
    look()
    page.goto(f"{own}/cancel")
    look()
    page.locator(".danger").click()
    expect(page).to_have_url(own)
    look()
    page.goto(f"{town.site}/{language}/a/1-x")
    look()
    assert found == []


def test_a_visit_is_booked_by_keys_alone(town: Office, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(f"{town.site}/pl/")

    def press_until(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches('{selector}')"):
                return
        raise AssertionError(selector)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for step, then in (
        (".choices a", CARDS),
        ("form .primary", "/times"),
        (".times button", "/a/"),
    ):
        press_until(step)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(then))
    press_until("#email")
    page.keyboard.type("a@example.org")
    press_until("form .primary")
    page.keyboard.press("Enter")
    expect(page.locator(".big")).to_have_text(re.compile(r"^\w{6}$"))
