"""Visits from home: what can be joined, and how visitor and counter reach each other."""

from __future__ import annotations

from typing import Any

from queue_server.domain.schedule import Purpose
from queue_server.domain.tickets import OPEN, State, Ticket
from queue_server.moment import Moment
from queue_server.office import Branch, Service
from queue_server.office.services import Channel
from queue_server.store import remote
from queue_server.views.parts import languages_json, named, office_json, services_json
from queue_server.views.tickets import local

Json = dict[str, Any]

#: How many digits of a phone number its owner is shown.
_SHOWN_DIGITS = 3


def joinable_json(moment: Moment, branch_id: str) -> Json:
    """What can be joined from home at a branch, with how long it takes."""
    branch = moment.branch(branch_id)
    offered = [s for s in branch.services if s.remote and s.remote.join]
    services = services_json(moment, branch, offered)
    for service, shown in zip(offered, services, strict=True):
        shown["asks_phone"] = service.channel is Channel.PHONE
        if shown["open"] and is_full(moment, branch, service):
            shown |= {"open": False, "reason": "remote_full"}
    groups = {service.group for service in offered}
    return {
        "now": local(moment.now, branch.zone_info),
        "training": branch.training,
        "office": office_json(moment),
        "languages": languages_json(moment.office),
        "branch": {"id": branch.id, "name": branch.name, "time_zone": branch.time_zone},
        "groups": named(group for group in branch.groups if group.id in groups),
        "services": services,
    }


def is_full(moment: Moment, branch: Branch, service: Service) -> bool:
    """Whether as many wait from home as the service or the branch lets."""
    waiting = remote.waiting_counts(moment.db, branch.id, moment.today(branch))
    own = service.remote is not None and waiting.get(service.id, 0) >= service.remote.most_waiting
    return own or sum(waiting.values()) >= branch.most_waiting_from_home


def own_remote_json(moment: Moment, ticket: Ticket) -> Json | None:
    """For a visitor at home: the room once they are called, or which of their phones will ring.

    None for those in the hall, and for those who were sent on to a service that is given there.
    """
    branch = moment.branch(ticket.branch)
    visit = remote.find(moment.db, ticket.id)
    service = branch.service.get(ticket.service)
    if visit is None or service is None or service.channel is Channel.COUNTER:
        return None
    called = ticket.state is State.CALLED
    return {
        "channel": ticket.channel,
        "phone": masked(visit.phone) if visit.phone else None,
        "link": _room(moment, ticket),
        "waits_until": local(visit.gives_up_at, branch.zone_info) if called else None,
        "rejoin": _may_rejoin(moment, branch, ticket),
    }


def reach_json(moment: Moment, ticket: Ticket | None) -> Json | None:
    """For the counter that has called a visitor at home: the same room, or the number to ring."""
    visit = remote.find(moment.db, ticket.id) if ticket else None
    if ticket is None or visit is None:
        return None
    called = ticket.state is State.CALLED
    zone = moment.branch(ticket.branch).zone_info
    return {
        "phone": visit.phone,
        "link": _room(moment, ticket),
        "waits_until": local(visit.gives_up_at, zone) if called else None,
    }


def masked(phone: str) -> str:
    """A phone number of which only the last digits can be read."""
    digits = [sign for sign in phone if sign.isdigit()]
    return f"••• {''.join(digits[-_SHOWN_DIGITS:])}"


def _room(moment: Moment, ticket: Ticket) -> str | None:
    """The address of the room in which the ticket's visitor and its counter meet."""
    service = moment.branch(ticket.branch).service.get(ticket.service)
    if ticket.state not in OPEN or service is None or service.remote is None:
        return None
    return service.remote.link(
        {
            "room": moment.setting.tokens.sign("room", str(ticket.id)),
            "ticket": ticket.number,
            "counter": ticket.counter or "",
            "branch": ticket.branch,
            "service": ticket.service,
            "language": ticket.language,
        }
    )


def _may_rejoin(moment: Moment, branch: Branch, ticket: Ticket) -> bool:
    """Whether a visitor who missed the call may wait again."""
    service = branch.service.get(ticket.service)
    return (
        ticket.state is State.NO_SHOW
        and service is not None
        and ticket.business_day == moment.today(branch)
        and ticket.revives < moment.office.rules.revive.times
        and moment.hours(branch, service).standing(moment.now, Purpose.SERVICE).open
    )
