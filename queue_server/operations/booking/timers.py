"""What time alone does to appointments: holds lapse and are forgotten, visitors do not come."""

from __future__ import annotations

from functools import partial

from queue_server.domain.booking import Stage
from queue_server.operations.booking import arriving, drawing, holding, releasing
from queue_server.operations.work import Work
from queue_server.store import appointments
from queue_server.store.appointments import Appointment


def pass_time(work: Work) -> bool:
    """Do what is due by now, some of it; True where something was."""
    woken = appointments.to_wake(work.db, work.now)
    done = [
        work.apart(f"waking appointment {appointment.id}", partial(_wake, appointment=appointment))
        for appointment in woken
    ]
    released = work.apart("giving on given-up places", releasing.pass_time)
    drawn = work.apart("a draw", drawing.pass_time)
    return any(done) or released or drawn


def _wake(work: Work, appointment: Appointment) -> bool:
    if appointment.state is Stage.HELD:
        holding.lapse(work, appointment)
        releasing.give_on(work, appointment)
    elif appointment.state is Stage.BOOKED:
        arriving.miss(work, appointment)
    else:
        appointments.drop(work.db, appointment)
    return True
