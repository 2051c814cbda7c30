"""Accounts as administrators, and their owners, see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from queue_server.domain.access import GRANTABLE
from queue_server.moment import Moment
from queue_server.store import sessions, staff
from queue_server.store.staff import Account, Grant


def staff_json(moment: Moment) -> dict[str, Any]:
    """Every account by name, and where which roles can be granted."""
    granted = staff.all_grants(moment.db)
    return {
        "accounts": [
            account_json(account, granted.get(account.id, ()))
            for account in staff.everyone(moment.db)
        ],
        "branches": [{"id": branch.id, "name": branch.name} for branch in moment.office.branches],
        "roles": list(GRANTABLE),
    }


def account_json(account: Account, grants: Iterable[Grant]) -> dict[str, Any]:
    """An account without its secrets; `caller` is how events and the audit name it."""
    return {
        "id": account.id,
        "caller": account.caller,
        "login": account.login,
        "name": account.name,
        "disabled": account.disabled,
        "password": account.password is not None,
        "pin": account.pin is not None,
        "provider": account.issuer,
        "created_at": _utc(account.created_at),
        "signed_in_at": _utc(account.signed_in_at),
        "grants": grants_json(grants),
    }


def grants_json(grants: Iterable[Grant]) -> list[dict[str, str]]:
    """Grants in the shape of the wire contract."""
    return [{"branch": grant.branch, "role": grant.granted} for grant in grants]


def sessions_json(moment: Moment, account: Account, current: int) -> list[dict[str, Any]]:
    """Where someone is signed in, the newest first."""
    return [
        {
            "id": session.id,
            "current": session.id == current,
            "began_at": _utc(session.began_at),
            "seen_at": _utc(session.seen_at),
            "address": session.address,
            "browser": session.browser,
        }
        for session in sessions.of_account(moment.db, account.id)
        if moment.now < moment.setting.sessions.ends(session.began_at, session.seen_at)
    ]


def _utc(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
