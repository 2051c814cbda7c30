"""A counter's session: open, close, pause, resume. Sessions stay over a restart."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import CounterBusy, CounterClosed, Invalid
from queue_server.moment import Desk
from queue_server.operations import audit, holding
from queue_server.operations.work import Change, Work
from queue_server.store import counters, tickets
from queue_server.store.counters import Session
from queue_server.views.counter import counter_view


def open_counter(
    work: Work,
    branch_id: str,
    counter_id: str,
    profile: str | None,
    clerk: str | None,
    take_over: bool = False,
) -> dict[str, Any]:
    """Begin a session with a work profile; the counter's own where none is named.

    Staff who sign in work under their own name. `take_over` takes the counter from somebody else,
    and its clerk from another counter, which is closed.
    """
    desk = work.desk(branch_id, counter_id)
    if profile is not None and profile not in desk.branch.profile:
        raise Invalid([("profile", f"branch {branch_id} has no profile {profile!r}")])
    before, holder = desk.session, holding.holder(work)
    if before.open and before.holder == (holder or before.holder):
        return counter_view(work, branch_id, counter_id)
    others = holding.elsewhere(work, desk)
    if not take_over:
        holding.refuse_held(work, desk)
        holding.refuse_elsewhere(work, others)
    for other in others:
        close_counter(work, other.branch, other.counter)
    session = Session(
        branch_id,
        counter_id,
        open=True,
        profile=profile or before.profile or desk.counter.profile,
        clerk=work.caller.name if holder else clerk,
        opened_at=work.now,
        holder=holder,
    )
    if before.open:
        _take_over(work, desk, session)
    else:
        _save(work, desk, session, "counter_opened", detail={"profile": session.profile})
    return counter_view(work, branch_id, counter_id)


def close_counter(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """End the session; what was kept for it goes back to everyone's queue."""
    desk = work.desk(branch_id, counter_id)
    if desk.session.open:
        if held := tickets.current(work.db, branch_id, counter_id):
            raise CounterBusy(f"counter {counter_id} holds {held.number}")
        holding.let_go(work, desk, desk.holders)
        _save(work, desk, Session(branch_id, counter_id), "counter_closed")
        counters.save_undo(work.db, branch_id, counter_id, None)
    return counter_view(work, branch_id, counter_id)


def pause_counter(
    work: Work, branch_id: str, counter_id: str, reason: str | None
) -> dict[str, Any]:
    """Take no new visitors for a while; the one at the counter can still be finished."""
    desk = _opened(work, branch_id, counter_id)
    if not desk.session.paused:
        session = desk.session._replace(paused=True, pause_reason=reason, paused_at=work.now)
        _save(work, desk, session, "counter_paused", reason=reason)
    return counter_view(work, branch_id, counter_id)


def resume_counter(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """End the pause."""
    desk = _opened(work, branch_id, counter_id)
    if desk.session.paused:
        session = desk.session._replace(paused=False, pause_reason=None, paused_at=None)
        _save(work, desk, session, "counter_resumed")
    return counter_view(work, branch_id, counter_id)


def _opened(work: Work, branch_id: str, counter_id: str) -> Desk:
    desk = work.desk(branch_id, counter_id)
    if not desk.session.open:
        raise CounterClosed(f"counter {counter_id} is closed; open it first")
    return desk


def _take_over(work: Work, desk: Desk, session: Session) -> None:
    """Somebody else goes on at an open counter, with the ticket that it holds."""
    before = desk.session
    detail = {"from": before.clerk, "to": session.clerk, "profile": session.profile}
    _save(work, desk, session, "counter_taken_over", detail=detail)
    counters.save_undo(work.db, desk.branch.id, desk.counter.id, None)
    if before.clerk and before.clerk != session.clerk:
        holding.let_go(work, desk, (f"clerk:{before.clerk}",))
    if before.holder:
        audit.record(
            work,
            "counter_taken_over",
            f"counter:{desk.counter.id}",
            branch=desk.branch.id,
            before={"clerk": before.clerk, "holder": before.holder},
            after={"clerk": session.clerk, "holder": session.holder},
        )


def _save(work: Work, desk: Desk, session: Session, kind: str, **about: Any) -> None:
    counters.save(work.db, session)
    clerk = session.clerk or desk.session.clerk
    work.note(kind, desk.branch.id, counter=desk.counter.id, clerk=clerk, **about)
    work.changes.add(Change("counter", desk.branch.id, desk.counter.id))
