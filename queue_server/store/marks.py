"""Keyed hashes of who booked: to compare, never to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from queue_server.domain.booking import Stage
from queue_server.domain.fairness import Mark
from queue_server.store.database import Connection
from queue_server.store.times import from_micros, to_micros

#: An appointment in one of these is to come.
_OPEN = f"('{Stage.HELD}', '{Stage.BOOKED}')"


def keep(db: Connection, appointment: int, mark: Mark, keyed: str, made_on: date) -> None:
    """What is known of who booked an appointment, in place of the same kind."""
    db.run(
        "INSERT INTO booking_marks (appointment, mark, keyed, made_on)"
        " VALUES (:appointment, :mark, :keyed, :made_on)"
        " ON CONFLICT (appointment, mark) DO UPDATE SET keyed = :keyed",
        {
            "appointment": appointment,
            "mark": mark.value,
            "keyed": keyed,
            "made_on": made_on.isoformat(),
        },
    )


def of_appointment(db: Connection, appointment: int) -> dict[Mark, str]:
    """What is known of who booked it."""
    rows = db.all(
        "SELECT mark, keyed FROM booking_marks WHERE appointment = :id", {"id": appointment}
    )
    return {Mark(mark): keyed for mark, keyed in rows}


def open_of(db: Connection, mark: Mark, keyed: str, besides: int, today: date) -> int:
    """How many appointments to come have this mark, without one."""
    row = db.one(
        "SELECT count(*) FROM booking_marks JOIN appointments AS own ON own.id = appointment"
        " WHERE keyed = :keyed AND mark = :mark AND own.id <> :besides"
        f" AND own.business_day >= :today AND own.state IN {_OPEN}",
        {
            "keyed": keyed,
            "mark": mark.value,
            "besides": besides,
            "today": today.isoformat(),
        },
    )
    return int(row[0]) if row else 0


def made_on(db: Connection, mark: Mark, keyed: str, day: date) -> int:
    """How many places were held on a day by who has this mark, whatever became of them."""
    row = db.one(
        "SELECT count(*) FROM booking_marks"
        " WHERE keyed = :keyed AND mark = :mark AND made_on = :day",
        {"keyed": keyed, "mark": mark.value, "day": day.isoformat()},
    )
    return int(row[0]) if row else 0


class Habit(NamedTuple):
    """What one person or address did with visits; who it is nobody can tell."""

    mark: Mark
    held: int
    open: int
    cancelled: int
    missed: int
    lapsed: int
    first_at: datetime
    last_at: datetime


def habits(
    db: Connection, branch: str, marks: Iterable[Mark], since: datetime, at_least: int, most: int
) -> list[Habit]:
    """Who held at least so many places of a branch since then, those with the most first."""
    among = ", ".join(f"'{mark}'" for mark in marks)
    rows = db.all(
        "SELECT mark, count(*) AS held, sum(own.state = 'booked'), sum(own.state = 'cancelled'),"
        " sum(own.state = 'no_show'), sum(own.state = 'lapsed'), min(made_at), max(made_at)"
        " FROM booking_marks JOIN appointments AS own ON own.id = appointment"
        f" WHERE own.branch = :branch AND mark IN ({among}) AND own.made_at >= :since"
        " GROUP BY mark, keyed HAVING count(*) >= :at_least"
        " ORDER BY held DESC, max(made_at) DESC LIMIT :most",
        {"branch": branch, "since": to_micros(since), "at_least": at_least, "most": most},
    )
    return [
        Habit(
            Mark(mark),
            held,
            waits,
            cancelled,
            missed,
            lapsed,
            from_micros(first),
            from_micros(last),
        )
        for mark, held, waits, cancelled, missed, lapsed, first, last in rows
    ]
