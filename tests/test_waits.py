"""Expected waits are told in the same words on every page, by minutes and by hours."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.page_findings import SCHEME_OF, Axe, findings
from tests.running_office import Office

pytestmark = pytest.mark.browser

BRANCH, SERVICE = "krakow", "residence-permit"
#: Where a wait is told to whoever reads a language.
Place = Callable[[Page, Office, str], Locator]
WAIT = re.compile(r'"wait":\s*(null|\{[^}]*\})')

#: Waits in seconds and what every page says of them, in the language's own words.
TOLD = {
    "pl": [(0, 290, "do 5 min"), (5100, 8350, "1 godz. 25 min – 2 godz. 20 min")],
    "en": [
        (310, 590, "5–10 min"),
        (3600, 3600, "up to 1 h"),
        (5100, 8350, "1 h 25 min – 2 h 20 min"),
    ],
    "uk": [(310, 590, "5–10 хв"), (5100, 8350, "1 год 25 хв – 2 год 20 хв")],
    "ru": [(0, 4500, "до 1 ч 15 мин"), (5100, 7200, "1 ч 25 мин – 2 ч")],
}


def with_waits_of(page: Page, low: int, high: int) -> None:
    """Let the server's views tell the page this wait wherever they tell one."""
    wait = f'"wait": {{"low": {low}, "high": {high}}}'

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def change(message: str | bytes) -> None:
            socket.send(WAIT.sub(wait, message) if isinstance(message, str) else message)

        server.on_message(change)

    page.route_web_socket(re.compile("/socket.io/"), pass_on)


def on_the_phone(page: Page, office: Office, language: str) -> Locator:
    ticket = office.take(BRANCH, SERVICE, language=language)
    page.goto(f"{office.url}/t/{ticket['token']}")
    return page.locator(".measures dd").last


def at_reception(page: Page, office: Office, language: str) -> Locator:
    read(page, f"{office.url}/reception/{BRANCH}", language)
    return page.locator(f".issuing [data-service={SERVICE}] .note")


def at_the_supervisors(page: Page, office: Office, language: str) -> Locator:
    read(page, f"{office.url}/supervisor/{BRANCH}", language)
    return page.locator(f"[data-service={SERVICE}] td").nth(2)


def read(page: Page, url: str, language: str) -> None:
    page.goto(url)
    page.locator(".head-language select").select_option(language)


#: How narrow each page may be.
WIDTHS: dict[Place, int] = {on_the_phone: 320, at_reception: 390, at_the_supervisors: 390}


@pytest.mark.parametrize("language", TOLD)
@pytest.mark.parametrize("place", WIDTHS)
def test_a_wait_is_told_in_the_same_words_on_every_page(
    page: Page, office: Office, axe: Axe, place: Place, language: str
) -> None:
    for low, high, words in TOLD[language]:
        with_waits_of(page, low, high)
        expect(place(page, office, language)).to_contain_text(words)
        assert findings(page, axe, [WIDTHS[place]], [SCHEME_OF[language]]) == []
