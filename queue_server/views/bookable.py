"""What can be booked: everything the booking site shows before a time is chosen."""

from __future__ import annotations

from typing import Any

from queue_server.moment import Moment
from queue_server.office import Branch, Service
from queue_server.views.parts import languages_json, named, office_json, site_texts
from queue_server.views.slots import can_be_waited_for

Json = dict[str, Any]


def bookable_json(moment: Moment) -> Json:
    """The office with its branches and those of their services that are booked."""
    return {
        "office": office_json(moment),
        "languages": languages_json(moment.office),
        "texts": site_texts(moment.office),
        "hold_minutes": moment.office.rules.booking.hold_minutes,
        "messages": sorted(moment.setting.message_channels),
        "contacts_kept_days": moment.office.retention.contacts_days,
        "proof_of_work": moment.office.rules.fairness.proof_of_work,
        "own_networks": moment.office.rules.fairness.own_networks,
        "released_at": [f"{at:%H:%M}" for at in moment.office.rules.fairness.release_times],
        "mails": "mail" in moment.setting.message_channels,
        "offer_hours": moment.office.rules.fairness.offer_hours,
        "branches": [_branch_json(moment, branch) for branch in moment.office.branches],
    }


def _branch_json(moment: Moment, branch: Branch) -> Json:
    return {
        "id": branch.id,
        "name": branch.name,
        "address": branch.address,
        "time_zone": branch.time_zone,
        "training": branch.training,
        "groups": named(branch.groups),
        "services": [
            _service_json(moment, service) for service in branch.services if service.booking
        ],
    }


def _service_json(moment: Moment, service: Service) -> Json:
    booking = service.booking
    assert booking is not None
    return {
        "id": service.id,
        "name": service.name,
        "group": service.group,
        "channel": service.channel.value,
        "documents": service.documents,
        "max_cases": service.max_cases,
        "slot_minutes": booking.slot_minutes,
        "cases_per_slot": booking.cases_per_slot,
        "meeting": booking.group,
        "asks": booking.asks.model_dump(),
        "holder": booking.holder,
        "waiting_list": can_be_waited_for(moment, service),
    }
