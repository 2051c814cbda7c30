"""Closures: intervals in which booked visits do not take place, and where each of them went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.domain.booking import Span
from queue_server.store import appointments
from queue_server.store.appointments import Appointment
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Closure:
    """A branch, or one service of it, without visits for a while.

    `state`: `waiting` until `sends_at`, when everyone is told; then `sent`, or before `undone`.
    """

    id: int
    branch: str
    service: str | None
    span: Span
    reason: Mapping[str, str]
    sends_at: datetime
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class MovedVisit:
    """A visit that cannot take place, its old time, and its new one where there is any.

    `places` are those of its old time, which are kept for it until it is told.
    """

    closure: int
    appointment: int
    before: Span
    places: int
    to: datetime | None


def insert(db: Connection, closure: Closure, now: datetime, actor: str) -> int:
    """A new closure; its id."""
    db.forget(("closures", closure.branch))
    row = db.one(
        "INSERT INTO closures (branch, service, starts_at, ends_at, reason, sends_at, state,"
        " made_at, actor) VALUES (:branch, :service, :start, :end, :reason, :sends_at, 'waiting',"
        " :now, :actor) RETURNING id",
        {
            "branch": closure.branch,
            "service": closure.service or "",
            "start": to_micros(closure.span.start),
            "end": to_micros(closure.span.end),
            "reason": json.dumps(closure.reason),
            "sends_at": to_micros(closure.sends_at),
            "now": to_micros(now),
            "actor": actor,
        },
    )
    assert row is not None
    return int(row[0])


def settle(db: Connection, closure: Closure, state: str) -> None:
    """Everyone has been told, or it was undone."""
    db.forget(("closures", closure.branch))
    db.run("UPDATE closures SET state = :state WHERE id = :id", {"state": state, "id": closure.id})


def find(db: Connection, closure: int) -> Closure | None:
    """The closure with this id."""
    row = db.one(f"{_SELECT} WHERE id = :id", {"id": closure})
    return _from_row(row) if row else None


def of_branch(db: Connection, branch: str, since: datetime) -> list[Closure]:
    """A branch's closures that end after a moment, undone ones too, in the order of their time."""
    rows = db.all(
        f"{_SELECT} WHERE branch = :branch AND ends_at > :since ORDER BY starts_at, id",
        {"branch": branch, "since": to_micros(since)},
    )
    return [_from_row(row) for row in rows]


def standing(db: Connection, branch: str, span: Span) -> list[Closure]:
    """A branch's closures that hold and touch a span of time."""
    if db.writes:
        known = db.known(("closures", branch), lambda: all_standing(db, branch))
        return [c for c in known if c.span.end > span.start and c.span.start < span.end]
    return _standing(
        db,
        "branch = :branch AND ends_at > :start AND starts_at < :end",
        {"branch": branch, "start": to_micros(span.start), "end": to_micros(span.end)},
    )


def all_standing(db: Connection, branch: str) -> list[Closure]:
    """A branch's closures that hold or held."""
    return _standing(db, "branch = :branch", {"branch": branch})


def _standing(db: Connection, where: str, about: dict[str, Any]) -> list[Closure]:
    rows = db.all(f"{_SELECT} WHERE {where} AND state <> 'undone' ORDER BY starts_at, id", about)
    return [_from_row(row) for row in rows]


def turns(db: Connection, branch: str, after: datetime) -> list[datetime]:
    """When one of a branch's closures next begins or ends."""
    row = db.one(
        "SELECT min(CASE WHEN starts_at > :after THEN starts_at ELSE ends_at END) FROM closures"
        " WHERE branch = :branch AND ends_at > :after AND state <> 'undone'",
        {"branch": branch, "after": to_micros(after)},
    )
    return [from_micros(row[0])] if row and row[0] is not None else []


def to_send(db: Connection, now: datetime) -> Closure | None:
    """One whose visitors are to be told by now."""
    row = db.one(
        f"{_SELECT} WHERE state = 'waiting' AND sends_at <= :now ORDER BY sends_at LIMIT 1",
        {"now": to_micros(now)},
    )
    return _from_row(row) if row else None


def next_sending(db: Connection) -> datetime | None:
    """When the visitors of the next one are to be told."""
    row = db.one("SELECT min(sends_at) FROM closures WHERE state = 'waiting'")
    return from_micros(row[0]) if row and row[0] is not None else None


def visits_in(db: Connection, branch: str, service: str | None, span: Span) -> list[Appointment]:
    """The visits, booked or held, that touch a span of time, in the order of booking."""
    rows = db.all(
        "SELECT id FROM appointments WHERE branch = :branch AND state IN ('booked', 'held')"
        " AND ends_at > :start AND starts_at < :end AND :service IN ('', service)"
        " ORDER BY made_at, id",
        {
            "branch": branch,
            "service": service or "",
            "start": to_micros(span.start),
            "end": to_micros(span.end),
        },
    )
    found = (appointments.find(db, row[0]) for row in rows)
    return [visit for visit in found if visit]


def keep_move(db: Connection, moved: MovedVisit) -> None:
    """Remember where a visit was, and where it went."""
    db.run(
        "INSERT INTO moved_visits (closure, appointment, from_start, from_end, places, to_start)"
        " VALUES (:closure, :appointment, :from_start, :from_end, :places, :to_start)",
        {
            "closure": moved.closure,
            "appointment": moved.appointment,
            "from_start": to_micros(moved.before.start),
            "from_end": to_micros(moved.before.end),
            "places": moved.places,
            "to_start": to_micros(moved.to) if moved.to else None,
        },
    )


def moves_of(db: Connection, closure: int) -> list[MovedVisit]:
    """The visits of a closure in the order of booking."""
    rows = db.all(
        "SELECT closure, appointment, from_start, from_end, moved_visits.places, to_start"
        " FROM moved_visits JOIN appointments ON id = appointment"
        " WHERE closure = :closure ORDER BY made_at, id",
        {"closure": closure},
    )
    return [
        MovedVisit(
            of,
            visit,
            Span(from_micros(start), from_micros(end)),
            places,
            from_micros(to) if to is not None else None,
        )
        for of, visit, start, end, places, to in rows
    ]


def reason_for(db: Connection, visit: Appointment) -> Mapping[str, str] | None:
    """Why a visit is where a closure put it; None where it was put there by no closure."""
    row = db.one(
        "SELECT reason FROM moved_visits JOIN closures ON closures.id = closure"
        " WHERE appointment = :visit AND to_start = :start AND state <> 'undone'"
        " ORDER BY closures.id DESC LIMIT 1",
        {"visit": visit.id, "start": to_micros(visit.starts_at)},
    )
    return json.loads(row[0]) if row else None


_SELECT = "SELECT id, branch, service, starts_at, ends_at, reason, sends_at, state FROM closures"


def _from_row(row: Row) -> Closure:
    id_, branch, service, start, end, reason, sends_at, state = row
    span = Span(from_micros(start), from_micros(end))
    return Closure(
        id_, branch, service or None, span, json.loads(reason), from_micros(sends_at), state
    )
