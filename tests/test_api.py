"""Every call of the contract over HTTP: what is said arrives, and the answer has its shape."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.in_process import TOWN, quiet_office
from tests.running_office import Office, running_office

TICKET = {
    *("id", "number", "prefix", "sequence", "branch", "service", "state", "class", "needs"),
    *("language", "channel", "cases", "issued_at", "due_at", "called_at", "counter", "calls"),
    *("ahead", "wait", "token"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    configuration = quiet_office()
    configuration["office"]["rules"] = {"no_show": {"calls": 1, "seconds": 0}}
    configuration["office"]["needs"] = [{"id": "escort", "name": "Pomoc"}]
    with running_office(tmp_path_factory.mktemp("office") / "data", config=configuration) as ready:
        yield ready


@pytest.fixture(autouse=True)
def fresh(office: Office) -> Iterator[None]:
    """Two open counters, nobody waiting."""
    office.at(TOWN, "1", "open", {"clerk": "Anna"})
    office.at(TOWN, "2", "open", {"clerk": "Ewa"})
    yield
    for counter in ("1", "2"):
        if office.read(f"/branches/{TOWN}/counters/{counter}")["ticket"]:
            office.at(TOWN, counter, "finish")
    for ticket in office.read(f"/branches/{TOWN}/tickets"):
        if ticket["state"] in ("waiting", "parked"):
            office.do(f"/tickets/{ticket['id']}/cancel")


def called(office: Office, service: str = "cards", **fields: Any) -> Any:
    ticket = office.take(TOWN, service, **fields)
    return office.at(TOWN, "1", "call", {"ticket": ticket["id"]})["ticket"]


def test_a_ticket_keeps_what_was_said_of_it(office: Office) -> None:
    said = {
        "services": ["permits", "cards"],
        "language": "uk",
        "class": "appointment",
        "needs": ["escort"],
        "cases": 3,
        "reference": "WSC-II/12",
        "kiosk": "hall",
        "channel": "phone",
    }
    response = office.post(f"/branches/{TOWN}/tickets", said)
    assert response.status_code == 201
    ticket = response.json()
    assert ticket.keys() >= TICKET
    kept = {name: ticket[name] for name in said if name in ticket}
    assert kept == {name: value for name, value in said.items() if name != "services"}
    assert (ticket["service"], ticket["chain"]) == ("permits", ["cards"])
    read = office.read(f"/tickets/{ticket['id']}")
    assert [event["kind"] for event in read["events"]] == ["issue"]
    assert {**read, "events": 0, "wait": 0} == {
        **{name: value for name, value in ticket.items() if name != "job"},
        "events": 0,
        "wait": 0,
    }


def test_tickets_are_listed_by_state_and_service(office: Office) -> None:
    permit, card = office.take(TOWN, "permits"), office.take(TOWN, "cards")
    office.do(f"/tickets/{card['id']}/cancel", {"reason": "went home"})

    def listed(query: str) -> set[int]:
        return {ticket["id"] for ticket in office.read(f"/branches/{TOWN}/tickets?{query}")}

    assert {permit["id"], card["id"]} <= listed("")
    assert listed("state=waiting") == listed("state=waiting&service=permits") == {permit["id"]}
    assert card["id"] in listed("state=cancelled&service=cards")
    assert office.read(f"/tickets/{card['id']}")["events"][-1]["reason"] == "went home"


def test_a_counter_opens_with_a_profile_pauses_and_closes(office: Office) -> None:
    opened = office.at(TOWN, "3", "open", {"profile": "front", "clerk": "Zofia"})
    assert (opened["open"], opened["profile"], opened["clerk"]) == (True, "front", "Zofia")
    paused = office.at(TOWN, "3", "pause", {"reason": "break"})
    assert (paused["paused"], paused["pause_reason"]) == (True, "break")
    assert office.at(TOWN, "3", "resume")["paused"] is False
    assert office.at(TOWN, "3", "close")["open"] is False
    assert office.at(TOWN, "3", "open")["profile"] == "back"  # the counter's own
    assert office.at(TOWN, "3", "close") | {"now": 0} == office.read(
        f"/branches/{TOWN}/counters/3"
    ) | {"now": 0}


def test_next_answers_the_ticket_and_why(office: Office) -> None:
    assert office.at(TOWN, "1", "next") == {"ticket": None, "reason": None}
    taken = office.take(TOWN, "cards")
    answer = office.at(TOWN, "1", "next")
    assert answer["ticket"]["id"] == taken["id"]
    assert answer["reason"] == office.read(f"/branches/{TOWN}/counters/1")["why"]
    assert office.post(f"/branches/{TOWN}/counters/1/next").json()["code"] == "settle_current"
    office.at(TOWN, "1", "next", {"current": "no_show"})
    assert office.read(f"/tickets/{taken['id']}")["state"] == "no_show"


@pytest.mark.parametrize(
    ("verb", "body", "state"),
    [
        ("recall", {}, "called"),
        ("start", {}, "serving"),
        ("finish", {"outcome": "settled", "note": "all well"}, "done"),
        ("no-show", {}, "no_show"),
        ("return", {}, "waiting"),
        ("park", {"minutes": 5, "note": "fetches a copy"}, "parked"),
        ("transfer", {"service": "stamps"}, "waiting"),
        ("undo", {}, "waiting"),
    ],
)
def test_what_becomes_of_the_visitor_at_the_counter(
    office: Office, verb: str, body: Any, state: str
) -> None:
    ticket = called(office)
    answer = office.at(TOWN, "1", verb, body)
    assert answer["ticket"].keys() >= TICKET
    assert (answer["ticket"]["id"], answer["ticket"]["state"]) == (ticket["id"], state)
    read = office.read(f"/tickets/{ticket['id']}")
    assert (read["state"], read["note"]) == (state, body.get("note"))
    assert read["outcome"] == body.get("outcome")


def test_a_visitor_is_parked_for_this_counter_or_for_anyone(office: Office) -> None:
    def parked(counter: str) -> list[int]:
        return [t["id"] for t in office.read(f"/branches/{TOWN}/counters/{counter}")["parked"]]

    own = called(office)
    office.at(TOWN, "1", "park")
    anyones = called(office)
    office.at(TOWN, "1", "park", {"anyone": True})
    assert (parked("1"), parked("2")) == ([own["id"], anyones["id"]], [anyones["id"]])
    office.do(f"/tickets/{own['id']}/unpark")
    assert office.read(f"/tickets/{own['id']}")["state"] == "waiting"
    served = office.at(TOWN, "2", "serve", {"ticket": anyones["id"]})["ticket"]
    assert (served["state"], served["counter"]) == ("serving", "2")


@pytest.mark.parametrize(
    ("target", "reserved"),
    [
        ({"service": "stamps", "position": "first", "reason": "unwell"}, None),
        ({"counter": "2"}, "counter:2"),
        ({"clerk": "Ewa", "position": "last", "reason": "asked for her"}, "clerk:Ewa"),
    ],
)
@pytest.mark.parametrize("at_counter", [True, False])
def test_a_visitor_is_sent_on(
    office: Office, target: Any, reserved: str | None, at_counter: bool
) -> None:
    ticket = called(office)
    where = f"/branches/{TOWN}/counters/1" if at_counter else f"/tickets/{ticket['id']}"
    moved = office.do(f"{where}/transfer", target)["ticket"]
    assert (moved["id"], moved["reserved"]) == (ticket["id"], reserved)
    assert moved["rank"] == {"first": -1, "last": 1}.get(target.get("position"), 0)
    event = office.read(f"/tickets/{ticket['id']}")["events"][-1]
    assert (event["kind"], event["reason"]) == ("transfer", target.get("reason"))


def test_a_call_out_of_order_keeps_its_reason(office: Office) -> None:
    office.take(TOWN, "cards")
    second = office.take(TOWN, "cards")
    body = {"ticket": second["id"], "reason": "a small child"}
    assert office.at(TOWN, "1", "call", body)["reason"]["reason"] == "a small child"


def test_someone_without_a_ticket_is_served(office: Office) -> None:
    body = {"service": "permits", "language": "ru", "cases": 2}
    served = office.at(TOWN, "1", "serve", body)["ticket"]
    assert (served["state"], served["language"], served["cases"]) == ("serving", "ru", 2)


def test_a_missed_visitor_is_taken_back(office: Office) -> None:
    ticket = called(office)
    office.at(TOWN, "1", "no-show")
    assert office.do(f"/tickets/{ticket['id']}/revive")["ticket"]["state"] == "waiting"


def test_precedence_is_confirmed(office: Office) -> None:
    asked = office.take(TOWN, "cards", kiosk="hall", **{"class": "pregnancy"})
    confirmed = office.do(f"/tickets/{asked['id']}/confirm-class")["ticket"]
    assert (asked["class"], confirmed["class"]) == ("walk_in", "pregnancy")


def test_a_contact_is_counted(office: Office) -> None:
    said = {"topic": "where", "channel": "phone", "language": "en", "count": 3}
    response = office.post(f"/branches/{TOWN}/contacts", said)
    assert response.status_code == 201
    assert response.json().items() >= said.items()


def test_a_visitor_steps_back_and_cancels_on_the_phone(office: Office) -> None:
    ticket = office.take(TOWN, "cards")
    page = f"/public/tickets/{ticket['token']}"
    assert office.read(page)["can"]["cancel"] is True
    late = office.do(f"{page}/late", {"minutes": 20})
    assert late["ticket"]["due_at"] > ticket["due_at"]
    assert office.do(f"{page}/cancel")["ticket"]["state"] == "cancelled"
    assert office.post(f"{page}/cancel").json()["code"] == "wrong_state"
    assert office.post(f"{page}/late", {"minutes": 20}).json()["code"] == "not_late"


def test_a_branch_without_printers_prints_no_copy(office: Office) -> None:
    ticket = office.take(TOWN, "cards")
    refused = office.post(f"/tickets/{ticket['id']}/print")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "printer"
