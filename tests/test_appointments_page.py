"""The page of booked visits in a real browser: the list, booking for someone, and moving a day."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from queue_server.office.syntax import read_yaml
from tests.page_findings import Axe, findings
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

TEXTS = Path(__file__).resolve().parents[1] / "queue_server/web/static/appointments/texts"
CONFIG = Path(__file__).resolve().parents[1] / "config.yaml"
LANGUAGES = ("pl", "en", "uk", "ru")
WIDTHS = (320, 1280)
BRANCH = "nowy-sacz"


def text(language: str, key: str) -> Any:
    return json.loads((TEXTS / f"{language}.json").read_text())[key]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo, in which another service is booked too, and bound to who comes."""
    config = read_yaml(CONFIG.read_text())[0]
    [branch] = (b for b in config["office"]["branches"] if b["id"] == BRANCH)
    other = next(service for service in branch["services"] if "booking" not in service)
    other["booking"] = {"capacity": 2, "holder": "initials_and_birth_year"}
    with running_office(tmp_path_factory.mktemp("office") / "data", config=config) as running:
        yield running


def bookable(office: Office, *, bound: bool = False) -> Any:
    """A service of the branch that is booked."""
    [branch] = (b for b in office.read("/bookable")["branches"] if b["id"] == BRANCH)
    return next(s for s in branch["services"] if (s["holder"] != "none") is bound)


def free(office: Office, service: str) -> datetime:
    """The first free time that begins tomorrow or later."""
    found = office.read(f"/branches/{BRANCH}/slots?service={service}")
    first = datetime.fromisoformat(found[0]["start"]).date() + timedelta(days=1)
    times = (datetime.fromisoformat(slot["start"]) for slot in found if slot["free"])
    return next(time for time in times if time.date() >= first)


def book(office: Office, **contact: str) -> Any:
    service = bookable(office)
    body = {"service": service["id"], "start": free(office, service["id"]).isoformat()}
    held = office.do(f"/branches/{BRANCH}/appointments", {**body, "contact": contact})
    return office.do(f"/appointments/{held['token']}/confirm")


@pytest.fixture
def desk(page: Page, office: Office) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{office.url}/appointments/{BRANCH}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    speak(page, "en")
    return page


def row_of(visit: Any) -> str:
    return f"tr[data-code='{visit['code']}']"


def speak(page: Page, language: str) -> None:
    page.locator("select[name=language]").first.select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_a_visit_is_found_by_its_code_and_cancelled(desk: Page, office: Office) -> None:
    visit = book(office, email="anna@example.org")
    desk.locator("input[name=find]").fill(visit["code"].lower())
    row = desk.locator(row_of(visit))
    expect(row).to_contain_text("anna@example.org")
    row.get_by_role("button").click()
    desk.locator("[data-go=cancel]").click()
    desk.locator("dialog input[name=reason]").fill("called")
    desk.get_by_role("button", name=text("en", "cancel.button")).click()
    expect(row).to_have_attribute("data-stage", "cancelled")


def test_someone_at_the_desk_gets_a_visit_also_beyond_what_is_offered(
    desk: Page, office: Office
) -> None:
    service = bookable(office)
    day = f"{free(office, service['id']).date()}"
    desk.get_by_role("button", name=text("en", "book"), exact=True).click()
    desk.locator("dialog select[name=service]").select_option(service["id"])
    desk.locator("dialog input[name=day]").fill(day)
    desk.locator("dialog select[name=time]").select_option("other")
    desk.locator("dialog input[name=clock]").fill("06:15")
    submit = desk.locator("dialog button[type=submit]")
    expect(submit).to_be_disabled()  # it needs a reason
    desk.locator("dialog input[name=over]").fill("comes from far")
    submit.click()
    expect(desk.locator("dialog")).to_be_hidden()
    desk.locator(".tools input[name=day]").fill(day)
    expect(desk.locator("tr[data-stage=booked]", has_text="06:15")).to_be_visible()
    [entry] = office.read("/audit?kind=overbooked")["entries"]
    assert entry["reason"] == "comes from far"


def test_a_day_is_moved_after_a_look_and_moved_back(desk: Page, office: Office) -> None:
    visit = book(office, email="olena@example.org")
    start = datetime.fromisoformat(visit["start"])
    desk.get_by_role("button", name=text("en", "tab.moving")).click()
    for name in ("day", "until"):
        desk.locator(f"form.panel input[name={name}]").fill(f"{start.date()}")
    desk.locator("input[name=reason_en]").fill("Power cut")
    desk.get_by_role("button", name=text("en", "moving.preview")).click()
    expect(desk.locator("section.panel", has_text=visit["code"])).to_be_visible()
    assert office.read(f"/appointments/{visit['token']}")["start"] == visit["start"]
    desk.get_by_role("button", name=text("en", "moving.close")).click()
    closure = desk.locator("article.closure[data-state=waiting]")
    expect(closure).to_contain_text("Power cut")
    moved = office.read(f"/appointments/{visit['token']}")["start"]
    assert datetime.fromisoformat(moved).date() > start.date()
    closure.get_by_role("button").click()
    expect(desk.locator("article.closure[data-state=undone]")).to_be_visible()
    assert office.read(f"/appointments/{visit['token']}")["start"] == visit["start"]


def test_the_page_is_accessible_in_every_language(desk: Page, office: Office, axe: Axe) -> None:
    visit = book(office)
    found = []
    for language in LANGUAGES:
        speak(desk, language)
        desk.locator("input[name=find]").fill(visit["code"])
        expect(desk.locator(row_of(visit))).to_be_visible()
        found += axe(desk)
        desk.get_by_role("button", name=text(language, "book"), exact=True).click()
        expect(desk.locator("dialog select[name=time] option").nth(1)).to_be_attached()
        found += axe(desk)
        desk.keyboard.press("Escape")
        desk.get_by_role("button", name=text(language, "tab.moving")).click()
        for name in ("day", "until"):
            desk.locator(f"form.panel input[name={name}]").fill(visit["start"][:10])
        desk.get_by_role("button", name=text(language, "moving.preview")).click()
        expect(desk.locator("section.panel", has_text=visit["code"])).to_be_visible()
        found += axe(desk)
        desk.get_by_role("button", name=text(language, "tab.day"), exact=True).click()
    assert found + findings(desk, axe, WIDTHS) == []


def test_a_visit_that_is_bound_to_who_comes_is_booked_and_verified(
    desk: Page, office: Office
) -> None:
    page, service = desk, bookable(office, bound=True)
    page.get_by_role("button", name=text("en", "book"), exact=True).click()
    start = free(office, service["id"])
    page.locator("dialog select[name=service]").select_option(service["id"])
    page.locator("dialog input[name=day]").fill(f"{start.date()}")
    page.locator("dialog select[name=time]").select_option(start.isoformat())
    expect(page.locator("dialog button[type=submit]")).to_be_disabled()
    page.locator("dialog input[name=holder]").fill("AK 1987")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("dialog")).to_be_hidden()
    page.locator(".tools input[name=day]").fill(f"{start.date()}")
    page.locator("tr[data-stage=booked]", has_text=service["name"]["en"]).get_by_role(
        "button"
    ).click()
    page.locator("[data-go=verify]").click()
    page.locator("dialog input[name=holder]").fill("a. k., 1987")
    page.locator("dialog button[type=submit]").click()
    expect(page.get_by_text(text("en", "verify.true"))).to_be_visible()
