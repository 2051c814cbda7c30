"""Errors that people read are pages; a page without its branch, and where staff begin."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from queue_server.domain.access import DEMO, EVERYWHERE, PUBLIC, ROLES, Caller, Role
from queue_server.office import parse_office
from queue_server.web.choosing import home
from queue_server.web.doors import open_to
from tests.guarded import API, Guarded, guarded, two_branches
from tests.small_office import small_office

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TITLES = {
    "pl": "Nie ma takiej strony",
    "en": "There is no such page",
    "uk": "Такої сторінки немає",
    "ru": "Такой страницы нет",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded(tmp_path_factory.mktemp("guarded")) as server:
        yield server


def read(
    server: Guarded, path: str, token: str | None = None, language: str = "en", method: str = "GET"
) -> TestResponse:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    return server.ask(method, path, token, headers=headers)


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("path", ["/nonsense", "/status/nowhere", "/static/none.js"])
def test_who_reads_an_unknown_address_gets_a_page_in_their_language(
    server: Guarded, path: str, language: str
) -> None:
    answer = read(server, path, language=language)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert f"<h1>{TITLES[language]}</h1>" in answer.get_data(as_text=True)
    assert "script-src 'nonce-" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_what_a_page_does_not_take_is_said_on_a_page(server: Guarded) -> None:
    answer = read(server, "/status/town", method="POST")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert "GET" in answer.headers["Allow"]


def test_a_failure_is_said_on_a_page_that_tells_nothing_of_it(tmp_path: Path) -> None:
    @open_to(PUBLIC)
    def fails() -> str:
        raise RuntimeError("a secret")

    with guarded(tmp_path) as server:
        server.server.app.add_url_rule("/fails", "fails", fails)
        answer = read(server, "/fails")
        assert (answer.status_code, answer.mimetype) == (500, "text/html")
        assert "That did not work" in answer.get_data(as_text=True)
        assert "secret" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "image/avif,*/*;q=0.8"])
def test_programs_are_answered_with_a_problem(server: Guarded, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    assert server.ask("GET", "/nonsense", headers=headers).mimetype == "application/problem+json"


def test_the_interface_answers_a_browser_with_a_problem_too(server: Guarded) -> None:
    assert read(server, f"{API}/nonsense").mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/supervisor", Role.SUPERVISOR),
        ("/report", Role.AUDITOR),
        ("/reception", Role.RECEPTION),
        ("/counter", Role.CLERK),
        ("/appointments", Role.RECEPTION),
        ("/status", None),
        ("/status/", None),
    ],
)
def test_a_page_without_a_branch_lets_the_reader_choose_one(
    server: Guarded, path: str, role: Role | None
) -> None:
    page = read(server, path, server.staff(role) if role else None)
    shown = page.get_data(as_text=True)
    address = path.rstrip("/")
    assert page.status_code == 200
    assert f'href="{address}/town"' in shown
    assert f'href="{address}/city"' in shown
    if role:
        only = read(server, path, server.staff(role, "city"))
        assert (only.status_code, only.headers["Location"]) == (302, f"{address}/city")
        stranger = read(server, path)
        assert stranger.headers["Location"].startswith("/sign-in?next=")


def at(role: Role, branch: str = EVERYWHERE, also: Role | None = None) -> Caller:
    grants = ROLES[role] | (ROLES[also] if also else frozenset())
    return Caller("staff", "staff:1", grants={branch: grants})


@pytest.mark.parametrize(
    ("office", "who", "begins"),
    [
        (small_office()["office"], at(Role.CLERK), "/counter/town"),
        (small_office()["office"], at(Role.RECEPTION), "/reception/town"),
        (small_office()["office"], at(Role.SUPERVISOR), "/supervisor/town"),
        (small_office()["office"], at(Role.ADMINISTRATOR), "/admin"),
        (small_office()["office"], at(Role.ADMINISTRATOR, also=Role.CLERK), "/counter/town"),
        (small_office()["office"], at(Role.AUDITOR), "/audit"),
        (small_office()["office"], at(Role.CLERK, "closed-long-ago"), "/"),
        (small_office()["office"], DEMO, "/"),
        (two_branches(), at(Role.CLERK), "/counter"),
        (two_branches(), at(Role.CLERK, "city"), "/counter/city"),
    ],
)
def test_staff_begin_where_they_work(office: Any, who: Caller, begins: str) -> None:
    assert home(parse_office(office), who) == begins
