"""Counters' sessions, and the calls that displays show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic_core import to_json

from queue_server.domain.tickets import Ticket
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros

#: After every event.
NEVER = 2**63 - 1


class Session(NamedTuple):
    """A counter's state; it stays over a restart. `holder` is the account that `clerk` is.

    `undo` is the JSON that `save_undo` keeps; few who look at a counter read it.
    """

    branch: str
    counter: str
    open: bool = False
    paused: bool = False
    pause_reason: str | None = None
    profile: str | None = None
    clerk: str | None = None
    opened_at: datetime | None = None
    paused_at: datetime | None = None
    undo: str | None = None
    holder: str | None = None


_COLUMNS = (
    "branch, counter, open, paused, pause_reason, profile, clerk, opened_at, paused_at, undo,"
    " holder"
)


def find(db: Connection, branch: str, counter: str) -> Session:
    """A counter's session; a closed one where it was never opened."""
    return db.known(("session", branch, counter), lambda: _find(db, branch, counter))


def _find(db: Connection, branch: str, counter: str) -> Session:
    row = db.one(
        f"SELECT {_COLUMNS} FROM counters WHERE branch = :branch AND counter = :counter",
        {"branch": branch, "counter": counter},
    )
    return _session(row) if row else Session(branch, counter)


def of_branch(db: Connection, branch: str) -> dict[str, Session]:
    """The sessions of every counter that was ever opened."""
    rows = db.all(f"SELECT {_COLUMNS} FROM counters WHERE branch = :branch", {"branch": branch})
    return {row[1]: _session(row) for row in rows}


def held_by(db: Connection, holder: str) -> list[Session]:
    """The open counters that an account holds, in every branch."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM counters WHERE holder = :holder AND open = 1", {"holder": holder}
    )
    return [_session(row) for row in rows]


def save(db: Connection, session: Session) -> None:
    """Write a counter's whole session, without its `undo`."""
    db.forget(("session", session.branch, session.counter))
    db.run(
        "INSERT INTO counters (branch, counter, open, paused, pause_reason, profile, clerk,"
        " opened_at, paused_at, holder) VALUES (:branch, :counter, :open, :paused, :pause_reason,"
        " :profile, :clerk, :opened_at, :paused_at, :holder) ON CONFLICT (branch, counter)"
        " DO UPDATE SET open = :open, paused = :paused, pause_reason = :pause_reason,"
        " profile = :profile, clerk = :clerk, opened_at = :opened_at, paused_at = :paused_at,"
        " holder = :holder",
        {
            "branch": session.branch,
            "counter": session.counter,
            "open": int(session.open),
            "paused": int(session.paused),
            "pause_reason": session.pause_reason,
            "profile": session.profile,
            "clerk": session.clerk,
            "opened_at": to_micros(session.opened_at) if session.opened_at else None,
            "paused_at": to_micros(session.paused_at) if session.paused_at else None,
            "holder": session.holder,
        },
    )


def save_undo(db: Connection, branch: str, counter: str, undo: dict[str, Any] | None) -> None:
    """What this counter's last action was, so that it can be taken back."""
    text = to_json(undo).decode() if undo else None
    db.run(
        "UPDATE counters SET undo = :undo WHERE branch = :branch AND counter = :counter",
        {"branch": branch, "counter": counter, "undo": text},
    )
    session = find(db, branch, counter)
    db.note(("session", branch, counter), session._replace(undo=text))


def forget_undo(db: Connection, branch: str) -> None:
    """Let no counter of a branch take its last action back."""
    db.forget()
    db.run("UPDATE counters SET undo = NULL WHERE branch = :branch", {"branch": branch})


def _session(row: Row) -> Session:
    branch, counter, is_open, paused, pause_reason, profile, clerk, *rest = row
    opened, paused_at, undo, holder = rest
    return Session(
        branch,
        counter,
        bool(is_open),
        bool(paused),
        pause_reason,
        profile,
        clerk,
        from_micros(opened) if opened is not None else None,
        from_micros(paused_at) if paused_at is not None else None,
        undo,
        holder,
    )


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket's newest call. `(ticket, calls)` identifies an announcement."""

    ticket: int
    zone: str
    counter: str
    service: str
    number: str
    language: str
    called_at: datetime
    calls: int
    active: bool


