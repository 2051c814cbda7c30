"""An appointment as its owner sees it, as staff see it, and the lists of a day."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from queue_server.domain.booking import Arrival, Stage
from queue_server.domain.errors import NotFound
from queue_server.domain.fairness import Holder
from queue_server.domain.schedule import Closed, Purpose
from queue_server.domain.tickets import Ticket
from queue_server.moment import Moment
from queue_server.office import Service
from queue_server.office.services import Channel
from queue_server.store import appointments, events, tickets
from queue_server.store.appointments import Appointment
from queue_server.views.parts import languages_json, office_json
from queue_server.views.tickets import local

Json = dict[str, Any]

#: How one comes to a visit: by the kiosk in the hall, to a meeting at its entrance or over the
#: internet, or from home by video or phone.
Way = Literal["hall", "entrance", "online", "video", "phone"]

#: What an appointment's token is the token of.
TOKEN = "appointment"


def appointment_of(moment: Moment, token: str) -> Appointment:
    """The appointment whose token this is; refuses with `not_found`."""
    number = moment.setting.tokens.read(token, TOKEN)
    found = appointments.find(moment.db, number) if number is not None else None
    if found is None:
        raise NotFound("no appointment has this token")
    return found


def appointment_json(moment: Moment, appointment: Appointment) -> Json:
    """An appointment, without anything about a person. Its code is told once it is booked."""
    zone = moment.branch(appointment.branch).zone_info
    held = appointment.state is Stage.HELD
    return {
        "token": moment.setting.tokens.make(appointment.id, TOKEN),
        "url": own_url(moment, appointment),
        "code": None if held or appointment.state is Stage.LAPSED else appointment.code,
        "branch": appointment.branch,
        "service": appointment.service,
        "start": local(appointment.starts_at, zone),
        "end": local(appointment.ends_at, zone),
        "state": appointment.state.value,
        "language": appointment.language,
        "cases": appointment.cases,
        "held_until": local(appointment.wake_at, zone) if held else None,
        "number": _number(moment, appointment),
    }


def own_json(moment: Moment, token: str) -> Json:
    """What the owner of an appointment sees; refuses with `not_found`."""
    return visit_json(moment, appointment_of(moment, token))


def visit_json(moment: Moment, appointment: Appointment) -> Json:
    """What its owner sees: where, what to bring, and what may be done now."""
    branch = moment.branch(appointment.branch)
    zone = branch.zone_info
    service = branch.service.get(appointment.service)
    policy = moment.office.rules.booking.policy
    changeable = (
        appointment.state in (Stage.HELD, Stage.BOOKED) and moment.now < appointment.starts_at
    )
    ticket = appointment.ticket
    return appointment_json(moment, appointment) | {
        "now": local(moment.now, zone),
        "office": office_json(moment),
        "languages": languages_json(moment.office),
        "place": {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
        },
        "service_name": service.name if service else {},
        "documents": service.documents if service else [],
        "asks": service.booking.asks.model_dump() if service and service.booking else {},
        "holder": holder_of(moment, appointment),
        "meeting": bool(service and service.booking and service.booking.group),
        "way": way_of(service),
        "meeting_link": _meeting_link(appointment, service),
        "max_cases": service.max_cases if service else 1,
        "check_in_from": local(appointment.starts_at - policy.early, zone),
        "keeps_until": local(appointment.starts_at + policy.late, zone),
        "can": {
            "confirm": appointment.state is Stage.HELD,
            "change": changeable,
            "check_in": _may_come_now(moment, appointment),
        },
        "ticket_url": _ticket_url(moment, ticket) if ticket is not None else None,
    }


def is_from_home(service: Service | None) -> bool:
    """Whether who books the service need not come to the branch: the page or the phone calls."""
    return bool(service and service.remote and service.remote.join)


def keeps_out(moment: Moment, appointment: Appointment) -> Closed | None:
    """Why its owner cannot come now: the branch is closed, which matters to nobody at home."""
    branch = moment.branch(appointment.branch)
    if way_of(branch.service.get(appointment.service)) in ("online", "video", "phone"):
        return None
    return moment.hours(branch).standing(moment.now, Purpose.SERVICE).reason


def way_of(service: Service | None) -> Way:
    """How the visitor comes to the visit."""
    if service and service.booking and service.booking.group:
        return "online" if service.booking.meeting_link else "entrance"
    if service and is_from_home(service):
        return "phone" if service.channel is Channel.PHONE else "video"
    return "hall"


def _meeting_link(appointment: Appointment, service: Service | None) -> str | None:
    """Where a group meets over the internet: told once the visit is booked."""
    told = appointment.state in (Stage.BOOKED, Stage.CHECKED_IN)
    return service.booking.meeting_link if told and service and service.booking else None


def staff_json(moment: Moment, appointment: Appointment) -> Json:
    """An appointment as staff see it: with who booked, as far as that was asked."""
    zone = moment.branch(appointment.branch).zone_info
    contact = appointments.contact_of(moment.db, appointment.id)
    return appointment_json(moment, appointment) | {
        "code": appointment.code,
        "ticket": appointment.ticket,
        "holder": holder_of(moment, appointment),
        "made_at": local(appointment.made_at, zone),
        "arrived_at": local(appointment.arrived_at, zone),
        "contact": {
            "name": contact.name,
            "email": contact.email,
            "phone": contact.phone,
            "reference": contact.reference,
        },
    }


def holder_of(moment: Moment, appointment: Appointment) -> Holder:
    """What binds the visit to who comes, as its service asks it."""
    service = moment.branch(appointment.branch).service.get(appointment.service)
    return service.booking.holder if service and service.booking else "none"


def bound_json(moment: Moment, ticket: Ticket | None) -> Json | None:
    """For a counter: what to ask the visitor whose visit is bound to them."""
    booked = appointments.of_ticket(moment.db, ticket.id) if ticket else None
    if booked is None or (asked := holder_of(moment, booked)) == "none":
        return None
    return {"appointment": moment.setting.tokens.make(booked.id, TOKEN), "holder": asked}


def own_url(moment: Moment, appointment: Appointment) -> str | None:
    """The address of the appointment's page on the booking site, if there is one."""
    site = moment.setting.booking_url
    token = moment.setting.tokens.make(appointment.id, TOKEN)
    return f"{site}/{appointment.language}/a/{token}" if site else None


