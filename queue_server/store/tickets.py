"""Tickets: one row each, with the leg that it is in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from queue_server.domain.tickets import ALIVE, OPEN, State, Ticket
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros

_TIMES = frozenset(
    {
        "issued_at",
        "entered_at",
        "arrived_at",
        "due_at",
        "wake_at",
        "first_called_at",
        "called_at",
        "started_at",
        "ended_at",
        "passed_until",
    }
)
_LISTS = frozenset({"needs", "chain"})
_FIELDS = Ticket._fields
COLUMNS = ", ".join(_FIELDS)


def _optional_time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


_STATES = {state.value: state for state in State}


@lru_cache(maxsize=64)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _decoder(name: str) -> Callable[[Any], Any] | None:
    if name in _TIMES:
        return _optional_time
    if name in _LISTS:
        return lambda text: tuple(json.loads(text)) if text != "[]" else ()
    others: dict[str, Callable[[Any], Any]] = {"state": _STATES.__getitem__, "business_day": _day}
    return others.get(name)


_DECODERS = {name: decode for name in _FIELDS if (decode := _decoder(name))}
_DECODED = tuple((_FIELDS.index(name), decode) for name, decode in _DECODERS.items())


def from_row(row: Row) -> Ticket:
    """A ticket from a row of `COLUMNS`."""
    values = list(row)
    for index, decode in _DECODED:
        values[index] = decode(values[index])
    return Ticket._make(values)


_ENCODERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_TIMES, to_micros),
    **dict.fromkeys(_LISTS, json.dumps),
    "state": attrgetter("value"),
    "business_day": date.isoformat,
}


_ENCODED = tuple(_ENCODERS.get(name) for name in _FIELDS)


def _encode(name: str, value: Any) -> Any:
    encode = _ENCODERS.get(name)
    return value if encode is None or value is None else encode(value)


def columns_of(ticket: Ticket, names: Iterable[str]) -> dict[str, Any]:
    """Some of a ticket's columns."""
    return {name: _encode(name, getattr(ticket, name)) for name in names}


def with_columns(ticket: Ticket, columns: dict[str, Any]) -> Ticket:
    """The ticket with what `columns_of` told."""
    values = {
        name: _DECODERS[name](value) if name in _DECODERS else value
        for name, value in columns.items()
    }
    return ticket._replace(**values)


def find(db: Connection, ticket_id: int) -> Ticket | None:
    """The ticket with this id."""
    known: Ticket | None = db.found(("ticket", ticket_id))
    if known is not None:
        return known
    row = db.one(f"SELECT {COLUMNS} FROM tickets WHERE id = :id", {"id": ticket_id})
    if row is None:
        return None
    found = from_row(row)
    _note(db, found)
    return found


def _note(db: Connection, ticket: Ticket) -> None:
    """Every ticket that has not ended is needed again."""
    key = ("ticket", ticket.id)
    if ticket.state in ALIVE:
        db.note(key, ticket)
    else:
        db.forget(key)


def insert(db: Connection, ticket: Ticket) -> None:
    """A new ticket; its `id` must be free."""
    values = [
        value if encode is None or value is None else encode(value)
        for encode, value in zip(_ENCODED, ticket, strict=True)
    ]
    db.run(_INSERT, [*values, ticket.line])
    _note_written(db, ticket)
    if ticket.state is State.WAITING:
        _count(db, ticket, 1)


#: By place: so many names would each be looked up.
_INSERT = f"INSERT INTO tickets ({COLUMNS}, line) VALUES ({'?, ' * len(_FIELDS)}?)"


def save(db: Connection, before: Ticket, after: Ticket) -> list[str]:
    """Write what differs, and keep the counts per line in step; what that is."""
    names = [
        name
        for name, old, value in zip(_FIELDS, before, after, strict=True)
        if value is not old and value != old
    ]
    changed = columns_of(after, names)
    line_before, line_after = before.line, after.line
    if line_before != line_after:
        changed["line"] = line_after
    assignments = ", ".join(f"{name} = :{name}" for name in changed)
    db.run(f"UPDATE tickets SET {assignments} WHERE id = :id", changed | {"id": after.id})
    if before.state in OPEN:
        db.note(("held", before.branch, before.counter or ""), None)
    _note_written(db, after)
    was, is_now = before.state is State.WAITING, after.state is State.WAITING
    if not (was and is_now and (line_before, before.service) == (line_after, after.service)):
        if was:
            _count(db, before, -1)
        if is_now:
            _count(db, after, 1)
    return names


def _count(db: Connection, ticket: Ticket, by: int) -> None:
    db.run(
        "INSERT INTO waiting_counts (branch, service, line, count)"
        " VALUES (:branch, :service, :line, :by)"
        " ON CONFLICT (branch, service, line) DO UPDATE SET count = waiting_counts.count + :by",
        {"branch": ticket.branch, "service": ticket.service, "line": ticket.line, "by": by},
    )
    if by > 0 and (lines := db.found(("lines", ticket.branch))) is not None:
        lines.add(ticket.line)


