"""How the kiosk page looks at the real sizes of kiosks: nothing cut off, nothing axe finds."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.kiosk_visit import (
    HASTY,
    HIGH_TARGETS,
    HURRY,
    LANDSCAPE,
    LONG_NAME,
    OVERFLOWING,
    PORTRAIT,
    PRINTING,
    SETTLED,
    SILENT,
    SMALL_TARGETS,
    STAFFED,
    Visit,
    kiosk_office,
)
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
Inspect = Callable[[Visit], list[str]]
Size = tuple[int, int]

SIZES = [PORTRAIT, LANDSCAPE]


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
    at.choose("2 питання")
    look("needs")
    at.choose("Мені потрібна допомога")
    at.choose("Interpreter")
    look("help")
    at.go_on()
    at.choose("Я маю право на першочерговість")
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
    look("confirm")
    at.go_on()
    look("done")
    return found


def cut_off(at: Visit, languages: tuple[str, ...]) -> list[str]:
    """What sticks out of the screen, as it is and in each of the languages."""
    found: list[str] = at.page.evaluate(OVERFLOWING)
    if at.page.locator("dialog").count() == 0 and at.page.locator(".languages").count() > 0:
        for language in languages:
            at.page.locator(f'.languages [lang="{language}"]').click()
            at.page.wait_for_function(SETTLED)
            found += [f"{language}: {line}" for line in at.page.evaluate(OVERFLOWING)]
    return found


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape"])
@pytest.mark.parametrize("tools", [(), ("large",)], ids=["plain", "large"])
def test_nothing_is_cut_off_in_any_language(
    page: Page, office: Office, size: Size, tools: tuple[str, ...]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert walk(page, office, tools, lambda at: cut_off(at, ("pl", "en", "ru", "uk"))) == []


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape"])
@pytest.mark.parametrize("tools", [("low",), ("low", "large")], ids=["low", "low-large"])
def test_lower_buttons_stand_in_the_lower_part_of_the_screen(
    page: Page, office: Office, size: Size, tools: tuple[str, ...]
) -> None:
    def inspect(at: Visit) -> list[str]:
        return [*cut_off(at, ("pl", "uk")), *at.page.evaluate(HIGH_TARGETS)]

    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert walk(page, office, tools, inspect) == []


@pytest.mark.parametrize(
    ("size", "tools"),
    [(PORTRAIT, ()), (PORTRAIT, ("contrast",)), (PORTRAIT, ("large",)), (LANDSCAPE, ())],
    ids=["portrait", "contrast", "large", "landscape"],
)
def test_axe_finds_nothing_and_every_target_is_as_large_as_a_fingertip(
    page: Page, office: Office, axe: Axe, size: Size, tools: tuple[str, ...]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = walk(page, office, tools, lambda at: [*axe(at.page), *at.page.evaluate(SMALL_TARGETS)])
    assert found == []


@pytest.mark.parametrize("tools", [(), ("contrast",)], ids=["plain", "contrast"])
def test_axe_finds_nothing_where_the_way_stops(
    page: Page, office: Office, axe: Axe, tools: tuple[str, ...]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(HURRY)
    at = Visit(page, office, SILENT, "shut")
    for tool in tools:
        at.turn_on(tool)
    at.is_at("office_closed")
    found = axe(page)

    at = Visit(page, office, HASTY)
    for tool in tools:
        at.turn_on(tool)
    at.to_confirm("ru")
    held: list[Route] = []
    page.route("**/tickets", lambda route: held.append(route))
    at.go_on()
    at.is_at("issuing")
    found += axe(page)
    problem = {"type": "about:blank", "title": "No", "status": 429, "code": "slow_down"}
    held[0].fulfill(status=429, body=json.dumps(problem))
    at.is_at("trouble")
    found += axe(page)
    at.fall_silent()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.evaluate("window.hurried = false")
    found += axe(page)
    assert found == []


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape"])
def test_without_the_server_nothing_is_cut_off_and_axe_finds_nothing(
    page: Page, start_office: Callable[..., Office], axe: Axe, size: Size
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")
    office = start_office(config=kiosk_office())
    at = Visit(page, office, PRINTING)
    office.kill()
    expect(at.screen).to_contain_text(STAFFED["ru"])
    assert page.evaluate(OVERFLOWING) == []
    assert axe(page) == []