def show_call(db: Connection, ticket: Ticket, zone: str, seq: int) -> None:
    """A call or recall of `ticket`, to be shown before all earlier ones."""
    assert ticket.called_at is not None
    db.run(
        "INSERT INTO calls (ticket, branch, business_day, zone, counter, service, number, language,"
        " called_at, calls, seq) VALUES (:ticket, :branch, :day, :zone, :counter, :service,"
        " :number, :language, :called_at, :calls, :seq) ON CONFLICT (ticket) DO UPDATE SET"
        " business_day = :day, zone = :zone, counter = :counter, service = :service,"
        " called_at = :called_at, calls = :calls, seq = :seq",
        {
            "ticket": ticket.id,
            "branch": ticket.branch,
            "day": ticket.business_day.isoformat(),
            "zone": zone,
            "counter": ticket.counter,
            "service": ticket.service,
            "number": ticket.number,
            "language": ticket.language,
            "called_at": to_micros(ticket.called_at),
            "calls": ticket.calls,
            "seq": seq,
        },
    )


def last_called(db: Connection, branch: str, day: date) -> dict[str, str]:
    """The number that each service called last on a business day."""
    rows = db.all(
        "SELECT service, number, max(seq) FROM calls WHERE branch = :branch AND business_day = :day"
        " GROUP BY service",  # SQLite takes the number from the row of the maximum
        {"branch": branch, "day": day.isoformat()},
    )
    return {service: number for service, number, _ in rows}


def place_calls(db: Connection, branch: str, counter: str, zone: str) -> None:
    """Show whom a counter has called on the displays of another zone, where it stands now."""
    db.run(
        "UPDATE calls SET zone = :zone WHERE branch = :branch AND counter = :counter AND ticket IN"
        " (SELECT id FROM tickets WHERE branch = :branch AND counter = :counter"
        " AND state = 'called')",
        {"branch": branch, "counter": counter, "zone": zone},
    )


def withdraw_call(db: Connection, ticket: int) -> None:
    """Take a call back from the displays."""
    db.run("DELETE FROM calls WHERE ticket = :ticket", {"ticket": ticket})


_CALL = (
    "SELECT calls.ticket, calls.zone, calls.counter, calls.service, calls.number, calls.language,"
    " calls.called_at, calls.calls, tickets.state = 'called' AND tickets.counter = calls.counter,"
    " calls.seq FROM calls JOIN tickets ON tickets.id = calls.ticket"
)


def newest_calls(
    db: Connection,
    branch: str,
    day: date,
    zones: Sequence[str],
    since: datetime,
    least: int,
    until: int = NEVER,
) -> list[Call]:
    """The day's calls of these zones, newest first: all since a moment, and at least `least`.

    With `until` the last call is the one by that event. A ticket recalled later is there already,
    so that it does not vanish meanwhile, but before none that was called when it was.
    """
    rows: list[Row] = []
    for zone in zones:
        about = {"branch": branch, "day": day.isoformat(), "zone": zone, "until": until}
        most = least
        while True:  # later calls have later events: more are read while all are recent
            in_zone = db.all(_OF_ZONE, about | {"most": most})
            if len(in_zone) < most or from_micros(in_zone[-1][6]) < since:
                break
            most *= 4
        rows += in_zone
    rows.sort(key=lambda row: (-row[6], row[9] > until, -row[9]))
    calls = [_call(row) for row in rows]
    return [call for place, call in enumerate(calls) if place < least or call.called_at >= since]


_OF_ZONE = (
    f"{_CALL} WHERE calls.branch = :branch AND calls.business_day = :day AND calls.zone = :zone"
    " AND (calls.seq <= :until OR calls.calls > 1) ORDER BY calls.seq DESC LIMIT :most"
)


def first_call_after(
    db: Connection, branch: str, day: date, zones: Sequence[str], seq: int
) -> int | None:
    """The event of the day's first call in these zones after the event `seq`."""
    found = [
        db.one(
            "SELECT min(seq) FROM calls WHERE branch = :branch AND business_day = :day"
            " AND zone = :zone AND seq > :seq",
            {"branch": branch, "day": day.isoformat(), "zone": zone, "seq": seq},
        )
        for zone in zones
    ]
    return min((row[0] for row in found if row and row[0] is not None), default=None)


def call_of(db: Connection, ticket: int) -> Call | None:
    """The newest call of a ticket, if it is still shown."""
    row = db.one(f"{_CALL} WHERE calls.ticket = :ticket", {"ticket": ticket})
    return _call(row) if row else None


def _call(row: Row) -> Call:
    ticket, zone, counter, service, number, language, called_at, calls, active, _seq = row
    return Call(
        ticket,
        zone,
        counter,
        service,
        number,
        language,
        from_micros(called_at),
        calls,
        bool(active),
    )
