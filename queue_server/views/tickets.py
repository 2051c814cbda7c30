"""A ticket as the wire contract shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from queue_server.domain.dispatch import APPOINTMENT
from queue_server.domain.tickets import OPEN, State, Ticket
from queue_server.moment import Moment
from queue_server.store import appointments, events, lines

Json = dict[str, Any]


def local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """RFC 3339 with the branch's offset."""
    return None if moment is None else moment.astimezone(zone).isoformat()


def wait_json(wait: tuple[int, int] | None) -> Json | None:
    """A wait in seconds as `{low, high}`."""
    return None if wait is None else {"low": wait[0], "high": wait[1]}


def ticket_json(moment: Moment, ticket: Ticket, *, staff: bool = False) -> Json:
    """The ticket; with what only staff may see where `staff`."""
    branch = moment.branch(ticket.branch)
    zone = branch.zone_info
    waiting = ticket.state is State.WAITING
    suspended = moment.suspensions(branch.id).of(ticket.service)
    service = branch.service.get(ticket.service)
    shown: Json = {
        "id": ticket.id,
        "number": ticket.number,
        "prefix": ticket.prefix,
        "sequence": ticket.sequence,
        "branch": ticket.branch,
        "service": ticket.service,
        "zone": service.zone if service else None,
        "state": ticket.state.value,
        "class": ticket.visitor_class,
        "needs": list(ticket.needs),
        "language": ticket.language,
        "channel": ticket.channel,
        "cases": ticket.cases,
        "chain": list(ticket.chain),
        "issued_at": local(ticket.issued_at, zone),
        "due_at": local(ticket.due_at, zone),
        "called_at": local(ticket.called_at, zone),
        "started_at": local(ticket.started_at, zone),
        "ended_at": local(ticket.ended_at, zone),
        "counter": ticket.counter,
        "calls": ticket.calls,
        "ahead": lines.ahead(moment.db, ticket) if waiting else None,
        "wait": wait_json(wait_of(moment, ticket)) if waiting and not suspended else None,
        "revision": ticket.revision,
    }
    if staff:
        parked = ticket.state is State.PARKED
        token = moment.setting.tokens.make(ticket.id)
        shown |= {
            "token": token,
            "public_url": f"{moment.setting.public_url}/t/{token}",
            "reference": ticket.reference,
            "note": ticket.note,
            "class_asked": ticket.class_asked,
            "kiosk": ticket.kiosk,
            "clerk": ticket.clerk,
            "leg": ticket.leg,
            "rank": ticket.rank,
            "reserved": ticket.reserved or None,
            "booked_at": local(_booked_at(moment, ticket), zone),
            "entered_at": local(ticket.entered_at, zone),
            "parked_by": ticket.parked_by,
            "parked_until": local(ticket.wake_at, zone) if parked and not suspended else None,
            "outcome": ticket.outcome,
        }
    return shown


def wait_of(moment: Moment, ticket: Ticket) -> tuple[int, int] | None:
    """The expected wait in seconds: the ticket's own, else what its service tells newcomers."""
    return moment.waits.tickets.get(ticket.id) or moment.waits.services.get(
        (ticket.branch, ticket.service)
    )


def _booked_at(moment: Moment, ticket: Ticket) -> datetime | None:
    """When its visit was booked for; only what comes as an appointment costs a look-up."""
    if ticket.visitor_class != APPOINTMENT:
        return None
    booked = appointments.of_ticket(moment.db, ticket.id)
    return booked.starts_at if booked else None


def why_json(moment: Moment, ticket: Ticket) -> Json | None:
    """Why the ticket that a counter holds was called, or served without a call."""
    return events.last_choice(moment.db, ticket.id) if ticket.state in OPEN else None


def history_json(moment: Moment, ticket: Ticket) -> list[Json]:
    """The ticket's events in order."""
    zone = moment.branch(ticket.branch).zone_info
    return [
        {
            "sequence": event.seq,
            "at": local(event.at, zone),
            "kind": event.kind,
            "counter": event.counter,
            "clerk": event.clerk,
            "reason": event.reason,
            "detail": event.detail,
        }
        for event in events.of_ticket(moment.db, ticket.id)
    ]
