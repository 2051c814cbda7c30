"""Revisions of the office configuration: each one whole, with its author, time and note."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.office.wording import without_lost
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Published:
    """When a revision came into force, by whom and why; `restores` is the one it brought back."""

    revision: int
    at: datetime
    author: str | None
    note: str | None
    restores: int | None


_COLUMNS = "revision, created_at, author, note, restores"


def newest_number(db: Connection) -> int | None:
    """The number of the revision in force; None before the first start."""
    row = db.one("SELECT max(revision) FROM office_revisions")
    return row[0] if row else None


def newest(db: Connection) -> tuple[int, dict[str, Any]] | None:
    """The revision in force, with its document; None before the first start."""
    number = newest_number(db)
    document = None if number is None else document_of(db, number)
    return None if number is None or document is None else (number, document)


def document_of(db: Connection, revision: int) -> dict[str, Any] | None:
    """The office configuration as it was in a revision."""
    row = db.one(
        "SELECT document FROM office_revisions WHERE revision = :revision", {"revision": revision}
    )
    return without_lost(json.loads(row[0])) if row else None


def find(db: Connection, revision: int) -> Published | None:
    """What is known about a revision."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM office_revisions WHERE revision = :revision",
        {"revision": revision},
    )
    return _published(row) if row else None


def listed(db: Connection, before: int | None, most: int) -> list[Published]:
    """The revisions before one, or all, newest first."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM office_revisions WHERE :before IS NULL OR revision < :before"
        " ORDER BY revision DESC LIMIT :most",
        {"before": before, "most": most},
    )
    return [_published(row) for row in rows]


def add(
    db: Connection,
    document: dict[str, Any],
    now: datetime,
    author: str | None = None,
    note: str | None = None,
    restores: int | None = None,
) -> int:
    """Store a new revision; its number."""
    row = db.one(
        "INSERT INTO office_revisions (revision, created_at, author, note, restores, document)"
        " VALUES ((SELECT coalesce(max(revision), 0) + 1 FROM office_revisions),"
        " :now, :author, :note, :restores, :document) RETURNING revision",
        {
            "now": to_micros(now),
            "author": author,
            "note": note,
            "restores": restores,
            "document": json.dumps(document, ensure_ascii=False),
        },
    )
    assert row is not None
    return int(row[0])


def _published(row: Row) -> Published:
    revision, created_at, author, note, restores = row
    return Published(revision, from_micros(created_at), author, note, restores)
