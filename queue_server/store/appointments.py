"""Appointments, and the places that they take: counted, so that none can be given twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from queue_server.domain.booking import Offer, Span, Stage, units
from queue_server.store.database import Connection, Row
from queue_server.store.times import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked visit, or a place held for one. `places` are what it takes of each of its units.

    `wake_at`: when time alone does something to it. `ticket`: the one its check-in issued.
    """

    id: int
    branch: str
    service: str
    business_day: date
    starts_at: datetime
    ends_at: datetime
    places: int
    state: Stage
    code: str
    language: str
    cases: int
    revision: int
    made_at: datetime
    wake_at: datetime | None = None
    arrived_at: datetime | None = None
    ticket: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who booked, as far as the office asks for it."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    reference: str | None = None

    def __bool__(self) -> bool:
        return self != Contact()


_TIMES = frozenset({"starts_at", "ends_at", "made_at", "wake_at", "arrived_at"})
_FIELDS = tuple(field.name for field in fields(Appointment))
_COLUMNS = ", ".join(_FIELDS)


def _decode(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return from_micros(value)
    if name == "business_day":
        return date.fromisoformat(value)
    return Stage(value) if name == "state" else value


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_micros(value)
    return value.isoformat() if isinstance(value, date) else value


def _from_row(row: Row) -> Appointment:
    return Appointment(*map(_decode, _FIELDS, row))


def _values(appointment: Appointment) -> dict[str, Any]:
    return {name: _encode(getattr(appointment, name)) for name in _FIELDS}


def insert(db: Connection, appointment: Appointment) -> None:
    """A new one; its places must have been taken, its id and code be free."""
    db.run(
        f"INSERT INTO appointments ({_COLUMNS}) VALUES ({', '.join(f':{n}' for n in _FIELDS)})",
        _values(appointment),
    )


def save(db: Connection, appointment: Appointment) -> None:
    """Write it as it is now."""
    db.run(
        f"UPDATE appointments SET {', '.join(f'{n} = :{n}' for n in _FIELDS)} WHERE id = :id",
        _values(appointment),
    )


def find(db: Connection, appointment: int) -> Appointment | None:
    """The appointment with this id."""
    return _one(db, "id = :id", {"id": appointment})


def by_code(db: Connection, branch: str, code: str) -> Appointment | None:
    """The appointment of a branch with this code."""
    return _one(db, "branch = :branch AND code = :code", {"branch": branch, "code": code})


def of_ticket(db: Connection, ticket: int) -> Appointment | None:
    """The appointment whose check-in issued this ticket."""
    return _one(db, "ticket = :ticket", {"ticket": ticket})


def of_day(db: Connection, branch: str, day: date, service: str | None) -> list[Appointment]:
    """A day's appointments in the order of their times, without holds that lapsed."""
    where = "branch = :branch AND business_day = :day AND state <> 'lapsed'"
    where += " AND service = :service" if service else ""
    about = {"branch": branch, "day": day.isoformat(), "service": service}
    return _all(db, f"{where} ORDER BY starts_at, made_at, id", about)


def still_to_come(db: Connection, branch: str, today: date) -> dict[str, int]:
    """How many appointments of today and later each service has that are held or booked."""
    rows = db.all(
        "SELECT service, count(*) FROM appointments WHERE branch = :branch"
        " AND business_day >= :today AND state IN ('held', 'booked') GROUP BY service",
        {"branch": branch, "today": today.isoformat()},
    )
    return dict(rows)


def expected(
    db: Connection, branch: str, start: datetime, end: datetime, most: int = 200
) -> list[Appointment]:
    """Booked visits from `start` until before `end`, in the order of their times."""
    return _all(
        db,
        "branch = :branch AND starts_at >= :start AND starts_at < :end AND state = 'booked'"
        " ORDER BY starts_at LIMIT :most",
        {"branch": branch, "start": to_micros(start), "end": to_micros(end), "most": most},
    )


def to_wake(db: Connection, now: datetime, most: int = 200) -> list[Appointment]:
    """Those to which time does something by now, the earliest first."""
    about = {"now": to_micros(now), "most": most}
    return _all(db, "wake_at <= :now ORDER BY wake_at LIMIT :most", about)


def next_wake(db: Connection) -> datetime | None:
    """When time does something to the next of them."""
    row = db.one("SELECT min(wake_at) FROM appointments WHERE wake_at IS NOT NULL")
    return from_micros(row[0]) if row and row[0] is not None else None


def drop(db: Connection, appointment: Appointment) -> None:
    """Forget one, and what was known of who made it."""
    about = {"id": appointment.id}
    db.run("DELETE FROM appointment_contacts WHERE appointment = :id", about)
    db.run("DELETE FROM appointment_events WHERE appointment = :id", about)
    db.run("DELETE FROM booking_marks WHERE appointment = :id", about)
    db.run("DELETE FROM appointments WHERE id = :id", about)


# Places -----------------------------------------------------------------------------------------


def take_places(db: Connection, branch: str, service: str, offer: Offer, places: int) -> bool:
    """Take so many places of each unit of a time; False where one has not so many left.

    What was taken before one was found full stays taken: the caller's savepoint takes it back.
    """
    return all(
        db.one(
            "INSERT INTO taken_places (branch, service, at, taken, places)"
            " SELECT :branch, :service, :at, :taken, :places WHERE :taken <= :places"
            " ON CONFLICT (branch, service, at) DO UPDATE"
            " SET taken = taken_places.taken + :taken, places = :places"
            " WHERE taken_places.taken + :taken <= :places RETURNING taken",
            {
                "branch": branch,
                "service": service,
                "at": to_micros(unit),
                "taken": places,
                "places": there_are,
            },
        )
        for unit, there_are in offer.places.items()
    )


def overbook(db: Connection, branch: str, service: str, span: Span, places: int) -> None:
    """Take places beyond what there are: someone who may has decided so."""
    for unit in units(span):
        db.run(
            "INSERT INTO taken_places (branch, service, at, taken, places)"
            " VALUES (:branch, :service, :at, :taken, :taken)"
            " ON CONFLICT (branch, service, at) DO UPDATE"
            " SET taken = taken_places.taken + :taken,"
            " places = max(taken_places.places, taken_places.taken + :taken)",
            {"branch": branch, "service": service, "at": to_micros(unit), "taken": places},
        )


def give_places_back(db: Connection, appointment: Appointment) -> Appointment:
    """Its places can be taken by others; the appointment without any."""
    if appointment.places:
        return_places(
            db, appointment.branch, appointment.service, appointment.span, appointment.places
        )
    return replace(appointment, places=0)


def return_places(db: Connection, branch: str, service: str, span: Span, places: int) -> None:
    """So many places of a time can be taken by others."""
    for unit in units(span):
        db.run(
            "UPDATE taken_places SET taken = taken - :taken"
            " WHERE branch = :branch AND service = :service AND at = :at",
            {"branch": branch, "service": service, "at": to_micros(unit), "taken": places},
        )


def taken(db: Connection, branch: str, service: str, span: Span) -> Mapping[datetime, int]:
    """What is taken of each unit from `span.start` until before `span.end`."""
    rows = db.all(
        "SELECT at, taken FROM taken_places WHERE branch = :branch AND service = :service"
        " AND at >= :start AND at < :end AND taken > 0",
        {
            "branch": branch,
            "service": service,
            "start": to_micros(span.start),
            "end": to_micros(span.end),
        },
    )
    return {from_micros(at): count for at, count in rows}


# Who booked, and what happened -------------------------------------------------------------------


def keep_contact(db: Connection, appointment: int, contact: Contact) -> None:
    """Keep how to reach who booked, in place of what was known."""
    db.run("DELETE FROM appointment_contacts WHERE appointment = :id", {"id": appointment})
    if contact:
        db.run(
            "INSERT INTO appointment_contacts (appointment, name, email, phone, reference)"
            " VALUES (:id, :name, :email, :phone, :reference)",
            {
                "id": appointment,
                "name": contact.name,
                "email": contact.email,
                "phone": contact.phone,
                "reference": contact.reference,
            },
        )


def contact_of(db: Connection, appointment: int) -> Contact:
    """How to reach who booked."""
    row = db.one(
        "SELECT name, email, phone, reference FROM appointment_contacts WHERE appointment = :id",
        {"id": appointment},
    )
    return Contact(*row) if row else Contact()


def remember(db: Connection, appointment: int, seq: int) -> None:
    """The event `seq` was about this appointment."""
    db.run(
        "INSERT INTO appointment_events (appointment, seq) VALUES (:id, :seq)",
        {"id": appointment, "seq": seq},
    )


def _one(db: Connection, where: str, about: dict[str, Any]) -> Appointment | None:
    row = db.one(f"SELECT {_COLUMNS} FROM appointments WHERE {where}", about)
    return _from_row(row) if row else None


def _all(db: Connection, where: str, about: dict[str, Any]) -> list[Appointment]:
    rows = db.all(f"SELECT {_COLUMNS} FROM appointments WHERE {where}", about)
    return [_from_row(row) for row in rows]
