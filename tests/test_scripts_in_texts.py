"""Whatever people type is text: code in every field of the office runs on no page."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from queue_server.office.wording import CATALOGUES, catalogues
from tests.running_office import Office, running_office

ROOT = Path(__file__).resolve().parents[1]
EVIL = "<img src=x onerror=window.owned=1><script>window.owned=2</script>"
#: What a configuration's texts are called.
TEXTS = {"name", "address", "directions", "slip_footer", "documents", "exits", "break_reason"}
#: What else has such a key and is no text.
OTHER = {"asks", "slip", "board_lines", "board_protocols"}

LANGUAGES = ("pl", "en", "uk", "ru")
#: Of the screens, and of the browser that looks at the pages.
OFFICE = ("pl", "en")

PAGES = (
    "/",
    "/kiosk/krakow/{kiosk}",
    "/display/krakow/{display}",
    "/board/krakow/{counter}",
    "/counter/krakow",
    "/counter/krakow/{counter}",
    "/reception/krakow",
    "/supervisor/krakow",
    "/report/krakow",
    "/status/krakow",
    "/t/{token}",
    "/voice-test",
    "/virtual-printer",
    "/admin",
    "/admin/devices",
    "/admin/tokens",
    "/admin/staff",
    "/audit",
    "/audit/tickets/{ticket}",
)


def with_code(value: Any, name: str = "") -> Any:
    """A configuration with code in every text."""
    if isinstance(value, dict):
        return {
            key: part if key in OTHER else with_code(part, name if key in LANGUAGES else key)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [with_code(part, name) for part in value]
    return f"{value} {EVIL}" if isinstance(value, str) and name in TEXTS else value


def with_more(text: Any) -> Any:
    """A text of a page, or each of its forms, with code after it."""
    if isinstance(text, dict):
        return {form: with_more(words) for form, words in text.items()}
    return f"{text} {EVIL}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    config = copy.deepcopy(yaml.safe_load((ROOT / "config.yaml").read_text()))
    config["office"] = with_code(config["office"])
    config["office"]["wording"] = [
        {"page": page, "key": key, "text": {said: with_more(texts[said][key]) for said in OFFICE}}
        for page, texts in ((page, catalogues(page)) for page in CATALOGUES)
        for key in texts["pl"]
    ]
    with running_office(tmp_path_factory.mktemp("code") / "data", config=config) as office:
        yield office


@pytest.fixture(scope="module")
def places(office: Office) -> dict[str, str]:
    """What the pages are about: a day with code in everything that was typed."""
    branch = office.read("/branches/krakow")
    counter = branch["counters"][0]
    service = branch["services"][0]["id"]
    ticket = office.take("krakow", service, reference=EVIL, kiosk=branch["kiosks"][0]["id"])
    office.take("krakow", service, reference=EVIL)
    office.at("krakow", counter["id"], "open", {"clerk": EVIL[:80]})
    office.at("krakow", counter["id"], "serve", {"ticket": ticket["id"]})
    office.at("krakow", counter["id"], "park", {"note": EVIL})
    office.at("krakow", counter["id"], "next")
    office.do("/branches/krakow/messages", {"text": dict.fromkeys(LANGUAGES, EVIL)})
    return {
        "kiosk": branch["kiosks"][0]["id"],
        "display": branch["displays"][0]["id"],
        "counter": counter["id"],
        "ticket": str(ticket["id"]),
        "token": ticket["token"],
    }


@pytest.mark.browser
def test_no_page_runs_what_was_typed_nor_breaks_its_own_policy(
    office: Office, places: dict[str, str], page: Page
) -> None:
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Policy" in said.text else None)
    for address in PAGES:
        told = page.goto(office.url + address.format(**places))
        assert told
        if told.status == 404:
            wrong.append(f"{address} is not there")
        page.wait_for_function("document.body?.innerText.trim().length > 3")
        page.wait_for_timeout(200)
        owned = page.evaluate("window.owned")
        if owned is not None:
            wrong.append(f"{address}: {owned}")
    assert wrong == []
