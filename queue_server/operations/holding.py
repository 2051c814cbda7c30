"""Who holds a counter: one member of staff one counter, unless they may hold two.

Only accounts hold: in the demo, and for agents and programs, a clerk is a name that somebody typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queue_server.domain.access import Permission
from queue_server.domain.errors import ClerkElsewhere, CounterHeld
from queue_server.domain.tickets import reserved_line
from queue_server.moment import Desk
from queue_server.operations import moving
from queue_server.operations.work import Work
from queue_server.store import counters, tickets
from queue_server.store.counters import Session
from queue_server.views.tickets import local


def holder(work: Work) -> str | None:
    """The account that would hold a counter which the caller opens."""
    return work.caller.id if work.caller.kind == "staff" else None


def at_own(
    work: Work, operate: Callable[..., Any], branch_id: str, counter_id: str, **about: Any
) -> Any:
    """Do something at a counter, unless another account holds it (`counter_held`)."""
    if holder(work) is not None:
        refuse_held(work, work.desk(branch_id, counter_id))
    return operate(work, branch_id, counter_id, **about)


def refuse_held(work: Work, desk: Desk) -> None:
    """Refuse with `counter_held` where another account works at this counter."""
    session, own = desk.session, holder(work)
    if own is None or session.holder in (None, own):
        return
    since = local(session.opened_at, desk.branch.zone_info) or ""
    raise CounterHeld(desk.counter.label, session.clerk, since)


def elsewhere(work: Work, desk: Desk) -> list[Session]:
    """The other counters that the caller holds, and would have to leave for this one."""
    own = holder(work)
    if own is None or work.caller.may(Permission.HOLD_TWO_COUNTERS, desk.branch.id):
        return []
    here = (desk.branch.id, desk.counter.id)
    held = counters.held_by(work.db, own)
    return [session for session in held if (session.branch, session.counter) != here]


def refuse_elsewhere(work: Work, others: list[Session]) -> None:
    """Refuse with `clerk_elsewhere` where the caller holds another counter."""
    for session in others:
        label = work.desk(session.branch, session.counter).counter.label
        raise ClerkElsewhere(session.branch, session.counter, label)


def let_go(work: Work, desk: Desk, kept_for: tuple[str, ...]) -> None:
    """Give what was kept for these holders back to everyone's queue.

    What is kept for a clerk stays kept while they work at another counter of the branch.
    """
    others = counters.of_branch(work.db, desk.branch.id).values()
    still = {
        f"clerk:{other.clerk}"
        for other in others
        if other.open and other.clerk and other.counter != desk.counter.id
    }
    for name in kept_for:
        if name in still:
            continue
        lines = [reserved_line(name, c) for c in work.office.visitor_class]
        for kept in tickets.reserved_for(work.db, desk.branch.id, name, lines):
            moving.release(work, kept)
