"""Joining the queue from home: by phone or video, without coming to the branch."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import Invalid, RemoteFull, ServiceClosed, WrongState
from queue_server.domain.schedule import Purpose
from queue_server.domain.tickets import State, Ticket, Verb
from queue_server.office import Branch, Service
from queue_server.office.services import Channel
from queue_server.operations import moving, taking
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store import remote, tickets
from queue_server.views.remote import is_full
from queue_server.views.tickets import ticket_json
from queue_server.views.visitor import ticket_of, visitor_view


def join(work: Work, branch_id: str, wish: Wish, phone: str | None) -> dict[str, Any]:
    """A ticket for someone at home, within the hours and limits that hold for everyone.

    Refuses with `remote_full` while as many wait from home as the office lets.
    """
    branch = work.branch(branch_id)
    service = _joined(branch, wish.services[0])
    _check_phone(service, phone)
    if is_full(work, branch, service):
        raise RemoteFull(service.id)
    ticket = taking.issue(work, branch, wish)
    remote.insert(work.db, ticket, phone)
    token = work.setting.tokens.make(ticket.id)
    return {
        "token": token,
        "public_url": f"{work.setting.public_url}/t/{token}",
        "ticket": ticket_json(work, ticket),
    }


def rejoin(work: Work, token: str) -> dict[str, Any]:
    """Someone at home who missed the call waits again, as the rules for missed visitors say."""
    ticket = ticket_of(work, token)
    if remote.find(work.db, ticket.id) is None:
        raise WrongState(f"{ticket.number} was not joined from home; the staff can take it back")
    branch = work.branch(ticket.branch)
    service = branch.service.get(ticket.service)
    standing = work.hours(branch, service).standing(work.now, Purpose.SERVICE)
    if standing.reason:
        raise ServiceClosed(f"{ticket.service}: {standing.reason}")
    moving.revive(work, ticket.id)
    return visitor_view(work, None, token)


def pass_time(work: Work) -> bool:
    """Free the counters that have waited long enough; True where one has."""
    over = remote.to_give_up(work.db, work.now)
    for visit in over:
        ticket = tickets.find(work.db, visit.ticket)
        remote.wait_until(work.db, visit.ticket, None)
        if ticket and _waits_in_vain(work, ticket):
            assert ticket.called_at
            waited = round((work.now - ticket.called_at).total_seconds())
            work.move(ticket, Verb.NO_SHOW, detail={"by": "time", "waited_seconds": waited})
    return bool(over)


def _waits_in_vain(work: Work, ticket: Ticket) -> bool:
    """Whether a counter still holds its call, and in a service that is joined from home."""
    branch = work.office.branch.get(ticket.branch)
    service = branch.service.get(ticket.service) if branch else None
    joined = service.remote if service else None
    return ticket.state is State.CALLED and joined is not None


def _joined(branch: Branch, service_id: str) -> Service:
    service = branch.service.get(service_id)
    if service is None or service.remote is None or not service.remote.join:
        raise Invalid([("service", f"{service_id!r} is not joined from home")])
    return service


def _check_phone(service: Service, phone: str | None) -> None:
    rings = service.channel is Channel.PHONE
    if rings and phone is None:
        raise Invalid([("phone", "this service is by phone: say which number to ring")])
    if phone is not None and not rings:
        raise Invalid([("phone", "this service does not ask for it")])
