"""Who is signed in, in which browser, since when. Only hashes of their tokens are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account's session in one browser; locked, it waits for a PIN or the password."""

    id: int
    account: int
    began_at: datetime
    seen_at: datetime
    address: str | None
    browser: str | None
    locked: bool
    wrong_pins: int


_COLUMNS = "id, account, began_at, seen_at, address, browser, locked, wrong_pins"


def begin(
    db: Connection,
    token: str,
    account: int,
    now: datetime,
    address: str | None,
    browser: str | None,
) -> SignIn:
    """A new session; `token` is its hash."""
    row = db.one(
        "INSERT INTO staff_sessions"
        " (token, account, began_at, seen_at, address, browser, locked, wrong_pins)"
        f" VALUES (:token, :account, :now, :now, :address, :browser, 0, 0) RETURNING {_COLUMNS}",
        {
            "token": token,
            "account": account,
            "now": to_micros(now),
            "address": address,
            "browser": browser,
        },
    )
    assert row is not None
    return _session(row)


def find(db: Connection, token: str) -> SignIn | None:
    """The session whose token has this hash."""
    row = db.one(f"SELECT {_COLUMNS} FROM staff_sessions WHERE token = :token", {"token": token})
    return _session(row) if row else None


def of_account(db: Connection, account: int) -> list[SignIn]:
    """An account's sessions, the newest first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM staff_sessions WHERE account = :account ORDER BY id DESC",
        {"account": account},
    )
    return [_session(row) for row in rows]


def see(db: Connection, session: int, now: datetime) -> None:
    """It is in use."""
    db.run(
        "UPDATE staff_sessions SET seen_at = :now WHERE id = :id",
        {"id": session, "now": to_micros(now)},
    )


def lock(db: Connection, session: int, locked: bool, wrong_pins: int = 0) -> None:
    """Lock or unlock it, with the count of wrong PINs since it was locked."""
    db.run(
        "UPDATE staff_sessions SET locked = :locked, wrong_pins = :wrong WHERE id = :id",
        {"id": session, "locked": int(locked), "wrong": wrong_pins},
    )


def end(db: Connection, session: int) -> None:
    """Its token is worth nothing from now on."""
    db.run("DELETE FROM staff_sessions WHERE id = :id", {"id": session})


def end_all(db: Connection, account: int, but: int = 0) -> None:
    """End an account's sessions, `but` one where said."""
    db.run(
        "DELETE FROM staff_sessions WHERE account = :account AND id <> :but",
        {"account": account, "but": but},
    )


def forget_ended(db: Connection, unseen_since: datetime, began_before: datetime) -> None:
    """Drop those that have timed out."""
    db.run(
        "DELETE FROM staff_sessions WHERE seen_at < :unseen OR began_at < :began",
        {"unseen": to_micros(unseen_since), "began": to_micros(began_before)},
    )


def _session(row: Row) -> SignIn:
    id_, account, began_at, seen_at, address, browser, locked, wrong_pins = row
    return SignIn(
        id_,
        account,
        from_micros(began_at),
        from_micros(seen_at),
        address,
        browser,
        bool(locked),
        wrong_pins,
    )
