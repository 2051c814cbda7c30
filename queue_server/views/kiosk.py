"""What a kiosk offers now."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office.printers import with_fallbacks
from queue_server.views.openings import whole_json
from queue_server.views.parts import head_json, named, services_json
from queue_server.views.printer import printers_json, uncertain_json
from queue_server.views.supervision import closed_by_hand
from queue_server.views.suspended import suspended_json

Json = dict[str, Any]


def kiosk_view(moment: Moment, branch_id: str, kiosk_id: str | None) -> Json:
    """What a kiosk offers now."""
    branch = moment.branch(branch_id)
    kiosk = branch.kiosk.get(kiosk_id or "")
    if kiosk is None:
        raise NotFound(f"branch {branch_id} has no kiosk {kiosk_id!r}")
    chosen = [branch.service[s] for s in kiosk.services] or branch.services
    services = [service for service in chosen if service.has_tickets]
    offered = services_json(moment, branch, services)
    groups = {service.group for service in services}
    closed = closed_by_hand(moment, branch, kiosk.id)
    return (
        head_json(moment, branch)
        | whole_json(offered)
        | ({"open": False, "reason": "closed_by_hand"} if closed else {})
        | {
            "kiosk": {
                "id": kiosk.id,
                "name": kiosk.name,
                "zone": kiosk.zone,
                "layout": kiosk.layout,
                "idle_seconds": kiosk.idle_seconds,
                "services": [service.id for service in services],
                "staffed": kiosk.staffed,
            },
            "branch": {"id": branch.id, "name": branch.name, "time_zone": branch.time_zone},
            "suspended": suspended_json(moment, branch, [kiosk.zone]),
            "zones": [{"id": z.id, "name": z.name} for z in branch.zones],
            "groups": named(group for group in branch.groups if group.id in groups),
            "services": offered,
            "appointments": any(service.booking for service in branch.services),
            "printers": printers_json(
                moment, branch, with_fallbacks(kiosk.printers, branch.printer)
            ),
            "uncertain": uncertain_json(moment, branch, kiosk.id),
        }
    )
