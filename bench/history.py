"""Fills a database directly: years of served tickets, and a day with a long queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.client import SERVICE
from queue_server.domain.schedule import business_day
from queue_server.office import load
from queue_server.store import events
from queue_server.store.database import Connection, open_writer
from queue_server.store.times import to_micros

_CONFIG = Path(__file__).resolve().parents[1] / "config.yaml"
_BRANCH = "krakow"
#: Served on each of the days before today.
_SERVED_A_DAY = 1000
#: Waiting tickets come this far apart.
_APART = timedelta(seconds=1)

_COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"

_TICKETS = f"""
{_COUNTED}
INSERT INTO tickets (id, branch, business_day, prefix, sequence, number, state, visitor_class,
    language, channel, cases, needs, revision, issued_at, service, leg, chain, entered_at,
    entered_seq, arrived_at, due_at, rank, spoken, reserved, line, counter, clerk, first_called_at,
    called_at, calls, calls_before, started_at, ended_at, revives, touched_seq)
SELECT :first + i, :branch, date(:day, '-' || ((i / :a_day + 1) * :past) || ' days'), 'Z', i,
    printf('Z%03d', i), :state, 'walk_in', 'pl', 'counter', 1, '[]', 1, :at + i * :apart, :service,
    1, '[]', :at + i * :apart, :first_seq + i, :at + i * :apart, :at + i * :apart, 0, '', '',
    :service || '|walk_in|', iif(:past, 1 + i % 8, NULL), NULL, iif(:past, :at + i * :apart, NULL),
    iif(:past, :at + i * :apart, NULL), :past, 0, iif(:past, :at + i * :apart, NULL),
    iif(:past, :at + i * :apart, NULL), 0, :first_seq + i
FROM n
"""
_CALLS = """
INSERT INTO calls (ticket, branch, business_day, zone, counter, service, number, language,
    called_at, calls, seq)
SELECT id, branch, business_day, 'main-hall', counter, service, number, language, called_at, calls,
    touched_seq
FROM tickets WHERE state = 'done'
"""
_EVENTS = f"""
{_COUNTED}
INSERT INTO events (branch, rev, at, kind, ticket, counter)
SELECT :branch, i, :at, iif(i % 3 = 0, 'finish', iif(i % 3 = 1, 'issue', 'call')), (i + 2) / 3,
    iif(i % 3 = 1, NULL, 1)
FROM n
"""
_COUNT = """
INSERT INTO waiting_counts (branch, service, line, count)
SELECT branch, service, line, count(*) FROM tickets WHERE state = 'waiting'
GROUP BY branch, service, line
"""


def fill(database: Path, *, waiting: int, served: int) -> None:
    """A database with so many tickets waiting today and served on the days before."""
    database.parent.mkdir(parents=True)
    zone = load(_CONFIG).office.branch[_BRANCH].zone_info
    now = datetime.now(UTC)
    today = business_day(now, zone).isoformat()
    db = open_writer(database)
    for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -200000"):
        db.run(f"PRAGMA {pragma}")
    db.begin()
    if served:
        _add(db, served, today, now - timedelta(days=1), past=True)
        db.run(_CALLS)
        about = {"branch": _BRANCH, "count": 3 * served, "at": to_micros(now - timedelta(days=1))}
        db.run(_EVENTS, about)
    _add(db, waiting, today, now - waiting * _APART, past=False, after=served)
    db.run(_COUNT)
    events.add_branch(db, _BRANCH, today)
    db.run("UPDATE branches SET rev = :rev", {"rev": 3 * served})
    db.commit()
    db.run("PRAGMA journal_mode = WAL")
    db.close()


def _add(db: Connection, count: int, day: str, at: datetime, *, past: bool, after: int = 0) -> None:
    """Tickets of one service: served on the days before `day`, or waiting on it."""
    db.run(
        _TICKETS,
        {
            "count": count,
            "branch": _BRANCH,
            "day": day,
            "at": to_micros(at),
            "apart": 0 if past else _APART // timedelta(microseconds=1),
            "a_day": _SERVED_A_DAY,
            "past": int(past),
            "state": "done" if past else "waiting",
            "service": SERVICE,
            "first": after,
            "first_seq": after,
        },
    )
