"""What time alone does to appointments: holds lapse and are forgotten, visitors do not come."""

from __future__ import annotations

from queue_server.domain.booking import Stage
from queue_server.operations.booking import arriving, drawing, holding, releasing
from queue_server.operations.work import Work
from queue_server.store import appointments


def pass_time(work: Work) -> bool:
    """Do what is due by now, some of it; True where something was."""
    woken = appointments.to_wake(work.db, work.now)
    for appointment in woken:
        if appointment.state is Stage.HELD:
            holding.lapse(work, appointment)
            releasing.give_on(work, appointment)
        elif appointment.state is Stage.BOOKED:
            arriving.miss(work, appointment)
        else:
            appointments.drop(work.db, appointment)
    released = releasing.pass_time(work)
    drawn = drawing.pass_time(work)
    return bool(woken) or released or drawn
