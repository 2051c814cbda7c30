"""The branch as a whole: for pages that look names up, and for the supervisor."""

from __future__ import annotations

from typing import Any

from queue_server.moment import Moment
from queue_server.office import Branch, Counter
from queue_server.store import counters
from queue_server.store.counters import Session
from queue_server.views.parts import counter_name, head_json, named, services_json
from queue_server.views.printer import printers_json, uncertain_json

Json = dict[str, Any]


def branches(moment: Moment) -> list[Json]:
    """Every branch, shortly."""
    return [
        {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
            "open": any(moment.closed_because(branch, s) is None for s in branch.services),
        }
        for branch in moment.office.branches
    ]


def branch_view(moment: Moment, branch_id: str, _id: str | None = None) -> Json:
    """Everything about a branch that pages look names up in, with its live counts."""
    branch = moment.branch(branch_id)
    offered = services_json(moment, branch, branch.services)
    sessions = counters.of_branch(moment.db, branch.id)
    is_open = any(service["open"] for service in offered)
    return head_json(moment, branch) | {
        "id": branch.id,
        "name": branch.name,
        "address": branch.address,
        "time_zone": branch.time_zone,
        "open": is_open,
        "reason": None if is_open else offered[0]["reason"],
        "zones": [{"id": z.id, "name": z.name, "sound_area": z.sound_area} for z in branch.zones],
        "groups": named(branch.groups),
        "services": offered,
        "profiles": [
            {"id": p.id, "name": p.name, "services": [w.service for w in p.serves]}
            for p in branch.profiles
        ],
        "counters": [
            _counter_json(counter, sessions.get(counter.id) or Session(branch.id, counter.id))
            for counter in branch.counters
        ],
        "displays": [{"id": d.id, "name": d.name, "zones": d.zones} for d in branch.displays],
        "kiosks": named(branch.kiosks),
        "printers": printers_json(moment, branch, [p.id for p in branch.printers]),
        "alerts": [
            *_unserved(branch, offered, sessions),
            *_unheard(moment, branch),
            *({"kind": "uncertain_slip"} | slip for slip in uncertain_json(moment, branch)),
        ],
    }


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
    about = {"display_mute": "display", "silent_area": "sound_area"}
    return [
        {"kind": alert.kind, about[alert.kind]: alert.id, "reason": alert.reason}
        for alert in sorted(moment.setting.speaking.alerts)
        if alert.branch == branch.id
    ]


def _counter_json(counter: Counter, session: Session) -> Json:
    return {
        "id": counter.id,
        "label": counter.label,
        "name": counter_name(counter),
        "zone": counter.zone,
        "directions": counter.directions,
        "channel": counter.channel.value,
        "open": session.open,
        "paused": session.paused,
        "pause_reason": session.pause_reason,
        "profile": session.profile if session.open else counter.profile,
        "profiles": counter.profiles or [counter.profile],
        "clerk": session.clerk,
    }
