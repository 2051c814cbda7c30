"""Closing a day or an interval: its visits move to other times, and are told after some minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_server.domain.booking import Span, Stage
from queue_server.domain.errors import ClosureSettled, Invalid, NotFound
from queue_server.domain.schedule import business_day
from queue_server.office import Branch
from queue_server.operations import audit
from queue_server.operations.booking import holding, placing, telling
from queue_server.operations.work import Change, Work
from queue_server.store import appointments, closures
from queue_server.store.appointments import Appointment
from queue_server.store.closures import Closure, MovedVisit
from queue_server.views import closures as views
from queue_server.views import slots
from queue_server.views.tickets import local

#: What is closed at a time: longer absences are days off of the office's configuration.
_LONGEST = timedelta(days=31)


@dataclass(frozen=True)
class Wanted:
    """What is to be closed and why; `after`: how long it can be undone."""

    start: datetime
    end: datetime
    reason: Mapping[str, str]
    service: str | None = None
    after: timedelta = timedelta(minutes=15)


def close(work: Work, branch_id: str, wanted: Wanted) -> dict[str, Any]:
    """Move every visit of an interval to its nearest free time, and let nobody book it.

    The old places are kept until the visitors are told, so that all of it can be undone.
    """
    branch = work.branch(branch_id)
    span = _checked(work, branch, wanted)
    planned = views.proposals(work, branch, wanted.service, span)
    sends_at = work.now + wanted.after
    closure = Closure(0, branch.id, wanted.service, span, wanted.reason, sends_at)
    closure = replace(closure, id=closures.insert(work.db, closure, work.now, work.caller.id))
    for held in closures.visits_in(work.db, branch.id, wanted.service, span):
        if held.state is Stage.HELD:
            holding.lapse(work, held)
    for proposal in planned:
        visit, offer = proposal.visit, proposal.offer
        if offer:
            fits = appointments.take_places(work.db, branch.id, visit.service, offer, visit.places)
            assert fits, "a proposal is within what is free"
            _place(work, branch, visit, offer.span)
        to = offer.span.start if offer else None
        closures.keep_move(work.db, MovedVisit(closure.id, visit.id, visit.span, visit.places, to))
    _record(work, closure, "closed", {"visits": len(planned)})
    return views.closure_json(work, closure)


def undo(work: Work, branch_id: str, closure_id: int) -> dict[str, Any]:
    """As if it had not been closed; what its owner has changed since stays as it is."""
    closure = closures.find(work.db, closure_id)
    if closure is None or closure.branch != branch_id:
        raise NotFound(f"there is no closure {closure_id}")
    if closure.state != "waiting":
        raise ClosureSettled(f"it is {closure.state}")
    branch = work.branch(branch_id)
    for move in closures.moves_of(work.db, closure.id):
        visit = appointments.find(work.db, move.appointment)
        if visit and _as_moved(visit, move):
            appointments.give_places_back(work.db, visit)
            _place(work, branch, replace(visit, places=move.places), move.before)
        else:
            _free_old_places(work, visit, move)
    closures.settle(work.db, closure, "undone")
    closure = replace(closure, state="undone")
    _record(work, closure, "closure_undone", {})
    return views.closure_json(work, closure)


def pass_time(work: Work) -> bool:
    """Tell the visitors of a closure that can no longer be undone; True where there was one."""
    closure = closures.to_send(work.db, work.now)
    if closure is None:
        return False
    for move in closures.moves_of(work.db, closure.id):
        visit = appointments.find(work.db, move.appointment)
        _free_old_places(work, visit, move)
        if visit and _as_moved(visit, move):
            telling.tell(work, visit, telling.CHANGE)
    closures.settle(work.db, closure, "sent")
    if closure.branch in work.office.branch:
        _record(work, closure, "closure_sent", {})
    return True


def _checked(work: Work, branch: Branch, wanted: Wanted) -> Span:
    """The interval in UTC; refuses one that is none, or is not said in the office's languages."""
    span = Span(wanted.start.astimezone(UTC), wanted.end.astimezone(UTC))
    faults = []
    if span.end <= max(span.start, work.now):
        faults.append(("end", "it ends before it begins, or has ended"))
    if span.end - span.start > _LONGEST:
        faults.append(("end", f"{_LONGEST.days} days at most"))
    if wanted.service is not None and wanted.service not in branch.service:
        faults.append(("service", f"branch {branch.id} has no service {wanted.service!r}"))
    faults += [
        (f"reason.{language}", f"the office speaks {', '.join(work.office.languages)}")
        for language in wanted.reason
        if language not in work.office.languages
    ]
    if faults:
        raise Invalid(faults)
    return span


def _place(work: Work, branch: Branch, visit: Appointment, span: Span) -> None:
    """The visit is at another time, whose places are taken already."""
    _, booking = slots.booking_of(branch, visit.service)
    zone = branch.zone_info
    after = replace(
        visit,
        starts_at=span.start,
        ends_at=span.end,
        business_day=business_day(span.start, zone),
        wake_at=placing.missed_at(work, booking, span),
    )
    times = {"from": local(visit.starts_at, zone), "to": local(span.start, zone)}
    placing.keep(work, after, "appointment_moved", reason="closure", detail=times)


def _as_moved(visit: Appointment, move: MovedVisit) -> bool:
    """Whether a visit is still where the closure put it."""
    return visit.state is Stage.BOOKED and visit.starts_at == move.to


def _free_old_places(work: Work, visit: Appointment | None, move: MovedVisit) -> None:
    """The old time is no more the visit's, unless it never got another."""
    if visit and move.to is not None:
        start, end = move.before
        old = replace(visit, starts_at=start, ends_at=end, places=move.places)
        appointments.give_places_back(work.db, old)


def _record(work: Work, closure: Closure, kind: str, detail: dict[str, Any]) -> None:
    work.note(kind, closure.branch, detail={"closure": closure.id} | detail)
    work.changes |= {Change("day", closure.branch), Change("queue", closure.branch)}
    audit.record(
        work,
        kind,
        f"closure:{closure.id}",
        branch=closure.branch,
        after={
            "service": closure.service,
            "start": closure.span.start.isoformat(),
            "end": closure.span.end.isoformat(),
        }
        | detail,
    )
