"""What the kiosk says when it cannot give a ticket, or no paper: why, and what to do."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk_visit import (
    IN_EVERY_LOOK,
    LANGUAGES,
    OVERFLOWING,
    PORTRAIT,
    PRINTING,
    SILENT,
    STAFFED,
    TWOFOLD,
    Visit,
    kiosk_office,
)
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Visiting = Callable[..., Visit]

TICKETS = "**/api/v1/branches/*/tickets"

OFFLINE = {
    "pl": "Biletomat chwilowo nie działa",
    "en": "This kiosk is not working just now",
    "uk": "Термінал тимчасово не працює",
    "ru": "Терминал временно не работает",
}
CLOSED_TODAY = {
    "pl": "Dziś nieczynne",
    "en": "Closed today",
    "uk": "Сьогодні зачинено",
    "ru": "Сегодня закрыто",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that keeps its hours and limits."""
    data = tmp_path_factory.mktemp("kiosk") / "data"
    with running_office(data, config=kiosk_office(), args=["--hours"]) as ready:
        yield ready


@pytest.fixture
def visit(page: Page, office: Office) -> Visiting:
    """`visit(kiosk)`: a visitor in front of this kiosk's page."""
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    return lambda kiosk=PRINTING, branch="town": Visit(page, office, kiosk, branch)


def test_a_full_and_a_closed_service_say_why_and_where_to_go(visit: Visiting) -> None:
    at = visit()
    at.begin("en")
    at.choose("Dokumenty")
    expect(at.page.locator('[data-service="full"]')).to_contain_text("No tickets left")
    at.choose("Paszporty")
    expect(at.title).to_have_text("There are no tickets left today")
    expect(at.screen).to_contain_text(STAFFED["en"])
    at.go_on()
    at.is_at("services")
    expect(at.page.locator('[data-service="closed"]')).to_contain_text("Closed – not")
    at.choose("Meldunek")
    expect(at.screen).to_contain_text("This service is not given")
    expect(at.screen).to_contain_text(STAFFED["en"])
    assert len(at.page.locator(".choice").all()) == 0


def test_a_service_that_fills_up_meanwhile_says_so_before_more_is_asked(
    visit: Visiting, office: Office
) -> None:
    at = visit()
    at.to_confirm("en", "Dokumenty", "Ostatnie miejsce")
    office.take("town", "last")
    at.is_at("closed")
    expect(at.title).to_have_text("There are no tickets left today")
    expect(at.screen).to_contain_text(STAFFED["en"])


def test_a_ticket_refused_in_the_last_moment_says_why(visit: Visiting) -> None:
    at = visit()
    at.to_confirm("en")
    problem = {"type": "about:blank", "title": "Full", "status": 409, "code": "limit_reached"}
    at.page.route(TICKETS, lambda route: route.fulfill(status=409, body=json.dumps(problem)))
    at.go_on()
    at.is_at("closed")
    expect(at.title).to_have_text("There are no tickets left today")


def test_a_closed_branch_says_so_in_every_language(visit: Visiting) -> None:
    at = visit(SILENT, "shut")
    for language in LANGUAGES:
        notice = at.page.locator(f'.in-languages [lang="{language}"]').first
        expect(notice).to_contain_text(CLOSED_TODAY[language])


def test_without_the_server_the_kiosk_says_so_in_every_language_and_comes_back_by_itself(
    page: Page, start_office: Callable[..., Office]
) -> None:
    office = start_office(config=kiosk_office())
    at = Visit(page, office, PRINTING)
    at.to_confirm("uk")
    office.kill()
    for language in LANGUAGES:
        notice = page.locator(f'.in-languages [lang="{language}"]').first
        expect(notice).to_contain_text(OFFLINE[language])
        expect(notice).to_contain_text(STAFFED[language])
    office.start()
    expect(at.main_button).to_contain_text("Отримати талон")
    at.is_at("confirm")

    office.kill()
    at.go_on()
    at.is_at("issuing")
    office.start()
    expect(at.number).to_be_visible()
    assert [ticket["number"] for ticket in at.tickets()] == [at.number.inner_text()]
    office.kill()
    expect(at.screen).to_contain_text("Ваш номер дійсний")
    expect(at.number).to_be_visible()


def printer_with(office: Office, fault: str) -> Path:
    """Give the virtual printer a fault; the file to remove when it is mended."""
    control = office.data / "slips" / "town-slips" / "control.json"
    control.parent.mkdir(parents=True, exist_ok=True)
    control.write_text(fault)
    return control


def test_without_paper_the_number_and_its_code_stay_on_the_screen(
    visit: Visiting, office: Office
) -> None:
    at = visit()
    control = printer_with(office, '{"paper_out": true}')
    at.to_confirm("pl")
    expect(at.screen).to_contain_text("Biletomat teraz nie drukuje")
    at.go_on()
    expect(at.screen).to_contain_text("Nie ma wydruku")
    expect(at.screen).to_contain_text("Zapamiętaj numer albo zeskanuj kod.")
    expect(at.page.locator("img.qr")).to_be_visible()
    control.unlink()
    expect(at.screen).to_contain_text("Odbierz wydruk")


def test_a_slip_that_another_printer_prints_is_told_where(visit: Visiting, office: Office) -> None:
    at = visit(TWOFOLD)
    control = printer_with(office, '{"paper_out": true}')
    at.to_confirm("uk")
    at.go_on()
    expect(at.screen).to_contain_text("Місце друку: Informacja")
    assert at.page.evaluate(IN_EVERY_LOOK, list(LANGUAGES)) == []
    control.unlink()


def test_a_kiosk_without_a_printer_promises_no_slip(visit: Visiting) -> None:
    at = visit(SILENT)
    at.to_confirm("en")
    at.go_on()
    expect(at.screen).to_contain_text("No slip is printed")
    expect(at.page.locator("img.qr")).to_be_visible()


def test_where_nobody_knows_the_visitor_says_whether_the_slip_came_out(
    visit: Visiting, office: Office, axe: Callable[[Page], list[str]]
) -> None:
    at = visit()
    control = printer_with(office, '{"drop_after_slip": true}')
    at.to_confirm("pl")
    at.go_on()
    expect(at.screen).to_contain_text("Czy bilet się wydrukował?")
    expect(at.number).to_be_visible()
    assert (axe(at.page), at.page.evaluate(OVERFLOWING)) == ([], [])
    control.unlink()
    at.page.keyboard.press("2")
    expect(at.screen).to_contain_text("Odbierz wydruk")
    number = at.number.inner_text()
    ticket = next(ticket["id"] for ticket in at.tickets() if ticket["number"] == number)
    kinds = [event["kind"] for event in office.read(f"/tickets/{ticket}")["events"]]
    assert kinds.count("slip_ordered") == 2
    assert "slip_failed" in kinds
