"""Numbered migrations: each is applied once, in order, in one transaction, and never edited later.

Times are microseconds since 1970 UTC; lists and objects are JSON text.
"""

from __future__ import annotations

from queue_server.store.schema.booking import (
    APPOINTMENTS,
    APPOINTMENTS_BY_DAY,
    BOOKED_VISITS,
    BOOKING_LINKS,
    BOOKING_MARKS,
    CLOSURES,
    DRAWS,
    MESSAGES,
    REMOTE_VISITS,
    WAITING_LINKS,
    WAITING_LIST,
)
from queue_server.store.schema.first import (
    FIRST,
    UNCERTAIN_SLIPS,
    USED_IDS,
)
from queue_server.store.schema.floor import (
    BOARD_TESTS,
    DRAFTS,
    FEWER_PAGES,
    HOURLY,
    LOCKED_SIGNALS,
    PAST_LEGS,
    REASON_IN_EVENT,
    RECEPTION,
    REVISION_NOTES,
    SUPERVISION,
    SUSPENSIONS,
)
from queue_server.store.schema.people import (
    ACTORS,
    AUDIT,
    DEVICES,
    FIRM_EVENTS,
    FORGOTTEN,
    STAFF,
    WISHED_PAGES,
)

MIGRATIONS: tuple[str, ...] = (
    FIRST,
    USED_IDS,
    UNCERTAIN_SLIPS,
    ACTORS,
    AUDIT,
    SUSPENSIONS,
    REVISION_NOTES,
    APPOINTMENTS,
    SUPERVISION,
    DRAFTS,
    HOURLY,
    STAFF,
    DEVICES,
    RECEPTION,
    FORGOTTEN,
    REMOTE_VISITS,
    MESSAGES,
    CLOSURES,
    BOOKING_MARKS,
    BOOKING_LINKS,
    BOOKED_VISITS,
    WAITING_LIST,
    DRAWS,
    WISHED_PAGES,
    FIRM_EVENTS,
    APPOINTMENTS_BY_DAY,
    REASON_IN_EVENT,
    WAITING_LINKS,
    FEWER_PAGES,
    BOARD_TESTS,
    LOCKED_SIGNALS,
    PAST_LEGS,
)
