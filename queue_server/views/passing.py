"""For one ticket, every call that passed it, and why: what an auditor reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from queue_server.domain.dispatch import WALK_IN
from queue_server.domain.tickets import Ticket
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import events
from queue_server.store.events import Event, Served
from queue_server.views.tickets import history_json, local, ticket_json

Json = dict[str, Any]

#: Events after which a ticket waits, and after which it does not.
_WAITS = frozenset({"return", "unpark", "revive", "transfer", "continue"})
_ENDS_WAIT = frozenset({"call", "serve", "park", "cancel", "expire"})


def passing_json(moment: Moment, ticket: Ticket) -> Json:
    """The ticket, its history, and who arrived later and was called while it waited."""
    branch = moment.branch(ticket.branch)
    history = events.of_ticket(moment.db, ticket.id)
    passed = [
        _passed_json(branch, ticket, stay, served)
        for stay in _stays(ticket, history)
        for served in events.served_between(moment.db, branch.id, stay.first, stay.last)
        if served.ticket != ticket.id and served.arrived_at > ticket.arrived_at
    ]
    return {
        "now": local(moment.now, branch.zone_info),
        "branch": {"id": branch.id, "name": branch.name, "time_zone": branch.time_zone},
        "office": {"name": moment.office.name},
        "services": {s.id: s.name for s in branch.services},
        "classes": {c.id: c.name for c in moment.office.classes},
        "counters": {c.id: c.label for c in branch.counters},
        "ticket": ticket_json(moment, ticket, staff=True),
        "events": history_json(moment, ticket),
        "passed_by": passed,
    }


class _Stay:
    """A time in which the ticket waited in a service: between two events."""

    def __init__(self, first: int, service: str) -> None:
        self.first = first
        self.last: int | None = None
        self.service = service


def _stays(ticket: Ticket, history: list[Event]) -> Iterator[_Stay]:
    """When the ticket waited, and for what."""
    stay: _Stay | None = None
    service = ticket.service
    for event in history:
        detail = event.detail or {}
        service = _service_after(event.kind, detail, service)
        waits = (
            (event.kind == "issue" and event.counter is None)
            or event.kind in _WAITS
            or (event.kind == "undo" and detail.get("to") == "waiting")
        )
        if stay and (waits or event.kind in _ENDS_WAIT or event.kind == "correct"):
            stay.last = event.seq
            yield stay
            waits, stay = waits or event.kind == "correct", None
        if waits:
            stay = _Stay(event.seq, service)
    if stay:
        yield stay


def _service_after(kind: str, detail: Json, before: str) -> str:
    named = detail.get("after", {}).get("service") if kind == "correct" else detail.get("service")
    return named if kind in ("issue", "transfer", "continue", "correct") and named else before


def _passed_json(branch: Branch, ticket: Ticket, stay: _Stay, served: Served) -> Json:
    why = served.detail
    other = next((p for p in why.get("passed", []) if p["number"] == ticket.number), None)
    return {
        "at": local(served.at, branch.zone_info),
        "ticket": served.ticket,
        "number": served.number,
        "service": why.get("service"),
        "class": why.get("class"),
        "counter": served.counter,
        "clerk": served.clerk,
        "undone": served.undone,
        "because": _because(branch, stay.service, ticket.visitor_class, served),
        "late_seconds": why.get("late_seconds"),
        "weight": why.get("weight"),
        "urgency": why.get("urgency"),
        "own": {"late_seconds": other["late_seconds"], "urgency": other["urgency"]}
        if other
        else None,
        "reason": served.reason,
    }


def _because(branch: Branch, service: str, visitor_class: str, served: Served) -> str:
    """Why that one and not this: the first that holds."""
    why = served.detail
    profile = branch.profile.get(why.get("profile", ""))
    if served.kind == "issue":
        return "newcomer"
    if why.get("reserved"):
        return "kept"
    if profile and all(serving.service != service for serving in profile.serves):
        return "other_work"
    if why.get("kind") in ("call", "serve"):
        return "chosen"
    if why.get("rank", 0) < 0:
        return "put_first"
    if why.get("class") not in (None, WALK_IN, visitor_class):
        return "class"
    return "more_urgent"
