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
    settled_at: datetime | None


_COLUMNS = (
    "id, branch, printer, ticket, number, copy, state, created_at, detail, document, settled_at"
)


def add(
    db: Connection,
    branch: str,
    printer: str,
    ticket: int,
    number: str,
    document: dict[str, Any],
    now: datetime,
) -> PrintJob:
    """Order a slip; a later one of the same ticket is a copy with its count. 0: of no ticket."""
    row = db.one(
        "INSERT INTO print_jobs"
        " (id, branch, printer, ticket, number, copy, state, created_at, document)"
        " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM (SELECT max(id) AS id FROM print_jobs"
        " UNION ALL SELECT last FROM used_ids WHERE kind = 'print_job') AS used),"
        " :branch, :printer, :ticket, :number,"
        " (SELECT count(*) FROM print_jobs WHERE ticket = :ticket AND ticket > 0),"
        " 'queued', :now, :document)"
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


def find(db: Connection, branch: str, job: int) -> PrintJob | None:
    """A job of this branch."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE id = :job AND branch = :branch",
        {"branch": branch, "job": job},
    )
    return _job(row) if row else None


def settle(db: Connection, job: int, state: str, detail: str | None, now: datetime) -> None:
    """Write a job's new state."""
    db.run(
        "UPDATE print_jobs SET state = :state, detail = :detail, settled_at = :now WHERE id = :job",
        {"job": job, "state": state, "detail": detail, "now": to_micros(now)},
    )


def to_do(db: Connection, branch: str, printer: str, most: int) -> list[PrintJob]:
    """The first jobs of a printer that have not ended, in order."""
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


def queued_of(db: Connection, ticket: int) -> list[PrintJob]:
    """The jobs of a ticket of which no byte is out."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE ticket = :ticket AND state = 'queued'",
        {"ticket": ticket},
    )
    return [_job(row) for row in rows]


def unsettled(db: Connection, branch: str) -> list[PrintJob]:
    """The jobs of a branch that have not ended, in order."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE branch = :branch"
        " AND state IN ('queued', 'sent') ORDER BY id",
        {"branch": branch},
    )
    return [_job(row) for row in rows]


def queued(db: Connection, branch: str) -> list[PrintJob]:
    """The jobs of a branch of which no byte is out, in order."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE branch = :branch"
        " AND state IN ('queued', 'sent') AND state = 'queued' ORDER BY id",
        {"branch": branch},
    )
    return [_job(row) for row in rows]


def move(db: Connection, job: int, printer: str) -> None:
    """Let another printer print a job."""
    db.run(
        "UPDATE print_jobs SET printer = :printer WHERE id = :job", {"job": job, "printer": printer}
    )


def overdue(db: Connection, ordered_by: datetime, most: int = 200) -> list[PrintJob]:
    """Queued jobs as old as that, or whose ticket has ended since they were ordered."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE state IN ('queued', 'sent') AND state = 'queued'"
        " AND (created_at <= :ordered_by OR EXISTS (SELECT 1 FROM tickets"
        " WHERE tickets.id = print_jobs.ticket AND tickets.ended_at >= print_jobs.created_at))"
        # By `+id`, so that the index of the few jobs to do is used and not all slips are read.
        " ORDER BY +id LIMIT :most",
        {"ordered_by": to_micros(ordered_by), "most": most},
    )
    return [_job(row) for row in rows]


def oldest_queued(db: Connection) -> datetime | None:
    """When the oldest job was ordered of which no byte is out."""
    row = db.one(
        "SELECT min(created_at) FROM print_jobs"
        " WHERE state IN ('queued', 'sent') AND state = 'queued'"
    )
    return from_micros(row[0]) if row and row[0] is not None else None


def uncertain(
    db: Connection, branch: str, since: datetime, kiosk: str | None = None, most: int = 10
) -> list[PrintJob]:
    """Slips of which nobody knows whether they came out, newest first; those of a kiosk, if given.

    Left out are those whose ticket has ended and those followed by a copy.
    """
    rows = db.all(
        f"SELECT {_COLUMNS} FROM print_jobs WHERE branch = :branch AND state = 'uncertain'"
        " AND settled_at >= :since AND EXISTS (SELECT 1 FROM tickets"
        " WHERE tickets.id = print_jobs.ticket AND tickets.ended_at IS NULL"
        " AND (:kiosk IS NULL OR tickets.kiosk = :kiosk))"
        " AND NOT EXISTS (SELECT 1 FROM print_jobs AS copies"
        " WHERE copies.ticket = print_jobs.ticket AND copies.id > print_jobs.id"
        " AND copies.state IN ('queued', 'sent', 'printed'))"
        " ORDER BY settled_at DESC, id DESC LIMIT :most",
        {"branch": branch, "since": to_micros(since), "kiosk": kiosk, "most": most},
    )
    return [_job(row) for row in rows]


def to_do_counts(db: Connection, branch: str) -> dict[str, int]:
    """How many jobs each printer has to do."""
    rows = db.all(
        "SELECT printer, count(*) FROM print_jobs WHERE branch = :branch"
        " AND state IN ('queued', 'sent') GROUP BY printer",
        {"branch": branch},
    )
    return dict(rows)


def _job(row: Row) -> PrintJob:
    job, branch, printer, ticket, number, copy, state, created_at, detail, document, settled = row
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
        from_micros(settled) if settled is not None else None,
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
