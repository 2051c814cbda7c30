"""The visitor's own page, reached by the token on the slip."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.domain.tickets import OPEN, State, Ticket
from queue_server.moment import Moment
from queue_server.store import events, tickets
from queue_server.views.parts import counter_name, languages_json, office_json
from queue_server.views.remote import own_remote_json
from queue_server.views.suspended import suspended_ticket_json
from queue_server.views.tickets import local, ticket_json

Json = dict[str, Any]


def ticket_of(moment: Moment, token: str) -> Ticket:
    """The ticket whose token this is; refuses with `not_found`."""
    ticket_id = moment.setting.tokens.read(token)
    ticket = tickets.find(moment.db, ticket_id) if ticket_id is not None else None
    if ticket is None:
        raise NotFound("no ticket has this token")
    return ticket


def visitor_view(moment: Moment, _branch: str | None, token: str | None) -> Json:
    """What a visitor sees of their own ticket."""
    ticket = ticket_of(moment, token or "")
    branch = moment.branch(ticket.branch)
    service = branch.service.get(ticket.service)
    zone = next((z for z in branch.zones if service and z.id == service.zone), None)
    counter = branch.counter.get(ticket.counter or "") if ticket.state in OPEN else None
    return {
        "rev": events.revision(moment.db, branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, branch.zone_info),
        "training": branch.training,
        "office": office_json(moment),
        "branch": {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
        },
        "languages": languages_json(moment.office),
        "suspended": suspended_ticket_json(moment, branch, ticket),
        "ticket": ticket_json(moment, ticket),
        "service": {
            "id": ticket.service,
            "name": service.name if service else {},
            "documents": service.documents if service else [],
        },
        "later": [
            {"id": later.id, "name": later.name, "documents": later.documents}
            for one in ticket.chain
            if (later := branch.service.get(one))
        ],
        "zone": {"id": zone.id, "name": zone.name} if zone else None,
        "counter": {
            "id": counter.id,
            "label": counter.label,
            "name": counter_name(counter),
            "directions": counter.directions,
        }
        if counter
        else None,
        "remote": own_remote_json(moment, ticket),
        "can": {
            "cancel": ticket.state in (State.WAITING, State.PARKED),
            "late": moment.office.rules.late_minutes if ticket.state is State.WAITING else [],
        },
    }
