"""Calling: next, a given ticket, again. The queue's rule itself is `domain/dispatch.py`."""

from __future__ import annotations

from typing import Any

from queue_server.domain import dispatch
from queue_server.domain.dispatch import Claim
from queue_server.domain.errors import (
    CounterBusy,
    CounterClosed,
    CounterPaused,
    Invalid,
    SettleCurrent,
    Suspended,
)
from queue_server.domain.tickets import State, Ticket, Verb
from queue_server.moment import Desk
from queue_server.operations import audit, ending
from queue_server.operations.announcing import announce
from queue_server.operations.taking import Wish, issue
from queue_server.operations.undoing import undoable
from queue_server.operations.work import Work
from queue_server.store import lines, tickets
from queue_server.views.tickets import Json, local, ticket_json

#: How many of those passed over a call's reason names.
_MOST_PASSED = 10


def call_next(
    work: Work,
    branch_id: str,
    counter_id: str,
    current: str | None = None,
    of_ticket: int | None = None,
) -> dict[str, Any]:
    """Settle what the counter holds and call the most urgent ticket that it may serve.

    `current` is said of `of_ticket`: another that the counter holds by now is not settled by it.
    """
    desk = ready(work, branch_id, counter_id)
    with undoable(work, desk, "next"):
        if held := tickets.current(work.db, desk.branch.id, desk.counter.id):
            if of_ticket not in (None, held.id):
                raise SettleCurrent(f"counter {counter_id} holds {held.number} by now")
            _settle(work, desk, held, current)
        heads = _heads(work, desk)
        choice = dispatch.choose(heads, desk.profile, work.office.weighing, work.now)
        if choice is None:
            return {"ticket": None, "reason": None}
        why = reason_of(desk, "next", choice.claim, choice.passed, None)
        return _called(work, desk, choice.ticket, why)


def call_ticket(
    work: Work, branch_id: str, counter_id: str, ticket_id: int, reason: str | None
) -> dict[str, Any]:
    """Call a given waiting or parked ticket."""
    desk = ready(work, branch_id, counter_id)
    refuse_busy(work, desk)
    ticket = branch_ticket(work, desk, ticket_id)
    with undoable(work, desk, "call"):
        why = _out_of_order(work, desk, "call", ticket, reason)
        _answer_for(work, ticket, why, reason)
        return _called(work, desk, ticket, why, reason)


