"""What a new revision may not take away: things that tickets and sessions still need."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from queue_server.domain.errors import StillInUse
from queue_server.domain.tickets import Ticket
from queue_server.office import Branch, Office
from queue_server.operations.work import Work
from queue_server.store import appointments, counters, tickets

Fault = tuple[str, str]

#: Tickets that a fault names; the others are counted.
_NAMED = 5


class Kept(NamedTuple):
    """What of one kind is left, where that stands, and which of it a ticket needs."""

    path: str
    left: Container[str]
    needed: Callable[[Ticket], set[str | None]]


def refuse_removal(work: Work, after: Office) -> None:
    """Refuse with `still_in_use` where `after` lacks what the queue still needs."""
    places = {branch.id: index for index, branch in enumerate(after.branches)}
    faults: list[Fault] = []
    for branch in work.office.branches:
        faults += _of_branch(work, branch, after, places.get(branch.id))
    if faults:
        raise StillInUse("; ".join(f"{path}: {message}" for path, message in faults), faults)


def _of_branch(work: Work, before: Branch, after: Office, place: int | None) -> Iterator[Fault]:
    alive = tickets.alive(work.db, before.id)
    booked = appointments.still_to_come(work.db, before.id, work.today(before))
    seated = [s for s in counters.of_branch(work.db, before.id).values() if s.open]
    if place is None:
        if alive or seated or booked:
            found = [_numbers(alive)] if alive else []
            found += [f"appointments of {service}" for service in booked]
            found += [f"counter {session.counter} is open" for session in seated]
            yield "office.branches", f"{before.id!r} is still in use: {', '.join(found)}"
        return
    branch, path = after.branches[place], f"office.branches[{place}]"
    if alive and branch.time_zone != before.time_zone:
        yield f"{path}.time_zone", f"can change once these have ended: {_numbers(alive)}"
    for kept in (
        Kept(f"{path}.services", _queued(branch), lambda t: {t.service, *t.chain}),
        Kept(f"{path}.counters", branch.counter, _counters_of),
        Kept("office.classes", after.visitor_class, lambda t: {t.visitor_class, t.class_asked}),
        Kept("office.languages", after.languages, lambda t: {t.spoken or None}),
    ):
        yield from _missing(kept, alive)
    for service, count in booked.items():
        if service not in branch.service:
            yield f"{path}.services", f"{service!r} has {count} appointments; move or cancel them"
    for session in seated:
        counter = f"counter {session.counter!r}"
        if session.counter not in branch.counter:
            yield f"{path}.counters", f"{counter} is open; close it first"
        elif session.profile and session.profile not in branch.profile:
            yield f"{path}.profiles", f"{counter} works with {session.profile!r}; close it first"


def _queued(branch: Branch) -> set[str]:
    """The services that tickets wait in; a group's meeting has none."""
    return {service.id for service in branch.services if service.has_tickets}


def _missing(kept: Kept, alive: list[Ticket]) -> Iterator[Fault]:
    needing: dict[str, list[Ticket]] = {}
    for ticket in alive:
        for name in kept.needed(ticket):
            if name is not None and name not in kept.left:
                needing.setdefault(name, []).append(ticket)
    for name, found in sorted(needing.items()):
        yield kept.path, f"{name!r} is still needed by {_numbers(found)}"


def _counters_of(ticket: Ticket) -> set[str | None]:
    kind, _, holder = ticket.reserved.partition(":")
    return {ticket.counter, ticket.parked_by, holder if kind == "counter" else None}


def _numbers(found: list[Ticket]) -> str:
    shown = ", ".join(ticket.number for ticket in found[:_NAMED])
    more = len(found) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown
