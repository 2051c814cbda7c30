"""`okienko user`: accounts of staff from the command line, while no server runs.

While one runs, /admin/staff does the same: only one process ever writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import click

from queue_server.cli.offline import OfflineOffice, offline_office
from queue_server.cli.serve import loaded
from queue_server.domain.access import EVERYWHERE, GRANTABLE
from queue_server.domain.errors import NotFound
from queue_server.domain.passwords import weakness
from queue_server.identity.hashing import hash_secret, new_token
from queue_server.operations.staff import accounts
from queue_server.operations.work import Work
from queue_server.store import staff
from queue_server.store.database import AlreadyRunning, open_reader
from queue_server.store.staff import Account, Grant

_CONFIG = click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
    help="The configuration that names the database.",
)
_LINK = click.option(
    "--link", is_flag=True, help="Print a link by which its owner sets it, in place of asking."
)


@click.group()
def user() -> None:
    """Accounts of staff, while no server runs; /admin/staff is for when one does."""


@user.command()
@_CONFIG
@_LINK
@click.option("--name", required=True, help="How people know them.")
@click.option("--role", "roles", multiple=True, metavar="ROLE[@BRANCH]", help="May be repeated.")
@click.argument("login")
def add(file: Path, link: bool, name: str, roles: tuple[str, ...], login: str) -> None:
    """Make an account; without a branch a role is of the whole office."""
    grants = [_grant(text) for text in roles]
    login = login.casefold()
    password = None if link else _password(login, name)
    with _office(file) as office:

        def make(work: Work) -> Account:
            account = accounts.add(work, login, name, grants)
            return accounts.set_password(work, account.id, password) if password else account

        office.change(make)
        click.echo(office.link(login) if link else f"{login} can sign in")


@user.command("list")
@_CONFIG
def list_(file: Path) -> None:
    """Tell every account and what it may do; a server may run meanwhile."""
    with closing(open_reader(loaded(file).server.database)) as db:
        granted = staff.all_grants(db)
        for account in staff.everyone(db):
            roles = " ".join(f"{g.granted}@{g.branch}" for g in granted.get(account.id, ()))
            state = "disabled" if account.disabled else ""
            click.echo(f"{account.login}\t{account.name}\t{roles}\t{state}".rstrip())


@user.command()
@_CONFIG
@click.argument("login")
def disable(file: Path, login: str) -> None:
    """Let nobody sign in with an account any more."""
    with _office(file) as office:
        office.change_account(login, accounts.disable)
        click.echo(f"{login} is disabled")


@user.command()
@_CONFIG
@click.argument("login")
def enable(file: Path, login: str) -> None:
    """Let an account sign in again."""
    with _office(file) as office:
        office.change_account(login, accounts.enable)
        click.echo(f"{login} can sign in")


@user.command()
@_CONFIG
@_LINK
@click.argument("login")
def password(file: Path, link: bool, login: str) -> None:
    """Set an account's password; its sessions end."""
    kept = None if link else _password(login)
    with _office(file) as office:
        if kept is None:
            click.echo(office.link(login))
            return
        office.change_account(login, partial(accounts.set_password, password=kept))
        click.echo(f"{login} has another password")


@user.command()
@_CONFIG
@click.argument("login")
@click.argument("roles", nargs=-1, metavar="ROLE[@BRANCH]...")
def grant(file: Path, login: str, roles: tuple[str, ...]) -> None:
    """Let an account have these roles and no others."""
    with _office(file) as office:
        office.change_account(login, partial(accounts.grant, grants=[_grant(t) for t in roles]))
        click.echo(f"{login} has other roles")


@user.command("sessions")
@_CONFIG
@click.argument("login")
def sessions_(file: Path, login: str) -> None:
    """Sign an account out everywhere."""
    with _office(file) as office:
        office.change_account(login, accounts.sign_out)
        click.echo(f"{login} is signed out")


class Accounts:
    """Accounts as they are changed while no server runs."""

    def __init__(self, office: OfflineOffice) -> None:
        self._office = office

    def change(self, operate: Callable[[Work], Account]) -> None:
        """Run an operation; ends the command where it is refused."""
        self._office.run(lambda work: {"id": operate(work).id})

    def change_account(self, login: str, operate: Callable[[Work, int], Account]) -> None:
        """Run an operation on the account that signs in with `login`."""
        self.change(lambda work: operate(work, _found(work, login).id))

    def link(self, login: str) -> str:
        """A link by which the account's owner sets a password."""
        token = new_token(accounts.LINK_KIND)
        self.change_account(login, partial(accounts.link, token=token))
        return f"{self._office.public_url}/welcome/{token}"


@contextmanager
def _office(file: Path) -> Iterator[Accounts]:
    try:
        with offline_office(loaded(file)) as office:
            yield Accounts(office)
    except AlreadyRunning as error:
        raise click.ClickException(f"{error}; use its page /admin/staff, or stop it") from error


def _found(work: Work, login: str) -> Account:
    account = staff.by_login(work.db, login.casefold())
    if account is None:
        raise NotFound(f"nobody signs in with {login!r}")
    return account


def _grant(text: str) -> Grant:
    role, _, branch = text.partition("@")
    if role not in GRANTABLE:
        raise click.BadParameter(f"{role!r} is none of {', '.join(GRANTABLE)}")
    return Grant(branch or EVERYWHERE, role)


def _password(*names: str) -> str:
    """The hash of a password that is typed twice."""
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if weak := weakness(typed, *names):
        raise click.ClickException(f"this cannot be a password: {weak}")
    return hash_secret(typed)
