"""The kiosk page in Chromium against the real server: from the greeting to the number."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.kiosk_visit import (
    HASTY,
    HURRY,
    LANGUAGES,
    PORTRAIT,
    PRINTING,
    SILENT,
    STAFFED,
    Visit,
    kiosk_office,
)
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

OFFLINE = {
    "pl": "Biletomat chwilowo nie działa",
    "en": "This kiosk is not working just now",
    "uk": "Термінал тимчасово не працює",
    "ru": "Терминал временно не работает",
}
CLOSED = {
    "pl": "Teraz nieczynne",
    "en": "Closed now",
    "uk": "Зараз зачинено",
    "ru": "Сейчас закрыто",
}
TICKETS = "**/api/v1/branches/*/tickets"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that keeps its hours and limits."""
    data = tmp_path_factory.mktemp("kiosk") / "data"
    with running_office(data, config=kiosk_office(), args=["--hours"]) as ready:
        yield ready


@pytest.fixture
def visit(page: Page, office: Office) -> Callable[..., Visit]:
    """`visit(kiosk)`: a visitor in front of this kiosk's page."""
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    return lambda kiosk=PRINTING, branch="town": Visit(page, office, kiosk, branch)


def test_the_whole_way_in_ukrainian_takes_a_ticket(visit: Callable[..., Visit]) -> None:
    at = visit()
    at.begin("uk")
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    at.choose("Dokumenty")
    at.choose("Dowody")
    at.choose("3 питання")
    at.choose("Мені потрібна допомога")
    at.choose("Escort")
    at.go_on()
    at.choose("Я маю право на першочерговість")
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


def test_a_double_tap_takes_one_ticket_and_does_not_finish(visit: Callable[..., Visit]) -> None:
    at = visit()
    at.to_confirm()
    before = len(at.tickets())
    box = at.main_button.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _tap in range(4):
        at.page.mouse.click(*middle)
    expect(at.number).to_be_visible()
    at.is_at("done")
    assert len(at.tickets()) == before + 1
    expect(at.number).to_have_text(at.tickets()[-1]["number"])


def test_a_hurried_second_tap_chooses_nothing_on_the_next_step(visit: Callable[..., Visit]) -> None:
    at = visit()
    at.begin("pl")
    at.is_at("groups")
    at.page.locator(".choice").first.dblclick(force=True)
    at.is_at("services")


