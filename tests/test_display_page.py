"""The hall display, driven in Chromium against the real server."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.display_hall import COUNTERS, HURRY, LANGUAGES, OVERFLOWING, Hall, branch, halls
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]

TEXTS = {
    "pl": ("Numer", "Stanowisko", "Nikogo jeszcze nie wezwano"),
    "en": ("Number", "Counter", "Nobody has been called yet"),
    "uk": ("Номер", "Вікно", "Ще нікого не викликали"),
    "ru": ("Номер", "Окно", "Пока никого не вызвали"),
}
#: What a browser does that wants a touch before it sounds.
WANTS_A_TOUCH = """{
  let touched = false;
  addEventListener("pointerdown", () => { touched = true; }, true);
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (touched) return play.call(this);
    return Promise.reject(new DOMException("no touch yet", "NotAllowedError"));
  };
}"""
WRONG_CLOCK = "const now = Date.now; Date.now = () => now() - 5 * 3600 * 1000;"
#: Notes when each number was first and last in sight.
WATCH_NUMBERS = """
() => {
  window.sight = {};
  setInterval(() => {
    for (const element of document.querySelectorAll(".number")) {
      const seen = (sight[element.textContent.trim()] ??= { first: performance.now() });
      seen.last = performance.now();
    }
  }, 200);
}
"""
SEEN_LONG_ENOUGH = """
() => Object.values(sight).filter((seen) => seen.last - seen.first >= 30_000).length
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one branch for each test."""
    with running_office(tmp_path_factory.mktemp("halls") / "data", config=halls()) as ready:
        yield ready


@pytest.fixture
def hall(office: Office, browser: Browser) -> Callable[[str], Hall]:
    return lambda name: Hall(office, browser, name)


def large(page: Page) -> Locator:
    return page.locator(".large .number")


def spoken(page: Page, count: int) -> list[tuple[str, str]]:
    """What a display has spoken, once it is so many: number and language."""
    page.wait_for_function("count => okienko.spoken.length >= count", arg=count)
    said = page.evaluate("okienko.spoken")
    assert {one["how"] for one in said} <= {"played"}
    return [(one["number"], one["language"]) for one in said]


def first_to_speak(*displays: Page) -> Page:
    """The one of several displays that has spoken."""
    while True:
        for page in displays:
            if page.evaluate("okienko.spoken.length"):
                return page
        displays[0].wait_for_timeout(50)


def test_a_call_is_shown_large_and_spoken_in_its_visitors_language_first(
    hall: Callable[[str], Hall],
) -> None:
    with (here := hall("spoken")).display() as page:
        number = here.call(counter=7, language="uk")
        expect(large(page)).to_have_text(number)
        expect(page.locator(".large .label")).to_have_text("7")
        expect(page.locator(".large .directions")).to_have_text("Parter, sala A")
        assert spoken(page, 2) == [(number, "uk"), (number, "pl")]


def test_a_recall_is_spoken_again_and_a_reload_speaks_nothing_again(
    hall: Callable[[str], Hall],
) -> None:
    with (here := hall("again")).display() as page:
        first, second = here.call(1), here.call(2)
        assert spoken(page, 2) == [(first, "pl"), (second, "pl")]
        here.at(1, "recall")
        assert spoken(page, 3)[-1] == (first, "pl")
        expect(large(page)).to_have_text(first)
        page.reload()
        expect(large(page)).to_have_text(first)
        expect(page.locator(".row .number")).to_have_text(second)
        third = here.call(3)
        assert spoken(page, 1) == [(third, "pl")]


def test_of_two_displays_that_hear_each_other_one_speaks_and_the_other_takes_over(
    hall: Callable[[str], Hall],
) -> None:
    here = hall("shared")
    with here.display("pl") as one, here.display() as other:
        first = here.call(1)
        speaker = first_to_speak(one, other)
        silent = other if speaker is one else one
        second = here.call(2)
        assert spoken(speaker, 2) == [(first, "pl"), (second, "pl")]
        assert spoken(silent, 0) == []
        speaker.close()
        taken_over = here.call(3)
        assert spoken(silent, 1) == [(taken_over, "pl")]


def test_twenty_calls_at_once_are_each_large_spoken_in_order_and_long_in_sight(
    hall: Callable[[str], Hall],
) -> None:
    with (here := hall("rush")).display() as page:
        page.clock.install()  # it goes on by itself, and can be made to go faster
        page.reload()
        expect(page.locator(".clock")).to_be_visible()
        page.evaluate(WATCH_NUMBERS)
        numbers = [here.call(counter) for counter in range(1, COUNTERS + 1)]
        assert spoken(page, COUNTERS) == [(number, "pl") for number in numbers]
        assert [one["number"] for one in page.evaluate("okienko.shown")] == numbers
        calls = here.office.read("/branches/rush/displays/hall")["calls"]
        called_at = {call["number"]: datetime.fromisoformat(call["called_at"]) for call in calls}
        for one in page.evaluate("okienko.spoken"):
            age = datetime.fromisoformat(one["at"]) - called_at[one["number"]]
            assert age.total_seconds() < 60
        waited_ms = 0
        while page.evaluate(SEEN_LONG_ENOUGH) < COUNTERS:
            assert waited_ms < 60_000
            page.clock.run_for(2000)
            waited_ms += 2000


def tries_of_three_seconds(page: Page) -> int:
    """How often a page looks for its server in three seconds, which pass for the page alone."""
    tries: list[WebSocket] = []
    page.on("websocket", lambda one: tries.append(one))
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    for _ in range(60):
        page.clock.run_for(50)
        while tries and not tries[-1].is_closed():
            page.wait_for_timeout(10)
    page.clock.resume()
    return len(tries)


def test_a_display_cut_from_the_server_says_so_and_is_right_at_once_when_it_is_back(
    office: Office, hall: Callable[[str], Hall]
) -> None:
    with (here := hall("lost")).display() as page, here.board(1) as board:
        page.clock.install()
        page.reload()
        before = here.call(1)
        assert spoken(page, 1) == [(before, "pl")]
        office.kill()
        expect(page.locator(".top .away")).to_be_visible()
        expect(board.locator(".away")).to_be_visible()
        expect(large(page)).to_have_text(before)
        assert tries_of_three_seconds(page) >= 4
        office.start()
        missed = here.call(2)
        expect(large(page)).to_have_text(missed)
        expect(page.locator(".top .away")).to_be_hidden()
        expect(board.locator(".away")).to_be_hidden()
        assert spoken(page, 2) == [(before, "pl"), (missed, "pl")]


def test_a_restart_of_the_server_has_no_call_spoken_by_another_display_again(
    office: Office, hall: Callable[[str], Hall]
) -> None:
    here = hall("restart")
    with here.display() as one, here.display("pl") as other:
        before = here.call(1)
        speaker = first_to_speak(one, other)
        office.kill()
        for page in (one, other):
            expect(page.locator(".top .away")).to_be_visible()
        office.start()
        speaker.close()
        after = here.call(2)
        assert before != after
        assert spoken(other if speaker is one else one, 1) == [(after, "pl")]


def test_an_undone_call_leaves_the_display(hall: Callable[[str], Hall]) -> None:
    with (here := hall("undone")).display() as page:
        first, undone = here.call(1), here.call(2)
        expect(large(page)).to_have_text(undone)
        here.at(2, "undo")
        expect(large(page)).to_have_text(first)
        expect(page.locator(".row")).to_have_count(0)


def test_a_browser_that_wants_a_touch_is_given_one_and_speaks_then(
    hall: Callable[[str], Hall],
) -> None:
    with (here := hall("blocked")).display(script=WANTS_A_TOUCH + HURRY) as page:
        number = here.call()
        expect(large(page)).to_have_text(number)
        page.locator(".start").click()
        assert spoken(page, 1) == [(number, "pl")]
        expect(page.locator(".start")).to_be_hidden()


def test_a_sound_that_fails_does_not_hold_up_the_next(hall: Callable[[str], Hall]) -> None:
    with (here := hall("broken")).display() as page:
        broken = here.office.take("broken", "cards")
        page.route(f"**/announcements/{broken['id']}/**", lambda route: route.abort())
        here.at(1, "open")
        here.at(1, "call", {"ticket": broken["id"]})
        number = here.call(2)
        page.wait_for_function("okienko.spoken.length === 2")
        said = [(one["number"], one["how"]) for one in page.evaluate("okienko.spoken")]
        assert said == [(broken["number"], "failed"), (number, "played")]


def test_a_ticket_that_is_called_to_another_counter_is_spoken_anew(
    hall: Callable[[str], Hall],
) -> None:
    with (here := hall("moved")).display() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        number = here.call(1)
        spoken(page, 1)
        here.at(1, "return")
        here.at(2, "open")
        here.at(2, "next")
        assert spoken(page, 2) == [(number, "pl")] * 2
        assert len({url for url in asked if "/announcements/" in url}) == 2


def test_the_clock_is_the_branchs_whatever_the_device_thinks(hall: Callable[[str], Hall]) -> None:
    with (here := hall("clock")).display(script=WRONG_CLOCK) as page:
        state = "/branches/clock/displays/hall"
        before = here.office.read(state)["now"]
        shown = page.locator(".clock").inner_text()
        after = here.office.read(state)["now"]
        warsaw = ZoneInfo("Europe/Warsaw")
        times = [datetime.fromisoformat(now).astimezone(warsaw) for now in (before, after)]
        assert shown in [f"{time:%H:%M}" for time in times]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_display_speaks_each_language(hall: Callable[[str], Hall], language: str) -> None:
    number, counter, nobody = TEXTS[language]
    with hall("clock").display(language) as page:
        expect(page.locator("h2 [lang]")).to_have_text(nobody)
        expect(page.locator("h2 [lang]")).to_have_attribute("lang", language)
    here = hall("texts")
    with here.display(language) as page:
        here.call(language=language)
        expect(page.locator(".large .caption [lang]")).to_have_text([number, counter])
        here.call(2, language=language)
        expect(page.locator(".heads h2")).to_have_text([number, counter])


def test_long_names_fit_the_screen(hall: Callable[[str], Hall]) -> None:
    with (here := hall("long")).display() as page:
        here.call(1)
        expect(page.locator(".large .label")).to_have_text("WXYZ")
        expect(page.locator(".heads")).to_have_count(0)  # there is nothing to head yet
        assert page.evaluate(OVERFLOWING) == []
        number = here.call(2)
        expect(large(page)).to_have_text(number)
        expect(page.locator(".row .label")).to_have_text("WXYZ")
        assert page.evaluate(OVERFLOWING) == []
        page.set_viewport_size({"width": 1080, "height": 1920})
        page.wait_for_function(f"({OVERFLOWING})().length === 0")


@pytest.mark.parametrize("screen", ["hall", "light"])
def test_axe_finds_nothing_on_a_display(hall: Callable[[str], Hall], axe: Axe, screen: str) -> None:
    with hall("clock").display(screen) as page:
        assert axe(page) == []
    with (here := hall("axe")).display(screen) as page:
        page.emulate_media(reduced_motion="reduce")
        for counter in (1, 2, 3):
            number = here.call(counter)
        expect(large(page)).to_have_text(number)
        assert axe(page) == []


def test_a_closed_branch_says_why_and_when_it_opens(
    start_office: Callable[..., Office], browser: Browser
) -> None:
    shifts = {"hours": {"thu": ["08:00-15:00", "16:00-19:00"]}, "break_reason": "Dezynfekcja"}
    branches = [branch("closed") | {"hours": {}}, branch("break") | shifts]
    config = {"office": {"name": "Urząd", "branches": branches}}
    begins = datetime.fromisoformat("2026-11-19T15:10+01:00")
    office = start_office(config=config, args=["--hours"], begins=begins)
    with Hall(office, browser, "closed").display("pl") as page:
        expect(page.get_by_role("main")).to_contain_text("Dziś nieczynne")
    with Hall(office, browser, "break").display("pl") as page:
        for words in ("Dezynfekcja", "15:00–16:00", "Otwarcie: 16:00"):
            expect(page.get_by_role("main")).to_contain_text(words)
