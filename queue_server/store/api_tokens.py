"""Tokens of programs, with what each may do; of the token itself only the SHA-256."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.access import Permission
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program may do, where (`*`: everywhere) and until when."""

    id: int
    name: str
    permissions: frozenset[Permission]
    branches: tuple[str, ...]
    made_at: datetime
    made_by: str | None
    expires_at: datetime
    revoked_at: datetime | None


_COLUMNS = "id, name, permissions, branches, made_at, made_by, expires_at, revoked_at"


def add(
    db: Connection,
    token_hash: str,
    name: str,
    permissions: frozenset[Permission],
    branches: tuple[str, ...],
    made_by: str | None,
    now: datetime,
    until: datetime,
) -> int:
    """Keep a token; its id."""
    row = db.one(
        "INSERT INTO api_tokens"
        " (token_hash, name, permissions, branches, made_at, made_by, expires_at)"
        " VALUES (:token_hash, :name, :permissions, :branches, :now, :made_by, :until)"
        " RETURNING id",
        {
            "token_hash": token_hash,
            "name": name,
            "permissions": json.dumps(sorted(permissions)),
            "branches": json.dumps(branches),
            "made_by": made_by,
            "now": to_micros(now),
            "until": to_micros(until),
        },
    )
    assert row is not None
    return int(row[0])


def find(db: Connection, token_id: int) -> ApiToken | None:
    """The token with this id, over or not."""
    return _token(db.one(f"SELECT {_COLUMNS} FROM api_tokens WHERE id = :id", {"id": token_id}))


def find_by_token(db: Connection, token_hash: str, now: datetime) -> ApiToken | None:
    """The token that holds now and has this hash."""
    return _token(
        db.one(
            f"SELECT {_COLUMNS} FROM api_tokens WHERE token_hash = :token_hash"
            " AND revoked_at IS NULL AND expires_at > :now",
            {"token_hash": token_hash, "now": to_micros(now)},
        )
    )


def every(db: Connection) -> list[ApiToken]:
    """All that nobody has revoked, the newest first."""
    rows = db.all(f"SELECT {_COLUMNS} FROM api_tokens WHERE revoked_at IS NULL ORDER BY id DESC")
    return [token for row in rows if (token := _token(row))]


def revoke(db: Connection, token_id: int, now: datetime) -> None:
    """It is worth nothing any more."""
    db.run(
        "UPDATE api_tokens SET revoked_at = :now WHERE id = :id",
        {"id": token_id, "now": to_micros(now)},
    )


def _token(row: Row | None) -> ApiToken | None:
    if row is None:
        return None
    id_, name, permissions, branches, made_at, made_by, expires_at, revoked_at = row
    return ApiToken(
        id_,
        name,
        frozenset(Permission(text) for text in json.loads(permissions)),
        tuple(json.loads(branches)),
        from_micros(made_at),
        made_by,
        from_micros(expires_at),
        None if revoked_at is None else from_micros(revoked_at),
    )
