"""Whatever is sent: a 4xx that says where the fault is, and nothing has changed."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.in_process import TOWN, quiet_office
from tests.running_office import API, Office, running_office

TAKE = f"/branches/{TOWN}/tickets"
COUNTER = f"/branches/{TOWN}/counters/1"
JSON = {"Content-Type": "application/json"}
MEBIBYTE = 1024 * 1024
CARDS = '{"service": "cards"'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office without printers, in which nothing happens by itself."""
    with running_office(tmp_path_factory.mktemp("office") / "data", config=quiet_office()) as ready:
        ready.at(TOWN, "1", "open")
        ready.at(TOWN, "2", "open")
        ready.take(TOWN, "cards")
        ready.at(TOWN, "1", "next")
        yield ready


@pytest.fixture
def unchanged(office: Office) -> Iterator[None]:
    """The test changes nothing."""
    before = contents(office)
    yield
    assert contents(office) == before


def contents(office: Office) -> Any:
    branch = office.read(f"/branches/{TOWN}")
    tickets = [(ticket["id"], ticket["state"]) for ticket in office.read(TAKE)]
    return branch["rev"], tickets, branch["counters"]


def send(office: Office, path: str, raw: Any, **headers: str) -> requests.Response:
    url = office.url + API + path
    return office.session.post(url, data=raw, headers=JSON | headers, timeout=30)


def problem_of(response: requests.Response, status: int, code: str) -> Any:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert {"type", "title", "detail"} <= problem.keys()
    return problem


def paths(response: requests.Response) -> list[str]:
    return [fault["path"] for fault in problem_of(response, 422, "invalid")["errors"]]


# Bodies -----------------------------------------------------------------------------------------

