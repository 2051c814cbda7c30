"""The clerk's work at the counter's page, in a real browser against the real server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.counter_desk import (
    BRANCH,
    COLLEAGUE,
    COUNTER,
    OTHER,
    OTHER_SERVICE,
    SERVICE,
    Desk,
    closed_desk_of,
    impatient_office,
    open_desk_of,
    plural,
    text,
)
from tests.running_office import Office

pytestmark = pytest.mark.browser

#: What another counter serves.
ELSEWHERE = "fingerprints"
#: The page's *next* leaves it only once it is released.
HOLD_NEXT = """() => {
  const send = window.fetch;
  const released = new Promise((resolve) => (window.release = resolve));
  window.fetch = async (url, ...more) => {
    if (url.endsWith("/next")) await released;
    return send(url, ...more);
  };
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with impatient_office(tmp_path_factory.mktemp("office") / "data") as ready:
        yield ready


@pytest.fixture
def locale() -> str:
    return "pl-PL"


@pytest.fixture
def closed_desk(office: Office, page: Page) -> Desk:
    return closed_desk_of(office, page)


@pytest.fixture
def desk(office: Office, page: Page) -> Desk:
    return open_desk_of(office, page)


def test_a_day_begins_by_choosing_a_counter(closed_desk: Desk) -> None:
    closed_desk.at("open", {"clerk": COLLEAGUE}, counter=OTHER)
    page = closed_desk.page
    page.goto(f"{closed_desk.office.url}/counter/{BRANCH}")
    taken = page.get_by_role("link").filter(has_text=COLLEAGUE)
    expect(taken).to_contain_text(text("counter.open"))
    expect(page.locator("[data-last=true]")).to_contain_text(text("chooser.last"))
    page.locator("[data-last=true]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COUNTER)


def test_a_whole_day_by_keyboard_alone(closed_desk: Desk) -> None:
    open_the_counter(closed_desk)
    first, second, third = (closed_desk.take() for _ in range(3))
    serve_with_an_outcome(closed_desk, first)
    miss_and_revive(closed_desk, second)
    park_resume_and_put_back(closed_desk, third)
    transfer_three_ways(closed_desk)
    pause_and_serve_without_a_ticket(closed_desk)
    closed_desk.press("o", "Enter")
    closed_desk.says("said.close")
    assert not closed_desk.state()["open"]


def open_the_counter(desk: Desk) -> None:
    desk.tab_to(desk.page.get_by_label(text("word.clerk")))
    desk.page.keyboard.type("Xu Nord")
    desk.press("Enter")
    desk.says("said.open")
    assert desk.state()["clerk"] == "Xu Nord"


def serve_with_an_outcome(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    desk.press("r")
    desk.says("said.recall", number=ticket["number"])
    desk.press("s")
    desk.says("said.start", number=ticket["number"])
    desk.press("f", "2", "Tab")
    desk.page.keyboard.type("nux 3")
    desk.press("Enter")
    desk.says("said.finish", number=ticket["number"])
    served = desk.ticket(ticket)
    assert (served["state"], served["outcome"], served["calls"]) == ("done", "settled", 2)
    assert served["note"] == "nux 3"


def miss_and_revive(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    expect(desk.button("no_show")).to_be_enabled()
    desk.press("x")
    desk.says("said.no_show", number=ticket["number"])
    desk.press("m", "Enter")
    desk.says("said.revive", number=ticket["number"])
    assert desk.ticket(ticket)["state"] == "waiting"
    desk.office.do(f"/tickets/{ticket['id']}/cancel")


def park_resume_and_put_back(desk: Desk, ticket: Any) -> None:
    desk.next(ticket)
    desk.press("p", "ArrowRight", "Enter")
    desk.says("said.park", number=ticket["number"])
    expect(desk.page.locator(".parked .line")).to_contain_text(ticket["number"])
    desk.press("l", "Enter")
    desk.says("said.start", number=ticket["number"])
    assert desk.ticket(ticket)["calls"] == 1, "resuming is silent"
    desk.press("b")
    desk.says("said.return", number=ticket["number"])
    assert desk.ticket(ticket)["state"] == "waiting"
    desk.office.do(f"/tickets/{ticket['id']}/cancel")


def transfer_three_ways(desk: Desk) -> None:
    """To a service and back by undo, to a counter, and first in the line of a clerk."""
    desk.at("open", {"clerk": COLLEAGUE}, counter=OTHER)
    ticket, other = desk.take(), desk.take()
    desk.next(ticket)
    desk.press("t", "1", "Enter")
    desk.says("said.transfer", number=ticket["number"])
    assert desk.ticket(ticket)["service"] == OTHER_SERVICE
    desk.press("u")
    desk.says("said.undo")
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("t", "ArrowRight", "1", "Enter")
    desk.says("said.transfer", number=ticket["number"])
    assert desk.ticket(ticket)["reserved"] == f"counter:{OTHER}"
    desk.next(other)
    desk.press("t", "ArrowRight", "ArrowRight", "1", "Tab", "ArrowRight", "Tab")
    desk.page.keyboard.type("pilne")
    desk.press("Enter")
    desk.says("said.transfer", number=other["number"])
    assert desk.ticket(other)["reserved"] == f"clerk:{COLLEAGUE}"
    assert desk.ticket(other)["rank"] == -1


def pause_and_serve_without_a_ticket(desk: Desk) -> None:
    desk.press("d", "2", "Enter")
    desk.says("said.pause")
    assert desk.state()["paused"]
    desk.press("d")
    desk.says("said.resume")
    desk.press("v", "2", "Enter")
    expect(desk.number()).to_be_visible()
    served = desk.state()["ticket"]
    assert (served["service"], served["state"]) == (OTHER_SERVICE, "serving")
    desk.press("f", "Enter")
    desk.says("said.finish", number=served["number"])


def test_two_presses_of_next_are_one_call(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    expect(desk.page.locator(".upcoming .line")).to_have_count(2)
    desk.button("next").dblclick()
    desk.says("said.next", number=first["number"])
    desk.press("n", "n")
    expect(desk.dialog()).to_be_hidden()
    assert desk.ticket(second)["state"] == "waiting"


@pytest.mark.parametrize(
    ("key", "state"), [("f", "done"), ("x", "no_show"), ("b", "waiting")], ids=str
)
def test_next_asks_what_became_of_a_called_visitor(desk: Desk, key: str, state: str) -> None:
    ticket, following = desk.take(), desk.take()
    desk.at("next")
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("n")
    expect(desk.dialog()).to_contain_text(text("settle.title", number=ticket["number"]))
    expect(desk.dialog().locator("[data-letter=X]")).to_be_enabled()
    desk.press(key)
    desk.says("said.next", number=following["number"])
    assert desk.ticket(ticket)["state"] == state


def test_what_became_of_one_visitor_is_not_said_of_the_one_another_window_called(
    desk: Desk,
) -> None:
    ticket, following = desk.take(), desk.take()
    desk.at("next")
    expect(desk.number()).to_have_text(ticket["number"])
    desk.press("n")
    expect(desk.dialog()).to_contain_text(text("settle.title", number=ticket["number"]))
    with desk.page.expect_request(lambda sent: sent.url.endswith("/next")) as pressed:
        desk.press("f")
    assert pressed.value.post_data_json == {"ticket": ticket["id"], "current": "done"}
    desk.says("said.next", number=following["number"])


@pytest.mark.parametrize("key", ["f", "p", "t"], ids=["finish", "park", "transfer"])
def test_a_dialog_never_turns_to_a_ticket_that_another_window_has_called(
    desk: Desk, key: str
) -> None:
    desk.take()
    following = desk.take()
    desk.at("next")
    desk.at("start")
    expect(desk.button("finish")).to_be_enabled()
    desk.press(key)
    expect(desk.dialog()).to_be_visible()
    desk.at("next")
    expect(desk.number()).to_have_text(following["number"])
    expect(desk.dialog()).to_be_hidden()
    desk.press("Enter")
    assert desk.ticket(following)["state"] == "called"


def test_a_given_ticket_is_called_from_the_waiting_list_with_a_reason(desk: Desk) -> None:
    first, wanted = desk.take(), desk.take()
    desk.press("w")
    desk.page.keyboard.type(wanted["number"])
    expect(desk.dialog().get_by_role("radio")).to_have_count(1)
    desk.tab_to(desk.page.get_by_label(text("reason.optional")))
    desk.page.keyboard.type("źle się czuje")
    desk.press("Enter")
    desk.says("said.next", number=wanted["number"])
    expect(desk.page.locator(".why")).to_contain_text("źle się czuje")
    expect(desk.page.locator(".why")).to_contain_text(first["number"])


def test_the_waiting_list_keeps_its_places_while_others_call(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    desk.press("w")
    lines = desk.dialog().locator(".choice")
    expect(lines).to_have_count(2)
    desk.at("open", counter=OTHER)
    desk.at("call", {"ticket": first["id"]}, counter=OTHER)
    expect(lines.nth(0)).to_contain_text(text("waiting.gone"))
    expect(lines.nth(0).get_by_role("radio")).to_be_disabled()
    expect(lines.nth(1)).to_contain_text(second["number"])


def test_precedence_asked_for_at_a_kiosk_is_confirmed(desk: Desk) -> None:
    desk.take()
    asking = desk.take(**{"class": "pregnancy"}, kiosk="hall")
    expect(desk.page.locator(".upcoming")).to_contain_text(text("ticket.asks_precedence"))
    desk.press("c", "Enter")
    desk.says("said.precedence", number=asking["number"])
    expect(desk.page.locator(".upcoming .line").first).to_contain_text(asking["number"])


def test_precedence_without_grounds_is_declined_by_keyboard(desk: Desk) -> None:
    first = desk.take()
    asking = [desk.take(**{"class": "pregnancy"}, kiosk="hall") for _ in range(2)]
    upcoming = desk.page.locator(".upcoming .line")
    expect(upcoming).to_have_count(3)
    desk.press("c", "x")
    desk.says("said.decline", number=asking[0]["number"])
    desk.press("?", "Space", "Escape")  # without letters
    desk.tab_to(desk.button("precedence"))
    desk.press("Enter")
    decline = desk.dialog().get_by_role("button", name=text("precedence.decline"))
    desk.tab_to(decline)
    desk.press("Enter")
    desk.says("said.decline", number=asking[1]["number"])
    expect(desk.button("precedence")).to_be_disabled()
    expect(upcoming.first).to_contain_text(first["number"])
    for ticket in asking:
        declined = desk.ticket(ticket)
        assert (declined["class"], declined["due_at"]) == ("walk_in", ticket["due_at"])
        decided = [event["kind"] for event in declined["events"]]
        assert [kind for kind in decided if not kind.startswith("slip_")][-1] == "decline_class"


def test_who_waits_for_other_counters_is_told_apart(desk: Desk) -> None:
    said = desk.page.locator(".upcoming .panel-empty")
    none = text("upcoming.none")
    expect(said).to_have_text(none)
    for count, form in ((1, "one"), (2, "few"), (3, "few"), (4, "few"), (5, "many")):
        desk.take(ELSEWHERE)
        expect(said).to_have_text(f"{none} {plural('upcoming.elsewhere', form, count)}")
    expect(desk.page.locator(".nobody-more")).to_have_text(none)
    desk.press("n")
    desk.says("said.nobody")
    desk.take()
    expect(said).to_have_count(0)
    expect(desk.page.locator(".nobody-more")).to_have_text(plural("ticket.waiting", "one", 1))
    branch = f"/branches/{BRANCH}"
    desk.office.do(f"{branch}/suspend", {"service": SERVICE, "reason": "technical"})
    expect(said).to_contain_text(text("upcoming.suspended"))
    desk.office.do(f"{branch}/resume", {"service": SERVICE})


def test_the_page_shows_what_the_clerk_should_know(desk: Desk) -> None:
    desk.take(language="uk", cases=3, needs=["sign-language"], reference="SW-12/2026")
    desk.press("n")
    expect(desk.page.locator(".alert")).to_contain_text("Tłumacz języka migowego")
    facts = desk.page.locator(".facts")
    expect(facts.locator("[lang=uk]")).to_have_text(re.compile("українська", re.IGNORECASE))
    expect(facts).to_contain_text("SW-12/2026")
    expect(facts.locator(".why")).to_contain_text(text("why"))
    expect(desk.page.locator(".timer")).to_have_text(re.compile(r"\d:\d\d"))


def test_a_refusal_is_told_in_words(desk: Desk) -> None:
    ticket = desk.take()
    for may_be_revived in (True, False):
        desk.at("call", {"ticket": ticket["id"]})
        expect(desk.button("no_show")).to_be_enabled()
        desk.press("x")
        desk.says("said.no_show", number=ticket["number"])
        desk.press("m", "Enter")
        if may_be_revived:
            expect(desk.dialog()).to_be_hidden()
    expect(desk.dialog().get_by_role("status")).to_contain_text(text("refused.revive_limit"))


def test_a_lost_answer_is_asked_for_again_with_the_same_key(desk: Desk) -> None:
    first, second = desk.take(), desk.take()
    keys: list[str] = []

    def lose_the_first(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/next", lose_the_first)
    desk.press("n")
    desk.says("said.next", number=first["number"])
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert desk.ticket(second)["state"] == "waiting"


def test_buttons_wait_for_the_answer_but_an_emergency_for_nothing(desk: Desk) -> None:
    desk.take()
    desk.page.evaluate(HOLD_NEXT)
    desk.press("n")
    expect(desk.button("next")).to_have_attribute("aria-busy", "true")
    expect(desk.button("next")).to_be_disabled()
    expect(desk.button("pause")).to_be_disabled()
    desk.press("e", "Enter")
    expect(desk.page.locator(".notice[role=alert]")).to_contain_text(text("alarm.sent"))
    desk.press("?")
    desk.page.evaluate("release()")
    expect(desk.button("recall")).to_be_enabled()
    expect(desk.dialog()).to_be_visible()
    desk.office.do(f"/branches/{BRANCH}/alarms/{desk.state()['alarm']['id']}/end")
    expect(desk.button("next")).to_have_attribute("aria-busy", "false")


def test_keys_are_text_while_a_field_is_typed_in(closed_desk: Desk) -> None:
    name = closed_desk.page.get_by_label(text("word.clerk"))
    name.focus()
    closed_desk.page.keyboard.type("no dx ?")
    expect(name).to_have_value("no dx ?")
    expect(closed_desk.dialog()).to_be_hidden()
    assert not closed_desk.state()["open"]


def test_enter_opens_a_closed_counter_wherever_the_focus_is(closed_desk: Desk) -> None:
    closed_desk.page.get_by_role("heading", level=1).click()
    closed_desk.press("Enter")
    closed_desk.says("said.open")


def test_letters_can_be_switched_off_and_next_still_has_its_key(desk: Desk) -> None:
    ticket = desk.take()
    desk.press("?", "Space", "Escape")
    desk.press("n", "d")
    expect(desk.dialog()).to_be_hidden()
    desk.press("F8")
    desk.says("said.next", number=ticket["number"])


def test_a_lost_server_is_seen_and_so_is_its_return(desk: Desk) -> None:
    page, ticket = desk.page, desk.take()
    desk.office.kill()
    expect(page.locator(".standing")).to_contain_text(text("head.lost"))
    expect(page.locator(".outcome [role=status]")).to_have_text(re.compile(text("lost")))
    expect(desk.button("next")).to_be_disabled()
    desk.office.start()
    expect(desk.button("next")).to_be_enabled()
    desk.press("n")
    desk.says("said.next", number=ticket["number"])
