"""Finding a booked visit by what its visitor knows: a name, a case, an address, a number."""

from __future__ import annotations

from datetime import date
from itertools import islice

from queue_server.store import appointments
from queue_server.store.appointments import Appointment
from queue_server.store.database import Connection

#: Fewer digits than these would be in too many phone numbers.
_LEAST_DIGITS = 3


def search(db: Connection, branch: str, text: str, since: date, most: int) -> list[Appointment]:
    """Visits from a day on whose name, reference, e-mail or phone holds a text, by their time.

    Every one of them is looked at, since the database knows upper case of Latin letters only.
    """
    wanted, digits = text.casefold(), _digits(text)
    rows = db.all(
        "SELECT id, name, reference, email, phone FROM appointments"
        " JOIN appointment_contacts ON appointment = id"
        " WHERE branch = :branch AND business_day >= :since AND state <> 'lapsed'"
        " ORDER BY starts_at, id",
        {"branch": branch, "since": since.isoformat()},
    )
    fit = (
        visit
        for visit, *words, phone in rows
        if any(word and wanted in word.casefold() for word in words)
        or (len(digits) >= _LEAST_DIGITS and digits in _digits(phone or ""))
    )
    found = (appointments.find(db, visit) for visit in islice(fit, most))
    return [visit for visit in found if visit]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
