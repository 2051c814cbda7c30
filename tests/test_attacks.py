"""What strangers try on a real guarded server: refused, and the office goes on."""

import http.client
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from tests.running_office import HASTY, GuardedOffice, Member, guarded_office, until

MOST_CONNECTIONS = 120
PATIENCE_SECONDS = 30
FOREIGN = {"Origin": "https://evil.example"}
OWN = ""
#: Sooner than open sockets are looked over anyway.
AT_ONCE_SECONDS = 4

Json = dict[str, Any]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedOffice]:
    server = {"connections_per_address": MOST_CONNECTIONS, "trusted_proxies": []}
    data = tmp_path_factory.mktemp("attacks") / "data"
    with guarded_office(data, server=server, command=HASTY) as office:
        yield office


@pytest.fixture(scope="module")
def admin(office: GuardedOffice) -> Member:
    return office.sign_in("admin")


@pytest.fixture(scope="module")
def clerk(office: GuardedOffice) -> Member:
    clerk = office.sign_in("anna")
    clerk.at("krakow", "1", "open")
    return clerk


class Slow:
    """A connection that was begun with these bytes and then says nothing more."""

    def __init__(self, office: GuardedOffice, said: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", office.port))
        self.socket.sendall(said)

    def answer(self, patience_seconds: float) -> bytes:
        """All that comes until the server ends it, which it has to do in this time."""
        self.socket.settimeout(patience_seconds)
        parts = []
        while part := self.socket.recv(65536):
            parts.append(part)
            if b"request_timeout" in part:
                break
        self.socket.close()
        return b"".join(parts)


@pytest.fixture(scope="module", autouse=True)
def slow(office: GuardedOffice) -> tuple[Slow, Slow]:
    """Begun before all tests and looked at after them: a slow body, a socket that is of no use."""
    head = "POST /api/v1/pairings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    body = Slow(office, f"{head}Content-Length: 100\r\n\r\n{{".encode())
    upgrade = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{office.port}\r\nOrigin: {office.url}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    return body, Slow(office, upgrade.encode())


def paired(office: GuardedOffice, admin: Member, kind: str, place: str) -> tuple[str, int]:
    """The token and the number of a device of Kraków."""
    begun = requests.post(f"{office.url}/api/v1/pairings", json={}, timeout=10).json()
    said = {"code": begun["code"], "kind": kind, "branch": "krakow", "place": place}
    return begun["token"], admin.do("/devices", said)["id"]


def first(admin: Member, kind: str) -> str:
    """The first place of Kraków for devices of a kind."""
    places = next(b for b in admin.read("/devices/places") if b["id"] == "krakow")
    return str(places[kind][0]["id"])


class Screen:
    """A socket that says to be from a page of `origin`, from the office's own, or says nothing."""

    def __init__(
        self, office: GuardedOffice, token: str | None, cookie: str = "", origin: str | None = OWN
    ) -> None:
        said = {"suppress_origin": True} if origin is None else {"origin": origin or office.url}
        self.client = socketio.Client(reconnection=False, websocket_extra_options=said)
        self.ended: list[float] = []
        self.client.on("disconnect", lambda *_: self.ended.append(time.monotonic()))
        self.client.connect(
            office.url,
            headers={"Cookie": cookie} if cookie else {},
            auth={"token": token} if token else None,
            transports=["websocket"],
        )

    def watch(self, view: str, id_: str) -> Json:
        message = {"view": view, "branch": "krakow", "id": id_}
        answer: Json = self.client.call("watch", message, timeout=10)
        return answer


def test_another_sites_page_can_send_no_command(office: GuardedOffice, clerk: Member) -> None:
    path = f"{office.url}/api/v1/branches/krakow/counters/1/next"
    cookies = {"okienko_session": clerk.token}
    foreign = requests.post(path, json={}, cookies=cookies, headers=FOREIGN, timeout=10)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")
    plain = {"Content-Type": "application/x-www-form-urlencoded"}
    for form in ({"data": "{}"}, {"data": "", "headers": plain}):
        sent = requests.post(path, cookies=cookies, timeout=10, **form)
        assert (sent.status_code, sent.json()["code"]) == (403, "csrf_needed")


def test_another_sites_page_can_open_no_socket(office: GuardedOffice, clerk: Member) -> None:
    with pytest.raises(NotConnected):
        Screen(office, None, f"okienko_session={clerk.token}", FOREIGN["Origin"])
    with pytest.raises(NotConnected):
        Screen(office, clerk.token, origin=FOREIGN["Origin"])


def test_who_says_no_origin_needs_a_token_of_its_own(office: GuardedOffice, clerk: Member) -> None:
    with pytest.raises(NotConnected):
        Screen(office, None, f"okienko_session={clerk.token}", origin=None)
    screen = Screen(office, clerk.token, origin=None)
    assert "state" in screen.watch("counter", "1")
    screen.client.disconnect()


def test_a_socket_without_credentials_sees_no_counter(office: GuardedOffice) -> None:
    screen = Screen(office, None)
    assert screen.watch("counter", "1")["error"]["code"] == "not_signed_in"
    screen.client.disconnect()


def test_a_stolen_token_is_of_no_use_as_soon_as_it_has_ended(
    office: GuardedOffice, admin: Member
) -> None:
    display = first(admin, "displays")
    token, number = paired(office, admin, "display", display)
    stolen = Screen(office, token)
    assert "state" in stolen.watch("display", display)
    assert stolen.watch("kiosk", first(admin, "kiosks"))["error"]["code"] == "forbidden"
    began = time.monotonic()
    admin.do(f"/devices/{number}/revoke", {"reason": "stolen"})
    until(lambda: bool(stolen.ended))
    assert stolen.ended[0] - began < AT_ONCE_SECONDS
    again = Screen(office, token)
    assert again.watch("display", display)["error"]["code"] == "not_signed_in"
    again.client.disconnect()


def test_what_a_draft_would_say_is_for_who_may_see_the_office(
    office: GuardedOffice, admin: Member, clerk: Member
) -> None:
    draft = admin.do("/office/drafts", {"name": "Secret words"})
    document = admin.read(f"/office/drafts/{draft['id']}")["document"]
    document["wording"] = [{"page": "status", "key": "open", "text": "Secret"}]
    body = {"edition": draft["edition"], "document": document}
    admin.do(f"/office/drafts/{draft['id']}/save", body)
    texts = f"{office.url}/static/status/texts/en.json"
    previewed = f"{texts}?draft={draft['id']}"
    assert requests.get(previewed, timeout=20).status_code == 401
    assert clerk.session.get(previewed, timeout=20).status_code == 403
    assert admin.session.get(previewed, timeout=20).json()["open"] == "Secret"
    assert admin.session.get(texts, timeout=20).json()["open"] == "Open"


def test_a_session_cannot_be_replayed_after_its_owner_has_left(office: GuardedOffice) -> None:
    leaving = office.sign_in("borys")
    token = leaving.token
    screen = Screen(office, token)
    assert "state" in screen.watch("counter", "2")
    leaving.do("/session/sign-out")
    until(lambda: bool(screen.ended))
    replayed = {"Cookie": f"okienko_session={token}"}
    answer = requests.get(f"{office.url}/api/v1/branches/krakow", headers=replayed, timeout=10)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        '42["connect",{"token":"none"}]',
        '42["disconnect"]',
        "40",
        "42[1]",
        "42" + "[" * 9000,
        '451-["watch",{"_placeholder":true,"num":0}]',
    ],
)
def test_a_socket_that_plays_the_server_or_cannot_be_read_is_closed(
    office: GuardedOffice, clerk: Member, said: str
) -> None:
    """One that was taken to have come anew, as nobody, would go on to see what it saw before."""
    screen = Screen(office, clerk.token)
    assert "state" in screen.watch("counter", "1")
    screen.client.eio.send(said)
    if said.startswith("45"):
        screen.client.eio.send(b"bytes")
    until(lambda: bool(screen.ended))


def test_a_socket_that_never_stops_talking_is_closed(office: GuardedOffice) -> None:
    screen = Screen(office, None)
    for _ in range(3100):
        screen.client.emit("mute", {})
    until(lambda: bool(screen.ended))
    assert "a socket says too much and is closed" in office.output()


def test_guessing_pairing_codes_comes_to_an_end(office: GuardedOffice) -> None:
    guessing = office.sign_in("admin")
    said = {"kind": "display", "branch": "krakow", "place": first(guessing, "displays")}
    answers = [guessing.post("/devices", {"code": f"ACDE{n:04}", **said}) for n in range(25)]
    assert {answer.status_code for answer in answers} == {404, 429}
    assert answers[-1].json()["code"] == "too_many_requests"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "POST '/api/v1/devices' is refused, 429" in office.output()


def test_guessing_passwords_comes_to_an_end(office: GuardedOffice) -> None:
    codes = [
        requests.post(
            f"{office.url}/api/v1/session",
            json={"login": "celina", "password": f"guess {n}"},
            timeout=10,
        ).status_code
        for n in range(12)
    ]
    assert codes[0] == 401
    assert codes[-1] == 429


@pytest.mark.parametrize(
    "path",
    [
        "/media/../token.secret",
        "/media/%2e%2e/token.secret",
        "/media/..%2ftoken.secret",
        "/media//etc/passwd",
        "/static/..%2f..%2f..%2fconfig.yaml",
        "/static/%2e%2e/%2e%2e/app.py",
        "/kiosk/web/..%5c..%5cagent.py",
        "/media/%00/etc/passwd",
    ],
)
def test_no_file_outside_is_served(office: GuardedOffice, admin: Member, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=10)
    connection.request("GET", path, headers={"Authorization": f"Bearer {admin.token}"})
    assert connection.getresponse().status in (400, 404)
    connection.close()


@pytest.mark.parametrize("text", ["\x1b@", "\x1dV\x00", "a\nb", "\u202eevil", "\u2066x", "\x9b1m"])
def test_bytes_for_a_printer_and_marks_that_turn_text_around_are_refused(
    office: GuardedOffice, text: str
) -> None:
    reception = office.sign_in("dana")
    service = reception.read("/branches/krakow")["services"][0]["id"]
    said = {"service": service, "reference": text}
    answer = reception.post("/branches/krakow/tickets", said)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "reference"


def test_forwarded_headers_of_strangers_count_for_nothing(office: GuardedOffice) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "Forwarded": "for=x"}
    begun = requests.post(f"{office.url}/api/v1/pairings", json={}, headers=forged, timeout=10)
    admin = office.sign_in("admin")
    said = {"code": begun.json()["code"], "kind": "board", "branch": "krakow", "place": "1"}
    answer = admin.post("/devices", said)
    if answer.status_code != 429:  # codes were guessed before
        assert answer.status_code == 201
    assert "203.0.113.9" not in office.output()


