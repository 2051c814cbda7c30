"""Accounts of staff: made, granted, disabled; passwords by links that work once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import current_app

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.identity.hashing import new_token
from queue_server.moment import Moment
from queue_server.operations.staff import accounts
from queue_server.operations.work import Work
from queue_server.store import staff
from queue_server.store.staff import Account, Grant
from queue_server.views.staff import account_json, staff_json
from queue_server.web import staff_bodies, staff_shapes
from queue_server.web.bodies import Empty
from queue_server.web.contract import Contract, tell_once
from queue_server.web.places import Place, number_in

calls = Contract()

_ONE = "/staff/<account>"
_NEEDS = Permission.MANAGE_STAFF


@calls.question("/staff", staff_shapes.Staff, needs=_NEEDS)
def get_staff(moment: Moment, _place: Place) -> dict[str, Any]:
    """Every account, and the branches and roles that can be granted."""
    return staff_json(moment)


@calls.command("/staff", staff_bodies.AddAccount, staff_shapes.NewAccount, status=201, needs=_NEEDS)
def add_account(_place: Place, body: staff_bodies.AddAccount) -> Operation:
    """Make an account, and a link by which its owner sets the password."""
    token, grants = _tell_link(), staff_bodies.granted(body.grants)
    return _told(_add, body.login, body.name, grants, token)


@calls.command(f"{_ONE}/link", Empty, staff_shapes.NewAccount, needs=_NEEDS)
def make_link(place: Place, _body: Empty) -> Operation:
    """A link by which its owner sets another password, once."""
    token = _tell_link()
    return _told(accounts.link, _id(place), token)


@calls.command(f"{_ONE}/name", staff_bodies.Rename, staff_shapes.Account, needs=_NEEDS)
def rename(place: Place, body: staff_bodies.Rename) -> Operation:
    """Call the account's owner otherwise."""
    return _told(accounts.rename, _id(place), body.name)


@calls.command(
    f"{_ONE}/grants",
    staff_bodies.SetGrants,
    staff_shapes.Account,
    errors.LastAdministrator,
    needs=_NEEDS,
)
def set_grants(place: Place, body: staff_bodies.SetGrants) -> Operation:
    """Grant this, and nothing else."""
    grants = staff_bodies.granted(body.grants)
    return _told(accounts.grant, _id(place), grants)


@calls.command(
    f"{_ONE}/disable", Empty, staff_shapes.Account, errors.LastAdministrator, needs=_NEEDS
)
def disable(place: Place, _body: Empty) -> Operation:
    """Let nobody sign in with it any more; its sessions end at once."""
    return _told(accounts.disable, _id(place))


@calls.command(f"{_ONE}/enable", Empty, staff_shapes.Account, needs=_NEEDS)
def enable(place: Place, _body: Empty) -> Operation:
    """Let it sign in again."""
    return _told(accounts.enable, _id(place))


@calls.command(f"{_ONE}/sign-out", Empty, staff_shapes.Account, needs=_NEEDS)
def sign_out_account(place: Place, _body: Empty) -> Operation:
    """End its sessions."""
    return _told(accounts.sign_out, _id(place))


def _id(place: Place) -> int:
    return number_in(place, "account")


def _told(change: Callable[..., Account], *about: Any) -> Operation:
    """The operation that changes an account and tells it as it is then."""
    return partial(_change, change=change, about=about)


def _change(work: Work, change: Callable[..., Account], about: Sequence[Any]) -> dict[str, Any]:
    account = change(work, *about)
    return account_json(account, staff.grants(work.db, account.id))


def _add(work: Work, login: str, name: str, grants: Sequence[Grant], token: str) -> Account:
    account = accounts.add(work, login, name, grants)
    return accounts.link(work, account.id, token)


def _tell_link() -> str:
    """A new link's token; the link is told in the answer, and nowhere kept."""
    token = new_token(accounts.LINK_KIND)
    tell_once(link=f"{current_app.config['PUBLIC_URL']}/welcome/{token}")
    return token
