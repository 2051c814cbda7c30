"""Draws for the places of a day: committed to, then drawn, with their record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw; `record` once it has been drawn."""

    id: int
    branch: str
    service: str
    day: date
    closes_at: datetime
    secret: str
    record: dict[str, Any] | None = None


_COLUMNS = "id, branch, service, day, closes_at, secret, record"


def _from_row(row: Row) -> Draw:
    id_, branch, service, day, closes_at, secret, record = row
    drawn = json.loads(record) if record else None
    return Draw(
        id_, branch, service, date.fromisoformat(day), from_micros(closes_at), secret, drawn
    )


def insert(db: Connection, draw: Draw) -> None:
    """A new one; refuses a second of the same day and service by its key."""
    db.run(
        "INSERT INTO draws (id, branch, service, day, closes_at, secret)"
        " VALUES (:id, :branch, :service, :day, :closes_at, :secret)",
        {
            "id": draw.id,
            "branch": draw.branch,
            "service": draw.service,
            "day": draw.day.isoformat(),
            "closes_at": to_micros(draw.closes_at),
            "secret": draw.secret,
        },
    )


def of_branch(db: Connection, branch: str) -> list[Draw]:
    """All draws of a branch, the latest days first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM draws WHERE branch = :branch ORDER BY day DESC, id",
        {"branch": branch},
    )
    return [_from_row(row) for row in rows]


def of_day(db: Connection, branch: str, service: str, day: date) -> Draw | None:
    """The draw for the places of a service on a day."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM draws"
        " WHERE branch = :branch AND service = :service AND day = :day",
        {"branch": branch, "service": service, "day": day.isoformat()},
    )
    return _from_row(row) if row else None


def is_awaited(db: Connection, branch: str, service: str, day: date) -> bool:
    """Whether the places of a day are still to be drawn."""
    found = of_day(db, branch, service, day)
    return found is not None and found.record is None


def due(db: Connection, now: datetime) -> list[Draw]:
    """Those that are to be drawn by now."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM draws WHERE record IS NULL AND closes_at <= :now ORDER BY id",
        {"now": to_micros(now)},
    )
    return [_from_row(row) for row in rows]


def keep_record(db: Connection, draw: int, record: dict[str, Any]) -> None:
    """It has been drawn."""
    db.run(
        "UPDATE draws SET record = :record WHERE id = :id",
        {"record": json.dumps(record), "id": draw},
    )


def next_closing(db: Connection) -> datetime | None:
    """When the next of them is drawn."""
    row = db.one("SELECT min(closes_at) FROM draws WHERE record IS NULL")
    return from_micros(row[0]) if row and row[0] is not None else None
