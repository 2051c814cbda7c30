"""Reception puts things right: a ticket's priority, a service that was chosen by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queue_server.domain.errors import Invalid, WrongState
from queue_server.domain.tickets import State, Ticket
from queue_server.operations import audit
from queue_server.operations.moving import RANKS
from queue_server.operations.work import Work, queued_service, spoken
from queue_server.store import tickets
from queue_server.views.tickets import Json, ticket_json

#: What can still be put right.
_BEFORE_ITS_CALL = frozenset({State.WAITING, State.PARKED})


@dataclass(frozen=True)
class Priority:
    """Before all, by its due time, after all; or as another class. Exactly one of them."""

    position: str | None = None
    visitor_class: str | None = None


def set_priority(work: Work, ticket_id: int, wanted: Priority, reason: str) -> dict[str, Any]:
    """Change where a ticket stands in its line, for a reason that supervisors see."""
    ticket = _before_its_call(work, ticket_id)
    if wanted.visitor_class is None:
        rank = RANKS[wanted.position or "due"]
        return _change(work, ticket, ticket._replace(rank=rank), "priority", reason)
    if wanted.visitor_class not in work.office.visitor_class:
        raise Invalid([("class", f"there is no class {wanted.visitor_class!r}")])
    branch = work.branch(ticket.branch)
    service = branch.service.get(ticket.service)
    due_at = ticket.due_at
    if service is not None and wanted.visitor_class != ticket.visitor_class:
        due_at = work.due(branch, service, wanted.visitor_class, ticket.arrived_at)
    after = ticket._replace(visitor_class=wanted.visitor_class, class_asked=None, due_at=due_at)
    return _change(work, ticket, after, "priority", reason)


def correct_service(
    work: Work, ticket_id: int, service_id: str, reason: str | None
) -> dict[str, Any]:
    """The service that the visitor meant: the same number, arrival and stay, its own due time."""
    ticket = _before_its_call(work, ticket_id)
    branch = work.branch(ticket.branch)
    service = queued_service(branch, service_id)
    after = ticket._replace(
        service=service.id,
        channel=service.channel.value,
        spoken=spoken(service, ticket.language),
        due_at=work.due(branch, service, ticket.visitor_class, ticket.arrived_at),
    )
    return _change(work, ticket, after, "correct", reason)


def _before_its_call(work: Work, ticket_id: int) -> Ticket:
    ticket = work.ticket(ticket_id)
    if ticket.state not in _BEFORE_ITS_CALL:
        raise WrongState(f"{ticket.number} is {ticket.state}; only who waits can be moved")
    return ticket


def _change(
    work: Work, ticket: Ticket, after: Ticket, kind: str, reason: str | None
) -> dict[str, Any]:
    if after != ticket:
        before_and_after = _said(ticket, after)
        seq = work.append(
            kind, ticket.branch, ticket=ticket.id, reason=reason, detail=before_and_after
        )
        after = after._replace(touched_seq=seq)
        tickets.save(work.db, ticket, after)
        work.moved(ticket, after)
        audit.record(
            work,
            kind,
            f"ticket:{ticket.id}",
            branch=ticket.branch,
            before={"number": ticket.number} | before_and_after["before"],
            after=before_and_after["after"],
            reason=reason,
        )
    return {"ticket": ticket_json(work, after, staff=True)}


def _said(before: Ticket, after: Ticket) -> Json:
    """What differs, in the words of the wire contract."""
    pairs = {
        "service": (before.service, after.service),
        "class": (before.visitor_class, after.visitor_class),
        "position": (_position(before), _position(after)),
    }
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {
        "before": {name: old for name, (old, _) in changed.items()},
        "after": {name: new for name, (_, new) in changed.items()},
    }


def _position(ticket: Ticket) -> str:
    return next(name for name, rank in RANKS.items() if rank == ticket.rank)
