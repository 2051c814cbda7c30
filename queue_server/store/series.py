"""Number series and the counts of what was issued; ids that no ticket has had."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from queue_server.store.database import Connection
from queue_server.store.times import to_micros


def next_id(db: Connection) -> int:
    """An id that no ticket has had; given once."""
    following = db.known(_NEXT_ID, lambda: _following_id(db))
    db.note(_NEXT_ID, following + 1)
    return following


_NEXT_ID = ("next_id",)


def _following_id(db: Connection) -> int:
    row = db.one(
        "SELECT coalesce(max(id), 0) + 1 FROM (SELECT max(id) AS id FROM tickets"
        " UNION ALL SELECT last FROM used_ids WHERE kind = 'ticket') AS used"
    )
    assert row is not None
    return int(row[0])


def next_in_series(db: Connection, branch: str, day: date, prefix: str, first: int) -> int:
    """Advance the series of a branch's business day and prefix; starts at `first`."""
    row = db.one(
        "INSERT INTO series (branch, business_day, prefix, last)"
        " VALUES (:branch, :day, :prefix, :first)"
        " ON CONFLICT (branch, business_day, prefix) DO UPDATE SET last = series.last + 1"
        " RETURNING last",
        {"branch": branch, "day": day.isoformat(), "prefix": prefix, "first": first},
    )
    assert row is not None
    return int(row[0])


def last_in_series(db: Connection, branch: str, day: date) -> dict[str, int]:
    """The last sequence issued on a business day, by prefix."""
    rows = db.all(
        "SELECT prefix, last FROM series WHERE branch = :branch AND business_day = :day",
        {"branch": branch, "day": day.isoformat()},
    )
    return dict(cast("list[tuple[str, int]]", rows))


def count_issued(db: Connection, branch: str, day: date, service: str) -> int:
    """Count one more ticket issued for a service on a business day; the new count."""
    row = db.one(
        "INSERT INTO issued (branch, business_day, service, count)"
        " VALUES (:branch, :day, :service, 1)"
        " ON CONFLICT (branch, business_day, service) DO UPDATE SET count = issued.count + 1"
        " RETURNING count",
        {"branch": branch, "day": day.isoformat(), "service": service},
    )
    assert row is not None
    return int(row[0])


def count_in_hour(db: Connection, branch: str, service: str, hour: datetime) -> None:
    """Count one more ticket issued for a service since the full hour `hour`."""
    db.run(
        "INSERT INTO issued_in_hour (branch, service, hour, count)"
        " VALUES (:branch, :service, :hour, 1) ON CONFLICT (branch, service) DO UPDATE SET"
        " hour = excluded.hour, count = 1 + CASE issued_in_hour.hour WHEN excluded.hour"
        " THEN issued_in_hour.count ELSE 0 END",
        {"branch": branch, "service": service, "hour": to_micros(hour)},
    )


def issued_in_hour(db: Connection, branch: str, hour: datetime) -> dict[str, int]:
    """How many tickets each service has issued since a full hour."""
    rows = db.all(
        "SELECT service, count FROM issued_in_hour WHERE branch = :branch AND hour = :hour",
        {"branch": branch, "hour": to_micros(hour)},
    )
    return dict(cast("list[tuple[str, int]]", rows))


def issued(db: Connection, branch: str, day: date) -> dict[str, int]:
    """How many tickets each service has issued on a business day."""
    rows = db.all(
        "SELECT service, count FROM issued WHERE branch = :branch AND business_day = :day",
        {"branch": branch, "day": day.isoformat()},
    )
    return dict(cast("list[tuple[str, int]]", rows))
