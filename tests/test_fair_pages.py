"""What staff see of fair booking, in a browser: the question at the counter, and hoarding."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.booking_hall import booked_office
from tests.in_process import Json
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = booked_office(holder="initials_and_birth_year")
    with running_office(tmp_path_factory.mktemp("town"), config={"office": office}) as ready:
        yield ready


def booked(town: Office, minutes: int) -> Json:
    """A visit soon, asked for on the site, bound to who comes."""
    start = (town.now() + timedelta(minutes=minutes)).isoformat()
    about = {"service": "cards", "start": start, "over": "a test", "address": "203.0.113.5"}
    held = town.do("/branches/town/appointments", about)
    return dict(town.do(f"/appointments/{held['token']}/confirm", {"holder": "AK 1987"}))


@pytest.mark.parametrize("locale", ["pl-PL"])
def test_the_counter_asks_who_came(
    town: Office, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    town.do("/branches/town/check-in", {"code": booked(town, 2)["code"]})
    town.at("town", "1", "open")
    town.at("town", "1", "next")
    page.goto(f"{town.url}/counter/town/1")
    page.locator("#verify-said").fill("AK 1988")
    page.locator(".verify button").click()
    expect(page.get_by_text("Przy umawianiu podano coś innego.")).to_be_visible()
    page.locator("#verify-said").fill("ak 1987")
    page.keyboard.press("Enter")
    expect(page.get_by_text("To osoba, dla której umówiono wizytę.")).to_be_visible()
    assert axe(page) == []


def test_supervisors_see_who_holds_many_places(
    town: Office, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    for minutes in (10, 20, 30):
        booked(town, minutes)
    page.goto(f"{town.url}/appointments/town")
    page.locator("select[name=language]").first.select_option("pl")
    page.get_by_role("button", name="Blokowanie miejsc").click()
    expect(page.locator("[data-habits] tbody th")).to_have_text("Adres internetowy")
    assert axe(page) == []
