"""How the kiosk page looks at the real sizes of kiosks: nothing cut off, nothing axe finds."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.kiosk_visit import (
    HASTY,
    HURRY,
    IN_EVERY_LOOK,
    LANDSCAPE,
    LONG_NAME,
    OVERFLOWING,
    PORTRAIT,
    PRINTING,
    SILENT,
    SMALL,
    STAFFED,
    Visit,
    kiosk_office,
    resize,
)
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
Inspect = Callable[[Visit], list[str]]
Size = tuple[int, int]

SIZES = [PORTRAIT, LANDSCAPE, SMALL]
#: The walk is in Ukrainian.
LANGUAGES_UK_LAST = ["pl", "en", "ru", "uk"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that keeps its hours and limits."""
    data = tmp_path_factory.mktemp("kiosk") / "data"
    with running_office(data, config=kiosk_office(), args=["--hours"]) as ready:
        yield ready


def walk(page: Page, office: Office, tools: tuple[str, ...], inspect: Inspect) -> list[str]:
    """Go past every screen with `tools` on; what `inspect` finds on each, after its name."""
    page.emulate_media(reduced_motion="reduce")
    at = Visit(page, office, SILENT)
    found: list[str] = []

    def look(step: str) -> None:
        at.is_at(step)
        found.extend(f"{step}: {finding}" for finding in inspect(at))

    for tool in tools:
        at.turn_on(tool)
    look("start")
    at.begin("uk")
    look("groups")
    page.locator("[data-help]").click()
    look("groups")
    page.keyboard.press("Escape")
    at.choose("Dokumenty")
    look("services")
    at.choose("Paszporty")
    look("closed")
    at.go_on()
    at.choose("Dowody")
    look("cases")
    at.choose("2 справи")
    look("needs")
    at.choose("Мені потрібна допомога")
    at.choose("Interpreter")
    look("help")
    at.go_on()
    at.choose("Маю право на першочергове обслуговування")
    at.choose("Ciąża")
    look("class")
    at.go_on()
    at.go_on()
    look("confirm")
    at.page.locator("[data-back]").click()
    at.page.locator("[data-back]").click()
    at.page.locator("[data-back]").click()
    at.choose(LONG_NAME["uk"])
    at.is_at("needs")
    at.go_on()
    at.add("Dokumenty", "Inne 1")
    look("confirm")
    at.go_on()
    look("done")
    return found


@pytest.mark.parametrize(
    ("size", "tools"),
    [(PORTRAIT, ()), (LANDSCAPE, ("contrast",)), (SMALL, ())],
    ids=["portrait", "landscape-contrast", "small-landscape"],
)
def test_every_screen_is_accessible_and_whole_in_every_language_and_look(
    page: Page, office: Office, axe: Axe, size: Size, tools: tuple[str, ...]
) -> None:
    """Nothing is cut off or crowded, targets are as large as a fingertip, lower ones in reach."""

    def inspect(at: Visit) -> list[str]:
        return [*axe(page), *page.evaluate(IN_EVERY_LOOK, LANGUAGES_UK_LAST)]

    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert walk(page, office, tools, inspect) == []


def in_both_contrasts(page: Page, axe: Axe) -> list[str]:
    """What axe finds as the screen is, and with the other contrast."""
    found = axe(page)
    switch = "document.querySelector('[data-tool=contrast]').click()"
    page.evaluate(switch)
    found += axe(page)
    page.evaluate(switch)
    return found


def test_axe_finds_nothing_where_the_way_stops(page: Page, office: Office, axe: Axe) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(HURRY)
    at = Visit(page, office, SILENT, "shut")
    at.is_at("office_closed")
    found = in_both_contrasts(page, axe)

    at = Visit(page, office, HASTY)
    at.to_confirm("ru")
    held: list[Route] = []
    page.route("**/tickets", lambda route: held.append(route))
    at.go_on()
    at.is_at("issuing")
    found += in_both_contrasts(page, axe)
    problem = {"type": "about:blank", "title": "No", "status": 429, "code": "slow_down"}
    held[0].fulfill(status=429, body=json.dumps(problem))
    at.is_at("trouble")
    found += in_both_contrasts(page, axe)
    at.fall_silent()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    found += in_both_contrasts(page, axe)
    assert found == []


def test_without_the_server_nothing_is_cut_off_and_axe_finds_nothing(
    page: Page, start_office: Callable[..., Office], axe: Axe
) -> None:
    page.emulate_media(reduced_motion="reduce")
    office = start_office(config=kiosk_office())
    at = Visit(page, office, PRINTING)
    office.kill()
    expect(at.screen).to_contain_text(STAFFED["ru"])
    for size in SIZES:
        resize(page, size)
        assert (size, page.evaluate(OVERFLOWING)) == (size, [])
        assert axe(page) == []
