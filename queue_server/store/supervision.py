"""What is done by hand: opened or closed, shown on displays and boards, and calls for help."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class ByHand:
    """A service or kiosk that someone opened or closed; `until`: then its hours count again."""

    kind: str
    id: str
    open: bool
    until: datetime | None
    reason: str | None
    at: datetime


def save_by_hand(db: Connection, branch: str, set_: ByHand) -> None:
    """Open or close it from now on."""
    db.forget(("by_hand", branch))
    db.run(
        "INSERT INTO by_hand (branch, kind, id, open, until, reason, at)"
        " VALUES (:branch, :kind, :id, :open, :until, :reason, :at)"
        " ON CONFLICT (branch, kind, id) DO UPDATE SET"
        " open = :open, until = :until, reason = :reason, at = :at",
        {
            "branch": branch,
            "kind": set_.kind,
            "id": set_.id,
            "open": int(set_.open),
            "until": _micros(set_.until),
            "reason": set_.reason,
            "at": to_micros(set_.at),
        },
    )


def drop_by_hand(db: Connection, branch: str, kind: str, id_: str) -> None:
    """Let its hours count again."""
    db.forget(("by_hand", branch))
    db.run(
        "DELETE FROM by_hand WHERE branch = :branch AND kind = :kind AND id = :id",
        {"branch": branch, "kind": kind, "id": id_},
    )


def by_hand(db: Connection, branch: str, now: datetime) -> dict[tuple[str, str], ByHand]:
    """What holds in a branch now, by kind and id."""
    hands = db.known(("by_hand", branch), lambda: all_by_hand(db, branch))
    return {(each.kind, each.id): each for each in hands if each.until is None or each.until > now}


def all_by_hand(db: Connection, branch: str) -> list[ByHand]:
    """What holds in a branch, and what did until now."""
    rows = db.all(
        "SELECT kind, id, open, until, reason, at FROM by_hand WHERE branch = :branch",
        {"branch": branch},
    )
    return [
        ByHand(kind, id_, bool(is_open), _time(until), reason, from_micros(at))
        for kind, id_, is_open, until, reason, at in rows
    ]


def end_by_hand(db: Connection, now: datetime) -> set[str]:
    """Let hours count again where the time is over; the branches where it was."""
    rows = db.all(
        "DELETE FROM by_hand WHERE until <= :now RETURNING branch", {"now": to_micros(now)}
    )
    for ended in rows:
        db.forget(("by_hand", *ended))
    return {branch for (branch,) in rows}


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A text on displays that no office configuration holds; no `displays` are all of them."""

    id: int
    displays: tuple[str, ...]
    text: dict[str, str]
    urgent: bool
    running: bool
    at: datetime
    until: datetime | None


def add_message(
    db: Connection,
    branch: str,
    text: dict[str, str],
    displays: Sequence[str],
    *,
    urgent: bool,
    running: bool,
    now: datetime,
    until: datetime | None,
) -> int:
    """Show a text; its id."""
    row = db.one(
        "INSERT INTO live_messages (branch, displays, text, urgent, running, at, until)"
        " VALUES (:branch, :displays, :text, :urgent, :running, :now, :until) RETURNING id",
        {
            "branch": branch,
            "displays": json.dumps(list(displays)),
            "text": json.dumps(text, ensure_ascii=False),
            "urgent": int(urgent),
            "running": int(running),
            "now": to_micros(now),
            "until": _micros(until),
        },
    )
    assert row is not None
    return int(row[0])


_MESSAGE = "SELECT id, displays, text, urgent, running, at, until FROM live_messages"


def messages(db: Connection, branch: str, now: datetime) -> list[LiveMessage]:
    """The texts shown in a branch, the newest first."""
    rows = db.all(
        f"{_MESSAGE} WHERE branch = :branch AND removed_at IS NULL"
        " AND (until IS NULL OR until > :now) ORDER BY id DESC",
        {"branch": branch, "now": to_micros(now)},
    )
    return [_message(row) for row in rows]


def remove_message(db: Connection, branch: str, message: int, now: datetime) -> bool:
    """Show a text no longer; whether it was shown."""
    row = db.one(
        "UPDATE live_messages SET removed_at = :now"
        " WHERE id = :id AND branch = :branch AND removed_at IS NULL RETURNING id",
        {"id": message, "branch": branch, "now": to_micros(now)},
    )
    return row is not None


