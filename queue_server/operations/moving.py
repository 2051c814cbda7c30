"""Moving tickets that no counter need hold: transfer, release, revive, cancel, step back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from queue_server.domain.errors import ClassNotAsked, Invalid, NotLate, ReviveLimit, WrongState
from queue_server.domain.tickets import ALIVE, State, Ticket, Verb, state_after
from queue_server.operations import ending
from queue_server.operations.undoing import undoable
from queue_server.operations.work import Work, queued_service, spoken
from queue_server.store import counters, tickets
from queue_server.views.tickets import ticket_json

#: Where in the line a transferred ticket stands: before all, by its due time, after all.
RANKS: Mapping[str, int] = {"first": -1, "due": 0, "last": 1}


@dataclass(frozen=True)
class Target:
    """Where a ticket is to go; exactly one of service, counter and clerk."""

    service: str | None = None
    counter: str | None = None
    clerk: str | None = None
    position: str = "due"
    reason: str | None = None


def transfer_current(work: Work, branch_id: str, counter_id: str, target: Target) -> dict[str, Any]:
    """Send the visitor at this counter on."""
    desk = work.desk(branch_id, counter_id)
    held = ending.current(work, desk)
    with undoable(work, desk, "transfer"):
        return _answer(work, _transfer(work, held, target))


def transfer(work: Work, ticket_id: int, target: Target) -> dict[str, Any]:
    """Send a ticket on, wherever it stands."""
    return _answer(work, _transfer(work, work.ticket(ticket_id), target))


def _transfer(work: Work, ticket: Ticket, target: Target) -> Ticket:
    """A new leg: the arrival is kept, the due time is the new service's."""
    branch = work.branch(ticket.branch)
    if target.position != "due" and not target.reason:
        raise Invalid([("reason", f"say why it goes {target.position}")])
    service = queued_service(branch, target.service or ticket.service)
    reserved = _reserved(work, ticket.branch, target)
    entering = ticket._replace(service=service.id)
    return work.move(
        ticket,
        Verb.TRANSFER,
        reason=target.reason,
        detail={"service": service.id, "reserved": reserved, "position": target.position},
        service=service.id,
        channel=service.channel.value,
        due_at=work.due(branch, service, ticket.visitor_class, ticket.arrived_at),
        spoken=spoken(service, ticket.language),
        rank=RANKS[target.position],
        reserved=reserved,
        wake_at=work.minutes(work.office.rules.reservation_minutes, entering) if reserved else None,
    )


def _reserved(work: Work, branch_id: str, target: Target) -> str:
    if target.counter is not None:
        if target.counter not in work.branch(branch_id).counter:
            raise Invalid([("counter", f"branch {branch_id} has no counter {target.counter!r}")])
        return f"counter:{target.counter}"
    if target.clerk is not None:
        sessions = counters.of_branch(work.db, branch_id).values()
        if not any(s.open and s.clerk == target.clerk for s in sessions):
            raise Invalid([("clerk", f"{target.clerk!r} has no open counter")])
        return f"clerk:{target.clerk}"
    return ""


def release(work: Work, ticket: Ticket) -> Ticket:
    """A reservation has lapsed: the ticket waits for everyone."""
    seq = work.append(
        "release",
        ticket.branch,
        ticket=ticket.id,
        detail={"reserved": ticket.reserved},
    )
    after = ticket._replace(reserved="", wake_at=None, touched_seq=seq)
    tickets.save(work.db, ticket, after)
    work.moved(ticket, after)
    return after


def unpark(work: Work, ticket_id: int) -> dict[str, Any]:
    """Back from parked to the queue."""
    return _answer(work, ending.unpark(work, work.ticket(ticket_id)))


def revive(work: Work, ticket_id: int) -> dict[str, Any]:
    """Take a missed visitor back, due a penalty later than now."""
    ticket = work.ticket(ticket_id)
    rule = work.office.rules.revive
    state_after(ticket, Verb.REVIVE)
    service = work.branch(ticket.branch).service.get(ticket.service)
    if service is None or ticket.visitor_class not in work.office.visitor_class:
        raise WrongState(f"{ticket.number} is no_show; its service or class is no more")
    if ticket.business_day != work.today(work.branch(ticket.branch)):
        raise WrongState(f"{ticket.number} is no_show of {ticket.business_day}; that day has ended")
    if ticket.revives >= rule.times:
        raise ReviveLimit(f"{ticket.number} was taken back {ticket.revives} times")
    after = work.move(
        ticket,
        Verb.REVIVE,
        due_at=work.minutes(rule.penalty_minutes, ticket),
        revives=ticket.revives + 1,
    )
    return _answer(work, after)


def cancel(work: Work, ticket_id: int, reason: str | None = None) -> dict[str, Any]:
    """The visit will not take place."""
    ticket = work.ticket(ticket_id)
    return _answer(work, work.move(ticket, Verb.CANCEL, reason=reason, reserved="", parked_by=None))


def step_back(work: Work, ticket: Ticket, minutes: int | None) -> Ticket:
    """The visitor is late: due that many minutes later than now, or than it was."""
    if minutes is None and work.office.rules.late_minutes:
        minutes = min(work.office.rules.late_minutes)
    if minutes is None or minutes not in work.office.rules.late_minutes:
        choices = ", ".join(map(str, work.office.rules.late_minutes))
        raise Invalid([("minutes", f"one of {choices}")])
    if ticket.state is not State.WAITING:
        raise NotLate(f"{ticket.number} is {ticket.state}")
    now = work.clock(ticket.branch, ticket.service)
    later = max(ticket.due_at, now) + timedelta(minutes=minutes)
    return work.move(ticket, Verb.LATE, detail={"minutes": minutes}, due_at=later)


def confirm_class(work: Work, ticket_id: int) -> dict[str, Any]:
    """Staff have seen that the precedence asked for at a kiosk is due; it counts from now."""
    ticket, asked = _asking(work, ticket_id)
    branch = work.branch(ticket.branch)
    service = branch.service.get(ticket.service)
    due_at = ticket.due_at
    if ticket.state in (State.WAITING, State.PARKED) and service is not None:
        due_at = min(due_at, work.due(branch, service, asked, ticket.arrived_at))
    return _settle_class(work, ticket, "confirm_class", visitor_class=asked, due_at=due_at)


def decline_class(work: Work, ticket_id: int) -> dict[str, Any]:
    """There are no grounds for the precedence asked for at a kiosk; the ticket stays as it is."""
    ticket, _ = _asking(work, ticket_id)
    return _settle_class(work, ticket, "decline_class")


def _asking(work: Work, ticket_id: int) -> tuple[Ticket, str]:
    """A ticket that asks for precedence, and the class that it asks for."""
    ticket = work.ticket(ticket_id)
    if ticket.class_asked is None:
        raise ClassNotAsked(f"{ticket.number} is {ticket.visitor_class}")
    if ticket.state not in ALIVE:
        raise WrongState(f"{ticket.number} is {ticket.state}; its visit has ended")
    return ticket, ticket.class_asked


def _settle_class(work: Work, ticket: Ticket, kind: str, **changes: Any) -> dict[str, Any]:
    detail = {"class": ticket.class_asked}
    seq = work.append(kind, ticket.branch, ticket=ticket.id, detail=detail)
    after = ticket._replace(class_asked=None, touched_seq=seq, **changes)
    tickets.save(work.db, ticket, after)
    work.moved(ticket, after)
    return _answer(work, after)


def _answer(work: Work, ticket: Ticket) -> dict[str, Any]:
    return {"ticket": ticket_json(work, ticket, staff=True)}