MALFORMED: dict[str, bytes] = {
    "cut off": b'{"service": ',
    "no JSON": b"service=cards",
    "only space": b"  ",
    "two values": b"{} {}",
    "single quotes": b"{'service': 'cards'}",
    "a comma too many": b'{"service": "cards",}',
    "not UTF-8": b'{"service": "\xff\xfe"}',
    "UTF-16": '{"service": "cards"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"service": "cards"}',
    "half of a surrogate pair": b'{"service": "cards", "reference": "\\ud83d"}',
    "a raw control character": b'{"service": "car\nds"}',
    "nested very deeply": b"[" * 100_000,
    "nested deeply in a field": b'{"needs": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "a number of 5,000 digits": b'{"service": "cards", "cases": ' + b"9" * 5000 + b"}",
    "compressed": b"\x1f\x8b\x08\x00",
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("path", [TAKE, f"{COUNTER}/next"])
def test_what_is_not_json_is_malformed(office: Office, path: str, name: str) -> None:
    problem_of(send(office, path, MALFORMED[name]), 400, "malformed_json")


# path, body, where the fault is
FAULTS: list[tuple[str, Any, str]] = [
    *((TAKE, body, "body") for body in ([], None, "cards", 5, True, [{"service": "cards"}])),
    (TAKE, {}, "service"),
    (TAKE, {"service": None}, "service"),
    (TAKE, {"service": "cards", "services": ["cards"]}, "service"),
    (TAKE, {"service": 5}, "service"),
    (TAKE, {"service": ["cards"]}, "service"),
    (TAKE, {"service": ""}, "service"),
    (TAKE, {"service": " \u00a0 "}, "service"),
    (TAKE, {"service": "c" * 10_000}, "service"),
    (TAKE, {"service": "nowhere"}, "service"),
    (TAKE, {"services": []}, "services"),
    (TAKE, {"services": "cards"}, "services"),
    (TAKE, {"services": ["cards", 5]}, "services[1]"),
    (TAKE, {"services": ["cards", "nowhere"]}, "services[1]"),
    (TAKE, {"services": ["cards"] * 21}, "services"),
    (TAKE, {"service": "cards", "language": "de"}, "language"),
    (TAKE, {"service": "cards", "class": "royal"}, "class"),
    (TAKE, {"service": "cards", "class": {"id": "walk_in"}}, "class"),
    (TAKE, {"service": "cards", "needs": ["wings"]}, "needs[0]"),
    (TAKE, {"service": "cards", "needs": {}}, "needs"),
    (TAKE, {"service": "cards", "needs": None}, "needs"),
    (TAKE, {"service": "cards", "kiosk": "roof"}, "kiosk"),
    (TAKE, {"service": "cards", "channel": "pigeon"}, "channel"),
    *((TAKE, {"service": "cards", "cases": n}, "cases") for n in (0, -1, 51, 1.5, 10**30)),
    *((TAKE, {"service": "cards", "cases": n}, "cases") for n in ("1", True, None, [1], 1e300)),
    (TAKE, {"service": "cards", "reference": "x" * 501}, "reference"),
    (TAKE, {"service": "cards", "reference": 7}, "reference"),
    (TAKE, {"service": "cards", "colour": "red"}, "colour"),
    (TAKE, {"service": "cards", "": 1}, "body"),
    (TAKE, {"service": "cards", "class_": "walk_in"}, "class_"),
    (f"{COUNTER}/open", {"profile": "nowhere"}, "profile"),
    (f"{COUNTER}/open", {"clerk": "x" * 81}, "clerk"),
    (f"{COUNTER}/close", {"force": True}, "force"),
    (f"{COUNTER}/next", {"current": "gone"}, "current"),
    (f"{COUNTER}/next", {"current": ["done"]}, "current"),
    (f"{COUNTER}/call", {}, "ticket"),
    *((f"{COUNTER}/call", {"ticket": n}, "ticket") for n in (0, -1, "A001", None, 1.5, 2**63)),
    ("/branches/town/counters/2/call", {"ticket": 10**12}, "ticket"),
    ("/branches/town/counters/2/serve", {"ticket": 10**12}, "ticket"),
    ("/branches/town/counters/2/serve", {"service": "nowhere"}, "service"),
    (f"{COUNTER}/serve", {"ticket": 1, "service": "cards"}, "ticket"),
    (f"{COUNTER}/finish", {"outcome": "nirvana"}, "outcome"),
    (f"{COUNTER}/finish", {"note": 5}, "note"),
    *((f"{COUNTER}/park", {"minutes": n}, "minutes") for n in (0, -5, 1441, "5", True, 1e308)),
    (f"{COUNTER}/park", {"anyone": 1}, "anyone"),
    (f"{COUNTER}/transfer", {}, "service"),
    (f"{COUNTER}/transfer", {"service": "cards", "counter": "2"}, "service"),
    (f"{COUNTER}/transfer", {"service": "nowhere"}, "service"),
    (f"{COUNTER}/transfer", {"counter": "99"}, "counter"),
    (f"{COUNTER}/transfer", {"clerk": "Nobody"}, "clerk"),
    (f"{COUNTER}/transfer", {"service": "cards", "position": "third"}, "position"),
    (f"{COUNTER}/transfer", {"service": "cards", "position": "first"}, "reason"),
    ("/tickets/1/transfer", {"service": "cards", "position": "last"}, "reason"),
    ("/tickets/1/print", {"printer": "nowhere"}, "printer"),
    ("/tickets/1/cancel", {"reason": ""}, "reason"),
    (f"/branches/{TOWN}/contacts", {"topic": "x"}, "channel"),
    (f"/branches/{TOWN}/contacts", {"channel": "desk"}, "topic"),
    (f"/branches/{TOWN}/contacts", {"topic": "x", "channel": "desk", "count": 0}, "count"),
    (f"/branches/{TOWN}/contacts", {"topic": "x", "channel": "fax"}, "channel"),
    (f"/branches/{TOWN}/contacts", {"topic": "x", "channel": "desk", "language": "x"}, "language"),
]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("path", "body", "where"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_by_its_path(office: Office, path: str, body: Any, where: str) -> None:
    assert where in paths(send(office, path, json.dumps(body)))


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize(
    ("path", "field"), [(f"{COUNTER}/park", "minutes"), (f"{COUNTER}/call", "ticket")]
)
def test_numbers_that_are_none_are_refused(
    office: Office, path: str, field: str, number: str
) -> None:
    response = send(office, path, f'{{"{field}": {number}}}')
    assert response.status_code in (400, 422), response.text


CONTROL = {
    **{f"U+{code:04X}": chr(code) for code in (0x00, 0x07, 0x09, 0x0A, 0x1B, 0x7F, 0x85, 0x9F)},
    **{f"U+{code:04X}": chr(code) for code in (0x2028, 0x2029)},
    **{f"U+{code:04X}": chr(code) for code in (0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066)},
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("where", ["inside", "at the end"])
@pytest.mark.parametrize("name", CONTROL)
def test_control_characters_are_named(office: Office, name: str, where: str) -> None:
    text = f"KR{CONTROL[name]}1" if where == "inside" else f"KR1{CONTROL[name]}"
    response = send(office, TAKE, json.dumps({"service": "cards", "reference": text}))
    assert paths(response) == ["reference"]
    assert name in response.json()["detail"]


def test_letters_of_every_alphabet_are_taken_as_they_are(office: Office) -> None:
    for text in ("Zażółć gęślą jaźń", "Об’єднання «Зірка»", "e\u0301", "李", "👩\u200d🔬", "مرحبا"):
        ticket = office.take(TOWN, "cards", reference=f"  {text} ")
        assert office.read(f"/tickets/{ticket['id']}")["reference"] == text


@pytest.mark.usefixtures("unchanged")
def test_every_fault_of_a_body_is_told_at_once(office: Office) -> None:
    body = {"service": 5, "cases": "x", "bogus": 1}
    assert sorted(paths(send(office, TAKE, json.dumps(body)))) == ["bogus", "cases", "service"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonx",
        "application/problem+json",
        "",
        "garbage",
    ],
)
def test_other_media_types_are_refused(office: Office, kind: str) -> None:
    response = send(office, TAKE, '{"service": "cards"}', **{"Content-Type": kind})
    problem_of(response, 415, "unsupported_media_type")


def test_an_empty_body_is_an_empty_object_whatever_its_type(office: Office) -> None:
    for headers in ({}, {"Content-Type": "text/plain"}):
        response = requests.post(f"{office.url}{API}{COUNTER}/open", headers=headers, timeout=30)
        assert response.status_code == 200


def test_a_charset_and_whole_numbers_with_a_point_are_json_too(office: Office) -> None:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    assert send(office, TAKE, '{"service": "cards", "cases": 1.0}', **kind).status_code == 201


# Times ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "time",
    [
        *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z"),
        *(1795075200, 0.5, "1795075200", "20261119"),
    ],
)
def test_times_that_no_office_means_are_refused(office: Office, time: str | float) -> None:
    booked = office.post(
        f"/branches/{TOWN}/appointments", {"service": "cards", "start": time, "language": "en"}
    )
    assert problem_of(booked, 422, "invalid")["errors"][0]["path"] == "start"
    allowed = office.post(f"/branches/{TOWN}/services/cards/allow", {"until": time})
    assert problem_of(allowed, 422, "invalid")["errors"][0]["path"] == "until"
    for asked in (f"/branches/{TOWN}/appointments?day={str(time)[:10]}", f"/audit?to={time}"):
        problem_of(office.get(asked), 422, "invalid")


# Sizes ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("connection", ["keep-alive", "close"])
@pytest.mark.parametrize("size", [MEBIBYTE + 1, 5_000_000, 40_000_000])
def test_a_large_body_is_answered(office: Office, size: int, connection: str) -> None:
    body = CARDS.encode() + b"}".rjust(size - len(CARDS))
    response = send(office, TAKE, body, Connection=connection)
    problem_of(response, 413, "too_large")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("body", [b"{}", b'{"service": "cards"}', b"["])
def test_a_large_body_of_untold_length_is_answered(office: Office, body: bytes) -> None:
    response = send(office, TAKE, iter([body, *[b" " * MEBIBYTE] * 5]))
    problem_of(response, 413, "too_large")


def test_a_body_of_a_mebibyte_is_taken(office: Office) -> None:
    body = CARDS.encode() + b"}".rjust(MEBIBYTE - len(CARDS))
    assert send(office, TAKE, body).status_code == 201
    assert send(office, TAKE, iter([body[:1000], body[1000:]])).status_code == 201


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/nowhere", 404),
        ("PUT", "/branches", 405),
        ("POST", "/branches/nowhere/tickets", 413),
    ],
)
def test_a_large_body_where_none_is_read_resets_nothing(
    office: Office, method: str, path: str, status: int
) -> None:
    response = office.session.request(
        method,
        office.url + API + path,
        data=b"x" * 5_000_000,
        headers=JSON | {"Connection": "close"},
        timeout=30,
    )
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("unchanged")
def test_a_body_that_breaks_off_is_no_command(office: Office) -> None:
    body = b'{"service": "cards"}'
    head = f"POST {API}{TAKE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    answer = raw(office, f"{head}Content-Length: {len(body) + 50}\r\n\r\n".encode() + body)
    assert b" 201 " not in answer


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (b"GARBAGE\r\n\r\n", "bad_request"),
        (b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "uri_too_long"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 10_000 + b"\r\n\r\n", "headers_too_large"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", "bad_request"),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "bad_request"),
        (
            f"POST {API}/branches/town/counters/1/open HTTP/1.1\r\nHost: x\r\n"
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
            "bad_request",
        ),
        (b"GET /socket.io/?EIO=3 HTTP/1.1\r\nHost: x\r\n\r\n", "bad_request"),
        (b"PUT /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\n\r\n", "method_not_allowed"),
    ],
    ids=["garbage", "address", "header", "length", "version", "chunk", "protocol", "method"],
)
def test_what_is_no_request_is_a_problem_too(office: Office, request_: bytes, code: str) -> None:
    head, _, body = raw(office, request_).partition(b"\r\n\r\n")
    problem = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % problem["status"])
    assert b"Content-Type: application/problem+json" in head
    assert problem["code"] == code


