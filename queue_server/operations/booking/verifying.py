"""Whether the visitor who came is who the visit was booked for: nobody can buy a place."""

from __future__ import annotations

from typing import Any

from queue_server.domain.access import Permission
from queue_server.domain.errors import Forbidden
from queue_server.domain.fairness import Mark, plain_holder
from queue_server.memory.throttle import Trier
from queue_server.operations.booking.limiting import holder_hash
from queue_server.operations.booking.placing import keep
from queue_server.operations.work import Work
from queue_server.store import marks
from queue_server.views.appointments import appointment_of

#: So many wrong answers about one visit cost nothing; each more has to be waited for.
_FREE_TRIES = 5


def verify(work: Work, token: str, said: str) -> dict[str, Any]:
    """Whether this is what the visitor said when booking; refuses with `too_many_tries`.

    A visit that is bound to nobody matches nothing, like a wrong answer.
    """
    appointment = appointment_of(work, token)
    branch = work.branch(appointment.branch)
    if not work.caller.may(Permission.SEE_APPOINTMENTS, branch.id):
        raise Forbidden("this needs appointments.see")
    tries = [Trier("holder", str(appointment.id), _FREE_TRIES)]
    guesses = work.setting.guesses
    guesses.refuse(tries, work.now)
    service = branch.service.get(appointment.service)
    asked = service.booking.holder if service and service.booking else "none"
    plain = plain_holder(asked, said)
    kept = marks.of_appointment(work.db, appointment.id).get(Mark.HOLDER)
    matches = plain is not None and kept == holder_hash(work, appointment, plain)
    if not matches:
        guesses.count(tries, work.now)
    kind = "appointment_verified" if matches else "appointment_not_verified"
    keep(work, appointment, kind)
    return {"matches": matches}
