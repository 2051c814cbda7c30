"""The branch as a whole: for pages that look names up, and for the supervisor."""

from __future__ import annotations

from typing import Any

from queue_server.admission import Admissions, Stopped
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import counters, records
from queue_server.store.counters import Session
from queue_server.views.agent import agent_alerts, agents_json, device_alerts
from queue_server.views.openings import whole_json
from queue_server.views.parts import head_json, named, queued, services_json
from queue_server.views.printer import printers_json, uncertain_json
from queue_server.views.supervision import (
    alerts_json,
    counters_json,
    escorts_json,
    kiosks_json,
    messages_json,
    signals_json,
    waits_json,
)
from queue_server.views.suspended import suspended_json, suspended_services_json

Json = dict[str, Any]


def branches(moment: Moment) -> list[Json]:
    """Every branch, shortly."""
    return [
        {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
            "training": branch.training,
            "open": any(Admissions(moment, branch).of(s).reason is None for s in branch.services),
        }
        for branch in moment.office.branches
    ]


def branch_view(moment: Moment, branch_id: str, _id: str | None = None) -> Json:
    """Everything about a branch that pages look names up in, with its live counts."""
    branch = moment.branch(branch_id)
    offered = waits_json(moment, branch, services_json(moment, branch, queued(branch)))
    printers = printers_json(moment, branch, [p.id for p in branch.printers])
    sessions = counters.of_branch(moment.db, branch.id)
    return (
        head_json(moment, branch)
        | whole_json(offered)
        | {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
            "suspended": suspended_json(moment, branch, [zone.id for zone in branch.zones]),
            "suspended_services": suspended_services_json(moment, branch),
            "suspension_reasons": named(moment.office.suspension_reasons),
            "zones": [
                {"id": z.id, "name": z.name, "sound_area": z.sound_area} for z in branch.zones
            ],
            "groups": named(branch.groups),
            "services": offered,
            "profiles": [
                {"id": p.id, "name": p.name, "services": [w.service for w in p.serves]}
                for p in branch.profiles
            ],
            "counters": counters_json(moment, branch),
            "displays": [{"id": d.id, "name": d.name, "zones": d.zones} for d in branch.displays],
            "kiosks": kiosks_json(moment, branch),
            "printers": printers,
            "messages": messages_json(moment, branch),
            "alarms": signals_json(moment, branch, "alarm"),
            "help": signals_json(moment, branch, "help"),
            "escorts": escorts_json(moment, branch),
            "contacts": records.contacts_of_day(moment.db, branch.id, moment.today(branch)),
            "agents": agents_json(moment, branch),
            "alerts": [
                *alerts_json(offered, printers),
                *_past_closing(offered),
                *_unserved(branch, offered, sessions),
                *agent_alerts(moment, branch),
                *device_alerts(moment, branch),
                *_unheard(moment, branch),
                *({"kind": "uncertain_slip"} | slip for slip in uncertain_json(moment, branch)),
            ],
        }
    )


def _past_closing(offered: list[Json]) -> list[Json]:
    """Services whose tickets are no longer issued, because their visitors would be called too late:
    for the supervisor, who may allow it."""
    return [
        {"kind": "issue_stopped", "service": service["id"], "waiting": service["waiting"]}
        for service in offered
        if service["reason"] == Stopped.WAIT_PAST_CLOSING
    ]


def _unserved(
    branch: Branch, offered: list[Json], sessions: dict[str, Session]
) -> list[dict[str, str]]:
    """Services in which people wait though no open counter serves them: for the supervisor."""
    profiles = [
        branch.profile[session.profile]
        for session in sessions.values()
        if session.open and session.profile in branch.profile
    ]
    served = {serving.service for profile in profiles for serving in profile.serves}
    return [
        {"kind": "unserved", "service": service["id"]}
        for service in offered
        if service["waiting"] and service["id"] not in served
    ]


def _unheard(moment: Moment, branch: Branch) -> list[dict[str, str]]:
    """Displays and sound areas in which calls are not heard: for the supervisor."""
    about = {"display_mute": "display", "display_lost": "display", "silent_area": "sound_area"}
    return [
        {"kind": alert.kind, about[alert.kind]: alert.id, "reason": alert.reason}
        for alert in sorted(moment.setting.speaking.alerts)
        if alert.branch == branch.id
    ]
