"""What an administrator does on the pages of the office configuration."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.running_office import Office

LANGUAGES = ("Polski", "English", "Українська", "Русский")


def begin_draft(page: Page, office: Office, name: str) -> int:
    """Begin a draft on the page of the office configuration; its id."""
    page.goto(f"{office.url}/admin")
    page.get_by_role("button", name="Change the configuration").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Begin the draft").click()
    page.wait_for_url(re.compile(r"/admin/drafts/\d+"))
    expect(page.get_by_role("heading", level=1)).to_have_text("General")
    return int(page.url.rpartition("/")[2].partition("#")[0])


def open_part(page: Page, *ways: str) -> None:
    """Follow links of the tree of parts, in order."""
    tree = page.get_by_role("navigation", name="Parts of the configuration")
    for way in ways:
        tree.get_by_role("link", name=re.compile(rf"^{re.escape(way)}")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(way)


def add(page: Page, one: str) -> None:
    """Add a part to the list that the page shows."""
    page.get_by_role("button", name=f"Add: {one}", exact=True).click()


def texts(page: Page | Locator, legend: str, said: Mapping[str, str] | str) -> None:
    """Fill in a text in every language."""
    field = page.get_by_role("group", name=re.compile(rf"^{re.escape(legend)}")).first
    values = dict.fromkeys(LANGUAGES, said) if isinstance(said, str) else said
    for language, text in values.items():
        box = field.get_by_label(language, exact=True)
        box.fill(text)
        box.dispatch_event("change")


def saved(page: Page) -> None:
    """Return once everything that was typed is saved."""
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved")


def publish(page: Page, note: str) -> None:
    """Publish the draft at once."""
    page.get_by_role("link", name=re.compile("^Publication")).click()
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_url(re.compile(r"/admin$|/admin\?"))
