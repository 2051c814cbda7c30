"""What stands beside tickets: stored answers, contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from queue_server.store.database import Connection
from queue_server.store.times import to_micros

#: About what a command writes.
_PROBE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer stored with its command, so that a repeated command gets the same."""

    fingerprint: str
    status: int
    body: str


def find_answer(db: Connection, caller: str, key: str) -> Answer | None:
    """The answer to an earlier command of this caller with this key."""
    row = db.one(
        "SELECT fingerprint, status, body FROM answers WHERE caller = :caller AND key = :key",
        {"caller": caller, "key": key},
    )
    return Answer(*row) if row else None


def keep_answer(db: Connection, caller: str, key: str, answer: Answer, now: datetime) -> None:
    """Store an answer with its command."""
    db.run(
        "INSERT INTO answers (caller, key, fingerprint, status, body, at)"
        " VALUES (:caller, :key, :fingerprint, :status, :body, :now)",
        {
            "caller": caller,
            "key": key,
            "fingerprint": answer.fingerprint,
            "status": answer.status,
            "body": answer.body,
            "now": to_micros(now),
        },
    )


def drop_answers(db: Connection, before: datetime, most: int = 200) -> bool:
    """Forget answers older than `before`, some at a time; True where more may be left."""
    dropped = db.all(
        "DELETE FROM answers WHERE (caller, key) IN"
        " (SELECT caller, key FROM answers WHERE at < :before ORDER BY at LIMIT :most)"
        " RETURNING at",
        {"before": to_micros(before), "most": most},
    )
    return len(dropped) == most


def add_contact(
    db: Connection,
    branch: str,
    day: date,
    now: datetime,
    topic: str,
    channel: str,
    language: str | None,
    count: int,
) -> int:
    """Count people helped without a ticket; the record's id."""
    row = db.one(
        "INSERT INTO contacts (branch, business_day, at, topic, channel, language, count)"
        " VALUES (:branch, :day, :now, :topic, :channel, :language, :count) RETURNING id",
        {
            "branch": branch,
            "day": day.isoformat(),
            "now": to_micros(now),
            "topic": topic,
            "channel": channel,
            "language": language,
            "count": count,
        },
    )
    assert row is not None
    return int(row[0])


def drop_contact(
    db: Connection, branch: str, contact: int, since: datetime
) -> tuple[str, str, int] | None:
    """Count a contact no longer, if it was counted since a moment; its topic, channel and count.

    Its row stays, so that its id never means another contact.
    """
    row = db.one(
        "SELECT topic, channel, count FROM contacts"
        " WHERE id = :id AND branch = :branch AND at >= :since AND count > 0",
        {"id": contact, "branch": branch, "since": to_micros(since)},
    )
    if row is None:
        return None
    db.run("UPDATE contacts SET count = 0 WHERE id = :id", {"id": contact})
    return row[0], row[1], row[2]


def contacts_of_day(db: Connection, branch: str, day: date) -> dict[str, int]:
    """How many contacts of each topic a business day has had."""
    rows = db.all(
        "SELECT topic, sum(count) FROM contacts WHERE branch = :branch AND business_day = :day"
        " GROUP BY topic",
        {"branch": branch, "day": day.isoformat()},
    )
    return {topic: int(count) for topic, count in rows}


def write_nothing(db: Connection, now: datetime) -> None:
    """Write as much as a command does and leave nothing, so that full storage is found.

    SQLite writes no page that stays as it was, but overwrites those of a row that is taken back.
    """
    keep_answer(db, "", "", Answer("", 0, " " * _PROBE_BYTES), now)
    db.run("DELETE FROM answers WHERE caller = '' AND key = ''")
