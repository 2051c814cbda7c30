"""The ticket's own page in a real browser against the real server."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.in_process import WARSAW
from tests.page_findings import SCHEME_OF, Axe, findings
from tests.running_office import Office

pytestmark = pytest.mark.browser

TEXTS = Path(__file__).resolve().parents[1] / "queue_server/web/static/phone/texts"
LANGUAGES = ("pl", "en", "uk", "ru")
WIDTHS = (320, 390)
BRANCH, SERVICE, COUNTER = "nowy-sacz", "residence-permit", "1"

RECORD_VIBRATION = """
window.vibrations = [];
navigator.vibrate = (pattern) => { if (pattern) window.vibrations.push(pattern); return true; };
"""


def text(language: str, key: str) -> Any:
    return json.loads((TEXTS / f"{language}.json").read_text())[key]


def heading(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(RECORD_VIBRATION)
    return page


@pytest.fixture
def counter(office: Office) -> Callable[..., Any]:
    """`counter(verb, body)` of one counter, free and open when the test begins."""

    def do(verb: str, body: Any = None) -> Any:
        return office.at(BRANCH, COUNTER, verb, body)

    do("open")
    if office.read(f"/branches/{BRANCH}/counters/{COUNTER}")["ticket"]:
        do("finish")
    return do


def take(office: Office, language: str = "pl", **fields: Any) -> Any:
    return office.take(BRANCH, SERVICE, language=language, **fields)


def visit(phone: Page, office: Office, token: str) -> None:
    phone.goto(f"{office.url}/t/{token}")


def test_the_page_follows_its_ticket_to_the_end(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    ticket = take(office)
    visit(phone, office, ticket["token"])
    expect(heading(phone)).to_contain_text(ticket["number"])
    expect(phone.locator(".state")).to_have_text("Oczekuje")
    expect(phone.locator(".measures dd").first).to_have_text(str(ticket["ahead"]))

    counter("call", {"ticket": ticket["id"]})
    expect(phone.get_by_text(text("pl", "called.title"))).to_be_visible()
    expect(heading(phone)).to_have_text(ticket["number"])
    expect(phone.locator(".counter strong")).to_have_text(COUNTER)
    expect(phone).to_have_title(re.compile(re.escape(ticket["number"])))

    counter("start")
    expect(phone.locator(".state")).to_have_text("W obsłudze")
    counter("finish")
    expect(heading(phone)).to_have_text(text("pl", "done.title"))


def test_a_visit_of_two_services_says_what_comes_after_the_first(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    offered = office.read(f"/branches/{BRANCH}")["services"]
    other = next(service for service in offered if service["id"] != SERVICE)
    services = {"services": [SERVICE, other["id"]], "language": "pl"}
    ticket = office.do(f"/branches/{BRANCH}/tickets", services)
    visit(phone, office, ticket["token"])
    later = phone.locator(
        ".details div", has=phone.get_by_role("heading", name=text("pl", "later"))
    )
    expect(later.first).to_contain_text(other["name"]["pl"])
    counter("call", {"ticket": ticket["id"]})
    counter("finish")
    expect(phone.locator(".service-name")).to_have_text(other["name"]["pl"])
    expect(later).to_have_count(0)


def test_people_ahead_shrink_as_others_are_called(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    before = take(office)
    ticket = take(office)
    visit(phone, office, ticket["token"])
    ahead = phone.locator(".measures dd").first
    expect(ahead).to_have_text(str(before["ahead"] + 1))
    counter("call", {"ticket": before["id"]})
    expect(ahead).to_have_text(str(before["ahead"]))


def test_each_call_and_recall_vibrates_until_the_visitor_comes(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    ticket = take(office)
    visit(phone, office, ticket["token"])
    phone.get_by_text(text("pl", "alarm.off")).click()
    expect(phone.get_by_text(text("pl", "alarm.on"), exact=True)).to_be_visible()
    phone.evaluate("window.vibrations = []")

    counter("call", {"ticket": ticket["id"]})
    phone.get_by_role("button", name=text("pl", "called.come")).click()
    expect(phone.get_by_text(text("pl", "called.coming"))).to_be_visible()
    felt = phone.evaluate("window.vibrations.length")
    assert felt > 0

    counter("recall")
    expect(phone.get_by_text(text("pl", "called.again"))).to_be_visible()
    expect(phone.get_by_role("button", name=text("pl", "called.come"))).to_be_visible()
    assert phone.evaluate("window.vibrations.length") > felt


def test_a_late_visitor_steps_back(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    ticket = take(office)
    visit(phone, office, ticket["token"])
    phone.get_by_role("button", name="Spóźnię się").click()
    phone.get_by_role("dialog").get_by_role("button").first.click()
    expect(phone.locator(".notice")).to_be_visible()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    assert office.read(f"/tickets/{ticket['id']}")["due_at"] > ticket["due_at"]

    counter("call", {"ticket": ticket["id"]})
    expect(phone.get_by_role("button", name=text("pl", "called.come"))).to_be_visible()
    expect(phone.locator(".notice")).to_have_count(0)


def test_a_ticket_is_cancelled_only_after_the_question(phone: Page, office: Office) -> None:
    ticket = take(office)
    visit(phone, office, ticket["token"])
    cancel = phone.get_by_role("button", name="Anuluj bilet")
    cancel.click()
    phone.get_by_role("button", name=text("pl", "cancel.back")).click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    assert office.read(f"/tickets/{ticket['id']}")["state"] == "waiting"

    cancel.click()
    phone.get_by_role("dialog").get_by_role("button", name="Anuluj bilet").click()
    expect(heading(phone)).to_have_text(text("pl", "cancelled.title"))
    assert office.read(f"/tickets/{ticket['id']}")["state"] == "cancelled"


@pytest.mark.parametrize("token", ["nobody-knows-this", "1.AAAAAAAAAAAA", "%00", "żółw"])
def test_an_unknown_ticket_says_what_to_do(
    phone: Page, office: Office, axe: Axe, token: str
) -> None:
    visit(phone, office, token)
    expect(heading(phone)).to_have_text(text("en", "unknown.title"))
    assert findings(phone, axe, WIDTHS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_its_ticket(
    phone: Page, office: Office, axe: Axe, counter: Callable[..., Any], language: str
) -> None:
    ticket = take(office, language)
    visit(phone, office, ticket["token"])
    expect(phone.get_by_text(text(language, "where"))).to_be_visible()
    assert phone.get_attribute("html", "lang") == language
    assert findings(phone, axe, WIDTHS, [SCHEME_OF[language]]) == []
    counter("call", {"ticket": ticket["id"]})
    expect(phone.get_by_text(text(language, "called.title"))).to_be_visible()
    # The hours are 24 in every language, as on slips and displays.
    hour = re.escape(text(language, "called.at")).replace(r"\{time\}", r"\d\d:\d\d")
    expect(phone.get_by_text(re.compile(f"^{hour}$"))).to_be_visible()
    assert findings(phone, axe, WIDTHS, [SCHEME_OF[language]]) == []


def test_another_language_is_one_choice_away_and_remembered(phone: Page, office: Office) -> None:
    ticket = take(office, "uk")
    visit(phone, office, ticket["token"])
    phone.get_by_role("combobox").select_option("en")
    expect(phone.get_by_text(text("en", "where"))).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(text("en", "where"))).to_be_visible()


def test_every_question_and_end_is_accessible_and_narrow(
    phone: Page, office: Office, axe: Axe, counter: Callable[..., Any]
) -> None:
    ticket = take(office, "ru")
    visit(phone, office, ticket["token"])
    for name in ("Я опоздаю", "Отменить талон"):
        phone.get_by_role("button", name=name).click()
        expect(phone.get_by_role("dialog")).to_be_visible()
        assert findings(phone, axe, WIDTHS) == []
        phone.keyboard.press("Escape")
        expect(phone.get_by_role("dialog")).to_have_count(0)
    counter("serve", {"ticket": ticket["id"]})
    expect(phone.locator(".state")).to_have_text("Обслуживается")
    assert findings(phone, axe, WIDTHS) == []
    counter("park", {"minutes": 10})
    expect(phone.locator(".state")).to_have_text("Отложен")
    assert findings(phone, axe, WIDTHS) == []
    counter("serve", {"ticket": ticket["id"]})
    counter("finish")
    expect(heading(phone)).to_have_text(text("ru", "done.title"))
    assert findings(phone, axe, WIDTHS) == []


def test_a_lost_server_is_said_and_found_again(
    phone: Page, office: Office, counter: Callable[..., Any]
) -> None:
    ticket, began = take(office), datetime.now(WARSAW)
    visit(phone, office, ticket["token"])
    expect(phone.locator(".state")).to_have_text("Oczekuje")
    office.kill()
    expect(phone.get_by_text(text("pl", "lost.title"))).to_be_visible()
    told = phone.locator(".lost").inner_text()
    minutes = (datetime.now(WARSAW) - began).seconds // 60 + 2
    assert any(f"{began + timedelta(minutes=n):%H:%M}" in told for n in range(minutes))
    office.start()
    expect(phone.get_by_text(text("pl", "lost.title"))).to_have_count(0)
    counter("call", {"ticket": ticket["id"]})
    expect(phone.get_by_text(text("pl", "called.title"))).to_be_visible()
