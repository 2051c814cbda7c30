"""Signing in and out, and locking a session for as long as someone is away from the counter.

Secrets were compared before: here it is only recorded what that came to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from queue_server.domain.access import Caller
from queue_server.domain.errors import NotSignedIn, SignInFailed
from queue_server.identity.hashing import hash_token, new_token
from queue_server.operations import audit
from queue_server.operations.staff.callers import KIND, living, own
from queue_server.operations.work import ACCESS, Work
from queue_server.store import sessions, staff
from queue_server.store.staff import Account

#: After so many wrong PINs only the password helps: a PIN is short.
MOST_WRONG_PINS = 5
_LONGEST_BROWSER = 200


def sign_in(
    work: Work, account_id: int, by: str, browser: str | None, before: str | None
) -> dict[str, Any]:
    """Begin a session: a new token, never one that the browser brought along (`before`)."""
    account = staff.find(work.db, account_id)
    if account is None or account.disabled:
        raise SignInFailed
    if before:
        _end(work, before)
    rules, now = work.setting.sessions, work.now
    sessions.forget_ended(work.db, now - rules.idle, now - rules.longest)
    token = new_token(KIND)
    address = work.caller.address
    sessions.begin(
        work.db,
        hash_token(token),
        account.id,
        now,
        address,
        browser[:_LONGEST_BROWSER] if browser else None,
    )
    staff.save(work.db, replace(account, signed_in_at=now))
    work.caller = _as(account, address)
    audit.record(work, "signed_in", account.caller, after={"by": by})
    return {"token": token}


def fail(work: Work, login: str, account_id: int | None) -> dict[str, Any]:
    """Record that someone could not sign in; the name they typed only where it is one of ours.

    A password typed into the wrong field must not stand in the audit.
    """
    subject = f"staff:{account_id}" if account_id else "staff"
    audit.record(work, "sign_in_failed", subject, after={"login": login} if account_id else None)
    return {}


def sign_out(work: Work, token: str) -> dict[str, Any]:
    """End the session; its token is worth nothing from now on."""
    _end(work, token)
    return {}


def sign_out_everywhere(work: Work, token: str) -> dict[str, Any]:
    """End every session of the account."""
    session, account = own(work, token)
    sessions.end_all(work.db, account.id)
    work.changes.add(ACCESS)
    audit.record(work, "signed_out_everywhere", account.caller)
    return {"ended": session.id}


def end_one(work: Work, token: str, session_id: int) -> dict[str, Any]:
    """End another of one's own sessions."""
    _, account = own(work, token)
    if session_id in {session.id for session in sessions.of_account(work.db, account.id)}:
        sessions.end(work.db, session_id)
        work.changes.add(ACCESS)
        audit.record(work, "signed_out", account.caller, after={"session": session_id})
    return {}


def lock(work: Work, token: str) -> dict[str, Any]:
    """Let the session do nothing until its PIN or password is given."""
    session, account = own(work, token)
    if not session.locked:
        sessions.lock(work.db, session.id, True)
        work.changes.add(ACCESS)
        audit.record(work, "session_locked", account.caller)
    return {}


def unlock(work: Work, token: str, by: str) -> dict[str, Any]:
    """The right person is back."""
    session, account = own(work, token)
    sessions.lock(work.db, session.id, False)
    sessions.see(work.db, session.id, work.now)
    work.changes.add(ACCESS)
    audit.record(work, "session_unlocked", account.caller, after={"by": by})
    return {}


def wrong_pin(work: Work, token: str) -> dict[str, Any]:
    """Count a wrong PIN; after too many the session is over, and the password is needed."""
    session, account = own(work, token)
    wrong = session.wrong_pins + 1
    audit.record(work, "wrong_pin", account.caller, after={"times": wrong})
    if wrong >= MOST_WRONG_PINS:
        sessions.end(work.db, session.id)
        work.changes.add(ACCESS)
        return {"ended": True}
    sessions.lock(work.db, session.id, session.locked, wrong)
    return {"ended": False}


def _end(work: Work, token: str) -> None:
    session = living(work, token)
    if session is None:
        return
    account = staff.find(work.db, session.account)
    if account is None:
        raise NotSignedIn
    sessions.end(work.db, session.id)
    work.changes.add(ACCESS)
    audit.record(work, "signed_out", account.caller)


def _as(account: Account, address: str | None) -> Caller:
    return Caller("staff", account.caller, account.name, address=address)
