"""The hall display: the newest calls of its zones, and messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.admission import giving_service
from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.office.media import VolumeHours
from queue_server.store import counters, events, lines
from queue_server.store.counters import Call
from queue_server.views.counter import announced_in
from queue_server.views.openings import closed_json
from queue_server.views.parts import counter_name, office_json
from queue_server.views.supervision import messages_json
from queue_server.views.suspended import suspended_json, suspended_services_json
from queue_server.views.tickets import local

Json = dict[str, Any]

#: Calls younger than this are all shown, whatever else is called.
RECENT = timedelta(seconds=120)
#: At least this many calls are shown, however old.
LEAST_CALLS = 12


def display_view(
    moment: Moment, branch_id: str, display_id: str | None, until: int = counters.NEVER
) -> Json:
    """What a display shows and speaks; with `until` no call is newer than the one by that event."""
    branch = moment.branch(branch_id)
    display = branch.display.get(display_id or "")
    if display is None:
        raise NotFound(f"branch {branch_id} has no display {display_id!r}")
    suspended = suspended_json(moment, branch, display.zones)
    asked = (moment.db, branch.id, moment.today(branch), display.zones)
    newest = counters.newest_calls(*asked, moment.now - RECENT, LEAST_CALLS, until)
    later = counters.first_call_after(*asked, until)
    return closed_json(giving_service(moment, branch), moment.now, branch.zone_info) | {
        "rev": (
            events.revision(moment.db, branch.id)
            if later is None
            else events.revision_before(moment.db, later)
        ),
        "revision": moment.revision.number,
        "now": local(moment.now, branch.zone_info),
        "display": {
            "id": display.id,
            "name": display.name,
            "zones": display.zones,
            "languages": display.languages or moment.office.languages,
            "voice": display.voice and not branch.training,
            "rows": display.rows,
            "theme": display.theme,
            "chime": _chime(moment),
            "volume": [_volume(hours) for hours in display.volume],
        },
        "training": branch.training,
        "office": office_json(moment),
        "branch": {"id": branch.id, "name": branch.name, "time_zone": branch.time_zone},
        "suspended": suspended,
        "suspended_services": suspended_services_json(moment, branch),
        "calls": [call_json(moment, branch, call) for call in newest],
        "messages": [
            {
                "id": message.id,
                "text": message.text,
                "urgent": message.urgent,
                "running": message.running,
            }
            for message in [*branch.messages, *display.messages]
        ]
        + [
            {name: message[name] for name in ("text", "urgent", "running")}
            | {"id": f"live-{message['id']}"}
            for message in messages_json(moment, branch)
            if not message["displays"] or display.id in message["displays"]
        ],
        "waiting": sum(
            count
            for service, count in lines.waiting_counts(moment.db, branch.id).items()
            if service in branch.service and branch.service[service].zone in display.zones
        ),
    }


def call_json(moment: Moment, branch: Branch, call: Call) -> Json:
    """A call as displays show it."""
    counter = branch.counter.get(call.counter)
    service = branch.service.get(call.service)
    return {
        "id": call.ticket,
        "number": call.number,
        "counter": call.counter,
        "counter_label": counter.label if counter else call.counter,
        "counter_name": counter_name(counter) if counter else {},
        "directions": counter.directions if counter else None,
        "zone": call.zone,
        "service": call.service,
        "service_name": service.name if service else {},
        "called_at": local(call.called_at, branch.zone_info),
        "calls": call.calls,
        "language": call.language,
        "languages": announced_in(moment, call.language),
        "spoken": not (counter and counter.quiet),
        "active": call.active,
    }


def _chime(moment: Moment) -> str | None:
    """Where the chime is; another one after each change of the office configuration."""
    if moment.office.chime == "none" and moment.office.chime_file is None:
        return None
    return f"/api/v1/chime.wav?revision={moment.revision.number}"


def _volume(hours: VolumeHours) -> Json:
    begins, _, ends = hours.hours.partition("-")
    return {"from": begins, "to": ends, "level": hours.level}
