"""A counter's page and the server's own word on it, for the tests of the clerk's work."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

from tests.running_office import Office, running_office

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "counter_client/web"
GLOSSARY = ROOT / "queue_server/web/static/texts"
BRANCH, COUNTER, OTHER = "nowy-sacz", "1", "2"
SERVICE, OTHER_SERVICE = "residence-permit", "case-documents"
COLLEAGUE = "Jan Kowalski"


def text(key: str, language: str = "pl", **values: Any) -> str:
    """What the page says for `key`."""
    texts = {**catalogue(GLOSSARY, language), **catalogue(PAGE / "texts", language)}
    said: str = texts[key]
    return said.format(**values)


def plural(key: str, form: str, count: int, language: str = "pl") -> str:
    """What the page says for `key` of so many; `form` is the plural form they take."""
    said: str = catalogue(PAGE / "texts", language)[key][form]
    return said.format(count=count)


def catalogue(folder: Path, language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((folder / f"{language}.json").read_text())
    return texts


@contextmanager
def impatient_office(data: Path) -> Iterator[Office]:
    """The demo office, in which a no-show need not wait long and one revival is all there is."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    config["office"]["rules"]["no_show"]["seconds"] = 1
    config["office"]["rules"]["revive"] = {"penalty_minutes": 0, "times": 1}
    with running_office(data, config=config) as ready:
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


def closed_desk_of(office: Office, page: Page) -> Desk:
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


def open_desk_of(office: Office, page: Page) -> Desk:
    """The same counter, open."""
    desk = closed_desk_of(office, page)
    desk.at("open", {"clerk": "A. N."})
    expect(desk.button("next")).to_be_enabled()
    return desk
