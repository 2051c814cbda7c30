"""Devices and how they are paired; of their tokens only the SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.access import DeviceKind
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Pairing:
    """A screen or agent that shows `code` and waits to be approved; `page`: what it was to show."""

    id: int
    code: str
    token_hash: str
    address: str | None
    client: str | None
    begun_at: datetime
    expires_at: datetime
    device: int | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Device:
    """A paired device. `old_hash`: its token before the last renewal, good until `old_until`."""

    id: int
    kind: DeviceKind
    branch: str
    place: str
    name: str | None
    client: str | None
    token_hash: str
    old_hash: str | None
    old_until: datetime | None
    paired_at: datetime
    renewed_at: datetime
    seen_at: datetime | None
    seen_from: str | None
    revoked_at: datetime | None


_PAIRING = "id, code, token_hash, address, client, begun_at, expires_at, device, page"
_DEVICE = (
    "id, kind, branch, place, name, client, token_hash, old_hash, old_until,"
    " paired_at, renewed_at, seen_at, seen_from, revoked_at"
)


def begin_pairing(
    db: Connection,
    code: str,
    token_hash: str,
    address: str | None,
    client: str | None,
    page: str | None,
    now: datetime,
    until: datetime,
) -> None:
    """Keep what waits to be approved."""
    db.run(
        "INSERT INTO pairings (code, token_hash, address, client, page, begun_at, expires_at)"
        " VALUES (:code, :token_hash, :address, :client, :page, :now, :until)",
        {
            "code": code,
            "token_hash": token_hash,
            "address": address,
            "client": client,
            "page": page,
            "now": to_micros(now),
            "until": to_micros(until),
        },
    )


def pairing_by_code(db: Connection, code: str, now: datetime) -> Pairing | None:
    """What shows this code now and waits."""
    return _pairing(
        db.one(
            f"SELECT {_PAIRING} FROM pairings"
            " WHERE code = :code AND device IS NULL AND expires_at > :now",
            {"code": code, "now": to_micros(now)},
        )
    )


def is_shown(db: Connection, code: str) -> bool:
    """Whether a code is in use, expired or not."""
    sql = "SELECT 1 FROM pairings WHERE code = :code AND device IS NULL"
    return db.one(sql, {"code": code}) is not None


def pairing_by_token(db: Connection, token_hash: str) -> Pairing | None:
    """What was begun with this token."""
    return _pairing(
        db.one(
            f"SELECT {_PAIRING} FROM pairings WHERE token_hash = :token_hash",
            {"token_hash": token_hash},
        )
    )


def count_waiting(db: Connection, now: datetime, address: str | None = None) -> int:
    """How many wait to be approved, in all or from one address."""
    ((count,),) = db.all(
        "SELECT count(*) FROM pairings WHERE device IS NULL AND expires_at > :now"
        " AND (:address IS NULL OR address = :address)",
        {"now": to_micros(now), "address": address},
    )
    return int(count)


def drop_expired_pairings(db: Connection, before: datetime) -> None:
    """Forget pairings that nobody approved in time, and those that ended before."""
    db.run("DELETE FROM pairings WHERE expires_at < :before", {"before": to_micros(before)})


def add(
    db: Connection,
    pairing: Pairing,
    kind: DeviceKind,
    branch: str,
    place: str,
    name: str | None,
    now: datetime,
) -> int:
    """Make a device of what waited; its id."""
    row = db.one(
        "INSERT INTO devices"
        " (kind, branch, place, name, client, token_hash, paired_at, renewed_at)"
        " VALUES (:kind, :branch, :place, :name, :client, :token_hash, :now, :now) RETURNING id",
        {
            "kind": kind,
            "branch": branch,
            "place": place,
            "name": name,
            "client": pairing.client,
            "token_hash": pairing.token_hash,
            "now": to_micros(now),
        },
    )
    assert row is not None
    db.run(
        "UPDATE pairings SET device = :device WHERE id = :id",
        {"device": row[0], "id": pairing.id},
    )
    return int(row[0])


def find(db: Connection, device_id: int) -> Device | None:
    """The device with this id, revoked or not."""
    return _device(db.one(f"SELECT {_DEVICE} FROM devices WHERE id = :id", {"id": device_id}))


def find_by_token(db: Connection, token_hash: str, now: datetime) -> Device | None:
    """Whose this token is now."""
    return _device(
        db.one(
            f"SELECT {_DEVICE} FROM devices WHERE revoked_at IS NULL AND"
            " (token_hash = :token_hash OR (old_hash = :token_hash AND old_until > :now))",
            {"token_hash": token_hash, "now": to_micros(now)},
        )
    )


def every(db: Connection) -> list[Device]:
    """All that are paired, in the order of their places."""
    rows = db.all(
        f"SELECT {_DEVICE} FROM devices WHERE revoked_at IS NULL ORDER BY branch, kind, place, id"
    )
    return [device for row in rows if (device := _device(row))]


def renew(
    db: Connection, device: Device, used: str, new: str, now: datetime, until: datetime
) -> None:
    """Give a device another token; the one it `used` holds beside it until then."""
    db.run(
        "UPDATE devices SET token_hash = :new, old_hash = :used, old_until = :until,"
        " renewed_at = :now WHERE id = :id",
        {
            "id": device.id,
            "new": new,
            "used": used,
            "now": to_micros(now),
            "until": to_micros(until),
        },
    )


def see(db: Connection, device_id: int, at: datetime, address: str | None) -> None:
    """A device was there."""
    db.run(
        "UPDATE devices SET seen_at = :at, seen_from = :address WHERE id = :id",
        {"id": device_id, "at": to_micros(at), "address": address},
    )


def revoke(db: Connection, device_id: int, now: datetime) -> None:
    """Its tokens are worth nothing any more."""
    db.run(
        "UPDATE devices SET revoked_at = :now, old_hash = NULL WHERE id = :id",
        {"id": device_id, "now": to_micros(now)},
    )


def _pairing(row: Row | None) -> Pairing | None:
    if row is None:
        return None
    id_, code, token_hash, address, client, begun_at, expires_at, device, page = row
    return Pairing(
        id_,
        code,
        token_hash,
        address,
        client,
        from_micros(begun_at),
        from_micros(expires_at),
        device,
        page,
    )


def _device(row: Row | None) -> Device | None:
    if row is None:
        return None
    id_, kind, branch, place, name, client, token_hash, old_hash, *times = row
    old_until, paired_at, renewed_at, seen_at, seen_from, revoked_at = times
    return Device(
        id_,
        DeviceKind(kind),
        branch,
        place,
        name,
        client,
        token_hash,
        old_hash,
        _time(old_until),
        from_micros(paired_at),
        from_micros(renewed_at),
        _time(seen_at),
        seen_from,
        _time(revoked_at),
    )


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
