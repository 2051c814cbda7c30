"""Accounts of staff, what each was granted where, and the links that set a password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff. `password` and `pin` are argon2id hashes, None where none is set.

    `issuer` and `subject` name the same person at an identity provider.
    """

    id: int
    login: str
    name: str
    created_at: datetime
    password: str | None = None
    pin: str | None = None
    issuer: str | None = None
    subject: str | None = None
    disabled: bool = False
    signed_in_at: datetime | None = None

    @property
    def caller(self) -> str:
        """How events and the audit name it, for ever."""
        return f"staff:{self.id}"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role, or a single permission, at a branch or `*`."""

    branch: str
    granted: str


_COLUMNS = "id, login, name, password, pin, issuer, subject, disabled, created_at, signed_in_at"


def add(db: Connection, login: str, name: str, now: datetime) -> Account:
    """A new account without password and grants."""
    row = db.one(
        "INSERT INTO accounts (login, name, disabled, created_at)"
        f" VALUES (:login, :name, 0, :now) RETURNING {_COLUMNS}",
        {"login": login, "name": name, "now": to_micros(now)},
    )
    assert row is not None
    return _account(row)


def save(db: Connection, account: Account) -> None:
    """Write what may change of an account."""
    signed_in = account.signed_in_at
    db.run(
        "UPDATE accounts SET name = :name, password = :password, pin = :pin, issuer = :issuer,"
        " subject = :subject, disabled = :disabled, signed_in_at = :signed_in_at WHERE id = :id",
        {
            "id": account.id,
            "name": account.name,
            "password": account.password,
            "pin": account.pin,
            "issuer": account.issuer,
            "subject": account.subject,
            "disabled": int(account.disabled),
            "signed_in_at": to_micros(signed_in) if signed_in else None,
        },
    )


def find(db: Connection, account: int) -> Account | None:
    """The account with this id."""
    return _one(db, "id = :id", id=account)


def by_login(db: Connection, login: str) -> Account | None:
    """The account that signs in with this."""
    return _one(db, "login = :login", login=login)


def by_subject(db: Connection, issuer: str, subject: str) -> Account | None:
    """The account of a person whom an identity provider knows."""
    return _one(db, "issuer = :issuer AND subject = :subject", issuer=issuer, subject=subject)


def everyone(db: Connection) -> list[Account]:
    """All accounts by name."""
    return [_account(row) for row in db.all(f"SELECT {_COLUMNS} FROM accounts ORDER BY name, id")]


def is_empty(db: Connection) -> bool:
    """Whether there is no account yet."""
    return db.one("SELECT 1 FROM accounts LIMIT 1") is None


def grants(db: Connection, account: int) -> list[Grant]:
    """What an account was granted, in order."""
    rows = db.all(
        "SELECT branch, granted FROM grants WHERE account = :account ORDER BY branch, granted",
        {"account": account},
    )
    return [Grant(*row) for row in rows]


def all_grants(db: Connection) -> dict[int, list[Grant]]:
    """Every account's grants."""
    found: dict[int, list[Grant]] = {}
    for account, *about in db.all(
        "SELECT account, branch, granted FROM grants ORDER BY branch, granted"
    ):
        found.setdefault(account, []).append(Grant(*about))
    return found


def save_grants(db: Connection, account: int, granted: Iterable[Grant]) -> None:
    """Grant this, and nothing else."""
    db.run("DELETE FROM grants WHERE account = :account", {"account": account})
    for grant in sorted(set(granted)):
        db.run(
            "INSERT INTO grants (account, branch, granted) VALUES (:account, :branch, :granted)",
            {"account": account, "branch": grant.branch, "granted": grant.granted},
        )


def save_link(db: Connection, account: int, token: str, until: datetime) -> None:
    """The hash of the one link by which an account's password may be set."""
    db.run(
        "INSERT INTO password_links (account, token, until) VALUES (:account, :token, :until)"
        " ON CONFLICT (account) DO UPDATE SET token = :token, until = :until",
        {"account": account, "token": token, "until": to_micros(until)},
    )


def linked(db: Connection, token: str, now: datetime) -> Account | None:
    """Whose password a link may set now; `token` is its hash."""
    return _one(
        db,
        "id IN (SELECT account FROM password_links WHERE token = :token AND until > :now)",
        token=token,
        now=to_micros(now),
    )


def drop_link(db: Connection, account: int) -> None:
    """Let an account's link lead nowhere."""
    db.run("DELETE FROM password_links WHERE account = :account", {"account": account})


def _one(db: Connection, where: str, **about: int | str) -> Account | None:
    row = db.one(f"SELECT {_COLUMNS} FROM accounts WHERE {where}", about)
    return _account(row) if row else None


def _account(row: Row) -> Account:
    id_, login, name, password, pin, issuer, subject, disabled, created, signed_in = row
    return Account(
        id_,
        login,
        name,
        from_micros(created),
        password,
        pin,
        issuer,
        subject,
        bool(disabled),
        from_micros(signed_in) if signed_in is not None else None,
    )