def list_json(moment: Moment, branch: str, day: date, service: str | None) -> list[Json]:
    """A day's appointments in the order of their times: also a group's attendance list."""
    found = appointments.of_day(moment.db, branch, day, service)
    return [staff_json(moment, appointment) for appointment in found]


def history_json(moment: Moment, appointment: Appointment) -> list[Json]:
    """What happened to an appointment, in order."""
    zone = moment.branch(appointment.branch).zone_info
    return [
        {
            "at": local(event.at, zone),
            "kind": event.kind,
            "actor": event.actor,
            "reason": event.reason,
            "detail": event.detail,
        }
        for event in events.of_appointment(moment.db, appointment.id)
    ]


def _may_come_now(moment: Moment, appointment: Appointment) -> bool:
    """Whether its owner may check in on their own page: at its time, while the branch is open."""
    waiting = appointment.state in (Stage.BOOKED, Stage.NO_SHOW)
    policy = moment.office.rules.booking.policy
    arrival = policy.arrival(appointment.starts_at, moment.now)
    in_time = arrival in (Arrival.ON_TIME, Arrival.LATE)
    return waiting and in_time and keeps_out(moment, appointment) is None


def _number(moment: Moment, appointment: Appointment) -> str | None:
    ticket = tickets.find(moment.db, appointment.ticket) if appointment.ticket else None
    return ticket.number if ticket else None


def _ticket_url(moment: Moment, ticket: int) -> str:
    return f"{moment.setting.public_url}/t/{moment.setting.tokens.make(ticket)}"
