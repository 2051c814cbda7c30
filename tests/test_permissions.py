"""Who may do what is documented, and a real server answers every cell of the tables so."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from docs.permissions_reference import (
    BRANCH,
    COLUMNS,
    PAGE,
    PLACES,
    YES,
    example,
    filled,
    path_of,
    rules,
    with_tables,
)
from queue_server.domain.access import PUBLIC, DeviceKind, Role
from queue_server.office.belonging import PLACED
from queue_server.operations.staff import signing
from queue_server.views import VIEW_NEEDS
from queue_server.web.doors import needs_of_all
from tests.guarded import API, Guarded, guarded

#: Open to anyone, but of use only to who comes with something else than the doors ask for.
ASK_BY_THEMSELVES = ("api.renew_device", "sessions.", "sign_in.")

ROW = re.compile(r"^\| `(?P<what>[^`]+)` \| `(?P<needs>[\w.]+)` \| (?P<cells>.+) \|$", re.MULTILINE)


def documented() -> dict[str, dict[str, bool]]:
    """By call, page or view, whether the documentation says that each column may."""
    found = {}
    for row in ROW.finditer(PAGE.read_text()):
        cells = [cell.strip() == YES for cell in row["cells"].split("|")]
        if len(cells) == len(COLUMNS):
            found[row["what"]] = dict(zip(COLUMNS, cells, strict=True))
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded(tmp_path_factory.mktemp("guarded")) as server:
        yield server


@pytest.fixture(scope="module")
def values(server: Guarded) -> dict[str, str]:
    return example(server)


@pytest.fixture(scope="module")
def tokens(server: Guarded) -> dict[str, str | None]:
    """The token of each column, and of the same at the other branch and at other places."""
    found: dict[str, str | None] = {"anyone": None}
    for role in Role:
        found[role] = server.staff(role)
        found[f"{role} elsewhere"] = server.staff(role, "city")
    for kind in DeviceKind:
        found[kind] = server.device(kind, BRANCH, PLACES[kind])
        found[f"{kind} elsewhere"] = server.device(kind, "city", PLACES[kind])
    return found


def asked(
    server: Guarded, method: str, rule: Rule, values: dict[str, str], token: str | None
) -> TestResponse:
    """The answer to a request that changes nothing: its body is no JSON."""
    path = path_of(rule).format(**filled(rule, values))
    said = {"Authorization": f"Bearer {token}"} if token else {}
    client = server.server.app.test_client(use_cookies=False)
    data = None if method == "GET" else "{"
    kind = "application/json" if data else None
    return client.open(
        path, method=method, headers=said, data=data, content_type=kind, buffered=True
    )


def is_let_in(answer: TestResponse) -> bool:
    """Whether the doors let it pass; pages lead elsewhere who has no credentials."""
    if answer.status_code == 302:
        return not answer.headers["Location"].startswith(("/pair?", "/sign-in?"))
    return answer.status_code not in (401, 403)


def test_the_page_is_what_the_code_says() -> None:
    page = PAGE.read_text()
    assert page == with_tables(page), "python docs/permissions_reference.py"


def test_rights_at_one_branch_are_worth_nothing_at_another(
    server: Guarded, values: dict[str, str], tokens: dict[str, str | None]
) -> None:
    needs = needs_of_all(server.server.app)
    wrong = []
    for method, rule in rules(server.server.app):
        if needs[rule.endpoint] == PUBLIC or not rule.arguments & {"branch", "ticket"}:
            continue
        for column in (name for name in tokens if name.endswith(" elsewhere")):
            answer = asked(server, method, rule, values, tokens[column])
            if answer.status_code != 403:
                wrong.append(f"{column}: {method} {rule.rule}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("kind", DeviceKind)
def test_a_device_is_refused_what_belongs_to_another_place(
    server: Guarded, values: dict[str, str], tokens: dict[str, str | None], kind: DeviceKind
) -> None:
    needs = needs_of_all(server.server.app)
    others = values | dict.fromkeys(PLACED, "2")
    for method, rule in rules(server.server.app):
        if needs[rule.endpoint] != PUBLIC and rule.arguments & set(PLACED):
            answer = asked(server, method, rule, others, tokens[kind])
            assert answer.status_code == 403, f"{method} {rule.rule}"


@pytest.mark.parametrize(
    ("column", "reason", "status"),
    [
        (DeviceKind.KIOSK, "is expected", 403),
        (Role.RECEPTION, None, 422),
        (Role.RECEPTION, "is expected", 201),
    ],
)
def test_who_has_no_appointment_counts_as_one_only_by_staff_who_say_why(
    server: Guarded, tokens: dict[str, str | None], column: str, reason: str | None, status: int
) -> None:
    said = {"service": "cards", "class": "appointment", "reason": reason}
    answer = server.ask("POST", f"{API}/branches/{BRANCH}/tickets", tokens[column], said)
    assert answer.status_code == status, answer.text
    if status == 201:
        read = f"{API}/audit?kind=priority&subject=ticket:{answer.get_json()['id']}"
        [entry] = server.ask("GET", read, tokens[Role.AUDITOR]).get_json()["entries"]
        assert (entry["after"], entry["reason"]) == ({"class": "appointment"}, reason)


def test_a_locked_session_may_call_for_help_and_do_nothing_else(
    server: Guarded, values: dict[str, str]
) -> None:
    needs, token = needs_of_all(server.server.app), server.staff(Role.SUPERVISOR)
    server.do(signing.lock, token)
    let_in = []
    for method, rule in rules(server.server.app):
        if needs[rule.endpoint] != PUBLIC and rule.rule.startswith(API):
            answer = asked(server, method, rule, values, token)
            if (answer.get_json(silent=True) or {}).get("code") != "session_locked":
                let_in.append(path_of(rule))
    assert let_in == [f"{API}/branches/{{branch}}/counters/{{counter}}/alarm"]


@pytest.mark.parametrize("view", VIEW_NEEDS)
def test_a_view_is_watched_by_whom_the_page_says(
    server: Guarded, values: dict[str, str], tokens: dict[str, str | None], view: str
) -> None:
    place = VIEW_NEEDS[view][1]
    message = {"view": view, "branch": BRANCH, "id": values.get(place, "")}
    for column in COLUMNS:
        socket = server.socket(tokens[column])
        answer: dict[str, Any] = socket.emit("watch", message, callback=True) or {}
        error = answer.get("error", {}).get("code")
        let_in = error not in ("not_signed_in", "forbidden")
        assert let_in is documented()[view][column], (view, column, error)
        socket.disconnect()


def test_every_call_page_and_view_answers_every_caller_as_documented(
    server: Guarded, values: dict[str, str], tokens: dict[str, str | None]
) -> None:
    page = documented()
    wrong = []
    # What ends sessions comes at the end, and this test after the others.
    every = sorted(rules(server.server.app), key=lambda r: r[1].endpoint.startswith("sessions."))
    for method, rule in every:
        what = f"{method} {path_of(rule)}".replace("/api/v1", "")
        for column in COLUMNS:
            answer = asked(server, method, rule, values, tokens[column])
            if rule.endpoint.startswith(ASK_BY_THEMSELVES):
                assert page[what][column]
            elif is_let_in(answer) != page[what][column]:
                wrong.append(f"{column}: {what}: {answer.status_code}")
            elif not is_let_in(answer) and answer.status_code != 302:
                assert answer.status_code == (401 if column == "anyone" else 403), what
    assert wrong == []
