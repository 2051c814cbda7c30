"""Suspending a service or a branch, and resuming it with everybody where they stood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from queue_server.domain.errors import Invalid
from queue_server.domain.suspension import WHOLE_BRANCH, Suspension
from queue_server.domain.tickets import State, Ticket, Verb
from queue_server.office import Branch
from queue_server.operations.ending import NOT_HELD
from queue_server.operations.work import Change, Work
from queue_server.store import counters, suspensions, tickets
from queue_server.views.branch import branch_view


def suspend(
    work: Work, branch_id: str, service: str | None, reason: str, fire: bool
) -> dict[str, Any]:
    """Stop issue and calls of a service, or of the branch; called visitors wait again.

    Suspended already, it keeps its beginning; `reason` and `fire` may change.
    """
    branch = work.branch(branch_id)
    if service is not None and service not in branch.service:
        raise _no_such_service(branch_id, service)
    if fire and service is not None:
        raise Invalid([("fire", "only a whole branch is left")])
    scope = service or WHOLE_BRANCH
    known = work.suspensions(branch_id).by_service.get(scope)
    if known is None:
        wanted = Suspension(scope, work.now, reason, fire, work.caller.id)
        for held in tickets.held(work.db, branch_id):
            if held.state is State.CALLED and scope in (WHOLE_BRANCH, held.service):
                _put_back(work, held)
    else:
        wanted = replace(known, reason=reason, fire=fire)
    if wanted != known:
        suspensions.save(work.db, branch_id, wanted)
        _tell(work, branch, "suspended", reason, {"service": service, "fire": fire})
    return branch_view(work, branch_id)


def resume(work: Work, branch_id: str, service: str | None) -> dict[str, Any]:
    """Take up work again: what was timed goes on where it stopped, so the order is what it was."""
    branch, standing = work.branch(branch_id), work.suspensions(branch_id)
    scope = service or WHOLE_BRANCH
    if service is not None and service not in {*branch.service, *standing.services}:
        raise _no_such_service(branch_id, service)
    if scope in standing.by_service:
        suspensions.remove(work.db, branch_id, scope)
        _tell(work, branch, "resumed", None, {"service": service})
        going = work.suspensions(branch_id)
        for each in suspensions.services_alive(work.db, branch_id):
            stood = going.clock(each, work.now) - standing.clock(each, work.now)
            if stood:
                suspensions.move_on(work.db, branch_id, each, stood)
    return branch_view(work, branch_id)


def _no_such_service(branch_id: str, service: str) -> Invalid:
    return Invalid([("service", f"branch {branch_id} has no service {service!r}")])


def _put_back(work: Work, held: Ticket) -> None:
    """The visitor stands where they stood; nobody is to go to the counter any more."""
    rules = work.office.rules
    reserved_until = work.minutes(rules.reservation_minutes, held) if held.reserved else None
    work.move(held, Verb.RETURN, **NOT_HELD, wake_at=reserved_until)
    counters.withdraw_call(work.db, held.id)


def _tell(
    work: Work, branch: Branch, kind: str, reason: str | None, detail: dict[str, Any]
) -> None:
    """Record it, let no counter undo what was before it, and refresh every screen of the branch."""
    work.note(kind, branch.id, reason=reason, detail=detail)
    work.forget_suspensions(branch.id)
    counters.forget_undo(work.db, branch.id)
    work.changes |= {Change("counter", branch.id, counter.id) for counter in branch.counters}
    work.changes |= {Change("zone", branch.id, zone.id) for zone in branch.zones}
    work.changes.add(Change("queue", branch.id))
