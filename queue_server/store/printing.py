"""Print jobs: the durable orders to print slips, and what printers last said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros

#: A job in one of these is still to do; every other state is final.
UNSETTLED = ("queued", "sent")

#: A printer that said one of these can be expected to print.
WORKING = frozenset({"online", "paper_near_end", "unknown"})


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A slip to print, or what became of it. `copy` is 0 for the first slip."""

    id: int
    branch: str
    printer: str
    ticket: int
    number: str
    copy: int
    state: str
    created_at: datetime
    detail: str | None
    document: dict[str, Any]


_COLUMNS = "id, branch, printer, ticket, number, copy, state, created_at, detail, document"


def add(
    db: Connection,
    branch: str,
    printer: str,
    ticket: int,
    number: str,
    document: dict[str, Any],
    now: datetime,
) -> PrintJob:
    """Order a slip; a later one of the same ticket is a copy with its count."""
    row = db.one(
        "INSERT INTO print_jobs"
        " (branch, printer, ticket, number, copy, state, created_at, document)"
        " VALUES (:branch, :printer, :ticket, :number,"
        " (SELECT count(*) FROM print_jobs WHERE ticket = :ticket), 'queued', :now, :document)"
        f" RETURNING {_COLUMNS}",
        {
            "branch": branch,
            "printer": printer,
            "ticket": ticket,
            "number": number,
            "now": to_micros(now),
            "document": json.dumps(document, ensure_ascii=False),
        },
    )
    assert row is not None
    return _job(row)


def find(db: Connection, branch: str, printer: str, job: int) -> PrintJob | None:
    """A job of this printer."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM print_jobs"
        " WHERE id = :job AND branch = :branch AND printer = :printer",
        {"branch": branch, "printer": printer, "job": job},
    )
    return _job(row) if row else None


def settle(db: Connection, job: int, state: str, detail: str | None, now: datetime) -> None:
    """Write a job's new state."""
    db.run(
        "UPDATE print_jobs SET state = :state, detail = :detail, settled_at = :now WHERE id = :job",
        {"job": job, "state": state, "detail": detail, "now": to_micros(now)},
    )


def to_do(db: Connection, branch: str, printer: str, most: int = 100) -> list[PrintJob]:
    """The jobs of a printer that have not ended, in order."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE branch = :branch AND printer = :printer"
        " AND state IN ('queued', 'sent') ORDER BY id LIMIT :most",
        {"branch": branch, "printer": printer, "most": most},
    )
    return [_job(row) for row in rows]


def of_ticket(db: Connection, ticket: int) -> list[PrintJob]:
    """Every job of a ticket, in order."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE ticket = :ticket ORDER BY id", {"ticket": ticket}
    )
    return [_job(row) for row in rows]


def _job(row: Row) -> PrintJob:
    job, branch, printer, ticket, number, copy, state, created_at, detail, document = row
    return PrintJob(
        job,
        branch,
        printer,
        ticket,
        number,
        copy,
        state,
        from_micros(created_at),
        detail,
        json.loads(document),
    )


def save_status(
    db: Connection, branch: str, printer: str, state: str, detail: str | None, now: datetime
) -> None:
    """What a printer last said of itself."""
    db.run(
        "INSERT INTO printers (branch, printer, state, detail, at)"
        " VALUES (:branch, :printer, :state, :detail, :now)"
        " ON CONFLICT (branch, printer) DO UPDATE SET state = :state, detail = :detail, at = :now",
        {
            "branch": branch,
            "printer": printer,
            "state": state,
            "detail": detail,
            "now": to_micros(now),
        },
    )


def statuses(db: Connection, branch: str) -> dict[str, tuple[str, str | None, datetime]]:
    """Every printer's last state, detail and when it was said."""
    rows = db.all(
        "SELECT printer, state, detail, at FROM printers WHERE branch = :branch", {"branch": branch}
    )
    return {printer: (state, detail, from_micros(at)) for printer, state, detail, at in rows}
