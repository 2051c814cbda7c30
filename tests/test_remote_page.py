"""Joining from home in a real browser: from the choice of a service into the room, and back."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page_findings import Axe, findings
from tests.running_office import Office

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[1] / "queue_server/web/static"
LANGUAGES = ("pl", "en", "uk", "ru")
WIDTHS = (320, 390)
BRANCH, VIDEO_COUNTER, PHONE_COUNTER = "krakow", "22", "23"
NUMBER = "+48 600 700 123"


def text(page: str, language: str, key: str) -> Any:
    return json.loads((STATIC / page / "texts" / f"{language}.json").read_text())[key]


def speak(page: Page, language: str) -> None:
    page.get_by_role("combobox").first.select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture
def phone(page: Page, office: Office) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{office.url}/join/{BRANCH}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    speak(page, "en")
    return page


def join(phone: Page, service: str) -> str:
    """Take a ticket for a service; its token."""
    phone.get_by_role("button", name=service).click()
    if "Phone" in service:
        phone.get_by_role("button", name=text("join", "en", "join")).click()
        expect(phone.locator("#phone")).to_be_focused()
        phone.keyboard.type(NUMBER)
    phone.keyboard.press("Enter") if "Phone" in service else phone.get_by_role(
        "button", name=text("join", "en", "join")
    ).click()
    phone.wait_for_url("**/t/*")
    return phone.url.rpartition("/")[2]


def test_by_video_the_page_opens_the_room_in_which_the_counter_is(
    phone: Page, office: Office
) -> None:
    office.at(BRANCH, VIDEO_COUNTER, "open")
    join(phone, "Video consultation")
    expect(phone.get_by_text(text("phone", "en", "remote.will_open"))).to_be_visible()
    office.at(BRANCH, VIDEO_COUNTER, "next")
    room = phone.get_by_role("link", name=text("phone", "en", "remote.open"))
    expect(room).to_be_visible()
    at_counter = office.read(f"/branches/{BRANCH}/counters/{VIDEO_COUNTER}")["reach"]["link"]
    assert room.get_attribute("href") == at_counter
    phone.goto(f"{office.url}/counter/{BRANCH}/{VIDEO_COUNTER}")
    assert phone.locator(".reach a").get_attribute("href") == at_counter
    office.at(BRANCH, VIDEO_COUNTER, "finish")


def test_by_phone_the_counter_sees_the_number_and_the_visitor_that_it_will_ring(
    phone: Page, office: Office
) -> None:
    office.at(BRANCH, PHONE_COUNTER, "open")
    token = join(phone, "Phone consultation")
    expect(phone.get_by_text("••• 123")).to_be_visible()
    office.at(BRANCH, PHONE_COUNTER, "next")
    expect(phone.locator(".rings")).to_contain_text("123")
    phone.goto(f"{office.url}/counter/{BRANCH}/{PHONE_COUNTER}")
    expect(phone.locator(".reach")).to_contain_text(NUMBER)
    assert NUMBER not in json.dumps(office.read(f"/public/tickets/{token}"))
    office.at(BRANCH, PHONE_COUNTER, "finish")


def test_the_pages_are_accessible_in_every_language(phone: Page, office: Office, axe: Axe) -> None:
    office.at(BRANCH, PHONE_COUNTER, "open")
    found = []
    for language in LANGUAGES:
        phone.goto(f"{office.url}/join/{BRANCH}")
        speak(phone, language)
        found += axe(phone)
        phone.get_by_role("button").nth(1).click()
        phone.get_by_role("button", name=text("join", language, "join")).click()
        expect(phone.locator("#phone")).to_be_focused()
        found += axe(phone)
        phone.locator("#phone").fill(NUMBER)
        phone.get_by_role("button", name=text("join", language, "join")).click()
        phone.wait_for_url("**/t/*")
        expect(phone.get_by_text(text("phone", language, "remote.no_need"))).to_be_visible()
        office.at(BRANCH, PHONE_COUNTER, "next")
        expect(phone.locator(".rings")).to_contain_text(text("phone", language, "remote.rings"))
        found += axe(phone)
        office.at(BRANCH, PHONE_COUNTER, "finish")
    phone.goto(f"{office.url}/join/{BRANCH}")
    phone.get_by_role("button").nth(1).click()
    assert found + findings(phone, axe, WIDTHS) == []
