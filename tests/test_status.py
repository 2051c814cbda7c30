"""What the public may know: the feeds in their three shapes, and the status page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from queue_server.office.wording import catalogues
from queue_server.views.status import monitor_view, status_view, warsaw_view
from queue_server.web.status_page import wait_words
from tests.in_process import TOWN, Hall, a_hall
from tests.page_findings import Axe
from tests.running_office import Office


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Two visitors for cards, one of them called to the only open counter."""
    with a_hall(tmp_path) as hall:
        hall.open("1")
        hall.take("cards", reference="WSC-II/12")
        hall.take("cards")
        hall.next("1")
        yield hall


def test_the_status_counts_who_waits_and_names_nobody(hall: Hall) -> None:
    status = hall.do(status_view, TOWN)
    cards = next(service for service in status["services"] if service["id"] == "cards")
    assert (cards["waiting"], cards["counters"], cards["called"]) == (1, 1, "A001")
    assert "WSC-II/12" not in str(status)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0, 50, "up to 1 min"), (480, 1190, "8–20 min"), (5100, 8350, "1 h 25 min – 2 h 20 min")],
)
def test_a_wait_is_told_as_on_other_pages(low: int, high: int, words: str) -> None:
    said = wait_words(catalogues("status")["en"], {"low": low, "high": high})
    assert said.replace("\u00a0", " ") == words


def test_warsaws_shape_has_a_group_for_each_service(hall: Hall) -> None:
    groups = hall.do(warsaw_view, TOWN)["result"]["grupy"]
    cards = next(group for group in groups if group["idGrupy"] == "cards")
    assert cards.keys() == {
        *("lp", "idGrupy", "nazwaGrupy", "literaGrupy", "aktualnyNumer", "liczbaKlwKolejce"),
        *("liczbaCzynnychStan", "czasObslugi", "status"),
    }
    assert (cards["aktualnyNumer"], cards["liczbaKlwKolejce"], cards["status"]) == (1, 1, "1")
    assert [group["lp"] for group in groups] == list(range(1, len(groups) + 1))


def test_a_queue_monitor_tells_the_last_tickets_issued_and_called(hall: Hall) -> None:
    monitors = {
        m["serviceId"]: m for m in hall.do(lambda work: {"all": monitor_view(work, TOWN)})["all"]
    }
    cards = monitors["cards"]
    assert cards["type"] == "QueueMonitor"
    assert cards["id"] == f"urn:ngsi-ld:QueueMonitor:{TOWN}:cards"
    assert (cards["lastTicketIssued"], cards["ticketServed"], cards["ticketsToServe"]) == (2, 1, 1)
    assert (cards["lastTicketIssuedLabel"], cards["ticketServedLabel"]) == ("A002", "A001")
    assert cards["serviceStatus"] == "Open"
    assert all(
        monitor["ticketServed"] == 0 for service, monitor in monitors.items() if service != "cards"
    )


@pytest.mark.browser
@pytest.mark.parametrize("language", ["pl", "en", "uk", "ru"])
def test_the_status_page_is_read_on_a_small_phone(
    language: str, office: Office, page: Page, axe: Axe
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{office.url}/status/krakow?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("main li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert axe(page) == []
