"""Forgetting: what is deleted of each category of data, and leaving no trace of it in the file.

The writing connection overwrites what it deletes (`secure_delete`), so nothing is left in pages
that are free; the write-ahead log is emptied by the loop, and where `compact` is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from queue_server.store.database import Connection
from queue_server.store.schema.people import NO_AUDIT_DELETION, NO_EVENT_CHANGE, NO_EVENT_DELETION
from queue_server.store.times import to_micros


def _oldest(table: str, key: str, at: str, besides: str = "") -> str:
    """Delete what is older than `:before`, the oldest first: keys grow with time."""
    first = f"SELECT {key} FROM {table} ORDER BY {key} LIMIT :most"
    return f"DELETE FROM {table} WHERE {key} IN ({first}) AND {at} < :before{besides} RETURNING 1"


#: The oldest come first: ids of tickets grow with time, those of appointments tell nothing.
_OLD = {
    "tickets": "SELECT id FROM (SELECT id, business_day FROM tickets ORDER BY id LIMIT :most)"
    " WHERE business_day < :day",
    "appointments": "SELECT id FROM appointments WHERE business_day < :day"
    " ORDER BY business_day, id LIMIT :most",
}


def _of_old(table: str, key: str, of: str) -> str:
    """Delete what belongs to rows of `of` whose day is before `:day`, without looking at others."""
    return f"DELETE FROM {table} WHERE {key} IN ({_OLD[of]}) RETURNING 1"


_OLD_CONTACTS = (
    "SELECT own.appointment FROM appointment_contacts AS own"
    " JOIN appointments ON id = own.appointment WHERE business_day < :day LIMIT :most"
)
#: A visit is bound to who comes until it is over, however early it was booked.
_OLD_MARKS = (
    "SELECT own.rowid FROM booking_marks AS own LEFT JOIN appointments ON id = own.appointment"
    " WHERE made_on < :day AND coalesce(business_day, made_on) < :day LIMIT :most"
)
_OLD_LINKS = "SELECT id FROM booking_links WHERE asked_at < :before LIMIT :most"
_OLD_DRAWS = "SELECT id FROM draws WHERE day < :day LIMIT :most"
_OLD_WAITING = "SELECT id FROM waiting_list WHERE last_day < :day LIMIT :most"
_OLD_REMOTE = "SELECT ticket FROM remote_visits WHERE business_day < :day LIMIT :most"
_OLD_MOVES = (
    "SELECT rowid FROM moved_visits WHERE closure IN"
    " (SELECT id FROM closures WHERE ends_at < :before) LIMIT :most"
)
_OLD_WORDS = (
    "SELECT id FROM tickets WHERE business_day < :day"
    " AND (reference IS NOT NULL OR note IS NOT NULL) LIMIT :most"
)
_PARK_NOTES = f"kind = 'park' AND reason IS NOT NULL AND ticket IN ({_OLD_WORDS})"
_OLD_SIGNS = "SELECT id FROM staff_sessions WHERE seen_at < :before LIMIT :most"
#: Left open: they stay so, as nobody's.
_OLD_COUNTERS = "opened_at < :before AND coalesce(clerk, holder, pause_reason, undo) IS NOT NULL"
_NOBODYS = "clerk = NULL, holder = NULL, pause_reason = NULL, undo = NULL"
_OLD_DEVICES = "revoked_at < :before AND (client IS NOT NULL OR seen_from IS NOT NULL)"
#: A line can be kept for a clerk, whose name it bears.
_EMPTY_LINES = (
    "NOT EXISTS (SELECT 1 FROM tickets WHERE branch = waiting_counts.branch"
    " AND service = waiting_counts.service AND line = waiting_counts.line AND state = 'waiting')"
)

#: Category -> statements, each of which forgets some rows from before `:before` (`:day`).
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "contacts": (
        f"DELETE FROM appointment_contacts WHERE appointment IN ({_OLD_CONTACTS}) RETURNING 1",
        f"DELETE FROM booking_links WHERE id IN ({_OLD_LINKS}) RETURNING 1",
        f"DELETE FROM waiting_list WHERE id IN ({_OLD_WAITING}) RETURNING 1",
        f"DELETE FROM booking_marks WHERE rowid IN ({_OLD_MARKS}) RETURNING 1",
        f"DELETE FROM remote_visits WHERE ticket IN ({_OLD_REMOTE}) RETURNING 1",
    ),
    "words": (
        f"UPDATE events SET reason = NULL WHERE {_PARK_NOTES} RETURNING 1",
        f"UPDATE tickets SET reference = NULL, note = NULL WHERE id IN ({_OLD_WORDS}) RETURNING 1",
    ),
    "slips": (_oldest("print_jobs", "id", "created_at", " AND state NOT IN ('queued', 'sent')"),),
    "signs": (
        f"DELETE FROM staff_sessions WHERE id IN ({_OLD_SIGNS}) RETURNING 1",
        "DELETE FROM pairings WHERE expires_at < :before RETURNING 1",
        f"UPDATE counters SET {_NOBODYS} WHERE {_OLD_COUNTERS} RETURNING 1",
        f"UPDATE devices SET client = NULL, seen_from = NULL WHERE {_OLD_DEVICES} RETURNING 1",
    ),
    "history": (
        _of_old("calls", "ticket", of="tickets"),
        _of_old("past_legs", "ticket", of="tickets"),
        _of_old("tickets", "id", of="tickets"),
        f"DELETE FROM waiting_counts WHERE {_EMPTY_LINES} RETURNING 1",
        _oldest("events", "seq", "at"),
        _of_old("appointment_events", "appointment", of="appointments"),
        _of_old("appointments", "id", of="appointments"),
        f"DELETE FROM moved_visits WHERE rowid IN ({_OLD_MOVES}) RETURNING 1",
        f"DELETE FROM draws WHERE id IN ({_OLD_DRAWS}) RETURNING 1",
        _oldest("closures", "id", "ends_at"),
        _oldest("contacts", "id", "at"),
        _oldest("signals", "id", "at"),
        _oldest("live_messages", "id", "at"),
        _oldest("messages", "id", "due_at"),
        "DELETE FROM drafts WHERE ended_at < :before RETURNING 1",
    ),
    "audit": (_oldest("audit", "id", "at"),),
}
#: Category -> the trigger that refuses everyone else who would forget so, and its text.
_GUARDS: Mapping[str, tuple[str, str]] = {
    "words": ("events_are_not_changed", NO_EVENT_CHANGE),
    "history": ("events_are_not_deleted", NO_EVENT_DELETION),
    "audit": ("audit_is_not_deleted", NO_AUDIT_DELETION),
}

#: Tables that no category forgets, and why.
KEPT: Mapping[str, str] = {
    "answers": "of repeated commands, 24 hours",
    "accounts": "staff, as long as the office: what they did refers to them; disabled, not deleted",
    "grants": "what an account may do now",
    "password_links": "one for each account, a secret's hash",
    "devices": "which screens and agents are let in, or were",
    "api_tokens": "which programs are let in",
    "office_revisions": "the office's configuration, and who published it",
    "counters": "which are open now",
    "by_hand": "what a supervisor has opened or closed now",
    "board_tests": "which boards show a test now",
    "suspensions": "what is suspended now",
    "printers": "how each one is now",
    "branches": "numbers only",
    "series": "numbers only",
    "issued": "numbers only",
    "issued_in_hour": "numbers only",
    "taken_places": "numbers only",
    "withheld_places": "numbers only",
    "used_ids": "numbers only",
    "schema_version": "numbers only",
    "forgotten": "to when each category is forgotten",
}


def forgotten_to(db: Connection) -> dict[str, str]:
    """By category, the day before which nothing is left, as an earlier run found it."""
    return dict(cast("list[tuple[str, str]]", db.all("SELECT category, day FROM forgotten")))


def note_forgotten(db: Connection, category: str, day: str) -> None:
    """Nothing of this category is left from before `day`."""
    db.run(
        "INSERT INTO forgotten (category, day) VALUES (:category, :day)"
        " ON CONFLICT (category) DO UPDATE SET day = :day",
        {"category": category, "day": day},
    )


def look_at_all_again(db: Connection) -> None:
    """Nothing that an earlier run found is believed."""
    db.run("DELETE FROM forgotten")


def forget(db: Connection, category: str, before: datetime, day: str, most: int) -> bool:
    """Forget some of a category's rows from before a moment; True where more may be left."""
    db.forget()
    parameters = {"before": to_micros(before), "day": day, "most": most}
    trigger, text = _GUARDS.get(category, ("", ""))
    if trigger:
        db.run(f"DROP TRIGGER IF EXISTS {trigger}")
    found = False
    for statement in STATEMENTS[category]:
        names = {name: value for name, value in parameters.items() if f":{name}" in statement}
        found |= bool(db.all(statement, names))
    if trigger:
        db.run(text)
    return found


def keep_ids(db: Connection) -> None:
    """Ids of tickets and print jobs that go are never given again."""
    for kind, table in (("ticket", "tickets"), ("print_job", "print_jobs")):
        db.run(
            "INSERT INTO used_ids (kind, last)"
            f" SELECT '{kind}', max(id) FROM {table} HAVING max(id) IS NOT NULL"
            " ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)"
        )


def compact(db: Connection) -> None:
    """Write the file anew without its free pages, and empty the write-ahead log."""
    db.run("VACUUM")
    db.one("PRAGMA wal_checkpoint(TRUNCATE)")