def recall(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """Show and speak the called ticket's number again."""
    desk = work.desk(branch_id, counter_id)
    held = ending.current(work, desk)
    ticket = work.move(held, Verb.RECALL, called_at=work.now, calls=held.calls + 1)
    announce(work, ticket, desk.counter.zone)
    return {"ticket": ticket_json(work, ticket, staff=True)}


def serve_ticket(
    work: Work, branch_id: str, counter_id: str, ticket_id: int, reason: str | None = None
) -> dict[str, Any]:
    """Start with a waiting or parked visitor without a call."""
    desk = ready(work, branch_id, counter_id)
    refuse_busy(work, desk)
    ticket = branch_ticket(work, desk, ticket_id)
    why = _out_of_order(work, desk, "serve", ticket, reason)
    if ticket.state is State.WAITING:
        _answer_for(work, ticket, why, reason)
    after = work.move(
        ticket,
        Verb.SERVE,
        reason=reason,
        detail=why,
        **_at(desk),
        started_at=work.now,
        wake_at=None,
    )
    return {"ticket": ticket_json(work, after, staff=True)}


def serve_newcomer(work: Work, branch_id: str, counter_id: str, wish: Wish) -> dict[str, Any]:
    """Start with someone who took no ticket: they get one, straight at the counter."""
    desk = ready(work, branch_id, counter_id)
    refuse_busy(work, desk)
    return {"ticket": ticket_json(work, issue(work, desk.branch, wish, desk), staff=True)}


def ready(work: Work, branch_id: str, counter_id: str) -> Desk:
    """The counter, if it is open and not paused, in a branch that is not suspended."""
    desk = work.desk(branch_id, counter_id)
    if suspension := work.suspensions(branch_id).whole:
        raise Suspended(suspension.reason)
    if not desk.session.open:
        raise CounterClosed(f"counter {counter_id} is closed; open it first")
    if desk.session.paused:
        raise CounterPaused(f"counter {counter_id} is paused; resume it first")
    return desk


def refuse_busy(work: Work, desk: Desk) -> None:
    """Refuse where the counter holds a ticket."""
    held = tickets.current(work.db, desk.branch.id, desk.counter.id)
    if held:
        raise CounterBusy(f"counter {desk.counter.id} holds {held.number}")


def branch_ticket(work: Work, desk: Desk, ticket_id: int) -> Ticket:
    """A ticket that a body names, of the counter's branch and of a service not suspended."""
    ticket = tickets.find(work.db, ticket_id)
    if ticket is None or ticket.branch != desk.branch.id:
        raise ending.no_such_ticket(desk.branch.id, ticket_id)
    if suspension := work.suspensions(desk.branch.id).of(ticket.service):
        raise Suspended(f"{ticket.service}: {suspension.reason}")
    return ticket


def _heads(work: Work, desk: Desk) -> list[Ticket]:
    """The tickets to compare. Those that this counter put back wait, unless nobody else does."""
    asked = (work.db, desk.branch.id, work.lines(desk), desk.counter.id, work.now)
    suspended = bool(work.suspensions(desk.branch.id).services)
    return lines.heads(*asked, some_suspended=suspended) or lines.passed_over(*asked)


def _settle(work: Work, desk: Desk, held: Ticket, current: str | None) -> None:
    """Served visitors are done; what became of a merely called one must be said."""
    if held.state is State.SERVING or current == "done":
        ending.finish_ticket(work, held, None, None)
    elif current == "no_show":
        ending.mark_no_show(work, held)
    elif current == "return":
        ending.put_back_ticket(work, desk, held)
    else:
        raise SettleCurrent(f"{held.number} was called; say what became of the visitor")


def _called(
    work: Work, desk: Desk, ticket: Ticket, why: Json, reason: str | None = None
) -> dict[str, Any]:
    after = work.move(
        ticket,
        Verb.CALL,
        reason=reason,
        detail=why,
        **_at(desk),
        first_called_at=ticket.first_called_at or work.now,
        called_at=work.now,
        calls=ticket.calls + 1,
        calls_before=ticket.calls,
        wake_at=None,
    )
    announce(work, after, desk.counter.zone)
    return {"ticket": ticket_json(work, after, staff=True), "reason": why}


def _at(desk: Desk) -> dict[str, Any]:
    """The ticket is at this counter and no longer kept, parked or passed over."""
    return {
        "counter": desk.counter.id,
        "clerk": desk.session.clerk,
        "parked_by": None,
        "passed_counter": None,
        "passed_until": None,
    }


def _out_of_order(work: Work, desk: Desk, kind: str, ticket: Ticket, reason: str | None) -> Json:
    """Why a given ticket was called, naming the heads that were more urgent."""
    weighing, profile = work.office.weighing, desk.profile
    heads = _heads(work, desk)
    own = dispatch.claim(ticket, profile, weighing, work.now)
    claims = (dispatch.claim(head, profile, weighing, work.now) for head in heads)
    passed = tuple(c for c in claims if c.ticket.id != ticket.id and c.order < own.order)
    return reason_of(desk, kind, own, passed, reason)


def _answer_for(work: Work, ticket: Ticket, why: Json, reason: str | None) -> None:
    """A call that passes others over is one a supervisor sees; the office may want its reason."""
    if not why["passed"]:
        return
    if reason is None and work.office.rules.reasons_required:
        numbers = ", ".join(other["number"] for other in why["passed"])
        raise Invalid([("reason", f"say why {ticket.number} goes before {numbers}")])
    audit.record(
        work,
        "out_of_order",
        f"ticket:{ticket.id}",
        branch=ticket.branch,
        after={"number": ticket.number, "why": why},
        reason=reason,
    )


def reason_of(
    desk: Desk,
    kind: str,
    claim: Claim[Ticket],
    passed: tuple[Claim[Ticket], ...],
    reason: str | None,
) -> Json:
    """Why this ticket: its claim in every part, and whom it passed over."""
    ticket = claim.ticket
    return {
        "kind": kind,
        "profile": desk.profile.id,
        "service": ticket.service,
        "class": ticket.visitor_class,
        "due_at": local(ticket.due_at, desk.branch.zone_info),
        "late_seconds": claim.late_seconds,
        "weight": claim.weight,
        "after_seconds": claim.after_seconds,
        "rank": ticket.rank,
        "urgency": claim.urgency,
        "strict": claim.strict,
        "reserved": ticket.reserved or None,
        "passed": [
            {
                "number": other.ticket.number,
                "service": other.ticket.service,
                "class": other.ticket.visitor_class,
                "late_seconds": other.late_seconds,
                "urgency": other.urgency,
            }
            for other in passed[:_MOST_PASSED]
        ],
        "reason": reason,
    }
