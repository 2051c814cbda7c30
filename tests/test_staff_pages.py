"""Staff in their browsers: signing in, taking over a counter, locking it; their accounts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running_office import PASSWORD, GuardedOffice, guarded_office

pytestmark = pytest.mark.browser

PIN = "2749"
COUNTER = "/counter/krakow/1"
Axe = Callable[[Page], list[str]]


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page: Page, office: GuardedOffice, login: str, path: str) -> None:
    """Open a page, and sign in where it asks for that."""
    page.goto(f"{office.url}{path}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office.url}{path}")


def press_open(page: Page) -> None:
    """The key that opens a counter, once the page is there to hear it."""
    expect(page.locator(".opening [data-action=session]")).to_be_enabled()
    page.keyboard.press("o")


def stands(page: Page, how: str) -> None:
    """How the counter stands, as the page's head says."""
    expect(page.locator(".standing")).to_have_attribute("data-standing", how)


def test_a_clerk_signs_in_by_keyboard_opens_a_counter_and_is_taken_over(
    guarded: GuardedOffice, page: Page, second: Page, axe: Axe
) -> None:
    page.goto(f"{guarded.url}{COUNTER}")
    assert axe(page) == []
    sign_in(page, guarded, "anna", COUNTER)
    expect(page.locator("signed-in")).to_contain_text("Anna")
    press_open(page)
    stands(page, "open")
    assert axe(page) == []

    sign_in(second, guarded, "borys", COUNTER)
    expect(second.locator(".opening")).to_contain_text("Anna")
    assert axe(second) == []
    press_open(second)
    assert axe(second) == []
    second.keyboard.press("Enter")
    stands(second, "open")
    stands(page, "held")
    expect(page.locator(".opening")).to_contain_text("Borys")

    page.goto(f"{guarded.url}/counter/krakow/2")
    press_open(page)
    stands(page, "open")
    page.goto(f"{guarded.url}/counter/krakow/3")
    press_open(page)
    expect(page.locator("dialog")).to_contain_text("2")
    page.keyboard.press("Enter")
    stands(page, "open")


def test_a_clerk_who_goes_away_locks_the_counter_and_opens_it_by_a_pin(
    guarded: GuardedOffice, page: Page, axe: Axe
) -> None:
    guarded.sign_in("dana").do("/session/pin", {"password": PASSWORD, "pin": PIN})
    sign_in(page, guarded, "dana", "/counter/krakow/4")
    expect(page.locator(".opening [data-action=session]")).to_be_enabled()
    page.keyboard.press("h")
    expect(page.locator(".lock")).to_be_visible()
    assert axe(page) == []
    page.reload()
    field = page.locator(".lock input")
    expect(field).to_be_focused()
    field.fill("0000")
    page.keyboard.press("Enter")
    expect(page.locator("#lock-problem")).not_to_be_empty()
    field.fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".opening")).to_be_visible()


def test_somebody_threatened_before_a_locked_page_calls_for_help_by_keyboard(
    guarded: GuardedOffice, page: Page, second: Page, axe: Axe
) -> None:
    clerk = guarded.sign_in("anna")
    clerk.do("/branches/krakow/counters/4/open", {"take_over": True})
    sign_in(page, guarded, "anna", "/counter/krakow/4")
    stands(page, "open")
    sign_in(second, guarded, "dana", "/supervisor/krakow")
    second.locator(".head-language select").select_option("en")
    page.keyboard.press("h")
    page.reload()
    expect(page.locator(".lock input")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".lock [data-action=alarm]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(second.locator(".alarm")).to_have_count(0)

    page.keyboard.press("Enter")
    page.keyboard.type("a man with a knife")
    page.keyboard.press("Enter")
    expect(page.locator(".lock [role=status]")).to_have_attribute("data-kind", "good")
    expect(page.locator(".lock input")).to_be_visible()
    banner = second.locator(".alarm")
    expect(banner).to_contain_text("Emergency at counter 4")
    expect(banner).to_contain_text("The counter’s page was locked.")
    expect(banner).to_contain_text("a man with a knife")
    second.locator("[data-action=end-alarm]").click()
    second.get_by_role("dialog").get_by_role("button", name="End the alarm").click()
    expect(banner).to_have_count(0)


def test_who_signs_out_is_back_at_the_door(guarded: GuardedOffice, page: Page) -> None:
    sign_in(page, guarded, "filip", "/counter/nowy-sacz/1")
    page.locator("signed-in button").click()
    page.wait_for_url("**/sign-in?*")
    page.go_back()
    page.wait_for_url("**/sign-in?*")


def test_the_first_administrator_comes_by_the_printed_link_and_adds_a_clerk(
    tmp_path: Path, page: Page, axe: Axe
) -> None:
    with guarded_office(tmp_path / "data", staff=False) as office:
        page.goto(office.first_link())
        assert axe(page) == []
        for field, text in {"name": "Maria Lis", "login": "maria"}.items():
            page.locator(f"#{field}").fill(text)
        for field in ("password", "again"):
            page.locator(f"#{field}").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{office.url}/admin")
        page.goto(f"{office.url}/admin/staff")
        page.locator("input[name=name]").fill("Jan Wilk")
        page.locator("input[name=login]").fill("jan")
        page.locator("form.card input[value='krakow clerk']").check()
        page.locator("form.card button.primary").click()
        link = page.locator(".link input")
        expect(link).to_have_value(re.compile("/welcome/okpw_"))
        assert axe(page) == []
        page.goto(link.input_value())
        expect(page.locator("#login")).to_have_value("jan")
        page.goto(f"{office.url}/account")
        expect(page.locator(".sessions")).to_be_visible()
        assert axe(page) == []
