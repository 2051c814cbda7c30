"""The booking site asks for work in place of puzzles; without a script a mailed link does."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from altcha import v1 as altcha
from playwright.sync_api import Page, expect

from queue_server.booking_site.proof import Proofs
from tests.booking_hall import booked_office
from tests.mailbox import Mailbox, smtp_server
from tests.running_office import Office, running_office, until
from tests.test_booking_site import CARDS, Visitor, answers

WORK = 2000


@pytest.fixture(scope="module")
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Office]:
    """An office that asks for work and sends mail to `box`."""
    with smtp_server(box) as port:
        office = booked_office(horizon_days=14, asks={"email": "optional"}, capacity=5)
        office["rules"]["fairness"] = {"proof_of_work": WORK, "own_networks": ["127.0.0.2"]}
        mail = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "u@example.org"}
        config = {"office": office, "server": {"mail": mail}}
        folder = tmp_path_factory.mktemp("town")
        with running_office(folder, config=config, booking=True) as ready:
            until(lambda: answers(ready.site))
            yield ready


def solved(challenge: dict[str, Any]) -> str:
    """What a browser answers to a challenge."""
    solution = altcha.solve_challenge(
        challenge["challenge"], challenge["salt"], "SHA-256", challenge["maxNumber"]
    )
    assert solution
    names = ("algorithm", "challenge", "salt", "signature")
    answer = {name: challenge[name] for name in names} | {"number": solution.number}
    return base64.b64encode(json.dumps(answer).encode()).decode()


def test_an_answer_counts_once_and_only_for_our_own_challenges() -> None:
    proofs, others = Proofs(), Proofs()
    answer = solved(proofs.challenge(WORK))
    assert not others.accept(answer)
    assert proofs.accept(answer)
    assert not proofs.accept(answer)


@pytest.mark.parametrize(
    "sent", ["", "none", "e30=", "bnVsbA==", base64.b64encode(b"[1]").decode(), "A" * 5000, "ł"]
)
def test_what_is_no_answer_is_refused(sent: str) -> None:
    assert not Proofs().accept(sent)


def proof(town: Office) -> str:
    return solved(requests.get(f"{town.site}/proof", timeout=20).json())


def mailed_link(town: Office, box: Mailbox, to: str) -> str:
    """The path of the link that was mailed to somebody."""
    until(lambda: [to] in [who for who, _ in box.found])
    (message,) = (message for who, message in box.found if who == [to])
    body = message.get_body(("plain",))
    assert body
    link = re.search(rf"{town.site}(/\w+/l/\S+)", body.get_content())
    assert link
    return link[1]


def test_no_place_is_held_without_work(town: Office) -> None:
    visitor = Visitor(town.site).go(f"/en{CARDS}/times")
    start = visitor.times()[-1]
    visitor.send("/hold", start=start)
    assert "we send you a link" in visitor.says
    visitor.go(f"/en{CARDS}/times")
    answer = proof(town)
    visitor.send("/hold", start=start, proof=answer)
    assert "This time is yours until" in visitor.says
    visitor.go(f"/en{CARDS}/times").send("/hold", start=start, proof=answer)
    assert "we send you a link" in visitor.says


def test_a_place_whose_hold_has_lapsed_is_held_again_for_as_much_work(town: Office) -> None:
    visitor = Visitor(town.site).go(f"/en{CARDS}/times")
    start = visitor.times()[-2]
    held = town.read(f"/appointments/{visitor.send('/hold', start=start, proof=proof(town)).token}")
    about = {"start": start, "end": held["end"], "reason": {"pl": "Awaria"}}
    closure = town.do("/branches/town/closures", about)
    town.do(f"/branches/town/closures/{closure['id']}/undo")
    visitor.send("/confirm", email="d@example.org", language="en")
    assert visitor.status == 409
    assert "Please choose once more" in visitor.says
    visitor.send("/hold", start=start, proof=proof(town))
    assert 'value="d@example.org"' in visitor.page


def test_without_a_script_a_mailed_link_holds_the_place(town: Office, box: Mailbox) -> None:
    visitor = Visitor(town.site).go(f"/uk{CARDS}/times")
    visitor.send("/hold", start=visitor.times()[-1])
    visitor.send("/link", email="a@example")
    assert visitor.status == 422
    visitor.send("/link", email="a@example.org")
    assert "Ми надіслали посилання" in visitor.says
    link = mailed_link(town, box, "a@example.org")
    visitor.go(link).send(link)
    assert "/a/" in visitor.url
    assert visitor.go(link).status == 404


def test_a_mailbox_gets_few_links(town: Office) -> None:
    about = {
        "service": "cards",
        "start": town.read("/branches/town/slots?service=cards")[-1]["start"],
        "email": "b@example.org",
        "language": "pl",
    }
    for _ in range(3):
        town.do("/branches/town/booking-links", about)
    refused = town.post("/branches/town/booking-links", about)
    assert refused.json()["code"] == "too_many_links"


@pytest.mark.browser
def test_a_browser_works_by_itself_and_is_told_so(
    town: Office, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{town.site}/pl{CARDS}/times")
    assert axe(page) == []
    page.locator(".times button").last.click()
    expect(page).to_have_url(re.compile("/a/"))
    page.go_back()
    page.locator(".times button").last.click()
    expect(page).to_have_url(re.compile("/a/"))
    page.goto(f"{town.site}/pl{CARDS}/wait")
    page.locator("#to").fill("2099-01-01")
    page.locator("#email").fill("f@example.org")
    page.locator("main .primary").click()
    expect(page).to_have_url(re.compile("/w/"))
    page.locator("main .danger").click()


def test_who_finds_no_time_waits_for_a_place(town: Office) -> None:
    visitor = Visitor(town.site).go(f"/en{CARDS}/times")
    assert f"/en{CARDS}/wait" in visitor.page
    visitor.go(f"/en{CARDS}/wait")
    wrong, days = ({"from": "2026-01-01", "to": to} for to in ("2025-01-01", "2099-01-01"))
    visitor.send("/wait", **wrong, email="c@example.org")
    assert visitor.status == 422
    assert re.findall(r'name="(\w+)"[^>]* aria-invalid="true"', visitor.page) == ["to"]
    visitor.send("/wait", **days, email="c@example.org", proof=proof(town))
    assert "Before you: 0." in visitor.says
    visitor.send("/w/")
    assert visitor.url.endswith("/en/")


def test_without_a_script_a_mailed_link_joins_the_waiting_list(town: Office, box: Mailbox) -> None:
    visitor = Visitor(town.site).go(f"/en{CARDS}/wait")
    visitor.send("/wait", **{"from": "2026-01-01", "to": "2099-01-01"}, email="e@example.org")
    assert "join the waiting list" in visitor.says
    link = mailed_link(town, box, "e@example.org")
    visitor.go(link).send(link)
    assert "Before you: 0." in visitor.says
    visitor.send("/w/")
