"""The kiosk page in Chromium against the real server: from the greeting to the number."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.kiosk_visit import HASTY, HURRY, PORTRAIT, PRINTING, SILENT, STAFFED, Visit, kiosk_office
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Visiting = Callable[..., Visit]

TICKETS = "**/api/v1/branches/*/tickets"


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
    return lambda kiosk=PRINTING, **how: Visit(page, office, kiosk, **how)


def test_the_whole_way_in_ukrainian_takes_a_ticket(visit: Visiting) -> None:
    at = visit()
    at.begin("uk")
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    at.choose("Dokumenty")
    at.choose("Dowody")
    at.choose("3 справи")
    at.choose("Мені потрібна допомога")
    at.choose("Escort")
    at.go_on()
    at.choose("Маю право на першочергове обслуговування")
    at.choose("Ciąża")
    at.go_on()
    expect(at.screen).to_contain_text("Escort")
    at.go_on()
    at.is_at("confirm")
    expect(at.screen).to_contain_text("Паспорт")
    expect(at.screen).to_contain_text("Першочерговість підтвердить працівник.")
    at.go_on()

    expect(at.number).to_be_visible()
    ticket = at.tickets()[-1]
    expect(at.number).to_have_text(ticket["number"])
    expect(at.screen).to_contain_text("Sala główna, parter")
    expect(at.screen).to_contain_text("Візьміть роздруківку")
    expect(at.screen.locator(".notice")).to_have_text(
        f"Першочерговість підтверджує: {STAFFED['uk']}"
    )
    told = {key: ticket[key] for key in ("service", "language", "cases", "needs", "class_asked")}
    assert told == {
        "service": "cards",
        "language": "uk",
        "cases": 3,
        "needs": ["escort"],
        "class_asked": "pregnancy",
    }
    picture = at.page.locator("img.qr")
    expect(picture).to_have_attribute("alt", f"QR-код: сторінка талона {ticket['number']}")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    at.go_on()
    at.is_at("start")


def test_several_services_make_one_ticket_that_goes_from_the_one_to_the_next(
    visit: Visiting,
) -> None:
    at = visit()
    at.to_confirm()
    at.add("Dokumenty", "Inne 1")
    at.page.keyboard.press("1")
    at.is_at("groups")
    expect(at.screen).not_to_contain_text("Pojazdy")
    at.page.keyboard.press("Escape")
    at.is_at("confirm")
    for chosen in ("Pojazdy", "Inne 1"):
        expect(at.screen.get_by_role("heading", name=chosen)).to_be_visible()
    at.go_on()
    expect(at.number).to_be_visible()
    ticket = at.tickets()[-1]
    assert (ticket["service"], ticket["chain"]) == ("cars", ["more-1"])


def hold_still(page: Page) -> None:
    """No time passes on the page, so that what follows counts as done in one moment."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def test_a_double_tap_takes_one_ticket_and_does_not_finish(visit: Visiting, page: Page) -> None:
    page.clock.install()
    at = visit(at_once=False)
    at.to_confirm()
    hold_still(page)
    before = len(at.tickets())
    box = at.main_button.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _tap in range(4):
        at.page.mouse.click(*middle)
    expect(at.number).to_be_visible()
    at.page.mouse.click(*middle)
    page.clock.resume()
    at.is_at("done")
    assert len(at.tickets()) == before + 1
    expect(at.number).to_have_text(at.tickets()[-1]["number"])


def test_a_hurried_second_tap_chooses_nothing_on_the_next_step(visit: Visiting, page: Page) -> None:
    page.clock.install()
    at = visit(at_once=False)
    at.begin("pl")
    at.is_at("groups")
    hold_still(page)
    at.page.locator(".choice").first.dblclick(force=True)
    page.clock.resume()
    at.is_at("services")


def test_a_lost_answer_is_asked_for_again_and_shows_the_same_ticket(
    visit: Visiting,
) -> None:
    at = visit()
    at.to_confirm()
    before = len(at.tickets())
    keys = []

    def lose_the_first(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    at.page.route(TICKETS, lose_the_first)
    at.go_on()
    expect(at.number).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(at.tickets()) == before + 1
    expect(at.number).to_have_text(at.tickets()[-1]["number"])


def test_a_refusal_offers_to_try_again_with_the_same_key(visit: Visiting) -> None:
    at = visit()
    at.to_confirm("en")
    keys = []

    def refuse_the_first(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        problem = {"type": "about:blank", "title": "No", "status": 429, "code": "slow_down"}
        return route.fulfill(status=429, body=json.dumps(problem))

    at.page.route(TICKETS, refuse_the_first)
    at.go_on()
    at.is_at("trouble")
    expect(at.screen).to_contain_text(STAFFED["en"])
    at.go_on()
    expect(at.number).to_be_visible()
    assert len(set(keys)) == 1


def test_a_visitor_who_left_is_asked_and_then_forgotten(visit: Visiting) -> None:
    at = visit(HASTY)
    at.page.add_init_script(HURRY)
    at.page.reload()
    warning = at.page.get_by_role("alertdialog")
    at.turn_on("large")
    at.begin("uk")
    at.is_at("groups")
    at.fall_silent()
    expect(warning).to_contain_text("Ви ще тут?")
    warning.get_by_role("button", name="Так, я тут").press("Enter")
    expect(warning).to_be_hidden()
    at.is_at("groups")
    at.fall_silent()
    expect(warning).to_be_visible()
    at.leave()
    at.is_at("start")
    expect(warning).to_be_hidden()
    expect(at.page.locator("html")).not_to_have_attribute("data-large", "")


def test_the_warning_keeps_the_number_and_can_end_the_visit(visit: Visiting) -> None:
    at = visit(HASTY)
    at.page.add_init_script(HURRY)
    at.page.reload()
    at.to_confirm("en")
    at.go_on()
    number = at.number.inner_text()
    at.fall_silent()
    warning = at.page.get_by_role("alertdialog")
    expect(warning).to_contain_text(number)
    warning.get_by_role("button", name="Finish").click()
    at.is_at("start")


def test_the_language_can_be_changed_on_every_step(visit: Visiting) -> None:
    at = visit(SILENT)
    at.begin("pl")
    for step in ("groups", "services", "needs", "confirm", "done"):
        at.is_at(step)
        for name, language in (("English", "en"), ("Українська", "uk"), ("Polski", "pl")):
            at.page.get_by_role("button", name=name, exact=True).click()
            expect(at.page.locator("html")).to_have_attribute("lang", language)
        if step in ("groups", "services"):
            at.choose({"groups": "Inne", "services": "Pojazdy"}[step])
        elif step != "done":
            at.go_on()


def test_a_language_without_a_catalogue_speaks_english_and_marks_it(
    visit: Visiting,
) -> None:
    at = visit(SILENT)
    at.begin("de")
    at.is_at("groups")
    expect(at.page.locator("html")).to_have_attribute("lang", "en")
    at.choose("Inne")
    expect(at.page.locator('.choice-name [lang="pl"]')).to_have_text("Podatki")
    at.choose("Pojazdy")
    at.go_on()
    at.go_on()
    expect(at.number).to_be_visible()
    assert at.tickets()[-1]["language"] == "de"


def test_the_clock_tells_the_time_of_the_branch(visit: Visiting, office: Office) -> None:
    def of_the_branch() -> str:
        now: str = office.read("/branches/town")["now"]
        return now[11:16]

    before = of_the_branch()
    shown = visit(SILENT).page.locator(".clock").inner_text()
    after = of_the_branch()
    assert before <= shown <= after or after < before
