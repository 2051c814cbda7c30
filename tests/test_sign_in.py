"""Signing in by form and by call: cookies, what another site cannot do, and wrong tries."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queue_server.domain.access import DeviceKind, Role
from queue_server.identity.hashing import hash_secret, hash_token, new_token
from queue_server.operations.staff import accounts
from queue_server.operations.work import Work
from queue_server.store.staff import Grant
from queue_server.web.forms import own_path
from tests.guarded import API, Guarded, guarded

PASSWORD, PIN = "three blue trams", "2749"
FIRST = new_token("okfi")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded(tmp_path_factory.mktemp("guarded"), first_link=hash_token(FIRST)) as server:
        yield server


class Browser:
    """A browser with its cookies."""

    def __init__(self, server: Guarded, address: str = "10.0.0.1") -> None:
        self.client: FlaskClient = server.server.app.test_client()
        self.address = address
        self.csrf: str | None = None

    def get(self, path: str) -> TestResponse:
        return self._open("GET", path)

    def post(self, path: str, body: Json | None = None, **headers: str) -> TestResponse:
        said = {"X-Okienko-CSRF": self.csrf} if self.csrf else {}
        return self._open("POST", API + path, json=body or {}, headers={**said, **headers})

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        answer = self.post("/session", {"login": login, "password": password})
        if answer.status_code == 200:
            self.csrf = answer.get_json()["csrf"]
        return answer

    def form(self, path: str, **fields: str) -> TestResponse:
        """Fill in the form that a page shows, and send it."""
        shown = self.get(path).get_data(as_text=True)
        hidden = re.findall(r'name="(form|next)" value="([^"]*)"', shown)
        return self._open("POST", path, data={**dict(hidden), **fields})

    def cookie(self, name: str) -> str | None:
        found = self.client.get_cookie(name)
        return found.value if found else None

    def _open(self, method: str, path: str, **about: Any) -> TestResponse:
        told = {"REMOTE_ADDR": self.address}
        answer = self.client.open(path, method=method, environ_base=told, **about)
        gevent.sleep(0)
        return answer


@pytest.fixture(scope="module")
def staff(server: Guarded) -> dict[str, int]:
    """By login the accounts, the first of them made by the printed link."""
    browser = Browser(server)
    assert "okfi" in FIRST
    page = browser.form(
        f"/welcome/{FIRST}", name="Admin", login="admin", password=PASSWORD, again=PASSWORD
    )
    assert (page.status_code, page.headers["Location"]) == (303, "/admin")
    kept, pin = hash_secret(PASSWORD), hash_secret(PIN)

    def add(work: Work, login: str) -> Json:
        account = accounts.add(work, login, login.title(), [Grant("town", "clerk")])
        accounts.set_password(work, account.id, kept)
        return {"id": accounts.set_pin(work, account.id, pin).id}

    made = {login: server.do(add, login)["id"] for login in ("anna", "borys", "celina", "dana")}
    return {"admin": 1, **made}


@pytest.fixture
def browser(server: Guarded, staff: dict[str, int]) -> Browser:
    assert staff
    return Browser(server)


def code(answer: TestResponse) -> str:
    return str(answer.get_json()["code"])


def test_the_first_link_works_once(browser: Browser) -> None:
    assert browser.get(f"/welcome/{FIRST}").status_code == 404


def test_a_clerk_who_signs_in_gets_a_cookie_that_scripts_and_other_sites_cannot_use(
    browser: Browser,
) -> None:
    answer = browser.sign_in("anna")
    assert answer.get_json()["caller"]["name"] == "Anna"
    cookies = {c.partition("=")[0]: c for c in answer.headers.getlist("Set-Cookie")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookies["okienko_session"].split("; "))
    token = browser.cookie("okienko_session") or ""
    assert token.startswith("okse_")
    assert token not in answer.get_data(as_text=True)
    assert browser.get(f"{API}/branches/town").status_code == 200
    assert browser.get(f"{API}/branches/city").status_code == 403


def test_where_people_come_by_https_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    with guarded(tmp_path, first_link=hash_token(FIRST), public_url="https://queue.test") as server:
        browser = Browser(server)
        shown = browser.get(f"/welcome/{FIRST}")
        cookie = shown.headers["Set-Cookie"]
        assert cookie.startswith("__Host-okienko_form=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))


def test_the_form_signs_in_without_scripts_and_goes_where_one_wanted(browser: Browser) -> None:
    sent = browser.get("/counter/town/1?x=1")
    assert sent.headers["Location"] == "/sign-in?next=%2Fcounter%2Ftown%2F1%3Fx%3D1"
    answer = browser.form(sent.headers["Location"], login="ANNA", password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/counter/town/1?x=1")
    assert browser.get("/counter/town/1").status_code == 200


@pytest.mark.parametrize("language", ["pl", "en", "uk", "ru"])
def test_a_form_with_a_wrong_password_says_so_in_its_language(
    browser: Browser, language: str
) -> None:
    answer = browser.form(f"/sign-in?lang={language}", login="nobody-" + language, password="x")
    assert answer.status_code == 401
    shown = answer.get_data(as_text=True)
    assert f'<html lang="{language}">' in shown
    assert 'role="alert"' in shown


def test_a_form_that_was_not_shown_to_this_browser_is_refused(
    server: Guarded, browser: Browser
) -> None:
    shown = Browser(server).get("/sign-in").get_data(as_text=True)
    (foreign,) = re.findall(r'name="form" value="([^"]*)"', shown)
    answer = browser.form("/sign-in", login="anna", password=PASSWORD, form=foreign)
    assert answer.status_code == 403
    assert browser.cookie("okienko_session") is None


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("/counter/town/1", "/counter/town/1"),
        ("/a?b=c#d", "/a?b=c#d"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test/", "/"),
        ("/\t/evil.test/", "/"),
        ("javascript:alert(1)", "/"),
        ("counter", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_one_goes_on_within_this_site_only(said: str | None, goes: str) -> None:
    assert own_path(said) == goes


def test_signing_in_again_gives_another_token_and_ends_the_first(browser: Browser) -> None:
    browser.sign_in("anna")
    first = browser.cookie("okienko_session")
    browser.sign_in("anna")
    second = browser.cookie("okienko_session")
    assert first != second
    browser.client.set_cookie("okienko_session", first or "")
    assert browser.get(f"{API}/branches/town").status_code == 401


def test_a_token_that_a_browser_brings_along_is_never_taken_for_a_session(browser: Browser) -> None:
    planted = new_token("okse")
    browser.client.set_cookie("okienko_session", planted)
    assert browser.get(f"{API}/session").get_json()["caller"]["kind"] == "anyone"
    browser.client.delete_cookie("okienko_session")
    browser.sign_in("anna")
    assert browser.cookie("okienko_session") != planted


def test_a_session_replayed_after_signing_out_is_refused(browser: Browser) -> None:
    browser.sign_in("anna")
    token = browser.cookie("okienko_session") or ""
    assert browser.post("/session/sign-out").status_code == 200
    assert browser.cookie("okienko_session") is None
    browser.client.set_cookie("okienko_session", token)
    assert browser.get(f"{API}/branches/town").status_code == 401
    assert code(browser.post("/branches/town/counters/1/open")) in ("not_signed_in", "csrf_needed")


def test_a_command_by_cookie_needs_what_only_this_sites_pages_know(browser: Browser) -> None:
    browser.sign_in("anna")
    right = browser.csrf
    for wrong in (None, "x", hash_token("x")[:22]):
        browser.csrf = wrong
        assert code(browser.post("/branches/town/counters/1/open")) == "csrf_needed"
    browser.csrf = right
    assert browser.post("/branches/town/counters/1/open").status_code == 200
    assert browser.post("/branches/town/counters/1/close").status_code == 200


def test_what_another_sites_page_sends_is_refused_whoever_it_is(browser: Browser) -> None:
    browser.sign_in("anna")
    for origin in ("https://evil.test", "null", "http://localhost.evil.test"):
        answer = browser.post("/branches/town/counters/1/open", Origin=origin)
        assert code(answer) == "foreign_origin"
    own = browser.post("/branches/town/counters/1/open", Origin="http://localhost")
    assert own.status_code == 200
    browser.post("/branches/town/counters/1/close")


def test_a_program_signs_in_for_a_token_and_gets_no_cookie(
    server: Guarded, browser: Browser
) -> None:
    body = {"login": "anna", "password": PASSWORD, "token": True}
    answer = browser.post("/session", body)
    assert browser.cookie("okienko_session") is None
    token = answer.get_json()["token"]
    assert server.ask("POST", f"{API}/branches/town/counters/1/open", token).status_code == 200
    assert server.ask("POST", f"{API}/branches/town/counters/1/close", token).status_code == 200


def test_nobody_learns_whether_a_name_exists(browser: Browser) -> None:
    known, unknown = browser.sign_in("borys", "wrong"), browser.sign_in("nobody", "wrong")
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)


def test_trying_passwords_is_slowed_down_and_shuts_nobody_out(server: Guarded) -> None:
    owner, thief = Browser(server, "10.0.0.2"), Browser(server, "10.0.0.66")
    for login in ("celina", "borys"):  # two who take turns at one computer
        owner.sign_in(login)
        owner.post("/session/sign-out")
    answers = [thief.sign_in("celina", f"guess {n}").status_code for n in range(12)]
    assert answers == [401] * 6 + [429] * 6
    refused = thief.sign_in("celina", PASSWORD)
    assert refused.get_json()["wait_seconds"] >= 1
    assert owner.sign_in("celina").status_code == 200


def test_trying_many_names_from_one_address_is_slowed_down(server: Guarded) -> None:
    thief = Browser(server, "10.0.0.67")
    answers = [thief.sign_in(f"name{n}", "guess").status_code for n in range(40)]
    assert answers.index(429) == 31
    assert Browser(server, "10.0.0.68").sign_in("anna").status_code == 200


def test_a_locked_session_does_nothing_until_its_pin_is_given(browser: Browser) -> None:
    browser.sign_in("dana")
    browser.post("/session/lock")
    assert code(browser.post("/branches/town/counters/2/open")) == "session_locked"
    assert code(browser.get(f"{API}/branches/town")) == "session_locked"
    assert browser.get("/counter/town/2").status_code == 200
    assert browser.get(f"{API}/session").get_json()["locked"]
    assert code(browser.post("/session/password", {"current": "x", "password": "y"})) == (
        "session_locked"
    )
    assert code(browser.post("/session/unlock", {"pin": "0000"})) == "sign_in_failed"
    assert browser.post("/session/unlock", {"pin": PIN}).status_code == 200
    assert browser.get(f"{API}/branches/town").status_code == 200


def test_a_locked_session_calls_for_help_at_its_counter_and_is_told_nothing_of_the_queue(
    server: Guarded, browser: Browser
) -> None:
    browser.sign_in("dana")
    assert browser.post("/branches/town/counters/2/open").status_code == 200
    browser.post("/session/lock")
    said = browser.post("/branches/town/counters/2/alarm").get_json()
    alarm = said.pop("alarm")
    assert said == {"counter": "2"}
    assert (alarm["counter"], alarm["name"], alarm["locked"]) == ("2", "Dana", True)

    supervisor, auditor = server.staff(Role.SUPERVISOR), server.staff(Role.AUDITOR)
    seen = server.ask("GET", f"{API}/branches/town", supervisor).get_json()["alarms"]
    assert seen == [alarm]
    found = server.ask("GET", f"{API}/audit?kind=alarm", auditor).get_json()["entries"]
    [entry] = [one for one in found if one["branch"] == "town"]
    assert (entry["subject"], entry["after"]["locked"]) == ("counter:2", True)

    assert code(browser.post("/branches/city/counters/1/alarm")) == "forbidden"
    assert browser.post("/session/unlock", {"pin": PIN}).status_code == 200
    assert browser.post("/branches/town/counters/2/alarm").get_json()["alarm"] == alarm
    ended = f"{API}/branches/town/alarms/{alarm['id']}/end"
    assert server.ask("POST", ended, supervisor).status_code == 200


def test_a_page_whose_lock_the_server_never_heard_of_is_not_opened_by_any_pin(
    browser: Browser,
) -> None:
    browser.sign_in("dana")
    assert code(browser.post("/session/unlock", {"pin": "9999"})) == "sign_in_failed"
    assert browser.post("/session/unlock", {"pin": PIN}).status_code == 200


def test_a_pin_opens_nothing_without_the_session_of_its_browser(
    server: Guarded, browser: Browser
) -> None:
    browser.sign_in("dana")
    browser.post("/session/lock")
    assert Browser(server).post("/session/unlock", {"pin": PIN}).status_code == 401


def test_trying_pins_waits_and_then_ends_the_session(browser: Browser) -> None:
    browser.sign_in("dana")
    browser.post("/session/lock")
    answers = [browser.post("/session/unlock", {"pin": "0001"}).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]
    assert browser.post("/session/unlock", {"password": PASSWORD}).status_code == 200


def test_one_changes_ones_own_password_and_pin_by_the_password(browser: Browser) -> None:
    browser.sign_in("borys")
    wrong = {"current": "wrong", "password": "four green buses"}
    assert code(browser.post("/session/password", wrong)) == "sign_in_failed"
    weak = {"current": PASSWORD, "password": "borys"}
    assert code(browser.post("/session/password", weak)) == "invalid"
    right = {"current": PASSWORD, "password": "four green buses"}
    assert browser.post("/session/password", right).status_code == 200
    assert browser.get(f"{API}/branches/town").status_code == 200
    pin = {"password": "four green buses", "pin": "1111"}
    assert code(browser.post("/session/pin", pin)) == "invalid"
    assert browser.post("/session/pin", {**pin, "pin": "8350"}).status_code == 200
    assert browser.sign_in("borys").status_code == 401


def test_an_administrator_adds_someone_who_sets_a_password_by_a_link(
    server: Guarded, browser: Browser
) -> None:
    browser.sign_in("admin")
    grants = [{"branch": "town", "role": "clerk"}]
    body = {"login": "Ewa", "name": "Ewa", "grants": grants}
    made = browser.post("/staff", body, **{"Idempotency-Key": "one"}).get_json()
    again = browser.post("/staff", body, **{"Idempotency-Key": "one"}).get_json()
    assert (made["login"], made["password"], made["grants"]) == ("ewa", False, grants)
    assert "link" not in again
    path = made["link"].removeprefix("http://localhost")
    own = Browser(server)
    assert own.form(path, password="short", again="short").status_code == 422
    assert own.form(path, password=PASSWORD, again="other").status_code == 422
    answer = own.form(path, password="five white ships", again="five white ships")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/counter/town")
    assert own.get("/sign-in").headers["Location"] == "/counter/town"
    assert own.get(f"{API}/branches/town").status_code == 200
    assert own.get(path).status_code == 404
    assert browser.post(f"/staff/{made['id']}/disable").status_code == 200
    assert own.get(f"{API}/branches/town").status_code == 401


def test_who_may_not_open_a_page_is_told_so_on_a_page(browser: Browser) -> None:
    browser.sign_in("anna")
    answer = browser.get("/counter/city/1")
    assert answer.status_code == 403
    assert "Anna" in answer.get_data(as_text=True)


def test_a_session_that_ended_in_a_devices_browser_does_not_hide_the_device(
    server: Guarded, browser: Browser
) -> None:
    token = server.device(DeviceKind.KIOSK, "town", "hall")
    browser.client.set_cookie("okienko_device", token)
    browser.form("/sign-in", login="anna", password=PASSWORD)
    about = browser.get(f"{API}/session").get_json()
    assert about["caller"]["kind"] == "staff"
    browser.csrf = about["csrf"]
    ended = browser.cookie("okienko_session") or ""
    browser.post("/session/sign-out")
    browser.client.set_cookie("okienko_session", ended)
    about = browser.get(f"{API}/session").get_json()
    assert about["caller"]["kind"] == "device"
    taking = {"service": "cards", "kiosk": "hall"}
    browser.csrf = None
    assert code(browser.post("/branches/town/tickets", taking)) == "csrf_needed"
    browser.csrf = about["csrf"]
    assert browser.post("/branches/town/tickets", taking).status_code == 201


def test_a_cookie_that_is_worth_nothing_stands_in_nobodys_way(browser: Browser) -> None:
    browser.client.set_cookie("okienko_session", new_token("okse"))
    assert browser.post("/pairings", {"screen": True}).status_code == 201
