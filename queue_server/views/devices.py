"""Paired devices as administrators see them, and what waits to be paired as itself sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from queue_server.domain.access import DeviceKind
from queue_server.identity.codes import shown, typed
from queue_server.identity.hashing import hash_token
from queue_server.moment import Moment
from queue_server.office import Branch, Counter
from queue_server.office.fields import Named
from queue_server.store import devices
from queue_server.store.devices import Device
from queue_server.views.agent import agents_of

Json = dict[str, Any]

#: The name and version by which a browser is known, among all that it says of itself.
_BROWSER = re.compile(r"(Edg|OPR|Firefox|Chrome|Safari)/(\d+)")
#: A device is told to renew a token that is older.
RENEWED_AFTER = timedelta(days=30)
#: Kind of device -> where its page is; an agent has none.
_PAGES = {
    DeviceKind.KIOSK: "/kiosk",
    DeviceKind.DISPLAY: "/display",
    DeviceKind.BOARD: "/board",
}


def places_of(branch: Branch, kind: DeviceKind) -> list[str]:
    """Where a device of this kind may stand."""
    if kind is DeviceKind.AGENT:
        return agents_of(branch)
    places: dict[DeviceKind, Iterable[str]] = {
        DeviceKind.KIOSK: branch.kiosk,
        DeviceKind.DISPLAY: branch.display,
        DeviceKind.BOARD: branch.counter,
    }
    return list(places[kind])


def places_json(moment: Moment) -> list[Json]:
    """Where devices may stand, by branch."""
    return [
        {
            "id": branch.id,
            "name": branch.name,
            "kiosks": _named(branch.kiosks),
            "displays": _named(branch.displays),
            "counters": _named(branch.counters),
            "agents": [
                {"id": agent, "name": names.get(agent)}
                for agent in places_of(branch, DeviceKind.AGENT)
            ],
        }
        for branch in moment.office.branches
        for names in [{agent.id: agent.name for agent in branch.agents}]
    ]


def _named(places: Iterable[Named | Counter]) -> list[Json]:
    return [{"id": place.id, "name": place.name} for place in places]


def devices_json(moment: Moment) -> list[Json]:
    """All that are paired."""
    return [device_json(moment, device) for device in devices.every(moment.db)]


def device_json(moment: Moment, device: Device) -> Json:
    """One device; `place` may have left the office configuration since."""
    seen = moment.setting.seen
    caller = f"device:{device.id}"
    sight = seen.sights.get(caller)
    branch = moment.office.branch.get(device.branch)
    return {
        "id": device.id,
        "kind": device.kind,
        "branch": device.branch,
        "place": device.place,
        "name": device.name,
        "known": branch is not None and device.place in places_of(branch, device.kind),
        "page": page_of(device),
        "version": _version(moment, device),
        "paired_at": device.paired_at.isoformat(),
        "renewed_at": device.renewed_at.isoformat(),
        "seen_at": _time(sight.at if sight else device.seen_at),
        "seen_from": sight.address if sight else device.seen_from,
        "connections": seen.sockets.get(caller, 0),
    }


def own_pairing(moment: Moment, token: str | None) -> Json:
    """How far the pairing is that was begun with this token."""
    digest = hash_token(token or "")
    if device := devices.find_by_token(moment.db, digest, moment.now):
        return {
            "state": "approved",
            "code": None,
            "expires_at": None,
            "page": page_of(device),
            "renew": moment.now - device.renewed_at > RENEWED_AFTER,
        }
    pairing = devices.pairing_by_token(moment.db, digest)
    if pairing is None:
        return {"state": "none", "code": None, "expires_at": None, "page": None, "renew": False}
    over = pairing.device is not None or pairing.expires_at <= moment.now
    return {
        "state": "expired" if over else "waiting",
        "code": None if over else shown(pairing.code),
        "expires_at": pairing.expires_at.isoformat(),
        "page": None,
        "renew": False,
    }


def wish_json(moment: Moment, code: str) -> Json:
    """Whose page a screen was to show that waits to be paired, as far as there is such a place."""
    pairing = devices.pairing_by_code(moment.db, typed(code), moment.now)
    page = urlsplit((pairing.page if pairing else None) or "").path
    for kind, below in _PAGES.items():
        branch_id, _, place = page.removeprefix(f"{below}/").partition("/")
        branch = moment.office.branch.get(branch_id)
        if page.startswith(f"{below}/") and branch and place in places_of(branch, kind):
            return {"kind": kind, "branch": branch.id, "place": place}
    return {"kind": None, "branch": None, "place": None}


def page_of(device: Device) -> str | None:
    """The address of what a device shows."""
    page = _PAGES.get(device.kind)
    return f"{page}/{device.branch}/{device.place}" if page else None


def _version(moment: Moment, device: Device) -> str | None:
    """What an agent says of itself; of a screen, the browser that was paired."""
    if device.kind is DeviceKind.AGENT:
        word = moment.setting.presence.word(device.branch, device.place)
        return word.version if word else device.client
    found = _BROWSER.search(device.client or "")
    return f"{found[1]} {found[2]}" if found else device.client


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
