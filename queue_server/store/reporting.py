"""Stays of tickets that have ended, for reports over days and months."""

from __future__ import annotations

from datetime import date

from queue_server.domain.reporting import Stay
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros


def stays(db: Connection, branch: str, first: date, last: date) -> list[Stay]:
    """Those of a branch's tickets of some business days."""
    about = {"branch": branch, "first": first.isoformat(), "last": last.isoformat()}
    return [_from_row(row) for sql in (_LAST, _PAST) for row in db.all(sql, about)]


_TIMES = (
    "max({0}.entered_at, {0}.arrived_at), {0}.due_at,"
    " coalesce({0}.first_called_at, {0}.started_at),"
    " coalesce({0}.started_at, {0}.called_at), {0}.ended_at"
)
_WHERE = "tickets.branch = :branch AND tickets.business_day BETWEEN :first AND :last"
#: The last leg of a ticket that has ended, and those that a ticket went on from.
_LAST = (
    f"SELECT id, business_day, service, visitor_class, clerk, {_TIMES.format('tickets')},"
    " CASE WHEN state = 'no_show' THEN 'no_show' WHEN state = 'cancelled' THEN 'cancel'"
    " WHEN state = 'expired' THEN 'expire' WHEN outcome = 'unclosed' THEN 'unclosed'"
    f" ELSE 'finish' END FROM tickets WHERE {_WHERE} AND ended_at IS NOT NULL"
)
_PAST = (
    "SELECT past.ticket, tickets.business_day, past.service, past.visitor_class, past.clerk,"
    f" {_TIMES.format('past')}, past.ended_by"
    f" FROM tickets JOIN past_legs AS past ON past.ticket = tickets.id WHERE {_WHERE}"
)


def _from_row(row: Row) -> Stay:
    ticket, day, service, visitor_class, clerk, waits_from, due, called, began, ended, by = row
    return Stay(
        ticket,
        date.fromisoformat(day),
        service,
        visitor_class,
        clerk,
        from_micros(waits_from),
        from_micros(due),
        None if called is None else from_micros(called),
        None if began is None else from_micros(began),
        from_micros(ended),
        by,
    )