def test_a_lost_answer_is_asked_for_again_and_shows_the_same_ticket(
    visit: Callable[..., Visit],
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


def test_a_refusal_offers_to_try_again_with_the_same_key(visit: Callable[..., Visit]) -> None:
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


def test_a_visitor_who_left_is_asked_and_then_forgotten(visit: Callable[..., Visit]) -> None:
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
    expect(warning).to_be_visible()
    at.is_at("start")
    expect(warning).to_be_hidden()
    expect(at.page.locator("html")).not_to_have_attribute("data-large", "")


def test_the_warning_keeps_the_number_and_can_end_the_visit(visit: Callable[..., Visit]) -> None:
    at = visit(HASTY)
    at.page.add_init_script(HURRY)
    at.page.reload()
    at.to_confirm("en")
    at.go_on()
    number = at.number.inner_text()
    at.fall_silent()
    warning = at.page.get_by_role("alertdialog")
    expect(warning).to_contain_text(number)
    at.page.evaluate("window.hurried = false")
    warning.get_by_role("button", name="Finish").click()
    at.is_at("start")


def test_without_the_server_the_kiosk_says_so_in_every_language_and_is_back_within_3_seconds(
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
    expect(at.main_button).to_contain_text("Отримати талон", timeout=3000)
    at.is_at("confirm")

    office.kill()
    at.go_on()
    at.is_at("issuing")
    office.start()
    expect(at.number).to_be_visible(timeout=10_000)
    assert [ticket["number"] for ticket in at.tickets()] == [at.number.inner_text()]
    office.kill()
    expect(at.screen).to_contain_text("Ваш номер дійсний")
    expect(at.number).to_be_visible()


def test_keys_alone_take_a_ticket(visit: Callable[..., Visit]) -> None:
    at = visit()
    keyboard = at.page.keyboard
    keyboard.press("3")
    at.is_at("groups")
    expect(at.title).to_be_focused()
    expect(at.page.locator("html")).to_have_attribute("lang", "uk")
    keyboard.press("ArrowDown")
    expect(at.page.locator(".choice").first).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    at.is_at("services")
    keyboard.press("Escape")
    at.is_at("groups")
    keyboard.press("2")
    keyboard.press("Tab")
    keyboard.press("Enter")
    at.is_at("needs")
    keyboard.press("0")
    at.is_at("confirm")
    keyboard.press("ArrowDown")
    expect(at.main_button).to_be_focused()
    keyboard.press("Enter")
    expect(at.number).to_be_visible()
    assert at.tickets()[-1]["service"] == "cars"


def says(page: Page, language: str, *texts: str) -> AbstractContextManager[object]:
    """Within the block the page asks for speech in this language that contains all of `texts`."""

    def is_it(request: Request) -> bool:
        address = urlparse(request.url)
        if not address.path.endswith(f"/speech/{language}.wav"):
            return False
        said = parse_qs(address.query)["text"][0]
        return all(text in said for text in texts)

    return page.expect_response(lambda answer: answer.ok and is_it(answer.request))


def test_speech_alone_leads_to_the_number(visit: Callable[..., Visit]) -> None:
    at = visit(SILENT)
    page, press = at.page, at.page.keyboard.press
    with says(page, "pl", "Czytanie na głos włączone."):
        press("*")
    with says(page, "pl", "Polski", "Dzień dobry"):
        press("ArrowDown")
    with says(page, "uk", "Добрий день"):
        press("ArrowDown")
        press("ArrowDown")
    with says(page, "uk", "З якого питання ви звертаєтеся?", "3 варіанти"):
        press("Enter")
    with says(page, "uk", "Inne", "Pojazdy"):
        press("ArrowDown")
        press("ArrowDown")
    with says(page, "uk", "Оберіть послугу"):
        press("Enter")
    with says(page, "uk", "Працює", "час невідомий", "чека"):
        press("ArrowDown")
    press("Enter")
    at.is_at("needs")
    press("1")
    at.is_at("help")
    with says(page, "uk", "не позначено"):
        press("ArrowDown")
    with says(page, "uk", "позначено"):
        press("Enter")
    press("Escape")
    at.is_at("needs")
    press("0")
    at.is_at("confirm")
    with says(page, "uk", "Ваш номер. A "):
        press("0")
    with says(page, "uk", "Ваш номер. A "):
        press("#")
    press("s")
    expect(page.locator('[data-tool="speech"]')).to_have_attribute("aria-pressed", "false")


def test_a_full_and_a_closed_service_say_why_and_where_to_go(visit: Callable[..., Visit]) -> None:
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


def test_a_service_that_closes_meanwhile_says_so_and_takes_no_ticket(
    visit: Callable[..., Visit],
) -> None:
    at = visit()
    at.to_confirm("en")
    problem = {"type": "about:blank", "title": "Full", "status": 409, "code": "limit_reached"}
    at.page.route(TICKETS, lambda route: route.fulfill(status=409, body=json.dumps(problem)))
    at.go_on()
    at.is_at("closed")
    expect(at.title).to_have_text("There are no tickets left today")
    expect(at.screen).to_contain_text(STAFFED["en"])


def test_a_closed_branch_says_so_in_every_language(visit: Callable[..., Visit]) -> None:
    at = visit(SILENT, "shut")
    for language in LANGUAGES:
        notice = at.page.locator(f'.in-languages [lang="{language}"]').first
        expect(notice).to_contain_text(CLOSED[language])


def test_without_paper_the_number_and_its_code_stay_on_the_screen(
    visit: Callable[..., Visit], office: Office
) -> None:
    at = visit()
    control = office.data / "slips" / "town-slips" / "control.json"
    control.write_text('{"paper_out": true}')
    at.to_confirm("pl")
    expect(at.screen).to_contain_text("Biletomat teraz nie drukuje", timeout=30_000)
    at.go_on()
    expect(at.screen).to_contain_text("Nie ma wydruku")
    expect(at.screen).to_contain_text("Zapamiętaj numer albo zeskanuj kod.")
    expect(at.page.locator("img.qr")).to_be_visible()
    control.unlink()
    expect(at.screen).to_contain_text("Odbierz wydruk", timeout=30_000)


def test_a_kiosk_without_a_printer_promises_no_slip(visit: Callable[..., Visit]) -> None:
    at = visit(SILENT)
    at.to_confirm("en")
    at.go_on()
    expect(at.screen).to_contain_text("No slip is printed")
    expect(at.page.locator("img.qr")).to_be_visible()


def test_the_language_can_be_changed_on_every_step(visit: Callable[..., Visit]) -> None:
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
    visit: Callable[..., Visit],
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


def test_a_step_shows_six_choices_at_most_in_pages_of_equal_length(
    visit: Callable[..., Visit],
) -> None:
    at = visit()
    pages = at.page.evaluate(
        """async () => {
          const { pageOf } = await import("/kiosk/web/choices.js");
          const lengths = (count) => {
            const first = pageOf([...Array(count).keys()], 0);
            return [...Array(first.pages).keys()].map(
              (page) => pageOf([...Array(count).keys()], page * first.length).items.length);
          };
          return [0, 1, 6, 7, 8, 13, 50].map(lengths);
        }"""
    )
    assert pages == [[0], [1], [6], [4, 3], [4, 4], [5, 5, 3], [6] * 8 + [2]]


def test_a_wait_is_told_as_a_range_that_people_can_use(visit: Callable[..., Visit]) -> None:
    at = visit()
    waits = at.page.evaluate(
        """async () => {
          const { loadCatalogues, wordsIn } = await import("/kiosk/web/words.js");
          const catalogues = await loadCatalogues(["pl", "uk"]);
          const tell = (language, low, high) =>
            Object.values(wordsIn(language, catalogues, ["pl"]).wait({ low, high }));
          return [tell("pl", 480, 1200), tell("uk", 0, 50), tell("pl", 5200, 8200)];
        }"""
    )
    expected_wait = "przewidywany czas oczekiwania"
    assert waits == [
        ["8–20 min", "8–20 min", f"{expected_wait} od 8 do 20 minut"],
        ["до 1 хв", "до 1 хв", "орієнтовний час очікування до 1 хвилини"],
        [*["1 godz. 25 min – 2 godz. 20 min"] * 2, f"{expected_wait} od 85 do 140 minut"],
    ]