def test_every_answer_says_what_browsers_must_not_do(office: GuardedOffice) -> None:
    answers = [
        requests.get(office.url + path, timeout=10) for path in ("/pair", "/pair", "/sign-in")
    ]
    policies = [answer.headers["Content-Security-Policy"] for answer in answers]
    assert len(set(policies)) == 3  # a nonce is for once
    for answer, policy in zip(answers, policies, strict=True):
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "style=" not in answer.text
        assert answer.text.count("<script") == answer.text.count('<script type="module" nonce=')
    plain = requests.get(f"{office.url}/api/v1/branches", timeout=10)
    assert plain.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_hundreds_of_idle_connections_from_one_address_leave_room_for_the_office(
    office: GuardedOffice, clerk: Member
) -> None:
    clerk.at("krakow", "1", "next")  # a connection that is kept
    idle = [socket.create_connection(("127.0.0.1", office.port)) for _ in range(400)]
    try:
        clerk.at("krakow", "1", "next")
        turned_away = 0
        for connection in idle:
            connection.settimeout(0.01)
            try:
                turned_away += connection.recv(1) == b""
            except ConnectionResetError:
                turned_away += 1
            except TimeoutError:
                pass
        assert turned_away >= 400 - MOST_CONNECTIONS
    finally:
        for connection in idle:
            connection.close()


def test_slow_bodies_and_sockets_that_watch_nothing_are_given_up(slow: tuple[Slow, Slow]) -> None:
    body, unused = slow
    assert b"408" in body.answer(PATIENCE_SECONDS).partition(b"\r\n")[0]
    unused.answer(PATIENCE_SECONDS)
