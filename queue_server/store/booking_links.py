"""Links by which someone without a script proves to be no program: to whom, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from queue_server.store.database import Connection
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class BookingLink:
    """A visit that is held once its link is followed. `keyed`: who asked, as a keyed hash.

    With `last_day` it is for the waiting list, from the day of `starts_at` until that one.
    """

    id: int
    branch: str
    service: str
    starts_at: datetime
    cases: int
    language: str
    email: str
    address: str | None
    keyed: str
    asked_at: datetime
    last_day: date | None = None


def insert(db: Connection, link: BookingLink) -> None:
    """A new one."""
    db.run(
        "INSERT INTO booking_links"
        " (id, branch, service, starts_at, cases, language, email, address, keyed, asked_at,"
        " last_day) VALUES (:id, :branch, :service, :starts_at, :cases, :language, :email,"
        " :address, :keyed, :asked_at, :last_day)",
        {
            "id": link.id,
            "branch": link.branch,
            "service": link.service,
            "starts_at": to_micros(link.starts_at),
            "cases": link.cases,
            "language": link.language,
            "email": link.email,
            "address": link.address,
            "keyed": link.keyed,
            "asked_at": to_micros(link.asked_at),
            "last_day": link.last_day.isoformat() if link.last_day else None,
        },
    )


def find(db: Connection, link: int) -> BookingLink | None:
    """The link with this id."""
    row = db.one(
        "SELECT id, branch, service, starts_at, cases, language, email, address, keyed, asked_at,"
        " last_day FROM booking_links WHERE id = :id",
        {"id": link},
    )
    if row is None:
        return None
    id_, branch, service, starts_at, cases, language, email, address, keyed, asked_at, last = row
    return BookingLink(
        id_,
        branch,
        service,
        from_micros(starts_at),
        cases,
        language,
        email,
        address,
        keyed,
        from_micros(asked_at),
        date.fromisoformat(last) if last else None,
    )


def drop(db: Connection, link: int) -> None:
    """It has been used."""
    db.run("DELETE FROM booking_links WHERE id = :id", {"id": link})


def asked_since(db: Connection, keyed: str, since: datetime) -> int:
    """How many links one mailbox was sent since then and has not used."""
    row = db.one(
        "SELECT count(*) FROM booking_links WHERE keyed = :keyed AND asked_at >= :since",
        {"keyed": keyed, "since": to_micros(since)},
    )
    return int(row[0]) if row else 0
