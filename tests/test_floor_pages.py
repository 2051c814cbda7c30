"""The pages of supervisors, reception and auditors: done by their buttons, seen on the screens."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page_findings import Axe, findings
from tests.running_office import Office

pytestmark = pytest.mark.browser

BRANCH = "/branches/krakow"
SERVICE = "residence-permit"
WIDTHS = (390, 1024, 1920)


@pytest.fixture(autouse=True)
def everybody_is_back(office: Office) -> Iterator[None]:
    """Work goes on after each test, at open counters that hold nobody."""
    yield
    branch = office.do(f"{BRANCH}/resume", {})
    for suspended in branch["suspended_services"]:
        office.do(f"{BRANCH}/resume", {"service": suspended["service"]})
    for counter in branch["counters"]:
        if counter["open"]:
            office.do(
                f"{BRANCH}/counters/{counter['id']}/force-close", {"reason": "the test is over"}
            )


def counter_with(office: Office, service: str) -> str:
    """A counter that was opened with a profile that serves `service`."""
    branch = office.read(BRANCH)
    profiles = {p["id"] for p in branch["profiles"] if service in p["services"]}
    counter = next(c for c in branch["counters"] if set(c["profiles"]) & profiles)
    [profile] = [p for p in counter["profiles"] if p in profiles][:1]
    office.at("krakow", counter["id"], "open", {"profile": profile, "clerk": "A. K."})
    return str(counter["id"])


def opened(page: Page, office: Office, path: str) -> Page:
    page.goto(f"{office.url}{path}")
    page.locator(".head-language select").select_option("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return page


def said(page: Page) -> Any:
    return page.locator(".page-message")


def test_fire_and_its_end_are_shown_everywhere(page: Page, office: Office) -> None:
    display = office.read(BRANCH)["displays"][0]["id"]
    hall = page.context.new_page()
    hall.goto(f"{office.url}/display/krakow/{display}")
    opened(page, office, "/supervisor/krakow")
    page.locator("[data-action=fire]").click()
    page.get_by_role("button", name="Show the way out").click()
    expect(page.get_by_role("alert")).to_contain_text("everyone leaves the building")
    expect(hall.get_by_role("alert")).to_contain_text("Leave the building")
    expect(hall.get_by_role("alert")).to_contain_text("Do not use the lifts")
    page.locator("[data-action=resume]").click()
    page.get_by_role("dialog").get_by_role("button", name="Resume work").click()
    expect(hall.locator(".fire")).to_have_count(0)


WAYS_OUT = {
    "pl": ("Pożar: wszyscy opuszczają budynek.", "Wyjście główne i wyjście na parking."),
    "en": ("Fire: everyone leaves the building.", "Main entrance and the door to the car park."),
}
#: The most of a screen's height that the way out may take, in px.
BAR_HEIGHT = 80


@pytest.mark.parametrize("language", WAYS_OUT)
@pytest.mark.parametrize("name", ["supervisor", "reception"])
def test_the_way_out_stays_in_sight_while_a_page_is_scrolled(
    page: Page, office: Office, name: str, language: str
) -> None:
    opened(page, office, f"/{name}/krakow").locator(".head-language select").select_option(language)
    office.do(f"{BRANCH}/suspend", {"reason": "evacuation", "fire": True})
    told = page.get_by_role("alert").filter(has_text=WAYS_OUT[language][0])
    expect(told).to_contain_text(WAYS_OUT[language][1])
    for width, height in ((1440, 900), (1366, 768), (390, 740)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_function("scrollY > 200")
        expect(told).to_be_in_viewport(ratio=1)
        bar = told.bounding_box()
        assert bar
        assert width == 390 or bar["height"] <= BAR_HEIGHT


def test_what_the_keyboard_reaches_is_not_below_the_way_out(page: Page, office: Office) -> None:
    office.do(f"{BRANCH}/suspend", {"reason": "evacuation", "fire": True})
    page.set_viewport_size({"width": 1366, "height": 768})
    opened(page, office, "/supervisor/krakow")
    before, reached = (page.locator("[data-counter] button").nth(at) for at in (7, 8))
    before.evaluate("it => it.focus({preventScroll: true})")
    reached.evaluate("it => scrollBy(0, it.getBoundingClientRect().top - 70)")
    page.keyboard.press("Tab")
    expect(reached).to_be_focused()
    bar, button = page.locator(".suspended").bounding_box(), reached.bounding_box()
    assert bar
    assert button
    assert button["y"] >= bar["y"] + bar["height"]


def test_a_dialog_lies_over_the_way_out(page: Page, office: Office) -> None:
    office.do(f"{BRANCH}/suspend", {"reason": "evacuation", "fire": True})
    page.set_viewport_size({"width": 1366, "height": 340})
    opened(page, office, "/supervisor/krakow")
    page.locator("[data-action=message]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    bar, over = page.locator(".suspended").bounding_box(), dialog.bounding_box()
    assert bar
    assert over
    assert over["y"] < bar["y"]
    middle = [over["x"] + over["width"] / 2, bar["y"] + bar["height"] / 2]
    seen = "([x, y]) => document.elementFromPoint(x, y).closest('dialog') !== null"
    assert page.evaluate(seen, middle)


def test_a_clerks_alarm_is_acknowledged_and_a_request_dismissed(page: Page, office: Office) -> None:
    counter = counter_with(office, SERVICE)
    desk = page.context.new_page()
    desk.goto(f"{office.url}/counter/krakow/{counter}")
    opened(page, office, "/supervisor/krakow")
    desk.locator("[data-action=alarm]:visible").click()
    desk.keyboard.press("Enter")
    expect(page.locator(".alarm")).to_contain_text(f"Emergency at counter {counter}")
    page.locator("[data-action=acknowledge]").click()
    expect(desk.locator(".notice[data-kind=good]")).to_be_visible()
    page.locator("[data-action=end-alarm]").click()
    page.get_by_role("dialog").get_by_role("button", name="End the alarm").click()
    expect(page.locator(".alarm")).to_have_count(0)
    page.locator(f"[data-counter='{counter}'] button").click()
    page.locator("[data-go=help]").click()
    page.get_by_label("What to help with").fill("Ukrainian at counter 3")
    page.keyboard.press("Enter")
    expect(desk.locator(".notice")).to_contain_text("Ukrainian at counter 3")
    desk.locator("[data-dismiss]").click()
    expect(desk.locator(".notice")).to_have_count(0)


def test_a_supervisor_changes_a_counter_a_service_and_a_display(page: Page, office: Office) -> None:
    counter = counter_with(office, SERVICE)
    ticket = office.take("krakow", SERVICE)
    office.at("krakow", counter, "next")
    opened(page, office, "/supervisor/krakow")
    card = page.locator(f"[data-counter='{counter}']")
    expect(card).to_contain_text(ticket["number"])
    card.get_by_role("button").click()
    page.locator("[data-go=force-close]").click()
    page.get_by_label("Reason").fill("went home")
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-state", "closed")
    assert office.read(f"/tickets/{ticket['id']}")["state"] == "waiting"
    labels = page.locator("[data-service] button").all_inner_texts()
    assert len(set(labels)) == len(labels)  # each says which service
    page.locator(f"[data-service={SERVICE}] button").click()
    page.get_by_role("button", name="Close the service").click()
    expect(page.locator(f"[data-service={SERVICE}]")).to_contain_text("Closed by hand")
    page.locator(f"[data-service={SERVICE}] button").click()
    page.get_by_role("button", name="Open the service").click()
    expect(page.locator(f"[data-service={SERVICE}]")).to_contain_text("Issued")
    page.locator(f"[data-service={SERVICE}] button").click()
    page.get_by_role("button", name="Suspend the service").click()
    page.get_by_label("Another reason").fill("the scanner is broken")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-service={SERVICE}]")).to_contain_text(
        "the scanner is broken · since"
    )
    page.locator(f"[data-service={SERVICE}] button").click()
    page.get_by_role("button", name="Resume the service").click()
    expect(page.locator(f"[data-service={SERVICE}]")).to_contain_text("Issued")
    page.locator("[data-action=message]").click()
    page.get_by_role("textbox", name="English").fill("The lift is out of order")
    page.get_by_role("button", name="Show it").click()
    expect(said(page)).to_contain_text("The lift is out of order")
    page.get_by_role("button", name="Remove").click()
    expect(said(page)).to_have_text("The message is gone.")


def test_a_device_that_is_not_plugged_in_is_told(page: Page, office: Office) -> None:
    opened(page, office, "/supervisor/krakow")
    boards = page.locator(".device").filter(has_text="hall line of boards")
    expect(boards).to_contain_text("Lost")


def test_reception_issues_finds_and_prioritises(page: Page, office: Office) -> None:
    opened(page, office, "/reception/krakow")
    page.locator(f"[data-service={SERVICE}] input").check()
    spoken = page.locator(".issuing select[name=language]")
    spoken.select_option("uk")
    page.get_by_role("textbox", name="Reference").fill("SO-II.17")
    page.get_by_label("Printer of this desk").select_option(index=1)
    page.get_by_role("button", name="Issue and print").click()
    number = page.locator(".issued-number").inner_text()
    expect(page.locator(".issued")).to_contain_text("being printed")
    expect(spoken).to_have_value("pl")  # as the next ticket would have it
    page.get_by_role("searchbox").fill("ii.17")
    row = page.locator(f"[data-ticket={number}]")
    row.get_by_role("button").click()
    page.locator("[data-go=priority]").click()
    page.get_by_label("Reason").fill("came with a small child")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("to the front")
    row.get_by_role("button").click()
    page.locator("[data-go=print]").click()
    chosen = page.locator("select[name=printer] option:checked").inner_text()
    expect(said(page)).to_have_text(f"{number} is being printed at: {chosen}")
    row.get_by_role("button").click()
    page.locator("[data-go=cancel]").click()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Cancelled")


def test_reception_counts_by_one_tap_and_takes_it_back(page: Page, office: Office) -> None:
    opened(page, office, "/reception/krakow")
    topic = page.locator("[data-topic=forms]")
    topic.click()
    expect(topic.locator(".chip")).to_have_text("1")
    page.locator("[data-action=undo]").click()
    expect(topic.locator(".chip")).to_have_text("0")


def test_reception_confirms_precedence_and_is_told_of_an_escort(page: Page, office: Office) -> None:
    counter = counter_with(office, SERVICE)
    wish = {"class": "pregnancy", "needs": ["escort"], "kiosk": "entrance"}
    called, ticket = (office.take("krakow", SERVICE, **wish) for _ in range(2))
    office.at("krakow", counter, "call", {"ticket": called["id"]})
    opened(page, office, "/reception/krakow")
    without = office.take("krakow", SERVICE, **wish)
    page.get_by_role("button", name=f"Decline {without['number']}").click()
    expect(said(page)).to_contain_text(f"{without['number']} waits without precedence")
    page.get_by_role("button", name=f"Confirm {ticket['number']}").click()
    expect(said(page)).to_contain_text(f"{ticket['number']} has precedence")
    expect(page.get_by_role("row").filter(has_text=called["number"])).to_contain_text("asks for")
    expect(page.get_by_role("button", name=f"Confirm {called['number']}")).to_have_count(0)
    office.at("krakow", counter, "finish")
    office.at("krakow", counter, "call", {"ticket": ticket["id"]})
    expect(page.get_by_role("alert")).to_contain_text(f"Accompany {ticket['number']}")


def test_an_auditor_finds_a_ticket_and_who_passed_it(page: Page, office: Office) -> None:
    counter = counter_with(office, SERVICE)
    first, second = (office.take("krakow", SERVICE) for _ in range(2))
    office.at("krakow", counter, "call", {"ticket": second["id"], "reason": "an interpreter waits"})
    opened(page, office, "/audit")
    expect(page.locator(".entries")).to_contain_text("an interpreter waits")
    page.get_by_label("Its number").fill(first["number"])
    page.keyboard.press("Enter")
    page.get_by_role("link", name=first["number"]).click()
    row = page.get_by_role("row").filter(has_text=second["number"])
    expect(row).to_contain_text("A clerk chose this ticket from the list.")
    expect(row).to_contain_text("an interpreter waits")


def test_a_supervisor_reads_how_long_visitors_waited(page: Page, office: Office) -> None:
    counter = counter_with(office, SERVICE)
    ticket = office.take("krakow", SERVICE)
    office.at("krakow", counter, "call", {"ticket": ticket["id"]})
    office.at("krakow", counter, "finish")
    opened(page, office, "/supervisor/krakow")
    page.get_by_role("link", name="Report").click()
    expect(page.locator(f"[data-key={SERVICE}]")).to_contain_text("%")
    expect(page.get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="Clerk").click()
    expect(page.locator("[data-key='A. K.']")).to_be_visible()
    with page.expect_download() as saved:
        page.locator("a[download]").last.click()
    assert "\nkrakow,A. K.," in saved.value.path().read_text()
    page.get_by_label("From").fill("2099-01-01")
    expect(said(page)).to_contain_text("did not accept")


@pytest.mark.parametrize("language", ["pl", "en", "uk", "ru"])
def test_the_pages_are_accessible_in_every_language(
    page: Page, office: Office, axe: Axe, language: str
) -> None:
    counter = counter_with(office, SERVICE)
    ticket = office.take("krakow", SERVICE)
    office.do(f"{BRANCH}/counters/{counter}/alarm", {})
    office.do(f"{BRANCH}/suspend", {"reason": "technical"})
    paths = [f"/{name}/krakow" for name in ("supervisor", "reception", "report")]
    paths.append(f"/audit/tickets/{ticket['id']}")
    for path in [*paths, "/audit"] if language == "pl" else paths:
        page.goto(f"{office.url}{path}")
        page.locator(".head-language select").select_option(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        found = findings(page, axe, WIDTHS) if language == "pl" else axe(page)
        assert found == [], path
    page.goto(f"{office.url}/supervisor/krakow")
    page.locator("[data-action=message]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
