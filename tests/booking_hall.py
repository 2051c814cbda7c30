"""A hall whose services can be booked, and what is done to appointments there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from queue_server.moment import Revision
from queue_server.office import parse_office
from queue_server.operations.booking import arriving, changing, holding
from queue_server.operations.booking.holding import Visit
from queue_server.operations.work import Work
from queue_server.store.appointments import Contact
from queue_server.views import appointments as views
from queue_server.views.slots import slots_json
from tests.in_process import TOWN, WARSAW, Hall, Json, busy_office

BOOKING = {"slot_minutes": 20, "capacity": 2, "lead_minutes": 0, "horizon_days": 7}


def booked_office(**booking: Any) -> Json:
    """`busy_office`, open from 8 to 12 and 13 to 15; visits to `cards` are booked."""
    office = busy_office()
    town = office["branches"][0]
    week = ("mon", "tue", "wed", "thu", "fri")
    town["hours"] = {day: ["08:00-12:00", "13:00-15:00"] for day in week}
    town["services"][0] |= {"max_cases": 4, "booking": BOOKING | booking}
    return office


def at(clock: str, day: int = 2) -> datetime:
    """A time of March 2026, of its second day (a Monday) unless said."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=WARSAW)


def slots(
    hall: Hall,
    service: str = "cards",
    cases: int = 1,
    start: datetime | None = None,
    days: int = 400,
) -> dict[str, int]:
    """What can be booked: local time → how many more."""

    def read(work: Any) -> Json:
        begin = start or work.now
        end = begin + timedelta(days=days)
        found = slots_json(work, work.branch(TOWN), service, begin, end, cases)
        return {slot["start"][:16]: slot["free"] for slot in found}

    return dict(hall.do(read))


def hold(hall: Hall, start: datetime, service: str = "cards", **about: Any) -> Json:
    return dict(hall.do(holding.hold, TOWN, Visit(service, start, **about)))


def confirm(hall: Hall, held: Json, **contact: str) -> Json:
    return dict(hall.do(holding.confirm, held["token"], Contact(**contact)))


def book(hall: Hall, start: datetime, service: str = "cards", **about: Any) -> Json:
    """A place held and confirmed."""
    return confirm(hall, hold(hall, start, service, **about))


def move(hall: Hall, appointment: Json, start: datetime) -> Json:
    return dict(hall.do(changing.move, appointment["token"], start))


def cancel(hall: Hall, appointment: Json) -> Json:
    return dict(hall.do(changing.cancel, appointment["token"]))


def check_in(hall: Hall, code: str, kiosk: str | None = None, decision: Any = None) -> Json:
    return dict(hall.do(arriving.check_in, TOWN, code, kiosk, decision))


def appointment(hall: Hall, known: Json) -> Json:
    """An appointment as it is now, for its owner."""
    return dict(hall.do(views.own_json, known["token"]))


def listed(hall: Hall, day: datetime, service: str | None = None) -> list[Json]:
    """A day's appointments as staff see them."""
    read: Callable[..., Json] = lambda work: {  # noqa: E731
        "found": views.list_json(work, TOWN, day.date(), service)
    }
    found: list[Json] = hall.do(read)["found"]
    return found


def become(hall: Hall, office: Json) -> None:
    """Another configuration comes into force."""

    def publish(work: Work) -> Json:
        work.revision = Revision(work.revision.number + 1, parse_office(office))
        return {}

    hall.do(publish)
