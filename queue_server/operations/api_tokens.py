"""Tokens of programs: made with what they may do, where and until when, and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.access import EVERYWHERE, OFFICE_WIDE, Permission
from queue_server.domain.errors import Invalid, NotFound
from queue_server.identity.hashing import hash_token
from queue_server.operations import audit
from queue_server.operations.work import ACCESS, Work
from queue_server.store import api_tokens
from queue_server.views.api_tokens import token_json

#: What would let a program give itself or others more than it was given.
NOT_FOR_PROGRAMS = frozenset({Permission.MANAGE_TOKENS, Permission.MANAGE_STAFF})


def add(
    work: Work,
    token: str,
    name: str,
    permissions: list[Permission],
    branches: list[str],
    days: int,
) -> dict[str, Any]:
    """Let a program in that sends `token`, which it is told once."""
    _refuse_what_makes_no_sense(work, permissions, branches)
    token_id = api_tokens.add(
        work.db,
        hash_token(token),
        name,
        frozenset(permissions),
        tuple(sorted(set(branches))),
        work.caller.id,
        work.now,
        work.now + timedelta(days=days),
    )
    answer = _json(work, token_id)
    about = {key: answer[key] for key in ("name", "permissions", "branches", "expires_at")}
    audit.record(work, "token_made", f"token:{token_id}", after=about)
    work.changes.add(ACCESS)
    return answer


def revoke(work: Work, token_id: int, reason: str | None) -> dict[str, Any]:
    """Let it in no more; revoking one that is revoked changes nothing."""
    found = api_tokens.find(work.db, token_id)
    if found is None:
        raise NotFound(f"there is no token {token_id}")
    answer = _json(work, token_id)
    if found.revoked_at is None:
        api_tokens.revoke(work.db, token_id, work.now)
        audit.record(
            work, "token_revoked", f"token:{token_id}", before={"name": found.name}, reason=reason
        )
        work.changes.add(ACCESS)
    return answer


def _refuse_what_makes_no_sense(
    work: Work, permissions: list[Permission], branches: list[str]
) -> None:
    faults = []
    for place, branch in enumerate(branches):
        if branch != EVERYWHERE and branch not in work.office.branch:
            faults.append((f"branches[{place}]", f"there is no branch {branch!r}"))
    for place, permission in enumerate(permissions):
        if permission in OFFICE_WIDE and EVERYWHERE not in branches:
            faults.append((f"permissions[{place}]", f"{permission} needs the whole office: *"))
        if permission in NOT_FOR_PROGRAMS:
            faults.append((f"permissions[{place}]", f"{permission} is for people only"))
    if faults:
        raise Invalid(faults)


def _json(work: Work, token_id: int) -> dict[str, Any]:
    found = api_tokens.find(work.db, token_id)
    assert found is not None
    return token_json(found)
