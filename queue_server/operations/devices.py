"""Devices: a screen asks to be paired, an administrator approves it; renewing and revoking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from queue_server.domain.access import DeviceKind
from queue_server.domain.errors import (
    Invalid,
    NotFound,
    NotSignedIn,
    PairingUnknown,
    TooManyPairings,
)
from queue_server.identity.codes import new_code, shown, typed
from queue_server.identity.hashing import hash_token
from queue_server.memory.seen import Sight
from queue_server.operations import audit
from queue_server.operations.work import ACCESS, Work
from queue_server.store import devices
from queue_server.views.devices import device_json, places_of

#: How long a code holds.
CODE_HOLDS = timedelta(minutes=10)
#: How long a renewed token's predecessor holds, for a device that never got the answer.
GRACE = timedelta(days=1)
#: Screens that may wait at the same time, in all and from one address.
MOST_WAITING, MOST_WAITING_AT_ADDRESS = 200, 50


def begin_pairing(
    work: Work, token: str, client: str | None, page: str | None = None
) -> dict[str, Any]:
    """A code for whoever holds `token`, which is worth something once the code is approved."""
    devices.drop_expired_pairings(work.db, work.now - CODE_HOLDS)
    address = work.caller.address
    waiting = devices.count_waiting(work.db, work.now)
    if waiting >= MOST_WAITING or (
        address and devices.count_waiting(work.db, work.now, address) >= MOST_WAITING_AT_ADDRESS
    ):
        raise TooManyPairings
    code = new_code()
    while devices.is_shown(work.db, code):
        code = new_code()
    until = work.now + CODE_HOLDS
    digest = hash_token(token)
    devices.begin_pairing(work.db, code, digest, address, client, page, work.now, until)
    return {"code": shown(code), "expires_at": until.isoformat()}


def approve(
    work: Work, code: str, kind: DeviceKind, branch_id: str, place: str, name: str | None
) -> dict[str, Any]:
    """Let the screen or agent that shows `code` be the device of a place."""
    branch = work.branch(branch_id)
    if place not in places_of(branch, kind):
        raise Invalid([("place", f"branch {branch_id} has no {kind} {place!r}")])
    pairing = devices.pairing_by_code(work.db, typed(code), work.now)
    if pairing is None:
        raise PairingUnknown
    device_id = devices.add(work.db, pairing, kind, branch_id, place, name, work.now)
    answer = _json(work, device_id)
    about = {"kind": kind, "place": place, "name": name, "address": pairing.address}
    audit.record(work, "device_paired", f"device:{device_id}", branch=branch_id, after=about)
    work.changes.add(ACCESS)
    return answer


def renew(work: Work, used: str, new: str) -> dict[str, Any]:
    """Give the device that sent `used` another token; `used` holds for a while beside it."""
    device = devices.find_by_token(work.db, hash_token(used), work.now)
    if device is None:
        raise NotSignedIn
    until = work.now + GRACE
    devices.renew(work.db, device, hash_token(used), hash_token(new), work.now, until)
    work.changes.add(ACCESS)
    return _json(work, device.id)


def revoke(work: Work, device_id: int, reason: str | None) -> dict[str, Any]:
    """Let a device in no more; revoking one that is revoked changes nothing."""
    device = devices.find(work.db, device_id)
    if device is None:
        raise NotFound(f"there is no device {device_id}")
    answer = _json(work, device_id)
    if device.revoked_at is None:
        devices.revoke(work.db, device_id, work.now)
        before = {"kind": device.kind, "place": device.place, "name": device.name}
        audit.record(
            work,
            "device_revoked",
            f"device:{device_id}",
            branch=device.branch,
            before=before,
            reason=reason,
        )
        work.changes.add(ACCESS)
    return answer


def note_seen(work: Work, seen: Mapping[int, Sight]) -> dict[str, Any]:
    """Keep when devices were last there, for after a restart."""
    for device_id, sight in seen.items():
        devices.see(work.db, device_id, sight.at, sight.address)
    return {}


def _json(work: Work, device_id: int) -> dict[str, Any]:
    device = devices.find(work.db, device_id)
    assert device is not None
    return device_json(work, device)
