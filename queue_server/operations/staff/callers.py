"""Whose a session's token is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from queue_server.domain.access import GRANTABLE, Caller, Permission
from queue_server.domain.errors import NotSignedIn
from queue_server.identity.hashing import hash_token
from queue_server.moment import Moment
from queue_server.operations.work import Work
from queue_server.store import sessions, staff
from queue_server.store.sessions import SignIn
from queue_server.store.staff import Account, Grant

#: The first letters of a session's token.
KIND = "okse"
#: A session that is used is looked up, and its idle time begun anew, this often.
SEEN_EVERY = timedelta(minutes=1)


def find(moment: Moment, token: str) -> tuple[Caller, datetime] | None:
    """The member of staff whose token it is, and until when to believe it."""
    session = living(moment, token)
    account = staff.find(moment.db, session.account) if session else None
    if session is None or account is None or account.disabled:
        return None
    ends = moment.setting.sessions.ends(session.began_at, session.seen_at)
    caller = Caller(
        "staff",
        account.caller,
        account.name,
        permissions(staff.grants(moment.db, account.id)),
        locked=session.locked,
    )
    return caller, min(ends, moment.now + SEEN_EVERY)


def see(work: Work, token: str) -> dict[str, Any]:
    """The session is in use: its idle time begins anew."""
    if session := living(work, token):
        sessions.see(work.db, session.id, work.now)
    return {}


def living(moment: Moment, token: str) -> SignIn | None:
    """The session of a token, if it has not timed out."""
    session = sessions.find(moment.db, hash_token(token))
    if session is None:
        return None
    ends = moment.setting.sessions.ends(session.began_at, session.seen_at)
    return session if moment.now < ends else None


def own(moment: Moment, token: str) -> tuple[SignIn, Account]:
    """The session of a token and its account; refuses with `not_signed_in`."""
    session = living(moment, token)
    account = staff.find(moment.db, session.account) if session else None
    if session is None or account is None or account.disabled:
        raise NotSignedIn
    return session, account


def permissions(grants: Iterable[Grant]) -> dict[str, frozenset[Permission]]:
    """What grants come to, by branch; a role that a later release took away is nothing."""
    found: dict[str, frozenset[Permission]] = {}
    for grant in grants:
        granted = GRANTABLE.get(grant.granted, frozenset())
        found[grant.branch] = found.get(grant.branch, frozenset()) | granted
    return found
