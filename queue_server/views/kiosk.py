"""What a kiosk offers now."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.views.parts import head_json, named, opening_json, services_json
from queue_server.views.printer import printers_json, uncertain_json

Json = dict[str, Any]


def kiosk_view(moment: Moment, branch_id: str, kiosk_id: str | None) -> Json:
    """What a kiosk offers now."""
    branch = moment.branch(branch_id)
    kiosk = branch.kiosk.get(kiosk_id or "")
    if kiosk is None:
        raise NotFound(f"branch {branch_id} has no kiosk {kiosk_id!r}")
    services = [branch.service[s] for s in kiosk.services] or branch.services
    offered = services_json(moment, branch, services)
    groups = {service.group for service in services}
    is_open = any(service["open"] for service in offered)
    return head_json(moment, branch) | {
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
        "open": is_open,
        "reason": None if is_open else offered[0]["reason"],
        "opens_at": None if is_open else opening_json(moment, branch),
        "zones": [{"id": z.id, "name": z.name} for z in branch.zones],
        "groups": named(group for group in branch.groups if group.id in groups),
        "services": offered,
        "printers": printers_json(moment, branch, kiosk.printers),
        "uncertain": uncertain_json(moment, branch, kiosk.id),
    }
