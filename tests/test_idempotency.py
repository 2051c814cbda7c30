"""A retried command has one effect and the same answer."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
import requests

from tests.in_process import TOWN, quiet_office
from tests.running_office import API, Office, running_office

TAKE = f"/branches/{TOWN}/tickets"
COUNTER = f"/branches/{TOWN}/counters/1"
REPLAYED = "Idempotent-Replayed"
keys = (f"key-{number}" for number in count())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running_office(tmp_path_factory.mktemp("office") / "data", config=quiet_office()) as ready:
        ready.at(TOWN, "1", "open")
        yield ready


def send(office: Office, raw: str | bytes, key: str, path: str = TAKE) -> requests.Response:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    url = office.url + API + path
    return requests.post(url, data=raw, headers=headers, timeout=30)


def same(first: requests.Response, second: requests.Response) -> bool:
    """Whether the second answer is the first again."""
    assert REPLAYED not in first.headers
    assert second.headers.get(REPLAYED) == "true"
    return (first.status_code, first.content, first.headers["Content-Type"]) == (
        second.status_code,
        second.content,
        second.headers["Content-Type"],
    )


def issued(office: Office) -> int:
    return len(office.read(TAKE))


def test_a_retried_command_has_one_effect_and_the_same_answer(office: Office) -> None:
    before, key = issued(office), next(keys)
    first = office.post(TAKE, {"service": "cards"}, key)
    assert first.status_code == 201
    assert same(first, office.post(TAKE, {"service": "cards"}, key))
    assert issued(office) == before + 1


def test_an_answer_is_given_again_as_it_was_though_the_ticket_has_moved_on(office: Office) -> None:
    key = next(keys)
    first = office.post(TAKE, {"service": "cards"}, key)
    office.do(f"/tickets/{first.json()['id']}/cancel")
    assert same(first, office.post(TAKE, {"service": "cards"}, key))


def test_another_body_path_or_ticket_under_the_same_key_is_refused(office: Office) -> None:
    key = next(keys)
    ticket = office.do(TAKE, {"service": "cards"}, key)
    before = issued(office)
    for path, body in (
        (TAKE, {"service": "stamps"}),
        (TAKE, {"service": "cards", "cases": 1}),
        (f"{COUNTER}/next", None),
        (f"/tickets/{ticket['id']}/cancel", None),
    ):
        refused = office.post(path, body, key)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
        assert REPLAYED not in refused.headers
    assert issued(office) == before
    assert office.read(f"/tickets/{ticket['id']}")["state"] == "waiting"


def test_commands_without_a_key_or_with_another_one_are_each_done(office: Office) -> None:
    before = issued(office)
    for key in (None, None, next(keys), next(keys)):
        office.do(TAKE, {"service": "cards"}, key)
    assert issued(office) == before + 4


@pytest.mark.parametrize(
    "again",
    [
        '{ "reference":"Ż5",  "service":"permits", "cases":2 }',
        '{"cases": 2, "service": "permits", "reference": "\\u017b5"}',
        '{"service": "permits", "reference": "Ż5", "cases": 2.0}',
        '\n{"service":"permits","reference":"Ż\\u0035","cases":2e0}\n',
    ],
    ids=["spaces and order", "escapes", "a whole number", "all of them"],
)
def test_the_same_json_written_otherwise_is_the_same_command(office: Office, again: str) -> None:
    key = next(keys)
    first = send(office, '{"service": "permits", "reference": "Ż5", "cases": 2}'.encode(), key)
    assert first.status_code == 201
    assert same(first, send(office, again.encode(), key))


def test_an_empty_body_is_the_same_as_an_empty_object(office: Office) -> None:
    key = next(keys)
    first = send(office, b"", key, f"{COUNTER}/open")
    assert first.status_code == 200
    assert same(first, send(office, b"{}", key, f"{COUNTER}/open"))


def test_a_refusal_for_the_state_is_stored_with_its_command(office: Office) -> None:
    key = next(keys)
    refused = office.post("/branches/town/counters/3/next", {}, key)
    assert (refused.status_code, refused.json()["code"]) == (409, "counter_closed")
    office.at(TOWN, "3", "open")
    assert same(refused, office.post("/branches/town/counters/3/next", {}, key))
    assert office.post("/branches/town/counters/3/next", {}, next(keys)).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (TAKE, '{"service": "nowhere"}', 422),
        (TAKE, '{"service": 5}', 422),
        (TAKE, "{", 400),
        ("/branches/nowhere/tickets", '{"service": "cards"}', 404),
    ],
)
def test_a_faulty_request_leaves_its_key_free(
    office: Office, path: str, body: str, status: int
) -> None:
    key = next(keys)
    for _ in range(2):
        refused = send(office, body, key, path)
        assert refused.status_code == status
        assert REPLAYED not in refused.headers
    taken = send(office, '{"service": "cards"}', key)
    assert taken.status_code == 201
    assert REPLAYED not in taken.headers


@pytest.mark.parametrize("key", ["k" * 256, "a\tb", "kluczą", "\x7f"])
def test_a_key_is_printable_ascii_of_bounded_length(office: Office, key: str) -> None:
    before = issued(office)
    headers = {"Idempotency-Key": key.encode()}
    refused = requests.post(office.url + API + TAKE, b"{}", headers=headers, timeout=30)
    assert refused.status_code in (400, 415, 422)
    headers["Content-Type"] = b"application/json"
    body = b'{"service": "cards"}'
    refused = requests.post(office.url + API + TAKE, body, headers=headers, timeout=30)
    assert refused.status_code in (400, 422), refused.text
    assert issued(office) == before


@pytest.mark.parametrize("key", ["k", "k" * 255, "a b", "!~\"'\\;"])
def test_every_other_key_is_taken(office: Office, key: str) -> None:
    first = office.post(TAKE, {"service": "cards"}, key)
    assert same(first, office.post(TAKE, {"service": "cards"}, key))


def test_many_at_once_with_one_key_have_one_effect(office: Office) -> None:
    before = issued(office)
    chosen = [next(keys) for _ in range(8)]

    def take(key: str) -> Any:
        answer = send(office, '{"service": "cards"}', key)
        assert answer.status_code == 201
        return key, answer.json()["id"], REPLAYED in answer.headers

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(take, chosen * 6))
    assert issued(office) == before + len(chosen)
    assert len({(key, ticket) for key, ticket, _ in answers}) == len(chosen)
    assert Counter(replayed for _, _, replayed in answers) == {False: 8, True: 40}


def test_a_counter_that_retries_next_calls_one_visitor(office: Office) -> None:
    first, second = (office.take(TOWN, "stamps") for _ in range(2))
    office.at(TOWN, "2", "open", {"clerk": "Ewa"})
    office.at(TOWN, "2", "call", {"ticket": first["id"]})
    key = next(keys)
    answers = [
        office.post("/branches/town/counters/2/next", {"current": "done"}, key) for _ in range(3)
    ]
    assert len({answer.content for answer in answers}) == 1
    assert office.read(f"/tickets/{first['id']}")["state"] == "done"
    assert office.read(f"/tickets/{second['id']}")["state"] in ("waiting", "called")
    office.at(TOWN, "2", "finish")


def test_a_lost_answer_is_told_to_the_retry(office: Office) -> None:
    before, key = issued(office), next(keys)
    body = json.dumps({"service": "cards"})
    head = (
        f"POST {API}{TAKE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", office.port), timeout=30) as connection:
        connection.sendall((head + body).encode())
        connection.recv(1)  # it is answered, and the rest of the answer is lost
    retried = office.post(TAKE, {"service": "cards"}, key)
    assert (retried.status_code, retried.headers.get(REPLAYED)) == (201, "true")
    assert issued(office) == before + 1


def test_keys_survive_the_death_of_the_server(office: Office) -> None:
    key, refused_key = next(keys), next(keys)
    first = office.post(TAKE, {"service": "cards"}, key)
    refused = office.post("/branches/town/counters/4/recall", {}, refused_key)
    assert refused.status_code == 409
    before = issued(office)
    office.restart()
    assert same(first, office.post(TAKE, {"service": "cards"}, key))
    assert same(refused, office.post("/branches/town/counters/4/recall", {}, refused_key))
    assert office.post(TAKE, {"service": "stamps"}, key).status_code == 422
    assert issued(office) == before


def test_a_question_needs_no_key(office: Office) -> None:
    for _ in range(2):
        answer = office.get(TAKE, headers={"Idempotency-Key": "asked"})
        assert (answer.status_code, REPLAYED in answer.headers) == (200, False)
