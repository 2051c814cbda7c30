"""Accounts and sessions: who is who, until when, and who may take whose rights away."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from queue_server.domain.access import EVERYWHERE, ROLES, Caller, Permission, Role
from queue_server.domain.sessions import SessionRules
from queue_server.identity.hashing import hash_token, new_token
from queue_server.operations.staff import accounts, callers, signing
from queue_server.operations.work import ACCESS, Work
from queue_server.store import keeping, sessions, staff
from queue_server.store.database import open_reader
from queue_server.store.staff import Account, Grant
from tests.in_process import TOWN, Hall, Json, a_hall, refusing

RULES = SessionRules(timedelta(minutes=30), timedelta(hours=8))
CLERK = [Grant(TOWN, "clerk")]
ADMIN = [Grant(EVERYWHERE, "administrator")]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, sessions=RULES) as hall:
        yield hall


def add(hall: Hall, login: str, grants: list[Grant] = CLERK, name: str = "") -> int:
    """The id of a new account."""
    return change(hall, lambda work: accounts.add(work, login, name or login.title(), grants))


def change(hall: Hall, operate: partial[Account] | object) -> int:
    return int(hall.do(lambda work: {"id": operate(work).id})["id"])  # type: ignore[operator]


def sign_in(hall: Hall, account: int, before: str | None = None) -> str:
    """The token of a new session."""
    return str(hall.do(signing.sign_in, account, "password", "Firefox", before)["token"])


def who(hall: Hall, token: str) -> Caller | None:
    """Whose a token is now."""
    found: list[Caller | None] = []

    def look(work: Work) -> Json:
        known = callers.find(work, token)
        found.append(known[0] if known else None)
        return {}

    hall.do(look)
    return found[0]


def audited(hall: Hall) -> list[str]:
    return [kind for (kind,) in hall.rows("SELECT kind FROM audit ORDER BY id")]


def test_a_session_is_its_accounts_caller_with_all_its_grants(hall: Hall) -> None:
    anna = add(hall, "anna", [*CLERK, Grant(TOWN, "counters.two"), Grant(EVERYWHERE, "auditor")])
    caller = who(hall, sign_in(hall, anna))
    assert caller is not None
    assert (caller.kind, caller.id, caller.name) == ("staff", f"staff:{anna}", "Anna")
    assert caller.grants[EVERYWHERE] == ROLES[Role.AUDITOR]
    assert caller.may(Permission.HOLD_TWO_COUNTERS, TOWN)
    assert caller.may(Permission.WORK_AT_COUNTERS, TOWN)
    assert not caller.may(Permission.WORK_AT_COUNTERS, "elsewhere")


def test_only_hashes_of_tokens_and_secrets_are_in_the_database(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    everything = str(hall.contents())
    assert token not in everything
    assert hash_token(token) in everything


def test_a_session_ends_after_its_idle_time_and_use_begins_it_anew(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    hall.pass_(minutes=29)
    hall.do(callers.see, token)
    hall.pass_(minutes=29)
    assert who(hall, token)
    hall.pass_(minutes=2)
    assert who(hall, token) is None


def test_a_session_ends_at_the_longest_however_much_it_is_used(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    for _ in range(23):
        hall.pass_(minutes=20)
        hall.do(callers.see, token)
    assert who(hall, token)
    hall.pass_(minutes=21)
    assert who(hall, token) is None


def test_a_token_is_believed_for_a_minute_at_most_and_never_past_its_end(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    until: list[timedelta] = []

    def look(work: Work) -> Json:
        known = callers.find(work, token)
        assert known
        until.append(known[1] - work.now)
        return {}

    hall.do(look)
    hall.pass_(minutes=29, seconds=40)
    hall.do(look)
    assert until == [timedelta(minutes=1), timedelta(seconds=20)]


def test_signing_in_begins_a_new_session_and_ends_the_one_that_the_browser_had(hall: Hall) -> None:
    anna = add(hall, "anna")
    first = sign_in(hall, anna)
    second = sign_in(hall, anna, before=first)
    assert first != second
    assert who(hall, first) is None
    assert who(hall, second)


def test_a_token_that_signed_out_is_worth_nothing(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    hall.do(signing.sign_out, token)
    assert who(hall, token) is None
    assert {ACCESS} <= set().union(*hall.changes)


def test_signing_out_everywhere_ends_every_session_of_ones_own_and_no_others(hall: Hall) -> None:
    anna, borys = add(hall, "anna"), add(hall, "borys")
    tokens = [sign_in(hall, anna), sign_in(hall, anna)]
    other = sign_in(hall, borys)
    hall.do(signing.sign_out_everywhere, tokens[0])
    assert [who(hall, token) for token in tokens] == [None, None]
    assert who(hall, other)


def test_a_disabled_account_is_signed_out_at_once_and_cannot_sign_in(hall: Hall) -> None:
    add(hall, "admin", ADMIN)
    anna = add(hall, "anna")
    token = sign_in(hall, anna)
    change(hall, partial(accounts.disable, account_id=anna))
    assert who(hall, token) is None
    with refusing("sign_in_failed"):
        sign_in(hall, anna)
    change(hall, partial(accounts.enable, account_id=anna))
    assert who(hall, sign_in(hall, anna))
    assert who(hall, token) is None


def test_another_password_ends_the_other_sessions_only(hall: Hall) -> None:
    anna = add(hall, "anna")
    here, there = sign_in(hall, anna), sign_in(hall, anna)
    number = hall.rows("SELECT id FROM staff_sessions ORDER BY id")[0][0]
    change(hall, lambda work: accounts.set_password(work, anna, "hash", number))
    assert who(hall, here)
    assert who(hall, there) is None


def test_a_link_sets_a_password_once_and_lapses_after_a_day(hall: Hall) -> None:
    anna, token, other = add(hall, "anna"), new_token("okpw"), new_token("okpw")
    change(hall, lambda work: accounts.link(work, anna, token))
    assert token not in str(hall.contents())
    change(hall, lambda work: accounts.follow_link(work, token, "hash"))
    with refusing("not_found"):
        change(hall, lambda work: accounts.follow_link(work, token, "hash"))
    change(hall, lambda work: accounts.link(work, anna, other))
    hall.pass_(hours=24)
    with refusing("not_found"):
        change(hall, lambda work: accounts.follow_link(work, other, "hash"))


def test_a_new_link_takes_the_place_of_the_one_before(hall: Hall) -> None:
    anna, first, second = add(hall, "anna"), new_token("okpw"), new_token("okpw")
    for token in (first, second):
        change(hall, lambda work, token=token: accounts.link(work, anna, token))
    with refusing("not_found"):
        change(hall, lambda work: accounts.follow_link(work, first, "hash"))


def test_the_first_account_is_made_once(hall: Hall) -> None:
    first = change(hall, lambda work: accounts.add_first(work, "admin", "Admin", "hash"))
    caller = who(hall, sign_in(hall, first))
    assert caller is not None
    assert caller.may(Permission.MANAGE_STAFF)
    with refusing("not_found"):
        change(hall, lambda work: accounts.add_first(work, "second", "Second", "hash"))


@pytest.mark.parametrize(
    "take_away",
    [accounts.disable, partial(accounts.grant, grants=CLERK)],
    ids=["disabled", "granted less"],
)
def test_the_last_who_manages_staff_stays(hall: Hall, take_away: partial[Account]) -> None:
    admin, other = add(hall, "admin", ADMIN), add(hall, "other", ADMIN)
    change(hall, lambda work: take_away(work, other))
    with refusing("last_administrator"):
        change(hall, lambda work: take_away(work, admin))
    caller = who(hall, sign_in(hall, admin))
    assert caller is not None
    assert caller.may(Permission.MANAGE_STAFF)


@pytest.mark.parametrize(
    ("login", "name", "grants", "path"),
    [
        ("anna", "Somebody", CLERK, "login"),
        ("other", "ANNA", CLERK, "name"),
        ("other", "Other", [Grant("nowhere", "clerk")], "grants[0].branch"),
        ("other", "Other", [*CLERK, Grant(TOWN, "king")], "grants[1].role"),
        ("other", "Other", [Grant(TOWN, "administrator")], "grants[0].branch"),
    ],
)
def test_an_account_that_cannot_be_says_why(
    hall: Hall, login: str, name: str, grants: list[Grant], path: str
) -> None:
    add(hall, "anna")
    with pytest.raises(AssertionError) as refused:
        add(hall, login, grants, name)
    assert refused.value.problem["errors"][0]["path"] == path  # type: ignore[attr-defined]


def test_a_locked_session_is_told_as_locked_until_it_is_unlocked(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    hall.do(signing.lock, token)
    locked = who(hall, token)
    assert locked is not None
    assert locked.locked
    hall.do(signing.unlock, token, "pin")
    opened = who(hall, token)
    assert opened is not None
    assert not opened.locked


def test_five_wrong_pins_end_the_session(hall: Hall) -> None:
    token = sign_in(hall, add(hall, "anna"))
    hall.do(signing.lock, token)
    assert [hall.do(signing.wrong_pin, token)["ended"] for _ in range(4)] == [False] * 4
    assert who(hall, token)
    assert hall.do(signing.wrong_pin, token)["ended"]
    assert who(hall, token) is None


def test_what_happens_to_accounts_and_sessions_stands_in_the_audit(hall: Hall) -> None:
    anna = add(hall, "anna", ADMIN)
    token = sign_in(hall, anna)
    hall.do(signing.fail, "anna", anna)
    change(hall, lambda work: accounts.grant(work, anna, [*ADMIN, *CLERK]))
    change(hall, lambda work: accounts.set_pin(work, anna, "hash of a pin"))
    hall.do(signing.sign_out, token)
    assert audited(hall) == [
        "account_added",
        "signed_in",
        "sign_in_failed",
        "account_granted",
        "pin_changed",
        "signed_out",
    ]
    assert "hash of a pin" not in str(hall.rows("SELECT * FROM audit"))


def test_a_password_typed_as_a_name_is_not_in_the_audit(hall: Hall) -> None:
    hall.do(signing.fail, "three blue trams", None)
    assert "trams" not in str(hall.rows("SELECT * FROM audit"))


def test_who_was_signed_in_at_a_backup_is_not_after_it_is_restored(
    hall: Hall, tmp_path: Path
) -> None:
    token = sign_in(hall, add(hall, "anna"))
    backup, new = tmp_path / "backup", tmp_path / "new"
    keeping.write(hall.database, backup, b"a hall's secret", "1", hall.wall)
    out = keeping.prepare(backup, new)
    keeping.give_no_more(new, out, hall.wall, hall.wall)
    with closing(open_reader(new)) as db:
        assert [account.login for account in staff.everyone(db)] == ["anna"]
        assert sessions.find(db, hash_token(token)) is None
