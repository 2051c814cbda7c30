"""The README's pictures, taken from the running demo office: `make screenshots`."""

from __future__ import annotations

import io
import itertools
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import launch
from tests.running_office import Office, running_office, until
from tests.test_booking_site import answers

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
        running_office(Path(folder) / "data", booking=True) as office,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright.chromium)
        bring_a_morning_about(office)
        picture_kiosk(browser, office)
        picture_display(browser, office)
        picture_counter(browser, office)
        picture_phone_and_slip(browser, office)
        picture_administration(browser, office)
        picture_home(browser, office)
        picture_appointments(browser, office)
        picture_floor(browser, office)
        picture_booking(browser, office)
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
    page = opened(browser, f"{office.url}/kiosk/{BRANCH}/entrance", 1080, 1920)
    page.get_by_role("button", name="Українська").first.click()
    page.locator("[data-booked]").click()
    page.locator(".keypad").wait_for()
    save(page, "kiosk-code", 540)


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


def picture_administration(browser: Browser, office: Office) -> None:
    """A draft with a fault, and what a sound one would change."""
    draft = office.do("/office/drafts", {"name": "Spring"})
    where = f"/office/drafts/{draft['id']}"
    document = office.read(where)["document"]
    service = document["branches"][0]["services"][2]
    service |= {"prefix": "Ż1", "target_wait_minutes": 25}
    document["branches"][0]["messages"][0]["text"]["en"] = "Tickets are free of charge."
    draft = office.do(f"{where}/save", {"edition": 1, "document": document})
    form = "office.branches[0].services[2]"
    for name, fragment in (("office-form", form), ("office-publication", "publish")):
        page = opened(browser, f"{office.url}/admin/drafts/{draft['id']}#{fragment}", 1366, 900)
        page.locator(".admin-head select").select_option("en")
        page.get_by_role("heading", level=1).wait_for()
        page.get_by_text("Prefix").first.wait_for()
        page.mouse.move(0, 0)
        save(page, name, 1280)
        service["prefix"] = "Z"
        draft = office.do(f"{where}/save", {"edition": draft["edition"], "document": document})


def picture_home(browser: Browser, office: Office) -> None:
    """Joining from home, and the way into the room at the call."""
    page = opened(browser, f"{office.url}/join/{BRANCH}", 390, 700)
    page.locator("select").first.select_option("en")
    page.get_by_role("button", name="Video consultation").wait_for()
    save(page, "join", 390)
    office.at(BRANCH, "22", "open")
    wish = {"service": "video-consultation", "language": "en"}
    joined = office.do(f"/public/branches/{BRANCH}/remote", wish)
    office.at(BRANCH, "22", "next")
    page = opened(browser, joined["public_url"], 390, 700)
    page.locator(".room").wait_for()
    save(page, "room", 390)


def picture_appointments(browser: Browser, office: Office) -> None:
    """The visits of a day, and what would become of them were it closed."""
    branch = f"/branches/{BRANCH}"
    found = office.read(f"{branch}/slots?service=residence-permit")
    day = found[-1]["start"][:10]
    times = [slot for slot in found if slot["start"].startswith(day) and slot["free"]]
    people = ("anna@example.org", None, "olena@example.org", None, "ivan@example.org")
    for place, (slot, email) in enumerate(zip(times, people, strict=False)):
        contact = {"email": email} if email else {"phone": f"+48 600 700 80{place}"}
        visit = {"service": "residence-permit", "start": slot["start"], "contact": contact}
        held = office.do(f"{branch}/appointments", visit)
        office.do(f"/appointments/{held['token']}/confirm")
    page = opened(browser, f"{office.url}/appointments/{BRANCH}", 1280, 800)
    page.locator(".head-language select").select_option("en")
    page.locator(".tools input[name=day]").fill(day)
    page.locator("tr[data-code]").first.wait_for()
    page.locator(".head h1").click()
    save(page, "appointments", 1280)
    page.get_by_role("button", name="Move a day").click()
    for name in ("day", "until"):
        page.locator(f"form.panel input[name={name}]").fill(day)
    page.locator("input[name=reason_en]").fill("Power cut")
    page.get_by_role("button", name="Show what would happen").click()
    page.locator("#proposal-title").wait_for()
    save(page, "move-a-day", 1280)


def picture_floor(browser: Browser, office: Office) -> None:
    """Supervisors, reception, the audit; and the hall in a fire."""
    branch = f"/branches/{BRANCH}"
    waiting = office.read(f"{branch}/tickets?state=waiting")
    about = {"position": "first", "reason": "came with a small child"}
    office.do(f"/tickets/{waiting[0]['id']}/priority", about)
    office.do(f"{branch}/suspend", {"service": "visa-extension", "reason": "technical"})
    office.do(f"{branch}/counters/7/alarm", {})
    office.take(BRANCH, "residence-permit", **{"class": "pregnancy", "kiosk": "entrance"})
    for page_name in ("supervisor", "reception"):
        page = opened(browser, f"{office.url}/{page_name}/{BRANCH}", 1920, 1080)
        page.locator(".head-language select").select_option("en")
        page.get_by_text(waiting[0]["number"]).first.wait_for()
        save(page, page_name, 1280)
    page = opened(browser, f"{office.url}/audit/tickets/{waiting[-1]['id']}", 1280, 800)
    page.locator(".head-language select").select_option("en")
    page.get_by_text(waiting[-1]["number"]).first.wait_for()
    save(page, "audit-ticket", 1280)
    office.do(f"{branch}/suspend", {"reason": "evacuation", "fire": True})
    page = opened(browser, f"{office.url}/display/{BRANCH}/main", 1920, 1080)
    page.locator(".fire").wait_for()
    save(page, "fire", 1280)


def picture_booking(browser: Browser, office: Office) -> None:
    """A visit booked on a phone."""
    site = f"{office.site}/en/at/{BRANCH}/residence-permit"
    until(lambda: answers(office.site))
    page = opened(browser, f"{site}/times?cases=2", 390, 844)
    save(page, "booking-times", 390)
    page.locator(".times button").first.click()
    page.locator("form .primary").wait_for()
    save(page, "booking-form", 390)
    page.locator("form .primary").click()
    page.locator(".big").wait_for()
    save(page, "booking-visit", 390)


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
