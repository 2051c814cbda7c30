"""Check-in: a booked visitor has come and gets an ordinary ticket; or has not, in time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from queue_server.domain.access import Permission
from queue_server.domain.booking import Arrival, Stage
from queue_server.domain.dispatch import APPOINTMENT, WALK_IN
from queue_server.domain.errors import (
    AppointmentOver,
    CheckedInAlready,
    Forbidden,
    HoldLapsed,
    Invalid,
    Refusal,
    ServiceClosed,
    TooEarly,
    TooLate,
)
from queue_server.domain.tickets import Ticket
from queue_server.office import Branch, Service
from queue_server.office.services import Channel
from queue_server.operations import taking
from queue_server.operations.booking import guessing, placing, telling
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store import appointments, remote, tickets
from queue_server.store.appointments import Appointment
from queue_server.views.appointments import (
    appointment_json,
    appointment_of,
    is_from_home,
    keeps_out,
)

#: What reception may decide: which class a visitor has who came too early or too late.
Decision = Literal["appointment", "walk_in"]
_CLASSES: dict[Decision, str] = {"appointment": APPOINTMENT, "walk_in": WALK_IN}


def check_in(
    work: Work, branch_id: str, code: str, kiosk: str | None, decision: Decision | None = None
) -> dict[str, Any]:
    """The visitor with this code has come; refuses every wrong code alike."""
    branch = work.branch(branch_id)
    if kiosk is not None and kiosk not in branch.kiosk:
        raise Invalid([("kiosk", f"branch {branch.id} has no kiosk {kiosk!r}")])
    found = guessing.appointment_of_code(work, branch.id, code)
    try:
        answer = _arrive(work, branch, found, kiosk, decision)
    except Refusal as refusal:
        refusal.more |= {"language": found.language}  # in which the visitor is told
        raise
    guessing.was_right(work)
    return answer


def check_in_by_token(work: Work, token: str) -> dict[str, Any]:
    """The owner of the appointment says on their own page that they have come: in its hours."""
    appointment = appointment_of(work, token)
    if appointment.state is Stage.LAPSED:
        raise HoldLapsed
    if appointment.state in (Stage.HELD, Stage.CANCELLED):
        raise AppointmentOver(f"it is {appointment.state}")
    branch = work.branch(appointment.branch)
    if reason := keeps_out(work, appointment):
        raise ServiceClosed(reason)
    answer = _arrive(work, branch, appointment, None, None)
    if answer["appointment"]["number"]:
        _reach_at_home(work, branch, appointment, answer["id"])
    return answer


def _arrive(
    work: Work,
    branch: Branch,
    appointment: Appointment,
    kiosk: str | None,
    decision: Decision | None,
) -> dict[str, Any]:
    service = branch.service.get(appointment.service)
    if service is None:
        raise ServiceClosed(f"{appointment.service} is given no more")
    if appointment.state is Stage.CHECKED_IN:
        raise CheckedInAlready(appointment_json(work, appointment)["number"] or "")
    group = bool(service.booking and service.booking.group)
    visitor_class = _decided(work, branch, appointment, decision) or _class(
        work, appointment, group=group
    )
    here = replace(appointment, state=Stage.CHECKED_IN, arrived_at=work.now, wake_at=None)
    telling.tell_no_more(work, here)
    if group:
        placing.keep(work, here, "appointment_checked_in")
        return {"ticket": None, "appointment": appointment_json(work, here)}
    ticket = _issue(work, branch, service, appointment, kiosk, visitor_class)
    here = replace(here, ticket=ticket.id)
    placing.keep(work, here, "appointment_checked_in", detail={"class": visitor_class})
    answer = taking.hand_out(work, branch, ticket)
    return answer | {"appointment": appointment_json(work, here)}


def _reach_at_home(work: Work, branch: Branch, appointment: Appointment, ticket_id: int) -> None:
    """Who says on their own page that they are ready is at home, where the service is so given."""
    service = branch.service[appointment.service]
    ticket = tickets.find(work.db, ticket_id)
    if ticket is None or not is_from_home(service):
        return
    rings = service.channel is Channel.PHONE
    phone = appointments.contact_of(work.db, appointment.id).phone if rings else None
    if phone or not rings:
        remote.insert(work.db, ticket, phone)


def _class(work: Work, appointment: Appointment, *, group: bool) -> str:
    """The class that an arrival now is worth; refuses with `too_early` or `too_late`."""
    policy = work.office.rules.booking.policy
    zone = work.branch(appointment.branch).zone_info
    if group:
        policy = replace(policy, late=appointment.ends_at - appointment.starts_at)
    match policy.arrival(appointment.starts_at, work.now):
        case Arrival.TOO_EARLY:
            opens_at = (appointment.starts_at - policy.early).astimezone(zone)
            raise TooEarly(f"from {opens_at:%Y-%m-%d %H:%M}")
        case Arrival.ON_TIME:
            return APPOINTMENT
        case Arrival.LATE if not group:
            return WALK_IN
    raise TooLate(f"it was at {appointment.starts_at.astimezone(zone):%Y-%m-%d %H:%M}")


def _decided(
    work: Work, branch: Branch, appointment: Appointment, decision: Decision | None
) -> str | None:
    """What reception has decided, on the day of the appointment."""
    if decision is None:
        return None
    if not work.caller.may(Permission.BOOK_APPOINTMENTS, branch.id):
        raise Forbidden("this needs appointments.book")
    today = work.today(branch)
    if appointment.business_day > today:
        raise TooEarly(f"it is on {appointment.business_day}")
    if appointment.business_day < today:
        raise TooLate(f"it was on {appointment.business_day}")
    return _CLASSES[decision]


def _issue(
    work: Work,
    branch: Branch,
    service: Service,
    appointment: Appointment,
    kiosk: str | None,
    visitor_class: str,
) -> Ticket:
    wish = Wish(
        services=[service.id],
        language=appointment.language,
        visitor_class=visitor_class,
        cases=appointment.cases,
        reference=appointments.contact_of(work.db, appointment.id).reference,
        kiosk=kiosk,
        listed=False,
        booked_at=appointment.starts_at,
    )
    return taking.issue(work, branch, wish)


def miss(work: Work, appointment: Appointment) -> None:
    """The visitor has not come in time: the place is given to others."""
    missed = placing.give_back(work, appointment, Stage.NO_SHOW)
    telling.tell_no_more(work, missed)
    placing.keep(work, replace(missed, wake_at=None), "appointment_missed")
