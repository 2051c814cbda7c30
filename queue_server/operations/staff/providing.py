"""Accounts of people whom an identity provider knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from queue_server.domain.access import EVERYWHERE
from queue_server.office.signing import ClaimedRole
from queue_server.operations.staff import accounts
from queue_server.operations.work import Work
from queue_server.store import staff
from queue_server.store.staff import Grant


def of_person(
    work: Work,
    issuer: str,
    subject: str,
    login: str,
    name: str,
    claimed: Iterable[ClaimedRole],
) -> dict[str, Any]:
    """The id of the account of a person, made where there is none, with what is claimed for them.

    The provider decides about roles: they are written anew at each sign-in. Whoever gets none has
    no id here, and what they had is taken away. An account of the same login that is not theirs
    stays its owner's.
    """
    grants = [
        Grant(role.branch or EVERYWHERE, role.role.value)
        for role in claimed
        if role.branch is None or role.branch in work.office.branch
    ]
    account = staff.by_subject(work.db, issuer, subject)
    if account is not None:
        accounts.replace_grants(work, account, grants)
    if not grants:
        return {"id": None}
    if account is not None:
        return {"id": account.id}
    account = accounts.add(work, _free_login(work, login), _free_name(work, name), grants)
    staff.save(work.db, replace(account, issuer=issuer, subject=subject))
    return {"id": account.id}


def _free_login(work: Work, login: str) -> str:
    return _first_free(login.casefold(), {a.login for a in staff.everyone(work.db)}, "{}-{}")


def _free_name(work: Work, name: str) -> str:
    taken = {account.name.casefold() for account in staff.everyone(work.db)}
    return _first_free(name, taken, "{} ({})")


def _first_free(wish: str, taken: set[str], numbered: str) -> str:
    found, number = wish, 2
    while found.casefold() in taken:
        found = numbered.format(wish, number)
        number += 1
    return found
