"""What a supervisor does at other people's counters, and the calls for help between them."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import CounterClosed, Invalid, NotFound
from queue_server.domain.tickets import State, Verb
from queue_server.operations import counters as sessions
from queue_server.operations import ending
from queue_server.operations.work import Change, Work
from queue_server.store import counters, supervision, tickets
from queue_server.store.supervision import Signal
from queue_server.views.branch import branch_view
from queue_server.views.counter import counter_view

#: A call for help from a supervisor to a counter, and from a counter to supervisors.
HELP = "help"
ALARM = "alarm"


def force_close(
    work: Work, branch_id: str, counter_id: str, reason: str, ticket: str
) -> dict[str, Any]:
    """Close a counter that was forgotten; the ticket it holds goes back to the queue or is done."""
    desk = work.desk(branch_id, counter_id)
    if desk.session.open:
        if held := tickets.current(work.db, branch_id, counter_id):
            if ticket == "done":
                ending.finish_ticket(work, held, None, None)
            else:
                work.move(held, Verb.RETURN, reason=reason, **ending.NOT_HELD)
            if held.state is State.CALLED:
                counters.withdraw_call(work.db, held.id)
        work.note(
            "counter_force_closed",
            branch_id,
            counter=counter_id,
            clerk=desk.session.clerk,
            reason=reason,
            detail={"ticket": ticket, "number": held.number} if held else None,
        )
        sessions.close_counter(work, branch_id, counter_id)
    return counter_view(work, branch_id, counter_id)


def change_profile(work: Work, branch_id: str, counter_id: str, profile: str) -> dict[str, Any]:
    """Let an open counter go on with another work profile."""
    desk = work.desk(branch_id, counter_id)
    if profile not in desk.branch.profile:
        raise Invalid([("profile", f"branch {branch_id} has no profile {profile!r}")])
    if not desk.session.open:
        raise CounterClosed(f"counter {counter_id} is closed; it is opened with a profile")
    if desk.profile.id != profile:
        counters.save(work.db, desk.session._replace(profile=profile))
        work.note(
            "profile_changed",
            branch_id,
            counter=counter_id,
            clerk=desk.session.clerk,
            detail={"from": desk.profile.id, "to": profile},
        )
        work.changes |= {Change("counter", branch_id, counter_id), Change("queue", branch_id)}
    return counter_view(work, branch_id, counter_id)


def call_to_help(work: Work, branch_id: str, counter_id: str, text: str | None) -> dict[str, Any]:
    """Ask the clerk of a counter to help; the counter shows it until it is dismissed."""
    _raise(work, branch_id, counter_id, HELP, text, work.caller.name or None)
    return branch_view(work, branch_id)


def dismiss(work: Work, branch_id: str, counter_id: str, signal: int) -> dict[str, Any]:
    """The clerk has read what was asked."""
    found = _standing(work, branch_id, HELP, signal, counter_id)
    _end(work, branch_id, found)
    return counter_view(work, branch_id, counter_id)


def raise_alarm(work: Work, branch_id: str, counter_id: str, text: str | None) -> dict[str, Any]:
    """An emergency at a counter; one that stands already is not raised twice.

    A locked session is told nothing of the queue.
    """
    if not supervision.signals(work.db, branch_id, ALARM, counter_id):
        clerk = work.desk(branch_id, counter_id).session.clerk
        _raise(work, branch_id, counter_id, ALARM, text, clerk or work.caller.name or None)
    view = counter_view(work, branch_id, counter_id)
    return {name: view[name] for name in ("counter", "alarm")} if work.caller.locked else view


def acknowledge(work: Work, branch_id: str, signal: int) -> dict[str, Any]:
    """A supervisor has seen the alarm; the counter is told that someone comes."""
    found = _standing(work, branch_id, ALARM, signal)
    if found.seen_at is None:
        supervision.see_signal(work.db, found.id, work.caller.name or None, work.now)
        _tell(work, branch_id, found, "alarm_acknowledged")
    return branch_view(work, branch_id)


def end_alarm(work: Work, branch_id: str, signal: int, note: str | None) -> dict[str, Any]:
    """The emergency is over."""
    found = _standing(work, branch_id, ALARM, signal)
    _end(work, branch_id, found, note)
    return branch_view(work, branch_id)


def _raise(
    work: Work, branch_id: str, counter_id: str, kind: str, text: str | None, name: str | None
) -> None:
    work.desk(branch_id, counter_id)
    locked = work.caller.locked
    signal = supervision.raise_signal(
        work.db, branch_id, counter_id, kind, text, name, work.now, locked=locked
    )
    detail = {"signal": signal} | ({"locked": True} if locked else {})
    work.note(kind, branch_id, counter=counter_id, reason=text, detail=detail)
    work.changes.add(Change("counter", branch_id, counter_id))


def _standing(
    work: Work, branch_id: str, kind: str, signal: int, counter_id: str | None = None
) -> Signal:
    for found in supervision.signals(work.db, branch_id, kind, counter_id):
        if found.id == signal:
            return found
    raise NotFound(f"there is no {kind} {signal} that stands")


def _end(work: Work, branch_id: str, found: Signal, note: str | None = None) -> None:
    supervision.end_signal(work.db, found.id, work.now)
    _tell(work, branch_id, found, f"{found.kind}_ended", note)


def _tell(work: Work, branch_id: str, found: Signal, kind: str, reason: str | None = None) -> None:
    detail = {"signal": found.id}
    work.note(kind, branch_id, counter=found.counter, reason=reason, detail=detail)
    work.changes.add(Change("counter", branch_id, found.counter))
