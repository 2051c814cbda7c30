"""Places that were given up and are not free again before an announced time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.booking import Span
from queue_server.store.database import Connection
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Withheld:
    """So many places of a time, taken until `releases_at`."""

    id: int
    branch: str
    service: str
    span: Span
    places: int
    releases_at: datetime


def insert(
    db: Connection, branch: str, service: str, span: Span, places: int, releases_at: datetime
) -> None:
    """Keep places back; they must be taken."""
    db.run(
        "INSERT INTO withheld_places (branch, service, starts_at, ends_at, places, releases_at)"
        " VALUES (:branch, :service, :starts_at, :ends_at, :places, :releases_at)",
        {
            "branch": branch,
            "service": service,
            "starts_at": to_micros(span.start),
            "ends_at": to_micros(span.end),
            "places": places,
            "releases_at": to_micros(releases_at),
        },
    )


def due(db: Connection, now: datetime, most: int = 100) -> list[Withheld]:
    """Some of those that are to be free by now, the earliest visits first."""
    rows = db.all(
        "SELECT id, branch, service, starts_at, ends_at, places, releases_at FROM withheld_places"
        " WHERE releases_at <= :now ORDER BY starts_at, id LIMIT :most",
        {"now": to_micros(now), "most": most},
    )
    return [
        Withheld(
            id_,
            branch,
            service,
            Span(from_micros(start), from_micros(end)),
            places,
            from_micros(at),
        )
        for id_, branch, service, start, end, places, at in rows
    ]


def drop(db: Connection, withheld: int) -> None:
    """Its places are no longer kept back."""
    db.run("DELETE FROM withheld_places WHERE id = :id", {"id": withheld})


def next_release(db: Connection) -> datetime | None:
    """When the next of them are free."""
    row = db.one("SELECT min(releases_at) FROM withheld_places")
    return from_micros(row[0]) if row and row[0] is not None else None
