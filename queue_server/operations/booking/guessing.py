"""The appointment with a code that someone typed: guessing is slow, and every wrong code alike."""

from __future__ import annotations

from queue_server.domain.booking import Stage, read_code
from queue_server.domain.errors import CodeUnknown
from queue_server.memory.throttle import Trier
from queue_server.operations.work import Work
from queue_server.store import appointments
from queue_server.store.appointments import Appointment

#: So many wrong codes of one kiosk or address cost nothing: people mistype.
_FREE_TRIES = 10


def appointment_of_code(work: Work, branch: str, code: str) -> Appointment:
    """The appointment of a branch whose visitor typed its code.

    Refuses with `code_unknown` what is no code, unknown, or of a visit that will not take place,
    and with `too_many_tries` who has typed too many of them.
    """
    tries = _tries(work)
    work.setting.guesses.refuse(tries, work.now)
    good = read_code(code)
    found = appointments.by_code(work.db, branch, good) if good else None
    if found is None or found.state in (Stage.HELD, Stage.LAPSED, Stage.CANCELLED):
        work.setting.guesses.count(tries, work.now)
        raise CodeUnknown
    return found


def was_right(work: Work) -> None:
    """Someone has checked in: one slip of the hand more is free. Nobody can do so twice."""
    work.setting.guesses.take_back(_tries(work), work.now)


def _tries(work: Work) -> list[Trier]:
    """Whose guesses count together: nobody's in the demo, which has no doors."""
    caller = work.caller
    if caller.kind in ("server", "demo"):
        return []
    return [Trier("code", caller.id if caller.signed_in else f"at {caller.address}", _FREE_TRIES)]
