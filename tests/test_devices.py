"""Devices: paired by a code, at home in one place, renewed and revoked; tokens of programs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from docs.permissions_reference import PLACES
from queue_server.domain.access import ANYONE, DeviceKind, Permission, Role
from queue_server.identity.codes import LETTERS, new_code, shown, typed
from queue_server.identity.hashing import new_token
from queue_server.office import parse_office
from queue_server.office.belonging import belongs, may_work
from queue_server.operations import devices
from queue_server.operations.devices import CODE_HOLDS, GRACE, MOST_WAITING_AT_ADDRESS
from queue_server.operations.entering import DEVICE, find_device
from queue_server.operations.work import ACCESS, Work
from queue_server.views.devices import wish_json
from tests.guarded import API, Guarded, guarded, two_branches
from tests.in_process import Hall, a_hall, refusing

KIOSK = DeviceKind.KIOSK


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=two_branches()) as hall:
        yield hall


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded(tmp_path_factory.mktemp("guarded")) as server:
        yield server


def begin(hall: Hall) -> tuple[str, str]:
    """A new token and the code that is shown for it."""
    token = new_token(DEVICE)
    return token, hall.do(devices.begin_pairing, token, "a browser")["code"]


def is_known(hall: Hall, token: str) -> bool:
    return bool(hall.do(lambda work: {"found": find_device(work, token) is not None})["found"])


def test_a_code_has_nothing_in_it_that_looks_like_something_else() -> None:
    assert not set("0O1IL2Z5S8BUVGQ6") & set(LETTERS) - {"6"}
    assert re.fullmatch(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", shown(new_code()))
    assert typed(" ac49-xy3k ") == "AC49XY3K"


def test_a_token_is_worth_nothing_before_its_code_is_approved(hall: Hall) -> None:
    token, code = begin(hall)
    assert not is_known(hall, token)
    paired = hall.do(devices.approve, code.lower().replace("-", " "), KIOSK, "town", "hall", None)
    assert (paired["page"], paired["version"]) == ("/kiosk/town/hall", "a browser")
    assert is_known(hall, token)


def test_a_code_is_approved_once(hall: Hall) -> None:
    _, code = begin(hall)
    hall.do(devices.approve, code, KIOSK, "town", "hall", None)
    with refusing("pairing_unknown"):
        hall.do(devices.approve, code, KIOSK, "town", "hall", None)


def test_a_screen_says_what_it_was_to_be_and_an_administrator_decides(hall: Hall) -> None:
    nothing = {"kind": None, "branch": None, "place": None}
    for page, wish in {
        "/kiosk/town/hall": {"kind": "kiosk", "branch": "town", "place": "hall"},
        "/display/town/hall?quiet": {"kind": "display", "branch": "town", "place": "hall"},
        "/kiosk/town/nowhere": nothing,
        "/kiosk/town": nothing,
        "/admin": nothing,
        None: nothing,
    }.items():
        code = hall.do(devices.begin_pairing, new_token(DEVICE), None, page)["code"]
        assert hall.do(wish_json, code) == wish, page
    assert hall.do(wish_json, "no code") == nothing
    paired = hall.do(devices.approve, code, KIOSK, "town", "2", None)
    assert paired["page"] == "/kiosk/town/2"


def test_a_code_holds_for_ten_minutes(hall: Hall) -> None:
    _, code = begin(hall)
    hall.wall += CODE_HOLDS + timedelta(seconds=1)
    with refusing("pairing_unknown"):
        hall.do(devices.approve, code, KIOSK, "town", "hall", None)


def test_a_device_stands_where_the_office_has_a_place_for_its_kind(hall: Hall) -> None:
    _, code = begin(hall)
    with refusing("invalid"):
        hall.do(devices.approve, code, DeviceKind.AGENT, "town", "nowhere", None)
    with refusing("not_found"):
        hall.do(devices.approve, code, KIOSK, "nowhere", "hall", None)
    hall.do(devices.approve, code, DeviceKind.AGENT, "town", "desk", None)


def test_one_address_cannot_fill_the_list_of_those_who_wait(hall: Hall) -> None:
    def begin_from_there(work: Work) -> dict[str, object]:
        work.caller = replace(ANYONE, address="192.0.2.1")
        return devices.begin_pairing(work, new_token(DEVICE), None)

    for _ in range(MOST_WAITING_AT_ADDRESS):
        hall.do(begin_from_there)
    with refusing("too_many_pairings"):
        hall.do(begin_from_there)
    begin(hall)


def test_a_renewed_token_counts_at_once_and_the_old_one_for_a_day(hall: Hall) -> None:
    old, code = begin(hall)
    hall.do(devices.approve, code, KIOSK, "town", "hall", None)
    lost, new = new_token(DEVICE), new_token(DEVICE)
    hall.do(devices.renew, old, lost)
    hall.do(devices.renew, old, new)  # its answer was lost, so it asks again
    assert [is_known(hall, token) for token in (old, lost, new)] == [True, False, True]
    hall.wall += GRACE + timedelta(seconds=1)
    assert [is_known(hall, token) for token in (old, new)] == [False, True]


def test_a_revoked_device_is_known_no_more_and_neither_is_its_old_token(hall: Hall) -> None:
    old, code = begin(hall)
    device = hall.do(devices.approve, code, KIOSK, "town", "hall", None)["id"]
    new = new_token(DEVICE)
    hall.do(devices.renew, old, new)
    hall.do(devices.revoke, device, "stolen")
    hall.do(devices.revoke, device, None)
    assert not is_known(hall, old)
    assert not is_known(hall, new)
    kinds = [kind for (kind,) in hall.rows("SELECT kind FROM audit ORDER BY id")]
    assert kinds == ["device_paired", "device_revoked"]


def test_no_token_stands_in_the_database(hall: Hall) -> None:
    token, code = begin(hall)
    hall.do(devices.approve, code, KIOSK, "town", "hall", None)
    assert token not in str(hall.contents())


@pytest.mark.parametrize(
    ("kind", "place", "own", "others"),
    [
        (
            "kiosk",
            "hall",
            [("kiosk", "hall"), ("printer", "a")],
            [("kiosk", "2"), ("display", "2")],
        ),
        ("display", "hall", [("display", "hall")], [("display", "2"), ("counter", "1")]),
        ("board", "1", [("counter", "1")], [("counter", "2"), ("printer", "a")]),
        (
            "agent",
            "desk",
            [("agent", "desk"), ("printer", "a"), ("counter", "1")],
            [("agent", "hall"), ("printer", "2"), ("counter", "2"), ("kiosk", "2")],
        ),
    ],
)
def test_a_device_has_its_place_and_what_hangs_on_it(
    kind: str, place: str, own: list[tuple[str, str]], others: list[tuple[str, str]]
) -> None:
    town = parse_office(two_branches()).branch["town"]
    at = (town, DeviceKind(kind), place)
    assert all(belongs(*at, *thing) for thing in own)
    assert not any(belongs(*at, *thing) for thing in others)
    assert may_work(*at, "1") is (kind == "agent")
    assert not may_work(*at, "2")


def test_a_screen_is_paired_by_a_cookie_that_no_script_can_read(server: Guarded) -> None:
    administrator = server.staff(Role.ADMINISTRATOR)
    client = server.server.app.test_client()
    page = client.get("/kiosk/town/hall")
    assert (page.status_code, page.headers["Location"]) == (
        302,
        "/pair?next=%2Fkiosk%2Ftown%2Fhall",
    )
    begun = client.post(f"{API}/pairings", json={"screen": True})
    assert set(begun.json or {}) == {"code", "expires_at"}
    cookie = begun.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get(f"{API}/pairings/own").json["state"] == "waiting"  # type: ignore[index]
    approval = {"code": begun.json["code"], "kind": "kiosk", "branch": "town", "place": "hall"}  # type: ignore[index]
    approved = server.ask("POST", f"{API}/devices", administrator, approval)
    assert approved.status_code == 201, approved.json
    own = client.get(f"{API}/pairings/own").json
    assert own == {
        "state": "approved",
        "code": None,
        "expires_at": None,
        "page": "/kiosk/town/hall",
        "renew": False,
    }
    assert client.get("/kiosk/town/hall").status_code == 200
    assert client.get("/kiosk/town/2").status_code == 403
    listed = server.ask("GET", f"{API}/devices", administrator).json
    assert [device["seen_from"] for device in listed] == ["127.0.0.1"]  # type: ignore[union-attr]


def test_a_stored_answer_has_no_token(server: Guarded) -> None:
    key = {"Idempotency-Key": "once"}
    first, again = (
        server.ask("POST", f"{API}/pairings", body={}, headers=key).json for _ in range(2)
    )
    assert first
    assert again
    assert first.pop("token").startswith("okde_")
    assert again == first


def test_a_signage_player_may_frame_displays_and_nothing_else(tmp_path: Path) -> None:
    player, address = "https://player.example", "https://queue.example"
    with guarded(tmp_path, framed_by=(player,), public_url=address) as server:
        display = server.device(DeviceKind.DISPLAY, "town", "hall")
        shown = server.ask("GET", "/display/town/hall", display)
        assert f"frame-ancestors 'self' {player};" in shown.headers["Content-Security-Policy"] + ";"
        other = server.ask("GET", "/sign-in")
        assert player not in other.headers["Content-Security-Policy"]
        cookie = server.ask("POST", f"{API}/pairings", body={"screen": True}).headers["Set-Cookie"]
        assert cookie.startswith("__Host-okienko_device=")
        assert {"SameSite=None", "Secure", "Partitioned", "HttpOnly"} <= set(cookie.split("; "))


def test_an_idempotency_key_is_its_callers_own(server: Guarded) -> None:
    take, key = f"{API}/branches/town/tickets", {"Idempotency-Key": "the same"}
    kiosks = [server.device(KIOSK, "town", place) for place in ("hall", "2")]
    first, again, other = (
        server.ask("POST", take, token, {"service": "cards"}, key)
        for token in (kiosks[0], kiosks[0], kiosks[1])
    )
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json
    assert other.json
    assert first.json
    assert other.json["id"] != first.json["id"]


def test_a_kiosk_takes_tickets_as_itself_and_as_nobody_else(server: Guarded) -> None:
    kiosk = server.device(KIOSK, "town", "hall")
    take = f"{API}/branches/town/tickets"
    ticket = server.ask("POST", take, kiosk, {"service": "cards"})
    assert ticket.status_code == 201
    other = server.ask("POST", take, kiosk, {"service": "cards", "kiosk": "2"})
    assert other.status_code == 403
    elsewhere = server.ask("POST", f"{API}/branches/city/tickets", kiosk, {"service": "cards"})
    assert elsewhere.status_code == 403
    copy = server.ask("POST", f"{API}/tickets/{ticket.json['id']}/print", kiosk, {"printer": "2"})  # type: ignore[index]
    assert copy.status_code == 403


def test_a_kiosk_prints_and_shows_the_tickets_that_it_issued_and_no_others(
    server: Guarded,
) -> None:
    own, other = (server.device(KIOSK, "town", place) for place in ("hall", "2"))
    take = f"{API}/branches/town/tickets"
    ticket = server.ask("POST", take, own, {"service": "cards"}).json
    assert ticket
    for method, path in (("GET", "qr.svg"), ("POST", "print")):
        asked = f"{API}/tickets/{ticket['id']}/{path}"
        answer = server.ask(method, asked, own)
        assert answer.status_code < 300
        assert server.ask(method, asked, other).status_code == 403
    assert answer.json
    job = f"{API}/branches/town/jobs/{answer.json['job']['id']}"
    assert server.ask("GET", job, own).status_code == 200
    assert server.ask("GET", job, other).status_code == 404


def test_a_display_speaks_the_calls_of_its_own_branch(server: Guarded) -> None:
    take, next_ = f"{API}/branches/city/tickets", f"{API}/branches/city/counters/1"
    boss = server.staff(Role.SUPERVISOR)
    server.ask("POST", take, boss, {"service": "cards"})
    server.ask("POST", f"{next_}/open", boss)
    called = server.ask("POST", f"{next_}/next", boss).json
    assert called
    for branch, status in (("city", 200), ("town", 404)):
        place = PLACES[DeviceKind.DISPLAY]
        display = server.device(DeviceKind.DISPLAY, branch, place)
        sound = f"{API}/branches/{branch}/announcements/{called['ticket']['id']}/pl.wav"
        assert server.ask("GET", sound, display).status_code == status


def test_a_page_is_told_what_to_say_with_its_first_command(server: Guarded) -> None:
    client = server.server.app.test_client()
    assert "okienko-csrf" not in client.get("/pair").text  # nobody's rights are used yet
    client.set_cookie("okienko_device", server.device(KIOSK, "town", "hall"))
    told = re.search(
        r'<meta name="okienko-csrf" content="(.+?)" />', client.get("/kiosk/town/hall").text
    )
    assert told
    take, said = f"{API}/branches/town/tickets", {"X-Okienko-CSRF": told[1]}
    assert client.post(take, json={"service": "cards"}, headers=said).status_code == 201
    assert client.post(take, json={"service": "cards"}).status_code == 403


def test_a_device_renews_its_own_token(server: Guarded) -> None:
    kiosk = server.device(KIOSK, "town", "hall")
    renewed = server.ask("POST", f"{API}/devices/own/renew", kiosk).json
    assert renewed
    assert (
        server.ask("GET", f"{API}/branches/town/kiosks/hall", renewed["token"]).status_code == 200
    )
    assert server.ask("POST", f"{API}/devices/own/renew").status_code == 401


def test_a_program_may_what_its_token_was_made_for_and_until_it_is_revoked(
    server: Guarded,
) -> None:
    administrator = server.staff(Role.ADMINISTRATOR)
    wish = {"name": "Website", "permissions": ["tickets.issue"], "branches": ["town"], "days": 30}
    made = server.ask("POST", f"{API}/tokens", administrator, wish).json
    assert made
    token = made["token"]
    body = {"service": "cards"}
    assert server.ask("POST", f"{API}/branches/town/tickets", token, body).status_code == 201
    assert server.ask("POST", f"{API}/branches/city/tickets", token, body).status_code == 403
    assert server.ask("GET", f"{API}/branches/town", token).status_code == 403
    server.ask("POST", f"{API}/tokens/{made['id']}/revoke", administrator, {"reason": "over"})
    assert server.ask("POST", f"{API}/branches/town/tickets", token, body).status_code == 401


@pytest.mark.parametrize(
    ("permissions", "branches"),
    [
        (["tokens.manage"], ["*"]),
        (["staff.manage"], ["*"]),
        (["devices.manage"], ["town"]),
        (["tickets.issue"], ["nowhere"]),
        (["everything"], ["*"]),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(
    server: Guarded, permissions: list[str], branches: list[str]
) -> None:
    administrator = server.staff(Role.ADMINISTRATOR)
    wish = {"name": "Website", "permissions": permissions, "branches": branches}
    refused = server.ask("POST", f"{API}/tokens", administrator, wish)
    assert refused.status_code == 422


def test_metrics_tell_how_many_answers_there_were_and_how_long_they_took(server: Guarded) -> None:
    token = server.program([Permission.SEE_METRICS], ["*"])
    for _ in range(3):
        server.ask("GET", "/healthz")
    told = server.ask("GET", "/metrics", token).text
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }
    assert samples["okienko_http_answers_total", "health.health", "200"] == 3
    assert samples["okienko_http_seconds_count", "health.health"] == 3
    assert samples["okienko_http_seconds_bucket", "health.health", "+Inf"] == 3
    assert samples["okienko_http_seconds_sum", "health.health"] > 0
    upto = [
        samples["okienko_http_seconds_bucket", "health.health", bound]
        for bound in ("0.001", "0.05", "2.0")
    ]
    assert upto == sorted(upto)


def test_a_lapsed_token_of_a_program_lets_nobody_in(server: Guarded) -> None:
    token = server.program([Permission.SEE_METRICS], ["*"])
    assert server.ask("GET", "/metrics", token).status_code == 200
    server.do(_lapse)
    assert server.ask("GET", "/metrics", token).status_code == 401


def _lapse(work: Work) -> dict[str, object]:
    work.db.run("UPDATE api_tokens SET expires_at = 0")
    work.changes.add(ACCESS)
    return {}
