"""What stands beside tickets: office revisions, stored answers, contacts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from queue_server.store.database import Connection
from queue_server.store.times import to_micros


def newest_office(db: Connection) -> tuple[int, dict[str, Any]] | None:
    """The office configuration in force, with its revision; None before the first start."""
    row = db.one("SELECT revision, document FROM office_revisions ORDER BY revision DESC LIMIT 1")
    return (row[0], json.loads(row[1])) if row else None


def add_office(
    db: Connection, document: dict[str, Any], now: datetime, author: str | None = None
) -> int:
    """Store a new revision of the office configuration; its number."""
    row = db.one(
        "INSERT INTO office_revisions (revision, created_at, author, document) VALUES"
        " ((SELECT coalesce(max(revision), 0) + 1 FROM office_revisions), :now, :author, :document)"
        " RETURNING revision",
        {
            "now": to_micros(now),
            "author": author,
            "document": json.dumps(document, ensure_ascii=False),
        },
    )
    assert row is not None
    return int(row[0])


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


def write_nothing(db: Connection) -> None:
    """Write what is there already, so that storage which cannot be written is found."""
    db.run("UPDATE branches SET rev = rev")
