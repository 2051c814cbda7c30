"""From an empty installation to the first ticket, in the browser alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.office_editing import add, begin_draft, open_part, publish, saved, texts
from tests.running_office import Office


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page for a reader of English; all that happens on it is recorded with pictures."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    context.tracing.start(screenshots=True, title="A new office")
    yield context.new_page()
    context.tracing.stop(path=tmp_path / "recorded.zip")
    context.close()


def test_an_administrator_builds_a_new_office_and_takes_a_ticket_there(
    page: Page, start_office: Callable[..., Office]
) -> None:
    office = start_office(config={"server": {}})
    assert office.read("/branches") == []

    begin_draft(page, office, "The new office")
    texts(page, "Name of the office", "Town hall")
    open_part(page, "Branches")
    add(page, "Branch")
    texts(page, "Name", "Market Square")
    texts(page, "Address", "Rynek 1")
    expect(page.get_by_label("Id", exact=True)).to_have_value("market-square")

    open_part(page, "Services")
    add(page, "Service")
    texts(page, "Name", "Identity cards")
    page.get_by_label("Prefix").fill("C")

    open_part(page, "Work profiles")
    add(page, "Work profile")
    texts(page, "Name", "Everything")
    page.get_by_role("button", name="Add: Service", exact=True).click()
    expect(page.get_by_label("Service", exact=True)).to_have_value("0")

    open_part(page, "Counters")
    add(page, "Counter")
    page.get_by_label("Label").fill("1")
    page.get_by_label("Label").dispatch_event("change")
    texts(page, "Directions", "Ground floor")

    open_part(page, "Displays")
    add(page, "Display")
    texts(page, "Name", "Hall")
    page.get_by_label("Add to Zones").select_option(label="Waiting room (hall)")

    open_part(page, "Kiosks")
    add(page, "Kiosk")
    texts(page, "Name", "Entrance")
    saved(page)
    expect(page.locator(".fault-list")).to_have_count(0)

    publish(page, "The office opens")
    expect(page.locator(".told")).to_contain_text("Revision 2 is in force")

    page.goto(f"{office.url}/kiosk/market-square/entrance")
    page.get_by_role("button", name=re.compile("English")).click()
    page.get_by_role("button", name=re.compile("Identity cards")).click()
    page.get_by_role("button", name=re.compile("ticket", re.IGNORECASE)).first.click()
    expect(page.locator("body")).to_contain_text("C001")

    page.goto(f"{office.url}/display/market-square/hall")
    office.at("market-square", "1", "open")
    assert office.at("market-square", "1", "next")["ticket"]["number"] == "C001"
    expect(page.locator("body")).to_contain_text("C001")