def current(db: Connection, branch: str, counter: str) -> Ticket | None:
    """The ticket that a counter holds."""
    return db.known(("held", branch, counter), lambda: _current(db, branch, counter))


def _note_written(db: Connection, ticket: Ticket) -> None:
    _note(db, ticket)
    if ticket.state in OPEN:
        db.note(("held", ticket.branch, ticket.counter or ""), ticket)


def _current(db: Connection, branch: str, counter: str) -> Ticket | None:
    row = db.one(
        f"SELECT {COLUMNS} FROM tickets WHERE branch = :branch AND counter = :counter"
        " AND state IN ('called', 'serving')",
        {"branch": branch, "counter": counter},
    )
    return from_row(row) if row else None


def held(db: Connection, branch: str) -> list[Ticket]:
    """Every ticket of a branch that a counter holds."""
    return select(
        db,
        "branch = :branch AND state IN ('called', 'serving')",
        {"branch": branch},
    )


#: What has not ended in a branch, from the three indexes of what waits, is parked or is held.
OF_ALIVE = "id IN ({})".format(
    " UNION ALL ".join(
        f"SELECT id FROM tickets WHERE branch = :branch AND {state}"
        for state in ("state = 'waiting'", "state = 'parked'", "state IN ('called', 'serving')")
    )
)


def alive(db: Connection, branch: str) -> list[Ticket]:
    """Every ticket of a branch that has not ended, the oldest first."""
    return select(db, f"{OF_ALIVE} ORDER BY id", {"branch": branch})


def parked_by(db: Connection, branch: str, counter: str) -> list[Ticket]:
    """The tickets parked by a counter or for any, the longest parked first."""
    return select(
        db,
        "branch = :branch AND (parked_by = :counter OR parked_by IS NULL)"
        " AND state = 'parked' ORDER BY touched_seq",
        {"branch": branch, "counter": counter},
    )


def missed(db: Connection, branch: str, day: date, most: int = 20) -> list[Ticket]:
    """The day's visitors who did not come, the latest first."""
    return select(
        db,
        "branch = :branch AND business_day = :day AND state = 'no_show'"
        " ORDER BY ended_at DESC LIMIT :most",
        {"branch": branch, "day": day.isoformat(), "most": most},
    )


#: Its time goes on: it is not in anything suspended.
_GOING = (
    "NOT EXISTS (SELECT 1 FROM suspensions WHERE suspensions.branch = tickets.branch"
    " AND suspensions.service IN ('', tickets.service))"
)


def to_wake(db: Connection, now: datetime, most: int = 200) -> list[Ticket]:
    """Parked tickets whose time is over and tickets whose reservation lapses."""
    return select(
        db,
        f"wake_at <= :now AND {_GOING} ORDER BY wake_at LIMIT :most",
        {"now": to_micros(now), "most": most},
    )


def next_wake(db: Connection) -> datetime | None:
    """When the next of them is due."""
    row = db.one(
        f"SELECT wake_at FROM tickets WHERE wake_at IS NOT NULL AND {_GOING}"
        " ORDER BY wake_at LIMIT 1"
    )
    return from_micros(row[0]) if row else None


def reserved_for(db: Connection, branch: str, holder: str, lines: Iterable[str]) -> list[Ticket]:
    """The waiting tickets kept for a counter or clerk, in the lines of every class."""
    found: list[Ticket] = []
    for line in lines:
        found += select(
            db,
            "branch = :branch AND line = :line AND reserved = :holder AND state = 'waiting'",
            {"branch": branch, "line": line, "holder": holder},
        )
    return found


def left_over(db: Connection, branch: str, today: date, most: int = 500) -> list[Ticket]:
    """Tickets of earlier business days that have not ended."""
    return select(
        db,
        f"{OF_ALIVE} AND business_day < :today LIMIT :most",
        {"branch": branch, "today": today.isoformat(), "most": most},
    )


def of_day(
    db: Connection,
    branch: str,
    day: date,
    state: str | None,
    service: str | None,
    find: str | None = None,
    *,
    alive: bool = False,
) -> list[Ticket]:
    """The tickets of a business day, newest first.

    `find` is a number or its beginning, or a part of the reference; `alive` leaves out the ended.
    """
    where = "branch = :branch AND business_day = :day"
    where += _FOUND if find else ""
    where += " AND state IN ('waiting', 'parked', 'called', 'serving')" if alive else ""
    where += " AND state = :state" if state else ""
    where += " AND service = :service" if service else ""
    return select(
        db,
        f"{where} ORDER BY id DESC",
        {
            "branch": branch,
            "day": day.isoformat(),
            "state": state,
            "service": service,
            "find": find,
        },
    )


#: `instr` rather than LIKE: what was typed is looked for as it is.
_FOUND = (
    " AND (instr(number, upper(:find)) = 1"
    " OR instr(lower(coalesce(reference, '')), lower(:find)) > 0)"
)


def select(db: Connection, where: str, parameters: dict[str, Any]) -> list[Ticket]:
    """The tickets for which a condition holds."""
    rows = db.all(f"SELECT {COLUMNS} FROM tickets WHERE {where}", parameters)
    return [from_row(row) for row in rows]
