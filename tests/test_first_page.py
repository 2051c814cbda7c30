"""The first page lists every screen with its address; the virtual printer shows its slips."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.page_findings import SCHEME_OF, Axe, findings
from tests.running_office import Office

pytestmark = pytest.mark.browser

LANGUAGES = {"pl": "Polski", "en": "English", "uk": "Українська", "ru": "Русский"}
WIDTHS = (320, 390, 1280)


def addresses(branch: Any) -> Iterator[str]:
    for kind in ("kiosk", "display"):
        yield from (f"/{kind}/{branch['id']}/{screen['id']}" for screen in branch[f"{kind}s"])
    yield f"/counter/{branch['id']}"
    for counter in branch["counters"]:
        yield f"/counter/{branch['id']}/{counter['id']}"
        yield f"/board/{branch['id']}/{counter['id']}"


def test_the_first_page_lists_every_screen_of_every_branch(page: Page, office: Office) -> None:
    page.goto(office.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    listed = {link.get_attribute("href") for link in page.get_by_role("link").all()}
    branches = [office.read(f"/branches/{one['id']}") for one in office.read("/branches")]
    wanted = {address for branch in branches for address in addresses(branch)}
    assert wanted | {"/virtual-printer", "/api/v1/openapi.json"} <= listed


def test_every_address_on_the_first_page_answers(page: Page, office: Office) -> None:
    page.goto(office.url)
    expect(page.get_by_role("table").first).to_be_visible()
    for link in page.get_by_role("link").all():
        address = link.get_attribute("href")
        assert requests.get(f"{office.url}{address}", timeout=30).status_code == 200, address


@pytest.mark.parametrize("path", ["/", "/virtual-printer"])
def test_the_pages_are_accessible_in_every_language(
    page: Page, office: Office, axe: Axe, path: str
) -> None:
    page.goto(f"{office.url}{path}")
    for language, name in LANGUAGES.items():
        page.get_by_role("button", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        found = findings(page, axe, WIDTHS, [SCHEME_OF[language]])
        assert (language, found) == (language, [])


def test_a_slip_appears_in_the_virtual_printer_with_its_text(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/virtual-printer")
    kiosk = office.read("/branches/krakow")["kiosks"][0]["id"]
    ticket = office.take("krakow", "residence-permit", language="uk", kiosk=kiosk)
    slip = page.get_by_role("img", name=ticket["number"])
    expect(slip).to_be_visible()
    slip.evaluate("async image => await image.decode()")
    ticket_page = page.get_by_role("listitem").filter(has=slip).get_by_role("link").last
    assert ticket_page.get_attribute("href") == f"/t/{ticket['token']}"


def test_every_screen_is_listed_without_a_script_too(office: Office) -> None:
    page = office.session.get(office.url, timeout=30).text
    for branch in ("krakow", "nowy-sacz"):
        hall = office.read(f"/branches/{branch}")
        for kind, places in (
            ("kiosk", "kiosks"),
            ("display", "displays"),
            ("counter", "counters"),
            ("board", "counters"),
        ):
            for place in hall[places]:
                assert f'href="/{kind}/{branch}/{place["id"]}"' in page


def test_an_office_without_branches_leads_to_the_administration(
    page: Page, start_office: Callable[..., Office]
) -> None:
    page.goto(start_office(config={"server": {}}).url)
    expect(page.get_by_text("There is no branch yet")).to_be_visible()
    expect(page.get_by_role("link", name="Administration").first).to_have_attribute(
        "href", "/admin"
    )
