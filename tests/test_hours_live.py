"""The demo with hours on a shifted clock: it closes, opens and expires by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk_visit import LANGUAGES, OVERFLOWING, PORTRAIT, STAFFED, Visit
from tests.running_office import Office, until
from tests.small_office import small_office

pytestmark = pytest.mark.browser

#: A Thursday in Warsaw; in New York it is six hours earlier.
EVENING = datetime.fromisoformat("2026-11-19T20:00+01:00")
BEFORE_MIDNIGHT = datetime.fromisoformat("2026-11-19T23:59:56+01:00")
NO_MORE_TODAY = {
    "pl": "Na dziś nie ma już biletów",
    "en": "There are no tickets left today",
    "uk": "На сьогодні талонів більше немає",
    "ru": "На сегодня талонов больше нет",
}


def office_at_midnight() -> dict[str, Any]:
    """Warsaw changes shifts at midnight; New York closes at seven and works slowly."""
    document = small_office()
    warsaw = document["office"]["branches"][0]
    warsaw["kiosks"][0] |= {"printers": [], "staffed": STAFFED}
    cards, stamps = warsaw["services"]
    cards["hours"] = {"thu": ["08:00-24:00"]}
    stamps["hours"] = {"fri": ["00:00-06:00"]}
    new_york = warsaw | {
        "id": "new-york",
        "time_zone": "America/New_York",
        "services": [
            cards
            | {"handling_minutes": 240, "hours": {"thu": ["08:00-19:00"], "fri": ["08:00-19:00"]}},
        ],
        "profiles": [{"id": "front", "name": "Sala", "serves": [{"service": "cards"}]}],
    }
    document["office"]["branches"].append(new_york)
    return document


def test_the_demo_closes_opens_and_expires_by_itself(
    start_office: Callable[..., Office], page: Page, axe: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    office = start_office(config=office_at_midnight(), args=["--hours"], begins=EVENING)
    left = office.take("town", "cards")
    office.at("new-york", "1", "open")
    office.take("new-york", "cards")
    at = Visit(page, office, "hall")
    at.begin("en")
    cards, stamps = page.locator('[data-service="cards"]'), page.locator('[data-service="stamps"]')
    expect(cards).to_contain_text("Open")
    expect(stamps).to_contain_text("Closed – not today")

    office.kill()
    office.set_clock(BEFORE_MIDNIGHT)
    office.start()
    # Midnight comes; nobody does anything.
    expect(cards).to_contain_text("Closed – not today")
    expect(stamps).to_contain_text("Open")
    assert office.read(f"/tickets/{left['id']}")["state"] == "expired"
    assert office.read("/branches/town/tickets") == []

    # New York has another day: there, whoever comes now would be called after seven.
    until(lambda: not office.read("/branches/new-york/kiosks/hall")["open"])
    (alert,) = alerts(office, "issue_stopped")
    assert alert["service"] == "cards"
    at = Visit(page, office, "hall", "new-york")
    for language in LANGUAGES:
        notice = page.locator(f'.in-languages [lang="{language}"]').first
        expect(notice).to_contain_text(NO_MORE_TODAY[language])
    expect(notice).to_contain_text("завтра, 08:00")
    assert page.evaluate(OVERFLOWING) == []
    assert axe(page) == []
    office.do("/branches/new-york/services/cards/allow", {"reason": "Zostajemy dłużej"})
    expect(page.locator(".greeting").first).to_be_visible()
    assert alerts(office, "issue_stopped") == []
    at.begin("pl")


def alerts(office: Office, kind: str) -> list[dict[str, Any]]:
    return [a for a in office.read("/branches/new-york")["alerts"] if a["kind"] == kind]
