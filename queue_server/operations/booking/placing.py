"""Places: taken for a visit, and given back; what happened to an appointment is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from queue_server.domain.access import Permission
from queue_server.domain.booking import Span, Stage
from queue_server.domain.errors import Forbidden, NotBookable, SlotFull
from queue_server.office import Booking, Branch, Service
from queue_server.operations import audit
from queue_server.operations.work import Work
from queue_server.store import appointments
from queue_server.store.appointments import Appointment, Contact
from queue_server.views import slots


def take(
    work: Work, branch: Branch, service: Service, start: datetime, cases: int, over: str | None
) -> tuple[Span, int]:
    """Take the places of a visit that begins at `start`: its time, and how many of each unit.

    Refuses with `not_bookable` or `slot_full`. `over` is why someone who may books beyond what is
    offered.
    """
    assert service.booking is not None
    places = slots.places_of(service.booking, cases)
    if over is not None:
        return _overbook(work, branch, service, start, cases, over), places
    offer = slots.offer_at(work, branch, service, start, cases)
    when = f"{start.astimezone(branch.zone_info):%Y-%m-%d %H:%M}"
    if offer is None:
        raise NotBookable(when)
    if not appointments.take_places(work.db, branch.id, service.id, offer, places):
        raise SlotFull(when)
    return offer.span, places


def _overbook(
    work: Work, branch: Branch, service: Service, start: datetime, cases: int, over: str
) -> Span:
    """A visit at any time to come, whatever is taken already."""
    booking = service.booking
    assert booking is not None
    if not work.caller.may(Permission.OVERBOOK, branch.id):
        raise Forbidden("this needs appointments.overbook")
    if start <= work.now:
        raise NotBookable("its time has come")
    span = Span(start, start + booking.length * slots.slots_of(booking, cases))
    places = slots.places_of(booking, cases)
    appointments.overbook(work.db, branch.id, service.id, span, places)
    booked = {"service": service.id, "start": start.isoformat(), "cases": cases}
    about = f"service:{branch.id}/{service.id}"
    audit.record(work, "overbooked", about, branch=branch.id, after=booked, reason=over)
    return span


def missed_at(work: Work, booking: Booking, span: Span) -> datetime:
    """When a booked visitor who has not checked in counts as not come."""
    return span.end if booking.group else span.start + work.office.rules.booking.policy.late


def give_back(work: Work, appointment: Appointment, stage: Stage) -> Appointment:
    """The appointment in its new stage, without its places."""
    return replace(appointments.give_places_back(work.db, appointment), state=stage)


def keep(
    work: Work,
    appointment: Appointment,
    kind: str,
    *,
    reason: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Appointment:
    """Store an appointment as it is now, with what has happened to it."""
    appointments.save(work.db, appointment)
    seq = work.append(kind, appointment.branch, reason=reason, detail=detail)
    appointments.remember(work.db, appointment.id, seq)
    return appointment


def asked(service: Service, contact: Contact, *, complete: bool) -> list[tuple[str, str]]:
    """Faults of what is said of the person: what is not asked for, and, if `complete`, missing."""
    assert service.booking is not None
    faults = []
    for name, asked_for in service.booking.asks.model_dump().items():
        said = getattr(contact, name) is not None
        if said and asked_for == "none":
            faults.append((f"contact.{name}", "this service does not ask for it"))
        if complete and not said and asked_for == "required":
            faults.append((f"contact.{name}", "this service asks for it"))
    return faults
