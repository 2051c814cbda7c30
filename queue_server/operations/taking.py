"""Taking a ticket: at a kiosk, at the desk, by a clerk who serves someone without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.admission import Admissions, Stopped, hour_of
from queue_server.domain.access import Permission
from queue_server.domain.dispatch import APPOINTMENT, WALK_IN
from queue_server.domain.errors import (
    Forbidden,
    Invalid,
    LimitReached,
    NumbersExhausted,
    Refusal,
    ServiceClosed,
    Suspended,
)
from queue_server.domain.tickets import State, Ticket, number_of
from queue_server.moment import Desk
from queue_server.office import Branch, Service
from queue_server.operations import audit, printing
from queue_server.operations.work import Work, spoken
from queue_server.store import series, tickets
from queue_server.views.supervision import closed_by_hand
from queue_server.views.tickets import ticket_json

_REFUSALS: dict[str, type[Refusal]] = {
    Stopped.SUSPENDED: Suspended,
    Stopped.NUMBERS_EXHAUSTED: NumbersExhausted,
    Stopped.LIMIT_REACHED: LimitReached,
    Stopped.HOURLY_LIMIT: LimitReached,
}


@dataclass(frozen=True)
class Wish:
    """What a visitor wants: services in order, and how they are to be helped.

    `listed`: whether the request lists the services, rather than naming one. `booked_at`: the time
    of the visit's appointment, which counts beyond hours and limits. `reason`: why it is to be so.
    """

    services: Sequence[str]
    language: str | None = None
    visitor_class: str | None = None
    needs: Sequence[str] = ()
    cases: int = 1
    reference: str | None = None
    kiosk: str | None = None
    printer: str | None = None
    channel: str | None = None
    listed: bool = True
    booked_at: datetime | None = None
    reason: str | None = None

    def path(self, place: int) -> str:
        """Where the request names the service at `place`, for a fault's path."""
        return f"services[{place}]" if self.listed else "service"


def take_ticket(work: Work, branch_id: str, wish: Wish) -> dict[str, Any]:
    """Issue a ticket and order its slip; the slip's job is stored before any byte is printed."""
    branch = work.branch(branch_id)
    if wish.visitor_class != APPOINTMENT:
        return hand_out(work, branch, issue(work, branch, wish), wish.printer)
    _refuse_unbooked(work, branch, wish)
    ticket = issue(work, branch, wish)
    audit.record(
        work,
        "priority",
        f"ticket:{ticket.id}",
        branch=branch.id,
        before={"number": ticket.number},
        after={"class": APPOINTMENT},
        reason=wish.reason,
    )
    return hand_out(work, branch, ticket, wish.printer)


def _refuse_unbooked(work: Work, branch: Branch, wish: Wish) -> None:
    """Appointments check in. Who may change tickets gives their class to others, and says why."""
    if not work.caller.may(Permission.CHANGE_TICKETS, branch.id):
        raise Forbidden("an appointment checks in; its class without one needs tickets.change")
    if wish.reason is None and work.caller.signed_in:
        raise Invalid([("reason", "say why this visit counts as an appointment")])


def hand_out(
    work: Work, branch: Branch, ticket: Ticket, printer: str | None = None
) -> dict[str, Any]:
    """The new ticket as it is answered; its slip is ordered on `printer`, or at the kiosk."""
    kiosk = branch.kiosk.get(ticket.kiosk or "")
    printers = [printer] if printer else kiosk.printers if kiosk else []
    shown = ticket_json(work, ticket, staff=True)
    job = printing.order(work, ticket, shown, printers) if printers else None
    return shown | {"job": job.id if job else None}


def issue(work: Work, branch: Branch, wish: Wish, desk: Desk | None = None) -> Ticket:
    """A new ticket: waiting, or straight at the counter `desk` that serves it."""
    _check(work, branch, wish)
    if wish.kiosk and closed_by_hand(work, branch, wish.kiosk):
        raise ServiceClosed(f"kiosk {wish.kiosk}: closed_by_hand")
    services = [branch.service[service] for service in wish.services]
    first = services[0]
    _refuse_suspended(work, branch, services)
    if wish.booked_at is None:
        _refuse_closed(work, branch, services, desk)
    sequence = _next_number(work, branch, first)
    ticket_id = series.next_id(work.db)
    number = number_of(first.prefix, sequence)
    seq = work.append(
        "issue",
        branch.id,
        ticket=ticket_id,
        counter=desk.counter.id if desk else None,
        clerk=desk.session.clerk if desk else None,
        reason=wish.reason,
        detail={"number": number, "service": first.id, "kiosk": wish.kiosk},
    )
    ticket = _first_leg(work, branch, wish, first, ticket_id, sequence, seq)
    if desk:
        ticket = ticket._replace(
            state=State.SERVING,
            counter=desk.counter.id,
            clerk=desk.session.clerk,
            started_at=work.now,
        )
    tickets.insert(work.db, ticket)
    work.moved(None, ticket)
    return ticket