def end_messages(db: Connection, now: datetime) -> set[str]:
    """Remove the texts whose time is over; the branches they were shown in."""
    rows = db.all(
        "UPDATE live_messages SET removed_at = :now"
        " WHERE removed_at IS NULL AND until IS NOT NULL AND until <= :now RETURNING branch",
        {"now": to_micros(now)},
    )
    return {row[0] for row in rows}


def next_end(db: Connection) -> datetime | None:
    """When the next text, test, or what is open or closed by hand, is over."""
    row = db.one(
        "SELECT min(until) FROM (SELECT until FROM live_messages WHERE removed_at IS NULL"
        " UNION ALL SELECT until FROM by_hand UNION ALL SELECT until FROM board_tests) AS ending"
        " WHERE until IS NOT NULL"
    )
    return _time(row[0]) if row else None


def begin_board_test(db: Connection, branch: str, counter: str, until: datetime) -> None:
    """Let the board above a counter show a test, from now on."""
    db.run(
        "INSERT INTO board_tests (branch, counter, until) VALUES (:branch, :counter, :until)"
        " ON CONFLICT (branch, counter) DO UPDATE SET until = :until",
        {"branch": branch, "counter": counter, "until": to_micros(until)},
    )


def board_tested(db: Connection, branch: str, counter: str, now: datetime) -> bool:
    """Whether the board above a counter shows a test now."""
    found = db.one(
        "SELECT 1 FROM board_tests WHERE branch = :branch AND counter = :counter AND until > :now",
        {"branch": branch, "counter": counter, "now": to_micros(now)},
    )
    return found is not None


def end_board_tests(db: Connection, now: datetime) -> list[tuple[str, str]]:
    """Forget the tests that are over; of which branch and counter each was."""
    return db.all(
        "DELETE FROM board_tests WHERE until <= :now RETURNING branch, counter",
        {"now": to_micros(now)},
    )


@dataclass(frozen=True, slots=True)
class Signal:
    """A call for help: `help` from a supervisor to a counter, `alarm` from a counter.

    `locked`: it came from a locked session, so anybody may have given it.
    """

    id: int
    counter: str
    kind: str
    text: str | None
    name: str | None
    at: datetime
    seen_at: datetime | None
    seen_by: str | None
    locked: bool


def raise_signal(
    db: Connection,
    branch: str,
    counter: str,
    kind: str,
    text: str | None,
    name: str | None,
    now: datetime,
    *,
    locked: bool = False,
) -> int:
    """Call for help; the signal's id."""
    row = db.one(
        "INSERT INTO signals (branch, counter, kind, text, name, at, locked)"
        " VALUES (:branch, :counter, :kind, :text, :name, :now, :locked) RETURNING id",
        {
            "branch": branch,
            "counter": counter,
            "kind": kind,
            "text": text,
            "name": name,
            "now": to_micros(now),
            "locked": int(locked),
        },
    )
    assert row is not None
    return int(row[0])


def signals(db: Connection, branch: str, kind: str, counter: str | None = None) -> list[Signal]:
    """The calls for help that stand, the oldest first; those of a counter, if given."""
    rows = db.all(
        "SELECT id, counter, kind, text, name, at, seen_at, seen_by, locked FROM signals"
        " WHERE branch = :branch AND ended_at IS NULL AND kind = :kind"
        " AND (:counter IS NULL OR counter = :counter) ORDER BY id",
        {"branch": branch, "kind": kind, "counter": counter},
    )
    return [
        Signal(
            id_, counter, kind, text, name, from_micros(at), _time(seen_at), seen_by, bool(locked)
        )
        for id_, counter, kind, text, name, at, seen_at, seen_by, locked in rows
    ]


def see_signal(db: Connection, signal: int, name: str | None, now: datetime) -> None:
    """Someone has seen it."""
    db.run(
        "UPDATE signals SET seen_at = :now, seen_by = :name WHERE id = :id AND seen_at IS NULL",
        {"id": signal, "name": name, "now": to_micros(now)},
    )


def end_signal(db: Connection, signal: int, now: datetime) -> None:
    """It is over."""
    db.run(
        "UPDATE signals SET ended_at = :now WHERE id = :id", {"id": signal, "now": to_micros(now)}
    )


def _message(row: Row) -> LiveMessage:
    id_, displays, text, urgent, running, at, until = row
    return LiveMessage(
        id_,
        tuple(json.loads(displays)),
        json.loads(text),
        bool(urgent),
        bool(running),
        from_micros(at),
        _time(until),
    )


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
