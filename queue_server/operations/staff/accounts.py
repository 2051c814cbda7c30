"""Accounts: made, granted, disabled, and given passwords by links that work once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from queue_server.domain.access import EVERYWHERE, GRANTABLE, Permission, Role
from queue_server.domain.errors import Invalid, LastAdministrator, NotFound
from queue_server.identity.hashing import hash_token
from queue_server.moment import Moment
from queue_server.operations import audit
from queue_server.operations.staff.callers import permissions
from queue_server.operations.work import ACCESS, Work
from queue_server.store import sessions, staff
from queue_server.store.staff import Account, Grant
from queue_server.views.staff import grants_json

#: How long a link that sets a password may be used.
LINK_LASTS = timedelta(hours=24)
#: The first letters of such a link's token.
LINK_KIND = "okpw"
#: What the first account may do.
FIRST_GRANTS = (Grant(EVERYWHERE, Role.ADMINISTRATOR.value),)


def add(work: Work, login: str, name: str, grants: Sequence[Grant]) -> Account:
    """A new account without a password. Names differ: people and slips tell clerks by them."""
    login = login.casefold()
    faults = [("login", "somebody signs in with it already")] if _taken(work, login) else []
    faults += _faults_of_name(work, name, None) + _faults_of_grants(work, grants)
    if faults:
        raise Invalid(faults)
    account = staff.add(work.db, login, name, work.now)
    staff.save_grants(work.db, account.id, grants)
    after = {"login": login, "name": name, "grants": grants_json(grants)}
    audit.record(work, "account_added", account.caller, after=after)
    return account


def rename(work: Work, account_id: int, name: str) -> Account:
    """Another name from now on; what is recorded keeps the old one."""
    account = _found(work, account_id)
    if faults := _faults_of_name(work, name, account_id):
        raise Invalid(faults)
    return _change(work, account, "account_renamed", name=name)


def grant(work: Work, account_id: int, grants: Sequence[Grant]) -> Account:
    """Let it do this, and nothing else, from the next request on."""
    account = _found(work, account_id)
    if faults := _faults_of_grants(work, grants):
        raise Invalid(faults)
    replace_grants(work, account, grants)
    _refuse_no_administrator(work)
    return account


def replace_grants(work: Work, account: Account, grants: Iterable[Grant]) -> None:
    """Write what was granted, and record it where it is not what was granted before."""
    before, after = staff.grants(work.db, account.id), sorted(set(grants))
    if before == after:
        return
    staff.save_grants(work.db, account.id, after)
    audit.record(
        work,
        "account_granted",
        account.caller,
        before=grants_json(before),
        after=grants_json(after),
    )
    work.changes.add(ACCESS)


def disable(work: Work, account_id: int) -> Account:
    """Nobody signs in with it any more; its sessions end at once."""
    account = _found(work, account_id)
    sessions.end_all(work.db, account_id)
    staff.drop_link(work.db, account_id)
    account = _change(work, account, "account_disabled", disabled=True)
    _refuse_no_administrator(work)
    return account


def enable(work: Work, account_id: int) -> Account:
    """It can sign in again."""
    return _change(work, _found(work, account_id), "account_enabled", disabled=False)


def sign_out(work: Work, account_id: int) -> Account:
    """End all its sessions."""
    account = _found(work, account_id)
    sessions.end_all(work.db, account_id)
    work.changes.add(ACCESS)
    audit.record(work, "account_signed_out", account.caller)
    return account


def link(work: Work, account_id: int, token: str) -> Account:
    """Let its owner set a password by `token`, once; an earlier link leads nowhere any more."""
    account = _found(work, account_id)
    staff.save_link(work.db, account_id, hash_token(token), work.now + LINK_LASTS)
    audit.record(work, "password_link_made", account.caller)
    return account


def follow_link(work: Work, token: str, password: str) -> Account:
    """Set the password by a link, which then leads nowhere; other sessions end."""
    account = linked(work, token)
    if account is None:
        raise NotFound("this link has been used or has lapsed; ask for another")
    return set_password(work, account.id, password)


def linked(moment: Moment, token: str) -> Account | None:
    """Whose password a link may set now."""
    account = staff.linked(moment.db, hash_token(token), moment.now)
    return account if account is not None and not account.disabled else None


def add_first(work: Work, login: str, name: str, password: str) -> Account:
    """The first account, an administrator; refuses with `not_found` where there is one."""
    if not staff.is_empty(work.db):
        raise NotFound("somebody has an account already; ask an administrator")
    return set_password(work, add(work, login, name, FIRST_GRANTS).id, password)


def set_password(work: Work, account_id: int, password: str, session: int = 0) -> Account:
    """Keep the hash of a password; every session ends but the one that set it."""
    account = _found(work, account_id)
    staff.drop_link(work.db, account_id)
    sessions.end_all(work.db, account_id, but=session)
    return _change(work, account, "password_changed", password=password)


def set_pin(work: Work, account_id: int, pin: str | None) -> Account:
    """Keep the hash of a PIN, or none."""
    return _change(work, _found(work, account_id), "pin_changed", pin=pin)


def _found(work: Work, account_id: int) -> Account:
    account = staff.find(work.db, account_id)
    if account is None:
        raise NotFound(f"there is no account {account_id}")
    return account


def _taken(work: Work, login: str) -> bool:
    return staff.by_login(work.db, login) is not None


def _faults_of_name(work: Work, name: str, own: int | None) -> list[tuple[str, str]]:
    others = (account for account in staff.everyone(work.db) if account.id != own)
    if any(account.name.casefold() == name.casefold() for account in others):
        return [("name", "somebody has this name already; add what tells them apart")]
    return []


def _faults_of_grants(work: Work, grants: Sequence[Grant]) -> list[tuple[str, str]]:
    faults = []
    for place, grant in enumerate(grants):
        at = f"grants[{place}]"
        if grant.branch != EVERYWHERE and grant.branch not in work.office.branch:
            faults.append((f"{at}.branch", f"there is no branch {grant.branch!r}"))
        if grant.granted not in GRANTABLE:
            faults.append((f"{at}.role", f"there is no role {grant.granted!r}"))
        if grant.granted == Role.ADMINISTRATOR and grant.branch != EVERYWHERE:
            faults.append((f"{at}.branch", "an administrator is one of the whole office: *"))
    return faults


def _refuse_no_administrator(work: Work) -> None:
    granted = staff.all_grants(work.db)
    if not any(
        Permission.MANAGE_STAFF in permissions(granted.get(account.id, ())).get(EVERYWHERE, ())
        for account in staff.everyone(work.db)
        if not account.disabled
    ):
        raise LastAdministrator


def _change(work: Work, account: Account, kind: str, **changes: Any) -> Account:
    """Write and record a change; secrets are not recorded."""
    after = replace(account, **changes)
    staff.save(work.db, after)
    told = {key: value for key, value in changes.items() if key in ("name", "disabled")}
    before = {key: getattr(account, key) for key in told}
    audit.record(work, kind, account.caller, before=before or None, after=told or None)
    work.changes.add(ACCESS)
    return after