def _next_number(work: Work, branch: Branch, service: Service) -> int:
    day = work.today(branch)
    sequence = series.next_in_series(work.db, branch.id, day, service.prefix, service.first)
    if service.last is not None and sequence > service.last:
        raise NumbersExhausted(f"the series {service.prefix} ended at {service.last}")
    return sequence


def _first_leg(
    work: Work,
    branch: Branch,
    wish: Wish,
    service: Service,
    ticket_id: int,
    sequence: int,
    seq: int,
) -> Ticket:
    """The ticket as it enters its first service, by the event `seq`."""
    visitor_class, asked = _class(work, wish)
    language = wish.language or work.office.languages[0]
    arrived_at, due_at = _times(work, branch, service, visitor_class, wish.booked_at)
    return Ticket(
        id=ticket_id,
        branch=branch.id,
        business_day=work.today(branch),
        prefix=service.prefix,
        sequence=sequence,
        number=number_of(service.prefix, sequence),
        state=State.WAITING,
        visitor_class=visitor_class,
        class_asked=asked,
        language=language,
        channel=wish.channel or service.channel.value,
        cases=wish.cases,
        needs=tuple(wish.needs),
        reference=wish.reference,
        note=None,
        kiosk=wish.kiosk,
        revision=work.revision.number,
        issued_at=work.now,
        service=service.id,
        leg=1,
        chain=tuple(wish.services[1:]),
        entered_at=work.now,
        entered_seq=seq,
        arrived_at=arrived_at,
        due_at=due_at,
        spoken=spoken(service, language),
        touched_seq=seq,
    )


def _times(
    work: Work,
    branch: Branch,
    service: Service,
    visitor_class: str,
    booked_at: datetime | None,
) -> tuple[datetime, datetime]:
    """From when the visitor waits, and when the ticket is due: an appointment at its time."""
    if booked_at is None or visitor_class != APPOINTMENT:
        return work.now, work.due(branch, service, visitor_class, work.now)
    waits_from = max(booked_at, work.now)
    return waits_from, waits_from


def _check(work: Work, branch: Branch, wish: Wish) -> None:
    office = work.office
    faults = [
        (wish.path(place), f"branch {branch.id} has no service {service!r}")
        for place, service in enumerate(wish.services)
        if service not in branch.service
    ]
    faults += [
        (wish.path(place), f"{service!r} is a group's meeting, which has no tickets")
        for place, service in enumerate(wish.services)
        if service in branch.service and not branch.service[service].has_tickets
    ]
    if wish.language is not None and wish.language not in office.languages:
        faults.append(("language", f"the office speaks {', '.join(office.languages)}"))
    if wish.visitor_class is not None and wish.visitor_class not in office.visitor_class:
        faults.append(("class", f"there is no class {wish.visitor_class!r}"))
    known = {need.id for need in office.needs}
    faults += [
        (f"needs[{place}]", f"there is no need {need!r}")
        for place, need in enumerate(wish.needs)
        if need not in known
    ]
    if wish.kiosk is not None and wish.kiosk not in branch.kiosk:
        faults.append(("kiosk", f"branch {branch.id} has no kiosk {wish.kiosk!r}"))
    if wish.printer is not None and wish.printer not in branch.printer:
        faults.append(("printer", f"branch {branch.id} has no printer {wish.printer!r}"))
    if faults:
        raise Invalid(faults)
    most = max(branch.service[service].max_cases for service in wish.services)
    if work.setting.keeps_hours and wish.cases > most:
        raise Invalid([("cases", f"{most} at most in this service")])


def _refuse_suspended(work: Work, branch: Branch, services: list[Service]) -> None:
    for service in services:
        if suspension := work.suspensions(branch.id).of(service.id):
            raise Suspended(f"{service.id}: {suspension.reason}")


def _refuse_closed(work: Work, branch: Branch, services: list[Service], desk: Desk | None) -> None:
    """Refuse outside the hours of any, and past the first one's limits; count one more of it."""
    admissions, first = Admissions(work, branch), services[0]
    found = [admissions.of(first, waits=desk is None), *map(admissions.of_later, services[1:])]
    for service, admission in zip(services, found, strict=True):
        if admission.reason:
            refusal = _REFUSALS.get(admission.reason, ServiceClosed)
            raise refusal(f"{service.id}: {admission.reason}")
    series.count_issued(work.db, branch.id, work.today(branch), first.id)
    if first.limit_per_hour is not None:
        series.count_in_hour(work.db, branch.id, first.id, hour_of(work.now, branch.zone_info))


def _class(work: Work, wish: Wish) -> tuple[str, str | None]:
    """The class that counts now, and the one asked for at a kiosk that staff must confirm."""
    asked = wish.visitor_class or WALK_IN
    if asked in (WALK_IN, APPOINTMENT) or wish.kiosk is None:
        return asked, None
    return (WALK_IN, asked) if work.office.visitor_class[asked].staff_confirms else (asked, None)
