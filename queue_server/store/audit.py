"""The audit: who did what, when, from where; appended to and never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Entry:
    """What is recorded; `subject` names what was changed, such as `device:7` or `ticket:42`."""

    at: datetime
    kind: str
    subject: str
    actor: str | None = None
    name: str | None = None
    address: str | None = None
    branch: str | None = None
    before: Any = None
    after: Any = None
    reason: str | None = None


def append(db: Connection, entry: Entry) -> int:
    """Record an entry; its id."""
    row = db.one(
        "INSERT INTO audit"
        " (at, kind, subject, actor, name, address, branch, before, after, reason)"
        " VALUES (:at, :kind, :subject, :actor, :name, :address, :branch, :before, :after, :reason)"
        " RETURNING id",
        {
            "at": to_micros(entry.at),
            "kind": entry.kind,
            "subject": entry.subject,
            "actor": entry.actor,
            "name": entry.name,
            "address": entry.address,
            "branch": entry.branch,
            "before": _json(entry.before),
            "after": _json(entry.after),
            "reason": entry.reason,
        },
    )
    assert row is not None
    return int(row[0])


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as it is found: one of the audit, or what someone who signed in did to a ticket."""

    source: str
    id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries: those of a time, and of these words where they are given.

    `before_audit` and `before_event` leave out the ids that were found before, and newer ones.
    """

    since: datetime
    until: datetime
    actor: str | None = None
    kind: str | None = None
    branch: str | None = None
    subject: str | None = None
    find: str | None = None
    before_audit: int | None = None
    before_event: int | None = None


def search(db: Connection, asked: Asked, most: int) -> list[Found]:
    """The newest entries that were asked for."""
    first, last = _seq_at(db, asked.since), _seq_at(db, asked.until)
    about = {
        "since": to_micros(asked.since),
        "until": to_micros(asked.until),
        "first": first,
        "last": last,
        "actor": asked.actor,
        "kind": asked.kind,
        "branch": asked.branch,
        "subject": asked.subject,
        "find": asked.find,
        "before_audit": asked.before_audit,
        "before_event": asked.before_event,
        "most": most,
    }
    found = [_audited(row) for row in db.all(_SEARCH, about)]
    found += [_happened(row) for row in db.all(_SEARCH_EVENTS, about)]
    found.sort(key=lambda one: (one.entry.at, one.source, one.id), reverse=True)
    return found[:most]


_SEARCH = (
    "SELECT id, at, kind, subject, actor, name, address, branch, before, after, reason FROM audit"
    " WHERE at >= :since AND at < :until"
    " AND (:before_audit IS NULL OR id < :before_audit)"
    " AND (:actor IS NULL OR actor = :actor) AND (:kind IS NULL OR kind = :kind)"
    " AND (:branch IS NULL OR branch = :branch) AND (:subject IS NULL OR subject = :subject)"
    " AND (:find IS NULL OR instr(lower(kind || ' ' || subject || ' ' || coalesce(actor, '') || ' '"
    " || coalesce(name, '') || ' ' || coalesce(before, '') || ' ' || coalesce(after, '') || ' '"
    " || coalesce(reason, '') || ' ' || coalesce(address, '')), lower(:find)) > 0)"
    " ORDER BY id DESC LIMIT :most"
)
_SEARCH_EVENTS = (
    "SELECT seq, at, kind, ticket, actor, coalesce(clerk, (SELECT name FROM audit WHERE"
    " audit.actor = events.actor AND name IS NOT NULL ORDER BY id DESC LIMIT 1)) AS who, address,"
    " branch, counter, detail, reason FROM events"
    " WHERE seq >= :first AND seq < :last AND actor IS NOT NULL"
    " AND (:before_event IS NULL OR seq < :before_event)"
    " AND (:actor IS NULL OR actor = :actor) AND (:kind IS NULL OR kind = :kind)"
    " AND (:branch IS NULL OR branch = :branch)"
    " AND (:subject IS NULL OR 'ticket:' || ticket = :subject)"
    " AND (:find IS NULL OR instr(lower(kind || ' ' || coalesce('ticket:' || ticket, '') || ' '"
    " || actor || ' ' || coalesce(clerk, '') || ' ' || coalesce(counter, '') || ' '"
    " || coalesce(detail, '') || ' ' || coalesce(reason, '') || ' ' || coalesce(address, '')),"
    " lower(:find)) > 0)"
    " ORDER BY seq DESC LIMIT :most"
)


def _audited(row: Row) -> Found:
    id_, at, kind, subject, actor, name, address, branch, before, after, reason = row
    entry = Entry(
        from_micros(at),
        kind,
        subject,
        actor,
        name,
        address,
        branch,
        json.loads(before) if before else None,
        json.loads(after) if after else None,
        reason,
    )
    return Found("audit", id_, entry)


def _happened(row: Row) -> Found:
    seq, at, kind, ticket, actor, who, address, branch, counter, detail, reason = row
    subject = (
        f"ticket:{ticket}" if ticket else f"counter:{counter}" if counter else f"branch:{branch}"
    )
    after: dict[str, Any] = json.loads(detail) if detail else {}
    if counter:
        after |= {"counter": counter}
    entry = Entry(
        from_micros(at), kind, subject, actor, who, address, branch, None, after or None, reason
    )
    return Found("event", seq, entry)


def _seq_at(db: Connection, moment: datetime) -> int:
    """The first event at or after a moment: their times never go back, so halving finds it."""
    row = db.one("SELECT coalesce(max(seq), 0) FROM events")
    low, high = 1, (int(row[0]) if row else 0) + 1
    micros = to_micros(moment)
    while low < high:
        middle = (low + high) // 2
        found = db.one("SELECT at FROM events WHERE seq >= :seq LIMIT 1", {"seq": middle})
        if found is None or found[0] >= micros:
            high = middle
        else:
            low = middle + 1
    return low


def deviations(db: Connection, branch: str, since: datetime, most: int = 100) -> list[Found]:
    """Calls out of order, changed priorities and overbooking since a moment, newest first."""
    rows = db.all(
        "SELECT id, at, kind, subject, actor, name, address, branch, before, after, reason"
        " FROM audit WHERE at >= :since AND branch = :branch"
        " AND kind IN ('out_of_order', 'priority', 'overbooked')"
        " ORDER BY at DESC, id DESC LIMIT :most",  # by `at`, so that only these days are read
        {"branch": branch, "since": to_micros(since), "most": most},
    )
    return [_audited(row) for row in rows]


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
