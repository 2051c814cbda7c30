"""An office made for displays: a branch for each test, calls in it, and pages that show them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.running_office import Office

COUNTERS = 20
LANGUAGES = ("pl", "en", "uk", "ru")
LONG = "Wydział Spraw Obywatelskich, Rejestracji Pojazdów i Ewidencji Działalności Gospodarczej"
WAY = "Budynek B od ulicy Wielickiej, II piętro, pokój 214, za windą w prawo, trzecie drzwi →"
# Each test calls in a branch of its own, so that none hears another's calls.
BRANCHES = (
    *("spoken", "again", "shared", "rush", "lost", "undone", "blocked", "broken", "clock"),
    *("texts", "long", "axe", "board", "closed", "restart", "moved"),
)

#: Sounds last a sixteenth of their time, so that the tests do too.
HURRY = """{
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.playbackRate = 16;
    return play.call(this);
  };
}"""
#: What is cut off or sticks out: texts wider or higher than their box, boxes outside the screen.
OVERFLOWING = """
() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || element.closest("svg")) return false;
  const outside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  const slack = parseFloat(getComputedStyle(element).fontSize) * 0.25;
  const cut = element.matches("[data-fit]") && (element.scrollWidth > element.clientWidth + 2
    || element.scrollHeight > element.clientHeight + slack);
  return outside || cut;
}).map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim()}`)
"""


def branch(name: str) -> dict[str, Any]:
    long = name == "long"
    counter = {"zone": "hall", "profile": "all", "directions": WAY if long else "Parter, sala A →"}
    counters = [{**counter, "id": str(n), "label": str(n)} for n in range(1, COUNTERS + 1)]
    if long:
        counters[0] |= {"label": "WXYZ", "name": LONG}
    display = {"name": "Sala", "zones": ["hall"]}
    urgent = {"id": "urgent", "text": "Awaria systemu PESEL.", "urgent": True}
    one_language = [{**display, "id": code, "languages": [code]} for code in LANGUAGES]
    message = {"id": "news", "text": " ".join([LONG] * 3) if long else "Kasa czynna do 17:30."}
    return {
        "id": name,
        "name": LONG if long else name,
        "address": "Rynek 1",
        "zones": [{"id": "hall", "name": "Sala"}],
        "services": [
            {"id": "cards", "name": "Dowody", "zone": "hall", "prefix": "WWW", "first": 1000}
            if long
            else {"id": "cards", "name": "Dowody", "zone": "hall"}
        ],
        "profiles": [{"id": "all", "name": "Sala", "serves": [{"service": "cards"}]}],
        "counters": counters,
        "displays": [
            {**display, "id": "hall", "languages": ["pl", "uk"]},
            {**display, "id": "light", "theme": "light", "messages": [urgent]},
            *one_language,
        ],
        "messages": [message] if long else [],
    }


def halls() -> dict[str, Any]:
    """The whole office's configuration."""
    return {"office": {"name": "Urząd", "branches": [branch(name) for name in BRANCHES]}}


class Hall:
    """A branch in which tickets are called, and the pages that show it."""

    def __init__(self, office: Office, browser: Browser, name: str) -> None:
        self.office, self.browser, self.name = office, browser, name

    def call(self, counter: int = 1, language: str = "pl") -> str:
        """Call a new ticket to a counter; its number."""
        self.office.at(self.name, str(counter), "open")
        self.office.take(self.name, "cards", language=language)
        called = self.office.at(self.name, str(counter), "next", {"current": "done"})
        return str(called["ticket"]["number"])

    def at(self, counter: int, verb: str, body: Any = None) -> None:
        self.office.at(self.name, str(counter), verb, body)

    @contextmanager
    def display(self, screen: str = "hall", script: str = HURRY) -> Iterator[Page]:
        """A display of its own device, running and ready to sound."""
        context = self.browser.new_context(viewport={"width": 1920, "height": 1080})
        context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{self.office.url}/display/{self.name}/{screen}")
        expect(page.locator(".clock")).to_be_visible()
        yield page
        context.close()

    @contextmanager
    def board(self, counter: int) -> Iterator[Page]:
        """The board above a counter."""
        page = self.browser.new_page(viewport={"width": 800, "height": 480})
        page.goto(f"{self.office.url}/board/{self.name}/{counter}")
        expect(page.locator(".counter")).to_be_visible()
        yield page
        page.close()
