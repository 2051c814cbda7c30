"""Booking a visit: its place is held for some minutes, then confirmed, or it lapses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_server.domain.booking import Stage, check_confirmable, new_code, new_id
from queue_server.domain.errors import Invalid
from queue_server.domain.schedule import business_day
from queue_server.office import Branch, Service
from queue_server.operations.booking import limiting, placing, telling
from queue_server.operations.work import Work
from queue_server.store import appointments
from queue_server.store.appointments import Appointment, Contact
from queue_server.views import slots
from queue_server.views.appointments import appointment_json, appointment_of

#: How long it is remembered that a hold lapsed: so far back supervisors look at who hoards.
LAPSED_KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Visit:
    """What someone books. `over`: why it is booked beyond what is offered, by someone who may."""

    service: str
    start: datetime
    language: str | None = None
    cases: int = 1
    contact: Contact = field(default_factory=Contact)
    over: str | None = None
    #: Where it is booked from, as the booking site says; None at reception.
    address: str | None = None


def hold(work: Work, branch_id: str, visit: Visit) -> dict[str, Any]:
    """Hold a place for some minutes."""
    until = work.now + work.office.rules.booking.hold
    return appointment_json(work, hold_until(work, work.branch(branch_id), visit, until))


def hold_until(work: Work, branch: Branch, visit: Visit, until: datetime) -> Appointment:
    """Hold a place until it is confirmed, or a moment has come."""
    service, _ = slots.booking_of(branch, visit.service)
    _check(work, service, visit)
    start = visit.start.astimezone(UTC)
    span, places = placing.take(work, branch, service, start, visit.cases, visit.over)
    appointment = Appointment(
        id=new_id(),
        branch=branch.id,
        service=service.id,
        business_day=business_day(span.start, branch.zone_info),
        starts_at=span.start,
        ends_at=span.end,
        places=places,
        state=Stage.HELD,
        code=_free_code(work, branch),
        language=visit.language or work.office.languages[0],
        cases=visit.cases,
        revision=work.revision.number,
        made_at=work.now,
        wake_at=until,
    )
    appointments.insert(work.db, appointment)
    limiting.mark_address(work, branch, appointment, visit.address)
    appointments.keep_contact(work.db, appointment.id, visit.contact)
    return placing.keep(work, appointment, "appointment_held", reason=visit.over)


def _check(work: Work, service: Service, visit: Visit) -> None:
    slots.check_cases(service, visit.cases)
    faults = placing.asked(service, visit.contact, complete=False)
    if faults := faults + _language_faults(work, visit.language):
        raise Invalid(faults)


def _language_faults(work: Work, language: str | None) -> list[tuple[str, str]]:
    if language is None or language in work.office.languages:
        return []
    return [("language", f"the office speaks {', '.join(work.office.languages)}")]


def _free_code(work: Work, branch: Branch) -> str:
    while True:
        code = new_code()
        if appointments.by_code(work.db, branch.id, code) is None:
            return code


def confirm(
    work: Work,
    token: str,
    contact: Contact | None = None,
    language: str | None = None,
    holder: str | None = None,
) -> dict[str, Any]:
    """The place held is booked; what was not said with the hold may be said now."""
    appointment = appointment_of(work, token)
    if not check_confirmable(appointment.state):
        return appointment_json(work, appointment)
    branch = work.branch(appointment.branch)
    service, booking = slots.booking_of(branch, appointment.service)
    contact = contact or appointments.contact_of(work.db, appointment.id)
    faults = placing.asked(service, contact, complete=True) + _language_faults(work, language)
    if faults:
        raise Invalid(faults)
    limiting.mark_contact(work, branch, appointment, contact)
    limiting.mark_holder(work, branch, appointment, holder)
    appointments.keep_contact(work.db, appointment.id, contact)
    booked = replace(
        appointment,
        state=Stage.BOOKED,
        language=language or appointment.language,
        wake_at=placing.missed_at(work, booking, appointment.span),
    )
    placing.keep(work, booked, "appointment_booked")
    telling.tell(work, booked, telling.CONFIRMATION)
    return appointment_json(work, booked)


def lapse(work: Work, appointment: Appointment) -> None:
    """Nobody confirmed in time: the place is given to others, and nobody is told of it now."""
    telling.tell_no_more(work, appointment)
    lapsed = placing.give_back(work, appointment, Stage.LAPSED)
    appointments.keep_contact(work.db, appointment.id, Contact())
    placing.keep(work, replace(lapsed, wake_at=work.now + LAPSED_KEPT), "appointment_lapsed")
