"""Visits from home: which tickets are, whom to ring up, and until when a counter waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from queue_server.domain.tickets import Ticket
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class RemoteVisit:
    """A ticket joined from home. `gives_up_at`: when the counter that has called it is free."""

    ticket: int
    phone: str | None = None
    gives_up_at: datetime | None = None


def insert(db: Connection, ticket: Ticket, phone: str | None) -> None:
    """The ticket's visitor is at home, and rung up there if `phone` is given."""
    db.run(
        "INSERT INTO remote_visits (ticket, branch, business_day, phone)"
        " VALUES (:ticket, :branch, :day, :phone)",
        {
            "ticket": ticket.id,
            "branch": ticket.branch,
            "day": ticket.business_day.isoformat(),
            "phone": phone,
        },
    )


def find(db: Connection, ticket: int) -> RemoteVisit | None:
    """What is known of a ticket joined from home; None where its visitor is in the hall."""
    row = db.one(f"{_SELECT} WHERE ticket = :ticket", {"ticket": ticket})
    return _from_row(row) if row else None


def wait_until(db: Connection, ticket: int, moment: datetime | None) -> None:
    """The counter waits for the visitor until then."""
    db.run(
        "UPDATE remote_visits SET gives_up_at = :at WHERE ticket = :ticket",
        {"ticket": ticket, "at": to_micros(moment) if moment else None},
    )


def to_give_up(db: Connection, now: datetime, most: int = 200) -> list[RemoteVisit]:
    """Those whose counter has waited long enough by now."""
    rows = db.all(
        f"{_SELECT} WHERE gives_up_at <= :now ORDER BY gives_up_at LIMIT :most",
        {"now": to_micros(now), "most": most},
    )
    return [_from_row(row) for row in rows]


def next_end(db: Connection) -> datetime | None:
    """When the next counter has waited long enough."""
    row = db.one("SELECT min(gives_up_at) FROM remote_visits WHERE gives_up_at IS NOT NULL")
    return from_micros(row[0]) if row and row[0] is not None else None


def waiting_counts(db: Connection, branch: str, day: date) -> dict[str, int]:
    """How many wait from home in each service that anyone so waits in."""
    rows = db.all(
        "SELECT service, count(*) FROM remote_visits JOIN tickets ON tickets.id = ticket"
        " WHERE remote_visits.branch = :branch AND remote_visits.business_day = :day"
        " AND state = 'waiting' GROUP BY service",
        {"branch": branch, "day": day.isoformat()},
    )
    return {service: int(count) for service, count in rows}


_SELECT = "SELECT ticket, phone, gives_up_at FROM remote_visits"


def _from_row(row: Row) -> RemoteVisit:
    ticket, phone, gives_up_at = row
    return RemoteVisit(ticket, phone, from_micros(gives_up_at) if gives_up_at is not None else None)