def raw(office: Office, request_: bytes) -> bytes:
    """What the server sends back to these bytes, after which nothing comes."""
    with socket.create_connection(("127.0.0.1", office.port), timeout=30) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


# Addresses --------------------------------------------------------------------------------------

UNKNOWN_GETS = [
    "/nowhere",
    "/branches/nowhere",
    "/branches/",
    "//branches",
    "/branches/town%00",
    "/branches/%ff%fe",
    "/branches/town%2Fcounters",
    "/branches/" + "x" * 3000,
    "/branches/town/counters/99",
    "/branches/town/counters/99/board",
    "/branches/town/displays/nowhere",
    "/branches/town/kiosks/nowhere",
    "/branches/town/printers/nowhere",
    "/branches/nowhere/tickets",
    *(f"/tickets/{n}" for n in ("999999", "0", "-1", "1e3", "9" * 30, "A001", "%D9%A1", "1%20")),
    *(f"/public/tickets/{token}" for token in ("1", "1-", "1-%C4%85", "-", "9" * 30 + "-x")),
]
UNKNOWN_POSTS = [
    *(f"/branches/town/counters/99/{verb}" for verb in ("open", "next", "recall", "undo")),
    *(f"/branches/nowhere/counters/1/{verb}" for verb in ("close", "next")),
    *(f"/tickets/999999/{verb}" for verb in ("cancel", "unpark", "revive", "print")),
    "/tickets/one/cancel",
    "/public/tickets/1-wrong/cancel",
]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", UNKNOWN_GETS, ids=lambda path: path[:40])
def test_an_unknown_address_is_not_found(office: Office, path: str) -> None:
    problem_of(office.get(path, allow_redirects=False), 404, "not_found")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", UNKNOWN_POSTS)
