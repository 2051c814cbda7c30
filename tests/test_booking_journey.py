"""One visitor's way from a phone to a counter: book, mail, move, cancel, book again, be called."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk_visit import PORTRAIT, PRINTING, Visit, kiosk_office
from tests.mailbox import Mailbox, smtp_server
from tests.running_office import Office, running_office, until
from tests.test_booking_site import answers
from tests.test_kiosk_scanner import scan

pytestmark = pytest.mark.browser
TOWN = "/branches/town"


@pytest.fixture(scope="module")
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Office]:
    config = kiosk_office()
    (cars,) = (s for s in config["office"]["branches"][0]["services"] if s["id"] == "cars")
    cars["booking"] = {
        "slot_minutes": 5,
        "capacity": 1,
        "lead_minutes": 0,
        "asks": {"email": "required"},
    }
    with smtp_server(box) as port:
        mail = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "u@example.org"}
        config["server"] = {"mail": mail}
        folder = tmp_path_factory.mktemp("office") / "data"
        with running_office(folder, config=config, booking=True) as ready:
            until(lambda: answers(ready.site))
            yield ready


def book(page: Page, office: Office) -> None:
    """From the list of services to the code."""
    page.goto(f"{office.site}/uk/")
    page.locator(".choices a").first.click()
    page.locator("form .primary").click()
    page.locator(".times button").first.click()
    page.locator("#email").fill("a@example.org")
    page.locator("form .primary").click()
    expect(page.locator(".big")).to_have_text(re.compile(r"^\w{6}$"))


def mailed(box: Mailbox, number: int) -> tuple[str, str]:
    """The subject of the mail of this number, and the link in it."""
    until(lambda: len(box.found) >= number)
    _, message = box.found[number - 1]
    body = message.get_body(("plain",))
    assert body
    link = re.search(r"http://\S+", body.get_content())
    assert link
    return str(message["Subject"]), link[0]


def test_a_visit_from_the_phone_to_the_counter(page: Page, office: Office, box: Mailbox) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    book(page, office)
    subject, link = mailed(box, 1)
    assert subject.startswith("Візит заплановано")
    page.goto(link)
    page.get_by_role("link", name="Перенести візит").click()
    page.locator(".days a").last.click()
    page.locator(".times button").last.click()
    expect(page.locator(".big")).to_be_visible()
    assert mailed(box, 2)[0].startswith("Новий час візиту")
    page.get_by_role("link", name="Скасувати візит").click()
    page.locator(".danger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Візит скасовано")
    assert mailed(box, 3)[0].startswith("Візит скасовано")
    book(page, office)
    code = page.locator(".big").inner_text()
    assert mailed(box, 4)[1] == page.url

    for _ in range(5):
        office.take("town", "cars")  # due in twenty minutes
    page.set_viewport_size({"width": PORTRAIT[0], "height": PORTRAIT[1]})
    kiosk = Visit(page, office, PRINTING)
    scan(kiosk, code)
    kiosk.is_at("done")
    number = kiosk.number.inner_text()
    (booked,) = (t for t in kiosk.tickets() if t["number"] == number)
    due_at = datetime.fromisoformat(booked["due_at"])
    assert timedelta(0) <= due_at - office.now() < timedelta(minutes=11)
    office.at("town", "1", "open")
    assert office.at("town", "1", "next")["ticket"]["number"] == number
