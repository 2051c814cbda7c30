"""Appointments: what can be booked, booking, changing, and check-in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC, DeviceKind, Permission
from queue_server.domain.booking import read_code
from queue_server.domain.schedule import moment_of
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.operations.booking import arriving, changing, holding, verifying
from queue_server.operations.booking.holding import Visit
from queue_server.store import appointments
from queue_server.views import appointments as views
from queue_server.views.bookable import bookable_json
from queue_server.views.habits import habits_json
from queue_server.views.slots import slots_json
from queue_server.web import bodies, booking_bodies, booking_shapes
from queue_server.web.contract import Contract
from queue_server.web.doors import own_place
from queue_server.web.places import Place
from queue_server.web.times import Day

calls = Contract()

#: Longer than any horizon.
_FAR = timedelta(days=400)


@calls.question("/bookable", booking_shapes.Bookable, needs=Permission.SEE_APPOINTMENTS)
def bookable(moment: Moment, _place: Place) -> dict[str, Any]:
    """What can be booked, and what is asked of those who book."""
    return bookable_json(moment)


@calls.question(
    "/branches/<branch>/slots",
    list[booking_shapes.Slot],
    query=booking_bodies.SlotsAsked,
    needs=Permission.SEE_APPOINTMENTS,
    apart=True,
)
def slots(moment: Moment, place: Place, asked: booking_bodies.SlotsAsked) -> list[Any]:
    """The times that may be booked now, full ones too."""
    branch = moment.branch(place["branch"])
    start = _time_meant(asked.from_ or moment.now, branch)
    end = _time_meant(asked.to or moment.now + _FAR, branch, days=1)
    return slots_json(moment, branch, asked.service, start, end, asked.cases)


def _time_meant(when: date | datetime, branch: Branch, days: int = 0) -> datetime:
    """The moment meant; of a day its midnight at the branch, or one so many days later."""
    if isinstance(when, datetime):
        return when
    return moment_of(when + timedelta(days), time(), branch.zone_info)


@calls.command(
    "/branches/<branch>/appointments",
    booking_bodies.Book,
    booking_shapes.Appointment,
    errors.NotBookable,
    errors.SlotFull,
    errors.TooManyFromAddress,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def book(place: Place, body: booking_bodies.Book) -> Operation:
    """Hold a place for some minutes; `confirm` books it."""
    address = str(body.address) if body.address else None
    visit = Visit(
        body.service,
        body.start,
        body.language,
        body.cases,
        body.contact.kept,
        body.over,
        address,
    )
    return partial(holding.hold, branch_id=place["branch"], visit=visit)


class AppointmentsAsked(BaseModel):
    """Which appointments: of a day, today unless said; of a service; or the one with a code."""

    model_config = ConfigDict(extra="forbid")

    day: Day | None = None
    service: str | None = None
    code: str | None = None


@calls.question(
    "/branches/<branch>/appointments",
    list[booking_shapes.StaffAppointment],
    query=AppointmentsAsked,
    needs=Permission.SEE_APPOINTMENTS,
    apart=True,
)
def list_appointments(moment: Moment, place: Place, asked: AppointmentsAsked) -> list[Any]:
    """A day's appointments in the order of their times, or the one with a code and its events."""
    branch = moment.branch(place["branch"])
    if asked.code is None:
        day = asked.day or moment.today(branch)
        return views.list_json(moment, branch.id, day, asked.service)
    good = read_code(asked.code)
    found = appointments.by_code(moment.db, branch.id, good) if good else None
    if found is None:
        return []
    history = {"events": views.history_json(moment, found)}
    return [views.staff_json(moment, found) | history]


@calls.question(
    "/branches/<branch>/booking-habits",
    list[booking_shapes.Habit],
    query=booking_bodies.HabitsAsked,
    needs=Permission.SUPERVISE,
    apart=True,
)
def booking_habits(moment: Moment, place: Place, asked: booking_bodies.HabitsAsked) -> list[Any]:
    """What hints that somebody hoards places: counts by contact and address."""
    return habits_json(moment, moment.branch(place["branch"]), asked.days, asked.at_least)


@calls.question("/appointments/<appointment>", booking_shapes.OwnAppointment, needs=PUBLIC)
def appointment(moment: Moment, place: Place) -> dict[str, Any]:
    """An appointment, for its owner."""
    return views.own_json(moment, place["appointment"])


@calls.command(
    "/appointments/<appointment>/confirm",
    booking_bodies.Confirm,
    booking_shapes.Appointment,
    errors.HoldLapsed,
    errors.AppointmentOver,
    errors.TooManyAppointments,
    needs=PUBLIC,
)
def confirm(place: Place, body: booking_bodies.Confirm) -> Operation:
    """Book the place that is held."""
    contact = body.contact.kept if body.contact else None
    return partial(
        holding.confirm,
        token=place["appointment"],
        contact=contact,
        language=body.language,
        holder=body.holder,
    )


@calls.command(
    "/appointments/<appointment>/cancel",
    bodies.Cancel,
    booking_shapes.Appointment,
    errors.HoldLapsed,
    errors.AppointmentOver,
    needs=PUBLIC,
)
def cancel_appointment(place: Place, body: bodies.Cancel) -> Operation:
    """The visit will not take place."""
    return partial(changing.cancel, token=place["appointment"], reason=body.reason)


@calls.command(
    "/appointments/<appointment>/move",
    booking_bodies.Move,
    booking_shapes.Appointment,
    errors.HoldLapsed,
    errors.AppointmentOver,
    errors.NotBookable,
    errors.SlotFull,
    needs=PUBLIC,
)
def move_appointment(place: Place, body: booking_bodies.Move) -> Operation:
    """To another time; where that is refused, the old one is kept."""
    return partial(changing.move, token=place["appointment"], start=body.start, over=body.over)


_ARRIVING = (errors.TooEarly, errors.TooLate, errors.CheckedInAlready, errors.NumbersExhausted)


@calls.command(
    "/branches/<branch>/check-in",
    booking_bodies.CheckIn,
    booking_shapes.CheckedIn,
    errors.CodeUnknown,
    errors.TooManyTries,
    *_ARRIVING,
    needs=Permission.CHECK_IN,
    status=201,
)
def check_in(place: Place, body: booking_bodies.CheckIn) -> Operation:
    """A booked visitor has come and gets a ticket."""
    return partial(
        arriving.check_in,
        branch_id=place["branch"],
        code=body.code,
        kiosk=body.kiosk or own_place(DeviceKind.KIOSK),
        decision=body.decision,
    )


@calls.command(
    "/appointments/<appointment>/verify",
    booking_bodies.Verify,
    booking_shapes.Verified,
    errors.TooManyTries,
    needs=Permission.SEE_APPOINTMENTS,
)
def verify_holder(place: Place, body: booking_bodies.Verify) -> Operation:
    """Whether the visitor is who the visit was booked for."""
    return partial(verifying.verify, token=place["appointment"], said=body.holder)


@calls.command(
    "/appointments/<appointment>/check-in",
    bodies.Empty,
    booking_shapes.CheckedIn,
    errors.HoldLapsed,
    errors.AppointmentOver,
    errors.ServiceClosed,
    *_ARRIVING,
    needs=PUBLIC,
    status=201,
)
def check_in_by_phone(place: Place, _body: bodies.Empty) -> Operation:
    """The owner of an appointment has come, as their own page says."""
    return partial(arriving.check_in_by_token, token=place["appointment"])
