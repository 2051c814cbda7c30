"""The clerk's page in a real browser against the real server."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "counter_client/web"
GLOSSARY = ROOT / "queue_server/web/static/texts"
LANGUAGES = ("pl", "en", "uk", "ru")
SIZES = ((360, 640), (1280, 800), (1920, 1080))
BRANCH, COUNTER, OTHER = "nowy-sacz", "1", "2"
SERVICE, OTHER_SERVICE = "residence-permit", "case-documents"
COLLEAGUE = "Jan Kowalski"

Axe = Callable[[Page], list[str]]


def text(key: str, language: str = "pl", **values: Any) -> str:
    texts = {**catalogue(GLOSSARY, language), **catalogue(PAGE / "texts", language)}
    said: str = texts[key]
    return said.format(**values)


def catalogue(folder: Path, language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((folder / f"{language}.json").read_text())
    return texts


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo office, in which a no-show need not wait long and one revival is all there is."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    config["office"]["rules"]["no_show"]["seconds"] = 1
    config["office"]["rules"]["revive"] = {"penalty_minutes": 0, "times": 1}
    with running_office(tmp_path_factory.mktemp("office") / "data", config=config) as ready:
        yield ready


@dataclass(frozen=True)
class Desk:
    """One counter's page, and the server's own word on it."""

    office: Office
    page: Page

    def visit(self) -> None:
        self.page.goto(f"{self.office.url}/counter/{BRANCH}/{COUNTER}")
        expect(self.page.locator(".desk[data-connected=true]")).to_be_visible()

    def take(self, service: str = SERVICE, **fields: Any) -> Any:
        return self.office.take(BRANCH, service, **fields)

    def at(self, verb: str, body: Any = None, counter: str = COUNTER) -> Any:
        return self.office.at(BRANCH, counter, verb, body)

    def state(self) -> Any:
        return self.office.read(f"/branches/{BRANCH}/counters/{COUNTER}")

    def ticket(self, ticket: Any) -> Any:
        return self.office.read(f"/tickets/{ticket['id']}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, action: str) -> Locator:
        return self.page.locator(f".desk [data-action={action}]:visible")

    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def number(self) -> Locator:
        return self.page.locator(".number")

    def says(self, key: str, **values: Any) -> None:
        expect(self.page.locator(".outcome [role=status]")).to_have_text(
            re.compile(re.escape(text(key, **values)))
        )

    def next(self, ticket: Any) -> None:
        """Press N, not within a second of the last time, and see `ticket` called."""
        self.page.wait_for_function("performance.now() - (window.lastNext ?? -1000) > 1000")
        self.press("n")
        self.page.evaluate("window.lastNext = performance.now()")
        self.says("said.next", number=ticket["number"])
        expect(self.number()).to_have_text(ticket["number"])

    def tab_to(self, target: Locator) -> None:
        for _ in range(60):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{target} cannot be reached by Tab")


@pytest.fixture
def closed_desk(office: Office, page: Page) -> Desk:
    """The page of a closed counter in a branch where nobody waits."""
    for counter in ("1", "2", "3"):
        if office.read(f"/branches/{BRANCH}/counters/{counter}")["ticket"]:
            office.at(BRANCH, counter, "finish")
        office.at(BRANCH, counter, "close")
    for state in ("waiting", "parked"):
        for ticket in office.read(f"/branches/{BRANCH}/tickets?state={state}"):
            office.do(f"/tickets/{ticket['id']}/cancel")
    page.set_viewport_size({"width": 1280, "height": 800})
    desk = Desk(office, page)
    desk.visit()
    return desk


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The same counter, open."""
    closed_desk.at("open", {"clerk": "Anna Nowak"})
    expect(closed_desk.button("next")).to_be_enabled()
    return closed_desk


