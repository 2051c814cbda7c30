"""What time alone does: parking ends, reservations lapse, days end."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock

from queue_server.domain.tickets import UNCLOSED, State, Verb
from queue_server.office import Branch, Office
from queue_server.operations import ending, moving, printing
from queue_server.operations.work import Change, Work
from queue_server.store import events, records, tickets
from queue_server.store.database import Connection

#: How long a stored answer can be asked for again.
ANSWERS_KEPT = timedelta(hours=24)


def pass_time(work: Work) -> bool:
    """Do what is due by now, some of it; True where more is left to do at once."""
    woken = tickets.to_wake(work.db, work.now)
    for ticket in woken:
        if ticket.state is State.PARKED:
            ending.unpark(work, ticket)
        else:
            moving.release(work, ticket)
    left = [end_day(work, branch) for branch in work.office.branches]
    expiring = printing.expire(work)
    forgetting = records.drop_answers(work.db, work.now - ANSWERS_KEPT)
    return bool(woken) or any(left) or expiring or forgetting


def end_day(work: Work, branch: Branch) -> bool:
    """Expire what earlier business days left; True where something was left."""
    today = work.today(branch)
    if events.days(work.db).get(branch.id) == today.isoformat():
        return False
    left = tickets.left_over(work.db, branch.id, today)
    for ticket in left:
        if ticket.state is State.SERVING:
            work.move(ticket, Verb.LEAVE_UNCLOSED, outcome=UNCLOSED)
        else:
            work.move(ticket, Verb.EXPIRE, reserved="", parked_by=None)
    if not left:
        events.begin_day(work.db, branch.id, today.isoformat())
        work.note("day_began", branch.id, detail={"day": today.isoformat()})
        work.changes |= {Change("queue", branch.id), Change("day", branch.id)}
    return bool(left)


def next_time(work: Work) -> datetime:
    """When time alone next does something."""
    midnights = [
        datetime.combine(work.today(branch) + timedelta(days=1), clock(), branch.zone_info)
        for branch in work.office.branches
    ]
    wake = next_wake(work.db, work.office)
    return min([*midnights, *([wake] if wake else [])])


def next_wake(db: Connection, office: Office) -> datetime | None:
    """When something that was stored is due: a ticket's own time, a slip's end."""
    due = (tickets.next_wake(db), printing.next_expiry(db, office))
    return min((moment for moment in due if moment), default=None)
