"""How the counter's page looks: languages, sizes, the bar, and what axe says of it."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.counter_desk import (
    BRANCH,
    GLOSSARY,
    OTHER_SERVICE,
    PAGE,
    Desk,
    catalogue,
    closed_desk_of,
    impatient_office,
    open_desk_of,
    plural,
    text,
)
from tests.running_office import Office
from tests.small_office import small_office

pytestmark = pytest.mark.browser

LANGUAGES = ("pl", "en", "uk", "ru")
SIZES = ((360, 640), (1280, 800), (1920, 1080))

Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with impatient_office(tmp_path_factory.mktemp("office") / "data") as ready:
        yield ready


@pytest.fixture
def locale() -> str:
    return "pl-PL"


@pytest.fixture
def closed_desk(office: Office, page: Page) -> Desk:
    return closed_desk_of(office, page)


@pytest.fixture
def desk(office: Office, page: Page) -> Desk:
    return open_desk_of(office, page)


@pytest.mark.parametrize("locale", ["en-GB", "uk-UA"])
def test_the_page_opens_in_the_browsers_language(closed_desk: Desk, locale: str) -> None:
    language = locale[:2]
    expect(closed_desk.page.locator("html")).to_have_attribute("lang", language)
    words = text("chooser.title", language)
    closed_desk.page.goto(f"{closed_desk.office.url}/counter/{BRANCH}")
    expect(closed_desk.page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("locale", ["en-GB"])
def test_staff_pages_open_in_a_language_of_the_office_until_another_is_chosen(
    start_office: Callable[..., Office], page: Page
) -> None:
    office = start_office(config={"office": small_office()["office"] | {"languages": ["uk", "pl"]}})
    for path in ("/counter/town", "/reception/town", "/supervisor/town"):
        page.goto(office.url + path)
        expect(page.locator("html")).to_have_attribute("lang", "uk")
        expect(page.locator("select[name=language]").first).to_have_value("uk")
    page.locator("select[name=language]").first.select_option("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{office.url}/counter/town/1")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_of_the_page_is_the_clerks_and_stays(desk: Desk) -> None:
    page = desk.page
    for language in ("uk", "ru", "en"):
        desk.press("?")
        page.get_by_role("dialog").locator("select[name=language]").select_option(language)
        desk.press("Escape")
        expect(desk.button("next")).to_contain_text(text("verb.next", language))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(desk.button("next")).to_contain_text("Next")


def test_nothing_moves_when_the_state_changes(desk: Desk) -> None:
    actions = (
        "next",
        "recall",
        "start",
        "finish",
        "no_show",
        "park",
        "transfer",
        "undo",
        "waiting",
    )

    def places() -> dict[str, Any]:
        return {action: desk.button(action).bounding_box() for action in actions}

    desk.take(needs=["interpreter", "escort"], cases=4, reference="SW-1")
    before = places()
    desk.press("n")
    expect(desk.button("start")).to_be_enabled()
    assert places() == before
    desk.press("s")
    expect(desk.button("start")).to_be_disabled()
    assert places() == before


def test_a_narrow_window_is_a_bar_with_everything(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 360, "height": 300})
    ticket = desk.take()
    for action in ("next", "more"):
        expect(desk.button(action)).to_be_in_viewport(ratio=1)
    desk.button("next").click()
    expect(desk.number()).to_be_in_viewport(ratio=1)
    expect(desk.number()).to_have_text(ticket["number"])
    for action in ("recall", "start", "finish"):
        expect(desk.button(action)).to_be_in_viewport(ratio=1)
    desk.button("more").click()
    desk.dialog().locator("[data-action=park]").click()
    desk.press("Enter")
    desk.says("said.park", number=ticket["number"])


def test_the_bar_can_stay_on_top_of_other_work(desk: Desk) -> None:
    ticket = desk.take()
    with desk.page.context.expect_page() as opened:
        desk.button("ontop").click()
    small = opened.value
    expect(desk.page.locator("#away")).to_contain_text(text("ontop.away"))
    small.keyboard.press("n")
    expect(small.locator(".number")).to_have_text(ticket["number"])
    desk.page.get_by_role("button", name=text("ontop.back")).click()
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("s")
    desk.says("said.start", number=ticket["number"])


OVERFLOWING = """() => {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) found.push("the page");
  const shown = "button, .since, .standing, h1, h2, .number, label";
  for (const element of document.querySelectorAll(shown)) {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest(".visually-hidden, .line, .head-names")) continue;
    if (element.scrollWidth > Math.ceil(box.width)) found.push(element.outerHTML);
    if (box.left < 0 || box.right > innerWidth + 0.5) found.push("off: " + element.outerHTML);
  }
  return found;
}"""


def in_language(desk: Desk, language: str) -> None:
    chosen = json.dumps({"language": language})
    desk.page.evaluate(f"localStorage.setItem('okienko.counter', '{chosen}')")
    desk.visit()
    expect(desk.page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overflows_in_any_language_at_any_size(closed_desk: Desk, language: str) -> None:
    desk, page = closed_desk, closed_desk.page
    in_language(desk, language)
    desk.take(needs=["accessible-counter"], language="uk", cases=2)
    desk.take(OTHER_SERVICE, **{"class": "disability"}, kiosk="hall")

    def call_the_last() -> None:
        for verb in ("resume", "finish", "next", "finish"):
            desk.at(verb)
        expect(page.locator(".nobody-more")).to_have_text(text("upcoming.none", language))

    steps: list[Callable[[], Any]] = [
        lambda: None,
        lambda: desk.at("open", {"clerk": "Aleksandra Brzęczyszczykiewicz-Nowakowska"}),
        lambda: desk.at("next"),
        lambda: desk.at("pause", {"reason": "break"}),
        call_the_last,
    ]
    for step in steps:
        step()
        expect(page.locator(".standing")).to_be_visible()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(OVERFLOWING) == [], f"{width} x {height}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_counter_says_how_the_queue_is(closed_desk: Desk, language: str) -> None:
    desk, page = closed_desk, closed_desk.page
    in_language(desk, language)
    upcoming = page.locator(".upcoming .panel-empty")
    expect(upcoming).to_have_text(text("upcoming.none", language))
    desk.take()
    expect(page.locator(".counts [data-empty=false] .counts-number")).to_have_text("1")
    expect(upcoming).to_have_text(text("upcoming.closed", language))
    desk.take("fingerprints")
    said = plural("upcoming.elsewhere", "one", 1, language)
    expect(upcoming).to_have_text(f"{text('upcoming.closed', language)} {said}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(OVERFLOWING) == [], f"{width} x {height}"
    desk.at("open", {"clerk": "A. N."})
    expect(upcoming).to_have_count(0)


def findings(page: Page, axe: Axe) -> list[str]:
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {finding}" for finding in axe(page)]
    return found


def test_axe_finds_nothing_on_the_page(closed_desk: Desk, axe: Axe) -> None:
    desk, page = closed_desk, closed_desk.page
    assert findings(page, axe) == []
    desk.at("open", {"clerk": "A. N."})
    desk.take(needs=["interpreter"])
    desk.take(**{"class": "pregnancy"}, kiosk="hall")
    desk.press("n")
    expect(desk.number()).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page, axe) == []
    page.goto(f"{desk.office.url}/counter/{BRANCH}")
    expect(page.get_by_role("link").first).to_be_visible()
    assert findings(page, axe) == []


def test_axe_finds_nothing_in_any_dialog(desk: Desk, axe: Axe) -> None:
    missed, parked = desk.take(), desk.take()
    desk.take(**{"class": "pregnancy"}, kiosk="hall")
    desk.at("call", {"ticket": missed["id"]})
    expect(desk.button("no_show")).to_be_enabled()
    desk.at("no-show")
    desk.at("call", {"ticket": parked["id"]})
    desk.at("park", {"minutes": 10, "note": "po opłatę"})
    for key in "wvlmcdok?":
        assert in_dialog(desk, key, axe) == [], key
    desk.at("next")
    expect(desk.button("recall")).to_be_enabled()
    for key in "nfpt":
        assert in_dialog(desk, key, axe) == [], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_precedence_can_be_settled_in_any_language_at_any_size(
    desk: Desk, axe: Axe, language: str
) -> None:
    in_language(desk, language)
    ticket = desk.take(**{"class": "disability"}, kiosk="hall")
    expect(desk.page.locator(".upcoming .line")).to_contain_text(ticket["number"])
    desk.press("c")
    for width, height in SIZES:
        desk.page.set_viewport_size({"width": width, "height": height})
        for verb in ("confirm", "decline"):
            button = desk.dialog().get_by_role("button", name=text(f"precedence.{verb}", language))
            expect(button).to_be_in_viewport(ratio=1)
        assert desk.page.evaluate(OVERFLOWING) == [], f"{width} x {height}"
        assert axe(desk.page) == []


def in_dialog(desk: Desk, key: str, axe: Axe) -> list[str]:
    desk.press(key)
    expect(desk.dialog()).to_be_visible()
    found = findings(desk.page, axe)
    desk.press("Escape")
    expect(desk.page.locator("dialog")).to_be_empty()  # the page knows it, too
    return found


def test_every_text_that_the_page_says_exists_and_is_said() -> None:
    code = "\n".join(path.read_text() for path in sorted(PAGE.rglob("*.js")))
    named = set(re.findall(r"""["`]([a-z_]+(?:\.[a-z_]+)*)["`]""", code))
    begun = tuple(re.findall(r"`([a-z_]+(?:\.[a-z_]+)*\.)\$\{", code))
    own = catalogue(PAGE / "texts", "pl").keys()
    shared = catalogue(GLOSSARY, "pl").keys()
    said = re.findall(r"\bt\(\s*\"([^\"]+)\"", code) + re.findall(r"\btext: \"([^\"]+)\"", code)
    assert [key for key in said if key not in own | shared] == []
    assert [key for key in own if key not in named and not key.startswith(begun)] == []


def test_no_two_actions_share_a_key() -> None:
    actions = (PAGE / "actions.js").read_text()
    letters = re.findall(r"letter: \"(.)\"", actions)
    named = [re.findall(r"\"([^\"]+)\"", keys) for keys in re.findall(r"keys: \[(.*?)\]", actions)]
    keys = letters + list(itertools.chain(*named))
    assert len(keys) == len(set(keys))
