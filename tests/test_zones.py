"""Times are told by the clocks of the branch they belong to, wherever the reader's computer is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from tests.running_office import GuardedOffice, Member, guarded_office

pytestmark = pytest.mark.browser

CONFIG = Path(__file__).resolve().parents[1] / "config.yaml"
#: The first branch's clocks, another's, and the reader's.
FIRST, OTHER, READERS = "Europe/Warsaw", "Atlantic/Azores", "Pacific/Auckland"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedOffice]:
    """Two branches in two time zones."""
    config = yaml.safe_load(CONFIG.read_text())
    for branch, zone in zip(config["office"]["branches"], (FIRST, OTHER), strict=True):
        branch["time_zone"] = zone
    with guarded_office(tmp_path_factory.mktemp("zones") / "data", config=config) as office:
        yield office


@pytest.fixture(scope="module")
def admin(office: GuardedOffice) -> Member:
    return office.sign_in("admin")


@pytest.fixture
def page(browser: Browser, admin: Member) -> Iterator[Page]:
    """The administrator's browser, far away."""
    context = browser.new_context(locale="en", timezone_id=READERS)
    page = context.new_page()
    belong(page, admin)
    yield page
    context.close()


def belong(page: Page, member: Member) -> None:
    """From now on the browser is that member's."""
    page.context.add_cookies(
        [{"name": "okienko_session", "value": member.token, "url": member.url}]
    )


def paired(office: GuardedOffice, admin: Member, branch: str) -> Any:
    """A display of a branch that was just paired."""
    begun = office.session.post(f"{office.url}/api/v1/pairings", json={}).json()
    places = next(b for b in admin.read("/devices/places") if b["id"] == branch)
    display = places["displays"][0]["id"]
    said = {"code": begun["code"], "kind": "display", "branch": branch, "place": display}
    return admin.do("/devices", {**said, "name": f"Hall of {branch}"})


def clock(moment: str, zone: str, form: str = ", %H:%M") -> str:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime(form)


def card(page: Page, name: str) -> Locator:
    return page.locator("li.card", has=page.get_by_role("heading", name=name))


@pytest.mark.parametrize(("branch", "zone"), [("krakow", FIRST), ("nowy-sacz", OTHER)])
def test_a_device_is_told_of_by_its_branchs_clocks(
    page: Page, office: GuardedOffice, admin: Member, branch: str, zone: str
) -> None:
    device = paired(office, admin, branch)
    page.goto(f"{office.url}/admin/devices")
    expect(card(page, device["name"]).locator("dl")).to_contain_text(
        clock(device["paired_at"], zone)
    )


@pytest.mark.parametrize(
    ("branches", "zone"), [(["*"], FIRST), (["nowy-sacz"], OTHER), (["krakow"], FIRST)]
)
def test_a_programs_token_is_told_of_by_its_branchs_clocks(
    page: Page, office: GuardedOffice, admin: Member, branches: list[str], zone: str
) -> None:
    name = f"Website of {branches[0]}"
    said = {"name": name, "permissions": ["tickets.issue"], "branches": branches, "days": 30}
    made = admin.do("/tokens", said)
    page.goto(f"{office.url}/admin/tokens")
    expect(card(page, name)).to_contain_text(clock(made["expires_at"], zone))


def test_staff_are_told_of_by_the_first_branchs_clocks(
    page: Page, office: GuardedOffice, admin: Member
) -> None:
    office.sign_in("filip")
    [account] = [a for a in admin.read("/staff")["accounts"] if a["login"] == "filip"]
    page.goto(f"{office.url}/admin/staff")
    expect(page.locator("[data-account=filip]")).to_contain_text(
        clock(account["signed_in_at"], FIRST)
    )


def test_the_audit_is_told_by_the_branchs_clocks_and_asks_for_its_days(
    page: Page, office: GuardedOffice, admin: Member
) -> None:
    auditor = office.sign_in("ewa")
    belong(page, auditor)
    for branch, zone in (("krakow", FIRST), ("nowy-sacz", OTHER)):
        paired(office, admin, branch)
        entry = auditor.read(f"/audit?branch={branch}&limit=1")["entries"][0]
        day = datetime.fromisoformat(entry["at"]).astimezone(ZoneInfo(zone)).date()
        with page.expect_request("**/api/v1/audit?*from=*") as asked:
            page.goto(f"{office.url}/audit?branch={branch}&from={day}&to={day}")
        expect(page.locator("td.at").first).to_contain_text(clock(entry["at"], zone, "%H:%M:%S"))
        begins = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
        [start], [end] = (
            parse_qs(urlsplit(asked.value.url).query)[name] for name in ("from", "to")
        )
        assert datetime.fromisoformat(start) == begins
        assert datetime.fromisoformat(end) == begins + timedelta(days=1)
