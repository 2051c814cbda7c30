"""Moving visits out of an interval: the proposal, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.domain.booking import Offer, Span, Stage
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import appointments, closures
from queue_server.store.appointments import Appointment
from queue_server.store.closures import Closure
from queue_server.views.appointments import staff_json
from queue_server.views.free_times import FreeTimes
from queue_server.views.tickets import local

Json = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """A visit that cannot take place, and the nearest later time that is free for it, if any."""

    visit: Appointment
    offer: Offer | None


def proposals(moment: Moment, branch: Branch, service: str | None, span: Span) -> list[Proposal]:
    """New times for all visits of an interval, in the order of booking; none is given twice."""
    free = FreeTimes(moment, branch, span)
    visits = closures.visits_in(moment.db, branch.id, service, span)
    return [Proposal(visit, free.give(visit)) for visit in visits if visit.state is Stage.BOOKED]


def preview_json(moment: Moment, branch_id: str, service: str | None, span: Span) -> Json:
    """What closing an interval would do; nothing is changed."""
    branch = moment.branch(branch_id)
    zone = branch.zone_info
    found = proposals(moment, branch, service, span)
    return {
        "start": local(span.start, zone),
        "end": local(span.end, zone),
        "service": service,
        "visits": [
            _visit_json(moment, p.visit, p.visit.span, p.offer.span.start if p.offer else None)
            for p in found
        ],
    }


def closure_json(moment: Moment, closure: Closure) -> Json:
    """A closure with its visits, for staff: whom it moved where, and who has to be rung up."""
    zone = moment.branch(closure.branch).zone_info
    moved = closures.moves_of(moment.db, closure.id)
    found = [(move, appointments.find(moment.db, move.appointment)) for move in moved]
    return {
        "id": closure.id,
        "start": local(closure.span.start, zone),
        "end": local(closure.span.end, zone),
        "service": closure.service,
        "reason": closure.reason,
        "state": closure.state,
        "sends_at": local(closure.sends_at, zone),
        "visits": [
            _visit_json(moment, visit, move.before, move.to) for move, visit in found if visit
        ],
    }


def _visit_json(moment: Moment, visit: Appointment, before: Span, to: datetime | None) -> Json:
    """One visit: its old time, its new one, and what tells its visitor, if anything does."""
    zone = moment.branch(visit.branch).zone_info
    shown = staff_json(moment, visit)
    return {
        "token": shown["token"],
        "code": visit.code,
        "service": visit.service,
        "language": visit.language,
        "cases": visit.cases,
        "state": visit.state.value,
        "from": local(before.start, zone),
        "to": local(to, zone),
        "contact": shown["contact"],
        "told": _told_by(moment, visit) if to else None,
    }


def _told_by(moment: Moment, visit: Appointment) -> str | None:
    """By which message who booked can be told; None where the staff have to."""
    contact = appointments.contact_of(moment.db, visit.id)
    for channel, to in (("mail", contact.email), ("sms", contact.phone)):
        if to and channel in moment.setting.message_channels:
            return channel
    return None
