"""What becomes of the ticket that a counter holds: start, finish, no-show, put back, park."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import CounterClosed, Invalid, NoCurrentTicket, TooSoon
from queue_server.domain.tickets import State, Ticket, Verb, state_after
from queue_server.moment import Desk
from queue_server.operations.undoing import undoable
from queue_server.operations.work import Work, spoken
from queue_server.store import tickets
from queue_server.views.tickets import ticket_json


def current(work: Work, desk: Desk) -> Ticket:
    """The ticket that the counter holds; refuses with `no_current_ticket`, or `counter_closed`."""
    held = tickets.current(work.db, desk.branch.id, desk.counter.id)
    if held is None and not desk.session.open:
        raise CounterClosed(f"counter {desk.counter.id} is closed; open it first")
    if held is None:
        raise NoCurrentTicket(f"counter {desk.counter.id} holds no ticket")
    return held


def start(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """The called visitor has come."""
    desk = work.desk(branch_id, counter_id)
    held = current(work, desk)
    return _answer(work, work.move(held, Verb.START, started_at=work.now))


def finish(
    work: Work, branch_id: str, counter_id: str, outcome: str | None, note: str | None
) -> dict[str, Any]:
    """The visitor has been served; a chain goes on to its next service."""
    desk = work.desk(branch_id, counter_id)
    held = current(work, desk)
    if outcome is not None and outcome not in {o.id for o in work.office.outcomes}:
        raise Invalid([("outcome", f"there is no outcome {outcome!r}")])
    with undoable(work, desk, "finish"):
        return _answer(work, finish_ticket(work, held, outcome, note))


def finish_ticket(work: Work, held: Ticket, outcome: str | None, note: str | None) -> Ticket:
    """Done, or waiting in the next leg of its chain."""
    branch = work.branch(held.branch)
    kept: dict[str, Any] = {"note": note} if note is not None else {}
    chain = [service for service in held.chain if service in branch.service]
    if not chain:
        return work.move(held, Verb.FINISH, outcome=outcome, **kept)
    service = branch.service[chain[0]]
    return work.move(
        held,
        Verb.CONTINUE,
        detail={"outcome": outcome, "service": service.id},
        outcome=outcome,
        **kept,
        service=service.id,
        chain=tuple(chain[1:]),
        channel=service.channel.value,
        arrived_at=work.now,
        due_at=work.due(branch, service, held.visitor_class, work.now),
        spoken=spoken(service, held.language),
    )


def no_show(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """The called visitor did not come."""
    desk = work.desk(branch_id, counter_id)
    held = current(work, desk)
    with undoable(work, desk, "no_show"):
        return _answer(work, mark_no_show(work, held))


def mark_no_show(work: Work, held: Ticket) -> Ticket:
    """Refuses with `too_soon` until the office's calls and seconds since the last call."""
    state_after(held, Verb.NO_SHOW)
    rule = work.office.rules.no_show
    made = held.calls - held.calls_before
    if made < rule.calls:
        raise TooSoon(f"{held.number} was called {made} of {rule.calls} times")
    assert held.called_at is not None
    since = (work.now - held.called_at).total_seconds()
    if since < rule.seconds:
        raise TooSoon(f"{held.number} was called {since:.0f} s ago; wait {rule.seconds} s")
    return work.move(held, Verb.NO_SHOW)


def put_back(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """Back to the queue with its due time; this counter passes it over for a while."""
    desk = work.desk(branch_id, counter_id)
    return _answer(work, put_back_ticket(work, desk, current(work, desk)))


def put_back_ticket(work: Work, desk: Desk, held: Ticket) -> Ticket:
    """The ticket waits where it stood before."""
    return work.move(
        held,
        Verb.RETURN,
        **NOT_HELD,
        reserved="",
        passed_counter=desk.counter.id,
        passed_until=work.minutes(work.office.rules.put_back_pass_minutes, held),
    )


def park(
    work: Work,
    branch_id: str,
    counter_id: str,
    minutes: float | None,
    note: str | None,
    anyone: bool,
) -> dict[str, Any]:
    """Set the visitor aside: for a time, or until picked up or released."""
    desk = work.desk(branch_id, counter_id)
    held = current(work, desk)
    kept: dict[str, Any] = {"note": note} if note is not None else {}
    after = work.move(
        held,
        Verb.PARK,
        reason=note,
        **kept,
        **NOT_HELD,
        reserved="",
        parked_by=None if anyone else desk.counter.id,
        wake_at=work.minutes(minutes, held) if minutes is not None else None,
    )
    return _answer(work, after)


#: What a ticket loses that leaves its counter but not its leg.
NOT_HELD: dict[str, Any] = {"counter": None, "clerk": None, "started_at": None}


def unpark(work: Work, ticket: Ticket) -> Ticket:
    """From parked back to its service."""
    return work.move(ticket, Verb.UNPARK, parked_by=None, wake_at=None)


def no_such_ticket(branch: str, ticket_id: int) -> Invalid:
    """A body names a ticket that the branch does not have."""
    return Invalid([("ticket", f"branch {branch} has no ticket {ticket_id}")])


def _answer(work: Work, ticket: Ticket) -> dict[str, Any]:
    if ticket.state is State.CALLED:
        work.show(ticket)
    return {"ticket": ticket_json(work, ticket, staff=True)}
