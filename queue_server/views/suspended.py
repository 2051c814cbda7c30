"""What screens say of a suspension: since when, why, and in a fire the way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from queue_server.domain.suspension import Suspension
from queue_server.domain.tickets import ALIVE, Ticket
from queue_server.moment import Moment
from queue_server.office import Branch, Office, Texts
from queue_server.views.tickets import local

Json = dict[str, Any]


def suspended_json(moment: Moment, branch: Branch, zones: Iterable[str] = ()) -> Json | None:
    """The branch's suspension as a screen in one of `zones` shows it; None while work goes on."""
    whole = moment.suspensions(branch.id).whole
    if whole is None:
        return None
    return _json(moment, branch, whole) | {
        "fire": whole.fire,
        "exits": _exits(branch, zones) if whole.fire else None,
    }


def suspended_ticket_json(moment: Moment, branch: Branch, ticket: Ticket) -> Json | None:
    """Why a visitor's place in the queue stands still: the branch's suspension or the service's."""
    service = branch.service.get(ticket.service)
    whole = suspended_json(moment, branch, [service.zone] if service else [])
    own = moment.suspensions(branch.id).by_service.get(ticket.service)
    if whole or own is None or ticket.state not in ALIVE:
        return whole
    return _json(moment, branch, own) | {"fire": False, "exits": None}


def suspended_services_json(moment: Moment, branch: Branch) -> list[Json]:
    """The services that are suspended by themselves, in the branch's order."""
    standing = moment.suspensions(branch.id).by_service
    return [
        {"service": service.id, "name": service.name} | _json(moment, branch, standing[service.id])
        for service in branch.services
        if service.id in standing
    ]


def reason_texts(office: Office, reason: str) -> Texts:
    """A reason of the office's list by language; any other stands as it was typed."""
    known = {configured.id: configured.name for configured in office.suspension_reasons}
    return known.get(reason) or {office.languages[0]: reason}


def _json(moment: Moment, branch: Branch, suspension: Suspension) -> Json:
    return {
        "since": local(suspension.since, branch.zone_info),
        "reason": reason_texts(moment.office, suspension.reason),
    }


def _exits(branch: Branch, zones: Iterable[str]) -> Texts | None:
    """The way out of `zones`; the branch's where they have different ones, or none."""
    wanted = set(zones)
    ways = [zone.exits or branch.exits for zone in branch.zones if zone.id in wanted]
    agreed = bool(ways) and all(way == ways[0] for way in ways)
    return ways[0] if agreed else branch.exits
