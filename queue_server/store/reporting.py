"""Stays of tickets that have ended, for reports over days and months."""

from __future__ import annotations

from datetime import date

from queue_server.domain.reporting import Stay
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros


def stays(db: Connection, branch: str, first: date, last: date) -> list[Stay]:
    """Those of a branch's tickets of some business days."""
    rows = db.all(
        "SELECT legs.ticket, tickets.business_day, legs.service, legs.visitor_class, legs.clerk,"
        " max(legs.entered_at, legs.arrived_at), legs.due_at,"
        " coalesce(legs.first_called_at, legs.started_at),"
        " coalesce(legs.started_at, legs.called_at), legs.ended_at, legs.ended_by"
        " FROM tickets JOIN legs ON legs.ticket = tickets.id"
        " WHERE tickets.branch = :branch AND tickets.business_day BETWEEN :first AND :last",
        {"branch": branch, "first": first.isoformat(), "last": last.isoformat()},
    )
    return [_from_row(row) for row in rows]


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