def test_a_day_begins_by_choosing_a_counter(closed_desk: Desk) -> None:
    closed_desk.at("open", {"clerk": COLLEAGUE}, counter=OTHER)
    page = closed_desk.page
    page.goto(f"{closed_desk.office.url}/counter/{BRANCH}")
    taken = page.get_by_role("link").filter(has_text=COLLEAGUE)
    expect(taken).to_contain_text(text("counter.open"))
    expect(page.locator("[data-last=true]")).to_contain_text(text("chooser.last"))
    page.locator("[data-last=true]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COUNTER)


def test_a_whole_day_by_keyboard_alone(closed_desk: Desk) -> None:
    open_the_counter(closed_desk)
    first, second, third = (closed_desk.take() for _ in range(3))
    serve_with_an_outcome(closed_desk, first)
    miss_and_revive(closed_desk, second)
    park_resume_and_put_back(closed_desk, third)
    transfer_three_ways(closed_desk)
    pause_and_serve_without_a_ticket(closed_desk)
    closed_desk.press("o", "Enter")
    closed_desk.says("said.close")
    assert not closed_desk.state()["open"]


def open_the_counter(desk: Desk) -> None:
    desk.tab_to(desk.page.get_by_label(text("word.clerk")))
    desk.page.keyboard.type("Xu Nord")
    desk.press("Enter")
    desk.says("said.open")
    assert desk.state()["clerk"] == "Xu Nord"


def serve_with_an_outcome(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    desk.press("r")
    desk.says("said.recall", number=ticket["number"])
    desk.press("s")
    desk.says("said.start", number=ticket["number"])
    desk.press("f", "2", "Tab")
    desk.page.keyboard.type("nux 3")
    desk.press("Enter")
    desk.says("said.finish", number=ticket["number"])
    served = desk.ticket(ticket)
    assert (served["state"], served["outcome"], served["calls"]) == ("done", "settled", 2)
    assert served["note"] == "nux 3"


def miss_and_revive(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    expect(desk.button("no_show")).to_be_enabled()
    desk.press("x")
    desk.says("said.no_show", number=ticket["number"])
    desk.press("m", "Enter")
    desk.says("said.revive", number=ticket["number"])
    assert desk.ticket(ticket)["state"] == "waiting"
    desk.office.do(f"/tickets/{ticket['id']}/cancel")


def park_resume_and_put_back(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    desk.press("p", "ArrowRight", "Enter")
    desk.says("said.park", number=ticket["number"])
    expect(desk.page.locator(".parked .line")).to_contain_text(ticket["number"])
    desk.press("l", "Enter")
    desk.says("said.start", number=ticket["number"])
    assert desk.ticket(ticket)["calls"] == 1, "resuming is silent"
    desk.press("b")
    desk.says("said.return", number=ticket["number"])
    assert desk.ticket(ticket)["state"] == "waiting"
    desk.office.do(f"/tickets/{ticket['id']}/cancel")


def transfer_three_ways(desk: Desk) -> None:
    """To a service and back by undo, to a counter, and first in the line of a clerk."""
    desk.at("open", {"clerk": COLLEAGUE}, counter=OTHER)
    ticket, other = desk.take(), desk.take()
    desk.next(ticket)
    desk.press("t", "1", "Enter")
    desk.says("said.transfer", number=ticket["number"])
    assert desk.ticket(ticket)["service"] == OTHER_SERVICE
    desk.press("u")
    desk.says("said.undo")
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("t", "ArrowRight", "1", "Enter")
    desk.says("said.transfer", number=ticket["number"])
    assert desk.ticket(ticket)["reserved"] == f"counter:{OTHER}"
    desk.next(other)
    desk.press("t", "ArrowRight", "ArrowRight", "1", "Tab", "ArrowRight", "Tab")
    desk.page.keyboard.type("pilne")
    desk.press("Enter")
    desk.says("said.transfer", number=other["number"])
    assert desk.ticket(other)["reserved"] == f"clerk:{COLLEAGUE}"
    assert desk.ticket(other)["rank"] == -1


def pause_and_serve_without_a_ticket(desk: Desk) -> None:
    desk.press("d", "2", "Enter")
    desk.says("said.pause")
    assert desk.state()["paused"]
    desk.press("d")
    desk.says("said.resume")
    desk.press("v", "2", "Enter")
    expect(desk.number()).to_be_visible()
    served = desk.state()["ticket"]
    assert (served["service"], served["state"]) == (OTHER_SERVICE, "serving")
    desk.press("f", "Enter")
    desk.says("said.finish", number=served["number"])


def test_two_presses_of_next_are_one_call(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    expect(desk.page.locator(".upcoming .line")).to_have_count(2)
    desk.button("next").dblclick()
    desk.says("said.next", number=first["number"])
    desk.press("n", "n")
    expect(desk.dialog()).to_be_hidden()
    assert desk.ticket(second)["state"] == "waiting"


@pytest.mark.parametrize(
    ("key", "state"), [("f", "done"), ("x", "no_show"), ("b", "waiting")], ids=str
)
def test_next_asks_what_became_of_a_called_visitor(desk: Desk, key: str, state: str) -> None:
    ticket, following = desk.take(), desk.take()
    desk.at("next")
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("n")
    expect(desk.dialog()).to_contain_text(text("settle.title", number=ticket["number"]))
    expect(desk.dialog().locator("[data-letter=X]")).to_be_enabled()
    desk.press(key)
    desk.says("said.next", number=following["number"])
    assert desk.ticket(ticket)["state"] == state


def test_a_given_ticket_is_called_from_the_waiting_list_with_a_reason(desk: Desk) -> None:
    first, wanted = desk.take(), desk.take()
    desk.press("w")
    desk.page.keyboard.type(wanted["number"])
    expect(desk.dialog().get_by_role("radio")).to_have_count(1)
    desk.tab_to(desk.page.get_by_label(text("reason.optional")))
    desk.page.keyboard.type("źle się czuje")
    desk.press("Enter")
    desk.says("said.next", number=wanted["number"])
    expect(desk.page.locator(".why")).to_contain_text("źle się czuje")
    expect(desk.page.locator(".why")).to_contain_text(first["number"])


def test_the_waiting_list_keeps_its_places_while_others_call(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    desk.press("w")
    lines = desk.dialog().locator(".choice")
    expect(lines).to_have_count(2)
    desk.at("open", counter=OTHER)
    desk.at("call", {"ticket": first["id"]}, counter=OTHER)
    expect(lines.nth(0)).to_contain_text(text("waiting.gone"))
    expect(lines.nth(0).get_by_role("radio")).to_be_disabled()
    expect(lines.nth(1)).to_contain_text(second["number"])


def test_precedence_asked_for_at_a_kiosk_is_confirmed(desk: Desk) -> None:
    desk.take()
    asking = desk.take(**{"class": "pregnancy"}, kiosk="hall")
    expect(desk.page.locator(".upcoming")).to_contain_text(text("ticket.asks_precedence"))
    desk.press("c", "Enter")
    desk.says("said.precedence", number=asking["number"])
    expect(desk.page.locator(".upcoming .line").first).to_contain_text(asking["number"])


def test_the_page_shows_what_the_clerk_should_know(desk: Desk) -> None:
    desk.take(language="uk", cases=3, needs=["sign-language"], reference="SW-12/2026")
    desk.press("n")
    expect(desk.page.locator(".alert")).to_contain_text("Tłumacz języka migowego")
    facts = desk.page.locator(".facts")
    expect(facts.locator("[lang=uk]")).to_have_text(re.compile("українська", re.IGNORECASE))
    expect(facts).to_contain_text("SW-12/2026")
    expect(facts.locator(".why")).to_contain_text(text("why"))
    expect(desk.page.locator(".timer")).to_have_text(re.compile(r"0:0\d"))


def test_a_refusal_is_told_in_words(desk: Desk) -> None:
    ticket = desk.take()
    for _ in range(2):
        desk.at("call", {"ticket": ticket["id"]})
        expect(desk.button("no_show")).to_be_enabled()
        desk.press("x")
        desk.says("said.no_show", number=ticket["number"])
        desk.press("m", "Enter")
        if desk.ticket(ticket)["state"] == "waiting":
            expect(desk.dialog()).to_be_hidden()
    expect(desk.dialog().get_by_role("status")).to_contain_text(text("refused.revive_limit"))


def test_a_lost_answer_is_asked_for_again_with_the_same_key(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    keys: list[str] = []

    def lose_the_first(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/next", lose_the_first)
    desk.press("n")
    desk.says("said.next", number=first["number"])
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert desk.ticket(second)["state"] == "waiting"


def test_buttons_wait_for_the_answer(desk: Desk) -> None:
    desk.take()
    held: list[Route] = []
    desk.page.route("**/next", lambda route: held.append(route))
    desk.press("n")
    expect(desk.button("next")).to_have_attribute("aria-busy", "true")
    expect(desk.button("next")).to_be_disabled()
    expect(desk.button("pause")).to_be_disabled()
    held[0].continue_()
    expect(desk.button("recall")).to_be_enabled()
    expect(desk.button("next")).to_have_attribute("aria-busy", "false")


def test_keys_are_text_while_a_field_is_typed_in(closed_desk: Desk) -> None:
    name = closed_desk.page.get_by_label(text("word.clerk"))
    name.focus()
    closed_desk.page.keyboard.type("no dx ?")
    expect(name).to_have_value("no dx ?")
    expect(closed_desk.dialog()).to_be_hidden()
    assert not closed_desk.state()["open"]


def test_letters_can_be_switched_off_and_next_still_has_its_key(desk: Desk) -> None:
    ticket = desk.take()
    desk.press("?", "Space", "Escape")
    desk.press("n", "d")
    expect(desk.dialog()).to_be_hidden()
    desk.press("F8")
    desk.says("said.next", number=ticket["number"])


def test_a_lost_server_is_seen_and_so_is_its_return(desk: Desk) -> None:
    page, ticket = desk.page, desk.take()
    desk.office.kill()
    expect(page.locator(".standing")).to_contain_text(text("head.lost"))
    expect(page.locator(".outcome [role=status]")).to_have_text(re.compile(text("lost")))
    expect(desk.button("next")).to_be_disabled()
    desk.office.start()
    expect(desk.button("next")).to_be_enabled()
    desk.press("n")
    desk.says("said.next", number=ticket["number"])


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
    steps: list[Callable[[], Any]] = [
        lambda: None,
        lambda: desk.at("open", {"clerk": "Aleksandra Brzęczyszczykiewicz-Nowakowska"}),
        lambda: desk.at("next"),
        lambda: desk.at("pause", {"reason": "break"}),
    ]
    for step in steps:
        step()
        expect(page.locator(".standing")).to_be_visible()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(OVERFLOWING) == [], f"{width} x {height}"


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
    desk.at("open", {"clerk": "Anna Nowak"})
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


def in_dialog(desk: Desk, key: str, axe: Axe) -> list[str]:
    desk.press(key)
    expect(desk.dialog()).to_be_visible()
    found = findings(desk.page, axe)
    desk.press("Escape")
    expect(desk.dialog()).to_be_hidden()
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
