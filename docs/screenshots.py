"""The README's pictures, taken from the running demo office: `make screenshots`."""

from __future__ import annotations

import io
import itertools
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import launch
from tests.running_office import Office, running_office

FOLDER = Path(__file__).parent / "pictures"
COLOURS = 128
BRANCH = "krakow"
CLERKS = {"1": "A. N.", "2": "P. Z.", "5": "E. M.", "7": "J. W."}
ARRIVALS = (
    ("residence-permit", "uk"),
    ("card-collection", "pl"),
    ("citizenship", "en"),
    ("residence-permit", "pl"),
    ("case-documents", "ru"),
    ("invitation", "pl"),
    ("permanent-residence", "uk"),
    ("card-exchange", "en"),
    ("residence-permit", "uk"),
    ("visa-extension", "uk"),
    ("card-collection", "uk"),
    ("case-documents", "pl"),
    ("residence-permit", "en"),
)


def main() -> None:
    """Bring a morning about, then picture each screen of it."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_office(Path(folder) / "data") as office,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright.chromium)
        bring_a_morning_about(office)
        picture_kiosk(browser, office)
        picture_display(browser, office)
        picture_counter(browser, office)
        picture_phone_and_slip(browser, office)
        browser.close()


def bring_a_morning_about(office: Office) -> None:
    """Open counters, let visitors come, serve some and call the next ones."""
    for counter, clerk in CLERKS.items():
        office.at(BRANCH, counter, "open", {"clerk": clerk})
    arrivals = iter(ARRIVALS)
    for _, (service, language) in zip(CLERKS, arrivals, strict=False):
        office.take(BRANCH, service, language=language, kiosk="entrance")
    for counter in CLERKS:
        if office.at(BRANCH, counter, "next")["ticket"]:
            office.at(BRANCH, counter, "start")
    for service, language in arrivals:
        office.take(BRANCH, service, language=language, kiosk="entrance")
    office.take(BRANCH, "residence-permit", language="pl", needs=["interpreter"], cases=2)
    for counter in itertools.islice(reversed(CLERKS), 2):
        office.at(BRANCH, counter, "next")
    office.at(BRANCH, "1", "park", {"minutes": 10, "note": "fotografia"})
    office.at(BRANCH, "1", "next")


def picture_kiosk(browser: Browser, office: Office) -> None:
    page = opened(browser, f"{office.url}/kiosk/{BRANCH}/entrance", 1080, 1920)
    page.get_by_role("button", name="Українська").first.click()
    page.get_by_role("button", name="Перебування в Польщі").wait_for()
    save(page, "kiosk", 540)
    page.get_by_role("button", name="Перебування в Польщі").click()
    page.get_by_role("button", name="Дозвіл на тимчасове проживання").wait_for()
    save(page, "kiosk-services", 540)


def picture_display(browser: Browser, office: Office) -> None:
    page = opened(browser, f"{office.url}/display/{BRANCH}/main", 1920, 1080)
    page.locator(".large").wait_for()
    number = office.at(BRANCH, "2", "next")["ticket"]["number"]
    # The new call stands large, and the languages around it take turns.
    page.locator(".large[data-new]").filter(has_text=number).wait_for(timeout=60_000)
    page.get_by_text("Urząd Wojewódzki").first.wait_for()
    save(page, "display", 1280)


def picture_counter(browser: Browser, office: Office) -> None:
    page = opened(browser, f"{office.url}/counter/{BRANCH}/1", 1280, 800)
    number = office.read(f"/branches/{BRANCH}/counters/1")["ticket"]["number"]
    page.get_by_text(number).first.wait_for()
    save(page, "counter", 1280)


def picture_phone_and_slip(browser: Browser, office: Office) -> None:
    ticket = office.take(BRANCH, "residence-permit", language="en", kiosk="entrance")
    page = opened(browser, ticket["public_url"], 390, 844)
    page.get_by_text(ticket["number"]).first.wait_for()
    save(page, "phone", 390)
    page = opened(browser, f"{office.url}/virtual-printer", 1280, 1000)
    link = page.locator("a").filter(has=page.get_by_alt_text(ticket["number"])).first
    picture = office.session.get(office.url + str(link.get_attribute("href")))
    save_image(picture.content, "slip", 390)


def opened(browser: Browser, url: str, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    page.goto(url)
    page.evaluate("document.fonts.ready")
    return page


def save(page: Page, name: str, width: int) -> None:
    """A screenshot of the page as it is, `width` pixels wide."""
    save_image(page.screenshot(), name, width)
    print(FOLDER / f"{name}.png")


def save_image(png: bytes, name: str, width: int) -> None:
    """A picture with few colours, so that the repository stays small."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    height = round(image.height * width / image.width)
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