def test_a_command_to_an_unknown_address_is_not_found(office: Office, path: str) -> None:
    problem_of(office.post(path), 404, "not_found")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("query", "where"), [("state=lost", "state"), ("state=", "state"), ("colour=red", "colour")]
)
def test_a_wrong_question_is_named_by_its_path(office: Office, query: str, where: str) -> None:
    assert paths(office.get(f"{TAKE}?{query}")) == [where]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (TAKE, {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/branches", {"GET", "HEAD", "OPTIONS"}),
        (f"{COUNTER}/next", {"OPTIONS", "POST"}),
    ],
)
def test_other_methods_are_told_which_are_allowed(
    office: Office, path: str, allowed: set[str], method: str
) -> None:
    response = office.session.request(method, office.url + API + path, timeout=30)
    problem_of(response, 405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.usefixtures("unchanged")
def test_a_get_of_a_command_and_a_post_of_a_question_are_not_allowed(office: Office) -> None:
    problem_of(office.get(f"{COUNTER}/next"), 405, "method_not_allowed")
    problem_of(office.post("/branches"), 405, "method_not_allowed")


@pytest.mark.usefixtures("unchanged")
def test_what_the_voice_cannot_say_is_refused_without_a_fault_in_the_log(office: Office) -> None:
    problem_of(office.get("/speech/xx.wav?text=a"), 404, "language_unknown")
    assert paths(office.get("/speech/pl.wav?text=" + "a" * 1000)) == ["text"]
    problem_of(office.get(f"/branches/{TOWN}/announcements/999/pl.wav"), 404, "not_found")


def test_nothing_of_all_this_was_a_fault_of_the_server(office: Office) -> None:
    assert "Traceback" not in office.log.read_text()


@pytest.mark.parametrize(
    "path",
    [
        "/branches/nowhere/tickets",
        "/branches/town/counters/99/call",
        "/branches/town/printers/none/status",
        "/tickets/999999/transfer",
        "/public/tickets/xx/late",
    ],
)
@pytest.mark.parametrize("body", ["{", '{"bogus": 1}', "[]"])
def test_what_the_path_names_and_is_not_there_is_told_before_a_fault_of_the_body(
    office: Office, path: str, body: str
) -> None:
    problem_of(send(office, path, body), 404, "not_found")


def test_a_number_that_json_does_not_have_is_malformed(office: Office) -> None:
    problem_of(send(office, TAKE, '{"service": "cards", "cases": NaN}'), 400, "malformed_json")
