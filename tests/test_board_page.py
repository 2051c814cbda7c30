"""The board above a counter, driven in Chromium against the real server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.display_hall import OVERFLOWING, Hall, halls
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one branch for each test."""
    with running_office(tmp_path_factory.mktemp("halls") / "data", config=halls()) as ready:
        yield ready


@pytest.fixture
def hall(office: Office, browser: Browser) -> Callable[[str], Hall]:
    return lambda name: Hall(office, browser, name)


def test_the_board_shows_what_its_counter_does(
    page: Page, hall: Callable[[str], Hall], axe: Axe
) -> None:
    here = hall("board")
    page.set_viewport_size({"width": 480, "height": 320})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{here.office.url}/board/board/5")
    board = page.locator(".board")

    def shows(standing: str, text: str) -> None:
        expect(board).to_have_attribute("data-standing", standing)
        expect(page.locator(".content")).to_have_text(text)
        assert axe(page) == []

    shows("closed", "Zamknięte")
    here.at(5, "open")
    shows("open", "Otwarte")
    number = here.call(5)
    shows("called", number)
    beat = board.get_attribute("data-beat")
    here.at(5, "recall")
    expect(board).not_to_have_attribute("data-beat", str(beat))
    here.at(5, "start")
    shows("serving", number)
    here.at(5, "finish")
    here.at(5, "pause")
    shows("paused", "Przerwa")


@pytest.mark.parametrize(("width", "height"), [(480, 320), (800, 480), (1920, 540), (1920, 360)])
def test_a_board_of_any_size_holds_its_number(
    page: Page, hall: Callable[[str], Hall], width: int, height: int
) -> None:
    here = hall("long")
    here.call(1)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{here.office.url}/board/long/1")
    expect(page.locator(".content .number")).to_be_visible()
    assert page.evaluate(OVERFLOWING) == []
