"""Events: every change appends one; their count in a branch is the revision that screens follow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pydantic_core import to_json

from queue_server.domain.tickets import Ticket
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, when, to which ticket, at which counter, by whom and why.

    `actor` is the id of the caller that asked for it, None where nobody signed in.
    """

    seq: int
    at: datetime
    kind: str
    counter: str | None
    clerk: str | None
    actor: str | None
    reason: str | None
    detail: dict[str, Any] | None


def append(
    db: Connection,
    branch: str,
    now: datetime,
    kind: str,
    *,
    actor: str | None = None,
    address: str | None = None,
    ticket: int | None = None,
    counter: str | None = None,
    clerk: str | None = None,
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> int:
    """Append an event, which is the branch's next revision; the event's sequence."""
    rev = revision(db, branch) + 1
    db.note(("revision", branch), rev)
    return db.add(
        "INSERT INTO events"
        " (branch, rev, at, kind, actor, address, ticket, counter, clerk, reason, detail)"
        " VALUES (:branch, :rev, :at, :kind, :actor, :address, :ticket, :counter, :clerk, :reason,"
        " :detail)",
        {
            "branch": branch,
            "rev": rev,
            "at": to_micros(now),
            "kind": kind,
            "actor": actor,
            "address": address,
            "ticket": ticket,
            "counter": counter,
            "clerk": clerk,
            "reason": reason,
            "detail": to_json(detail).decode() if detail else None,
        },
    )


def revision(db: Connection, branch: str) -> int:
    """How many events the branch has had."""
    return db.known(("revision", branch), lambda: _revision(db, branch))


def _revision(db: Connection, branch: str) -> int:
    """That of the newest event, or the one that the branch's row knows.

    The row knows more where a backup replaced the database, and where no event is left.
    """
    row = db.one(
        "SELECT max(rev, coalesce((SELECT max(rev) FROM events WHERE branch = :branch), 0))"
        " FROM branches WHERE branch = :branch",
        {"branch": branch},
    )
    return int(row[0]) if row else 0


def revisions(db: Connection) -> dict[str, int]:
    """How many events each branch has had."""
    return {branch: revision(db, branch) for branch in days(db)}


def revision_before(db: Connection, seq: int) -> int:
    """How many events its branch had before the event `seq`."""
    row = db.one("SELECT rev FROM events WHERE seq = :seq", {"seq": seq})
    return int(row[0]) - 1 if row else 0


def newest(db: Connection) -> int:
    """The sequence of the last event of any branch; 0 before the first."""
    row = db.one("SELECT max(seq) FROM events")
    return int(row[0] or 0) if row else 0


def newest_time(db: Connection) -> datetime | None:
    """When the last event of any branch was."""
    row = db.one("SELECT at FROM events ORDER BY seq DESC LIMIT 1")
    return from_micros(row[0]) if row else None


def of_ticket(db: Connection, ticket: int) -> list[Event]:
    """The history of a ticket, in order."""
    rows = db.all(
        f"SELECT {_ABOUT} FROM events WHERE ticket = :ticket ORDER BY seq", {"ticket": ticket}
    )
    return [_from_row(row) for row in rows]


def of_appointment(db: Connection, appointment: int) -> list[Event]:
    """The history of an appointment, in order."""
    rows = db.all(
        f"SELECT {_ABOUT} FROM events WHERE seq IN"
        " (SELECT seq FROM appointment_events WHERE appointment = :id) ORDER BY seq",
        {"id": appointment},
    )
    return [_from_row(row) for row in rows]


def last_choice(db: Connection, ticket: int) -> dict[str, Any] | None:
    """What was told of the last call of a ticket, or of its service without one."""
    row = db.one(
        "SELECT detail FROM events WHERE ticket = :ticket AND kind IN ('call', 'serve')"
        " ORDER BY seq DESC LIMIT 1",
        {"ticket": ticket},
    )
    told: dict[str, Any] | None = json.loads(row[0]) if row and row[0] else None
    return told


_ABOUT = "seq, at, kind, counter, clerk, actor, reason, detail"


def _from_row(row: Row) -> Event:
    seq, at, kind, counter, clerk, actor, reason, detail = row
    told = json.loads(detail) if detail else None
    return Event(seq, from_micros(at), kind, counter, clerk, actor, reason, told)


@dataclass(frozen=True, slots=True)
class Served:
    """A call, or a start without one, with what it was called for and when that one had arrived."""

    seq: int
    at: datetime
    kind: str
    ticket: int
    counter: str | None
    clerk: str | None
    reason: str | None
    detail: dict[str, Any]
    number: str
    arrived_at: datetime
    undone: bool


def served_between(db: Connection, branch: str, first: int, last: int | None) -> list[Served]:
    """Who was called or served in a branch from event `first` on, up to `last`."""
    rows = db.all(
        "SELECT seq, at, kind, ticket, counter, clerk, reason, detail,"
        " (SELECT number FROM tickets WHERE id = events.ticket),"
        " coalesce((SELECT arrived_at FROM past_legs WHERE past_legs.ticket = events.ticket"
        " AND entered_at <= events.at AND ended_seq > events.seq ORDER BY leg LIMIT 1),"
        " (SELECT arrived_at FROM tickets WHERE id = events.ticket)),"
        " coalesce((SELECT later.kind = 'undo' FROM events AS later"
        " WHERE later.ticket = events.ticket AND later.seq > events.seq"
        " AND later.kind NOT IN ('recall', 'slip_ordered') ORDER BY later.seq LIMIT 1), 0)"
        " FROM events WHERE seq > :first AND (:last IS NULL OR seq < :last) AND branch = :branch"
        " AND (kind IN ('call', 'serve') OR (kind = 'issue' AND counter IS NOT NULL))"
        " ORDER BY seq",
        {"branch": branch, "first": first, "last": last},
    )
    return [_served(row) for row in rows if row[8] is not None]


def _served(row: Row) -> Served:
    seq, at, kind, ticket, counter, clerk, reason, detail, number, arrived_at, undone = row
    return Served(
        seq,
        from_micros(at),
        kind,
        ticket,
        counter,
        clerk,
        reason,
        json.loads(detail) if detail else {},
        number,
        from_micros(arrived_at),
        bool(undone),
    )


def add_branch(db: Connection, branch: str, day: str) -> None:
    """Begin to count the events of a branch."""
    db.run(
        "INSERT INTO branches (branch, day) VALUES (:branch, :day) ON CONFLICT (branch) DO NOTHING",
        {"branch": branch, "day": day},
    )


def days(db: Connection) -> dict[str, str]:
    """The business day each branch is in, as its last day's end left it."""
    return dict(cast("list[tuple[str, str]]", db.all("SELECT branch, day FROM branches")))


def begin_day(db: Connection, branch: str, day: str) -> None:
    """The branch's earlier days have ended."""
    db.run(
        "UPDATE branches SET day = :day, rev = :rev WHERE branch = :branch",
        {"branch": branch, "day": day, "rev": revision(db, branch)},
    )


def keep_leg(
    db: Connection, ticket: Ticket, ended_at: datetime, ended_by: str, outcome: str | None, seq: int
) -> None:
    """Keep the interval that `ticket` (as it was) stayed in a service, from which it goes on."""
    db.run(
        "INSERT INTO past_legs (ticket, leg, branch, service, visitor_class, cases, entered_at,"
        " arrived_at, due_at, first_called_at, called_at, started_at, ended_at, counter, clerk,"
        " ended_by, outcome, ended_seq) VALUES (:ticket, :leg, :branch, :service, :visitor_class,"
        " :cases, :entered_at, :arrived_at, :due_at, :first_called_at, :called_at, :started_at,"
        " :ended_at, :counter, :clerk, :ended_by, :outcome, :seq)",
        {
            "ticket": ticket.id,
            "leg": ticket.leg,
            "branch": ticket.branch,
            "service": ticket.service,
            "visitor_class": ticket.visitor_class,
            "cases": ticket.cases,
            "entered_at": to_micros(ticket.entered_at),
            "arrived_at": to_micros(ticket.arrived_at),
            "due_at": to_micros(ticket.due_at),
            "first_called_at": _micros(ticket.first_called_at),
            "called_at": _micros(ticket.called_at),
            "started_at": _micros(ticket.started_at),
            "ended_at": to_micros(ended_at),
            "counter": ticket.counter,
            "clerk": ticket.clerk,
            "ended_by": ended_by,
            "outcome": outcome,
            "seq": seq,
        },
    )


def reopen_leg(db: Connection, ticket: int, leg: int) -> None:
    """The ticket is in this leg again, because what ended it was taken back."""
    db.run(
        "DELETE FROM past_legs WHERE ticket = :ticket AND leg = :leg",
        {"ticket": ticket, "leg": leg},
    )


def handling_seconds(
    db: Connection, branch: str, service: str, since: datetime, most: int = 50
) -> list[float]:
    """The latest handling times of a service, per case; unclosed ones are left out."""
    about = {"branch": branch, "service": service, "since": to_micros(since), "most": most}
    rows = db.all(_HANDLED.format(_FINISHED), about) + db.all(_HANDLED.format(_GONE_ON), about)
    rows.sort(reverse=True)
    return [micros / 1e6 / max(cases, 1) for _ended_at, micros, cases in rows[:most]]


#: Where a leg stands that was finished: the last of a ticket, and one that it went on from.
_FINISHED = "tickets WHERE state = 'done' AND coalesce(outcome, '') <> 'unclosed'"
_GONE_ON = "past_legs WHERE ended_by = 'finish'"
_HANDLED = (
    "SELECT ended_at, ended_at - coalesce(started_at, called_at), cases FROM {}"
    " AND branch = :branch AND service = :service AND ended_at >= :since"
    " AND coalesce(started_at, called_at) IS NOT NULL ORDER BY ended_at DESC LIMIT :most"
)
_SERVED = (
    "SELECT count(*) FROM {} AND branch = :branch AND counter = :counter AND ended_at >= :since"
)


def served_since(db: Connection, branch: str, counter: str, since: datetime) -> int:
    """How many legs a counter has finished since a moment."""
    about = {"branch": branch, "counter": counter, "since": to_micros(since)}
    counts = [db.one(_SERVED.format(legs), about) for legs in (_FINISHED, _GONE_ON)]
    return sum(row[0] for row in counts if row)


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
