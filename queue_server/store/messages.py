"""The outbox: messages to those who booked, until they are sent or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Message:
    """One message; whom it goes to and what it says is looked up when it is sent."""

    id: int
    appointment: int
    kind: str
    channel: str
    state: str
    due_at: datetime
    tries: int
    detail: str | None


_COLUMNS = "id, appointment, kind, channel, state, due_at, tries, detail"


def _from_row(row: Row) -> Message:
    id_, appointment, kind, channel, state, due_at, tries, detail = row
    return Message(id_, appointment, kind, channel, state, from_micros(due_at), tries, detail)


def queue(db: Connection, appointment: int, kind: str, channel: str, due_at: datetime) -> None:
    """Have a message sent once it is due."""
    db.run(
        "INSERT INTO messages (appointment, kind, channel, state, due_at, tries)"
        " VALUES (:appointment, :kind, :channel, 'queued', :due_at, 0)",
        {
            "appointment": appointment,
            "kind": kind,
            "channel": channel,
            "due_at": to_micros(due_at),
        },
    )


def drop_queued(db: Connection, appointment: int, kind: str | None = None) -> None:
    """Nothing more of this kind, or of any, is sent about an appointment."""
    which = " AND kind = :kind" if kind else ""
    db.run(
        f"DELETE FROM messages WHERE appointment = :appointment AND state = 'queued'{which}",
        {"appointment": appointment, "kind": kind} if kind else {"appointment": appointment},
    )


def due(db: Connection, now: datetime, most: int = 50) -> list[Message]:
    """What is to be sent by now, the longest due first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM messages WHERE state = 'queued' AND due_at <= :now"
        " ORDER BY due_at LIMIT :most",
        {"now": to_micros(now), "most": most},
    )
    return [_from_row(row) for row in rows]


def find(db: Connection, message: int) -> Message | None:
    """The message with this id."""
    row = db.one(f"SELECT {_COLUMNS} FROM messages WHERE id = :id", {"id": message})
    return _from_row(row) if row else None


def settle(db: Connection, message: int, state: str, detail: str | None, now: datetime) -> None:
    """It was sent, or is given up."""
    db.run(
        "UPDATE messages SET state = :state, detail = :detail, settled_at = :now,"
        " tries = tries + 1 WHERE id = :id",
        {"id": message, "state": state, "detail": detail, "now": to_micros(now)},
    )


def put_off(db: Connection, message: int, until: datetime, detail: str | None) -> None:
    """It could not be sent and is tried again later."""
    db.run(
        "UPDATE messages SET due_at = :until, detail = :detail, tries = tries + 1 WHERE id = :id",
        {"id": message, "until": to_micros(until), "detail": detail},
    )
