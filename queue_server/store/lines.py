"""Lines and their counts. A call compares one head per line: index seeks, never a scan."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from queue_server.domain.tickets import Ticket
from queue_server.store.database import Connection
from queue_server.store.tickets import COLUMNS, find, from_row, select
from queue_server.store.times import from_micros, to_micros

_QUALIFIED = ", ".join(f"tickets.{name}" for name in COLUMNS.split(", "))

#: Not put back by the counter a moment ago.
_NOT_PASSED = "(passed_counter IS NULL OR passed_counter <> :counter OR passed_until <= :now)"


#: Nor of a suspended service: a line that is kept for a counter has tickets of any.
_GOING = " AND service NOT IN (SELECT service FROM suspensions WHERE branch = :branch)"


@cache
def _heads_sql(lines: int, *, some_suspended: bool, ids: bool) -> str:
    head = (
        "SELECT id FROM tickets WHERE branch = :branch AND line = lines.line"
        f" AND state = 'waiting' AND {_NOT_PASSED}{_GOING if some_suspended else ''}"
        " ORDER BY rank, due_at, entered_seq LIMIT 1"
    )
    found = f"({head}) FROM lines"
    if not ids:
        found = f"{_QUALIFIED} FROM lines JOIN tickets ON tickets.id = ({head})"
    return f"WITH lines(line) AS (VALUES {_values(lines)}) SELECT {found}"


def heads(
    db: Connection,
    branch: str,
    lines: tuple[str, ...],
    counter: str,
    now: datetime,
    *,
    some_suspended: bool = False,
) -> list[Ticket]:
    """The first waiting ticket of each line, without those that `counter` passes over.

    `some_suspended`: whether tickets of suspended services have to be left out.
    """
    if db.writes:
        used = db.known(("lines", branch), lambda: in_use(db, branch))
        lines = tuple([line for line in lines if line in used])
    if not lines:
        return []
    parameters = _lines(lines) | {"branch": branch, "counter": counter, "now": to_micros(now)}
    sql = _heads_sql(len(lines), some_suspended=some_suspended, ids=db.writes)
    rows = db.all(sql, parameters)
    if not db.writes:
        return [from_row(row) for row in rows]
    return [ticket for (head,) in rows if head is not None and (ticket := find(db, head))]


def in_use(db: Connection, branch: str) -> set[str]:
    """The lines in which anybody waits; `tickets` adds those in which somebody waited since."""
    rows = db.all(
        "SELECT DISTINCT line FROM tickets WHERE branch = :branch AND state = 'waiting'",
        {"branch": branch},
    )
    return {line for (line,) in rows}


def passed_over(
    db: Connection, branch: str, lines: tuple[str, ...], counter: str, now: datetime
) -> list[Ticket]:
    """The waiting tickets of these lines that `counter` has put back and passes over for a time."""
    return select(
        db,
        f"branch = :branch AND line IN (VALUES {_values(len(lines))}) AND state = 'waiting'"
        f" AND passed_counter = :counter AND passed_until > :now{_GOING}",
        _lines(lines) | {"branch": branch, "counter": counter, "now": to_micros(now)},
    )


def behind(db: Connection, ticket: Ticket, counter: str, now: datetime) -> Ticket | None:
    """The next waiting ticket of its line that `counter` does not pass over."""
    row = db.one(
        f"SELECT {COLUMNS} FROM tickets WHERE branch = :branch AND line = :line"
        " AND state = 'waiting' AND (rank, due_at, entered_seq) > (:rank, :due_at, :entered_seq)"
        f" AND {_NOT_PASSED}{_GOING} ORDER BY rank, due_at, entered_seq LIMIT 1",
        _place(ticket) | {"line": ticket.line, "counter": counter, "now": to_micros(now)},
    )
    return from_row(row) if row else None


def _values(count: int) -> str:
    return ", ".join(f"(:line{index})" for index in range(count))


@lru_cache(maxsize=256)
def _lines(lines: tuple[str, ...]) -> dict[str, Any]:
    return {f"line{index}": line for index, line in enumerate(lines)}


def ahead(db: Connection, ticket: Ticket, most: int = 99) -> int:
    """How many wait before this ticket in its service, told up to `most`."""
    row = db.one(
        "SELECT count(*) FROM (SELECT 1 FROM tickets WHERE branch = :branch"
        " AND service = :service AND state = 'waiting'"
        " AND (rank, due_at, entered_seq) < (:rank, :due_at, :entered_seq) LIMIT :most) AS before",
        _place(ticket) | {"service": ticket.service, "most": most},
    )
    assert row is not None
    return int(row[0])


def _place(ticket: Ticket) -> dict[str, Any]:
    return {
        "branch": ticket.branch,
        "rank": ticket.rank,
        "due_at": to_micros(ticket.due_at),
        "entered_seq": ticket.entered_seq,
    }


def waiting_counts(db: Connection, branch: str) -> dict[str, int]:
    """How many wait in each service that anyone waits in."""
    rows = db.all(
        "SELECT service, sum(count) FROM waiting_counts WHERE branch = :branch AND count > 0"
        " GROUP BY service",
        {"branch": branch},
    )
    return {service: int(count) for service, count in rows}


def waiting_in_lines(db: Connection, branch: str) -> list[tuple[str, str, int]]:
    """Service, line, and how many wait there, for each line that anyone waits in."""
    return db.all(
        "SELECT service, line, count FROM waiting_counts WHERE branch = :branch AND count > 0",
        {"branch": branch},
    )


def longest_waiting_since(db: Connection, branch: str, service: str) -> datetime | None:
    """When the longest waiting ticket of a service entered it."""
    row = db.one(
        "SELECT min(entered_at) FROM tickets WHERE branch = :branch AND service = :service"
        " AND state = 'waiting'",
        {"branch": branch, "service": service},
    )
    return from_micros(row[0]) if row and row[0] is not None else None


def all_waiting(db: Connection, branch: str, most: int) -> list[Ticket]:
    """The waiting tickets of a branch, for the estimates."""
    return select(
        db,
        "branch = :branch AND state = 'waiting' ORDER BY rank, due_at, entered_seq LIMIT :most",
        {"branch": branch, "most": most},
    )
