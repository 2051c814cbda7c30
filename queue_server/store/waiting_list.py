"""Who waits for a place of a service within a range of days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits. `keyed` and `keyed_address`: who and from where, as keyed hashes."""

    id: int
    branch: str
    service: str
    first_day: date
    last_day: date
    cases: int
    language: str
    email: str
    keyed: str
    keyed_address: str | None
    joined_at: datetime


_COLUMNS = ", ".join(field.name for field in fields(Waiting))


def _from_row(row: Row) -> Waiting:
    about = dict(zip(_COLUMNS.split(", "), row, strict=True))
    days = {name: date.fromisoformat(about[name]) for name in ("first_day", "last_day")}
    return Waiting(**about | days | {"joined_at": from_micros(about["joined_at"])})


def insert(db: Connection, waiting: Waiting) -> None:
    """One more, at the end."""
    db.run(
        f"INSERT INTO waiting_list ({_COLUMNS}) VALUES (:id, :branch, :service, :first, :last,"
        " :cases, :language, :email, :keyed, :keyed_address, :joined_at)",
        {
            "id": waiting.id,
            "branch": waiting.branch,
            "service": waiting.service,
            "first": waiting.first_day.isoformat(),
            "last": waiting.last_day.isoformat(),
            "cases": waiting.cases,
            "language": waiting.language,
            "email": waiting.email,
            "keyed": waiting.keyed,
            "keyed_address": waiting.keyed_address,
            "joined_at": to_micros(waiting.joined_at),
        },
    )


def drop(db: Connection, waiting: int) -> None:
    """They have been offered a place, or do not wait any more."""
    db.run("DELETE FROM waiting_list WHERE id = :id", {"id": waiting})


def find(db: Connection, waiting: int) -> Waiting | None:
    """Who waits with this id."""
    row = db.one(f"SELECT {_COLUMNS} FROM waiting_list WHERE id = :id", {"id": waiting})
    return _from_row(row) if row else None


def for_day(db: Connection, branch: str, service: str, day: date) -> list[Waiting]:
    """Who would take a place on a day, in the order of joining."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM waiting_list WHERE branch = :branch AND service = :service"
        " AND first_day <= :day AND last_day >= :day ORDER BY joined_at, id",
        {"branch": branch, "service": service, "day": day.isoformat()},
    )
    return [_from_row(row) for row in rows]


def count(db: Connection, about: dict[str, Any]) -> int:
    """How many rows of the list have these values, by column."""
    where = " AND ".join(f"{column} = :{column}" for column in about)
    row = db.one(f"SELECT count(*) FROM waiting_list WHERE {where}", about)
    return int(row[0]) if row else 0


def ahead_of(db: Connection, waiting: Waiting) -> int:
    """How many joined earlier and wait for one of the same days."""
    row = db.one(
        "SELECT count(*) FROM waiting_list WHERE branch = :branch AND service = :service"
        " AND first_day <= :last AND last_day >= :first"
        " AND (joined_at < :joined_at OR (joined_at = :joined_at AND id < :id))",
        {
            "branch": waiting.branch,
            "service": waiting.service,
            "first": waiting.first_day.isoformat(),
            "last": waiting.last_day.isoformat(),
            "joined_at": to_micros(waiting.joined_at),
            "id": waiting.id,
        },
    )
    return int(row[0]) if row else 0
