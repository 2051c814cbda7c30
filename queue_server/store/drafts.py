"""Drafts: office configurations that are being worked on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of what is to follow revision `base`; `edition` counts how often it was saved.

    `publish_at` is when it will come into force by itself; `failure` is why it did not.
    """

    id: int
    name: str
    base: int
    edition: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    publish_at: datetime | None
    publish_by: str | None
    note: str | None
    failure: str | None


_COLUMNS = (
    "id, name, base, edition, created_at, created_by, changed_at, changed_by, publish_at,"
    " publish_by, note, failure"
)


def add(
    db: Connection, name: str, base: int, document: dict[str, Any], now: datetime, author: str
) -> Draft:
    """Begin a draft."""
    row = db.one(
        "INSERT INTO drafts (name, base, edition, created_at, created_by, changed_at, changed_by,"
        " document) VALUES (:name, :base, 1, :now, :author, :now, :author, :document)"
        f" RETURNING {_COLUMNS}",
        {
            "name": name,
            "base": base,
            "now": to_micros(now),
            "author": author,
            "document": _json(document),
        },
    )
    assert row is not None
    return _draft(row)


def find(db: Connection, draft: int) -> Draft | None:
    """The draft with this id, unless it was published or discarded."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM drafts WHERE id = :draft AND ended_at IS NULL", {"draft": draft}
    )
    return _draft(row) if row else None


def document_of(db: Connection, draft: int) -> dict[str, Any]:
    """What a draft says now."""
    row = db.one("SELECT document FROM drafts WHERE id = :draft", {"draft": draft})
    assert row is not None
    document: dict[str, Any] = json.loads(row[0])
    return document


def listed(db: Connection) -> list[Draft]:
    """Every draft, the last changed first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM drafts WHERE ended_at IS NULL ORDER BY changed_at DESC, id DESC"
    )
    return [_draft(row) for row in rows]


def save(
    db: Connection,
    draft: int,
    document: dict[str, Any],
    base: int,
    now: datetime,
    author: str,
) -> None:
    """Write what a draft says now, as its next edition."""
    db.run(
        "UPDATE drafts SET document = :document, base = :base, edition = edition + 1,"
        " changed_at = :now, changed_by = :author, failure = NULL WHERE id = :draft",
        {
            "draft": draft,
            "document": _json(document),
            "base": base,
            "now": to_micros(now),
            "author": author,
        },
    )


def rename(db: Connection, draft: int, name: str) -> None:
    """Give a draft another name."""
    db.run("UPDATE drafts SET name = :name WHERE id = :draft", {"draft": draft, "name": name})


def schedule(
    db: Connection, draft: int, at: datetime | None, author: str | None, note: str | None
) -> None:
    """Let a draft come into force at a time; None: not by itself."""
    db.run(
        "UPDATE drafts SET publish_at = :at, publish_by = :author, note = :note, failure = NULL"
        " WHERE id = :draft",
        {"draft": draft, "at": to_micros(at) if at else None, "author": author, "note": note},
    )


def give_up(db: Connection, draft: int, failure: str) -> None:
    """A draft's time has come, and it cannot be published."""
    db.run(
        "UPDATE drafts SET publish_at = NULL, failure = :failure WHERE id = :draft",
        {"draft": draft, "failure": failure},
    )


def end(db: Connection, draft: int, now: datetime) -> None:
    """Forget what a draft says. Its row stays, so that its id will never be another's."""
    db.run(
        "UPDATE drafts SET document = '{}', publish_at = NULL, ended_at = :now WHERE id = :draft",
        {"draft": draft, "now": to_micros(now)},
    )


def due(db: Connection, now: datetime) -> Draft | None:
    """The first draft whose time has come."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM drafts WHERE publish_at <= :now ORDER BY publish_at, id LIMIT 1",
        {"now": to_micros(now)},
    )
    return _draft(row) if row else None


def next_due(db: Connection) -> datetime | None:
    """When the next draft comes into force by itself."""
    row = db.one("SELECT min(publish_at) FROM drafts WHERE publish_at IS NOT NULL")
    return from_micros(row[0]) if row and row[0] is not None else None


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def _draft(row: Row) -> Draft:
    id_, name, base, edition, created, created_by, changed, changed_by, at, by, note, failure = row
    return Draft(
        id_,
        name,
        base,
        edition,
        from_micros(created),
        created_by,
        from_micros(changed),
        changed_by,
        from_micros(at) if at is not None else None,
        by,
        note,
        failure,
    )
