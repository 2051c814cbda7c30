"""What time alone does: hours begin and end, parking ends, reservations lapse, days end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock
from functools import partial
from zoneinfo import ZoneInfo

from queue_server.admission import next_change
from queue_server.domain.schedule import business_day, moment_of
from queue_server.domain.tickets import UNCLOSED, State, Ticket, Verb
from queue_server.office import Office
from queue_server.operations import (
    board_tests,
    by_hand,
    drafting,
    ending,
    forgetting,
    moving,
    printing,
    remote,
)
from queue_server.operations.booking import closing, timers
from queue_server.operations.work import Change, Work
from queue_server.store import (
    appointments,
    closures,
    counters,
    drafts,
    draws,
    events,
    revisions,
    supervision,
    tickets,
    withheld,
)
from queue_server.store import remote as remote_visits
from queue_server.store.database import Connection

#: Between two parts of what is forgotten: commands come first, however much there is to forget.
_BREATH = timedelta(milliseconds=50)
#: Time's own work is looked for at least this often, even in an office without branches.
_LONGEST_SLEEP = timedelta(days=1)


def pass_time(work: Work, since: datetime) -> datetime | None:
    """Do what is due by now, some of it; when to do more, where some is left.

    `since`: when it was last done.
    """
    work.apart("the turn of hours", partial(_turn, since=since))
    woken = [
        work.apart(f"waking {ticket.number}", partial(_wake, ticket=ticket))
        for ticket in tickets.to_wake(work.db, work.now)
    ]
    left = [
        work.apart(f"the day's end in {branch}", partial(end_day, branch=branch, zone=zone))
        for branch, zone in _zones(work).items()
    ]
    # Only once the day before has ended: what it left would keep parts from being taken away.
    published = not any(left) and work.apart("a publication", drafting.publish_due)
    others = [work.apart(what, do) for what, do in _OTHERS.items()]
    if any(woken) or any(left) or published or any(others):
        return work.now
    return work.now + _BREATH if work.apart("forgetting", forgetting.forget) else None


#: What else time does, each for itself. Forgetting waits for all of it, and for nobody's sake.
_OTHERS: dict[str, Callable[[Work], object]] = {
    "the end of a board's test": board_tests.end_due,
    "the time of appointments": timers.pass_time,
    "the end of visits from home": remote.pass_time,
    "the telling of a closure": closing.pass_time,
    "the end of messages": by_hand.end_messages,
    "the end of late slips": printing.expire,
}


def _wake(work: Work, ticket: Ticket) -> bool:
    if ticket.state is State.PARKED:
        ending.unpark(work, ticket)
    else:
        moving.release(work, ticket)
    return True


def _turn(work: Work, since: datetime) -> None:
    """Tell the screens of branches where something has opened or closed by itself."""
    ended = supervision.end_by_hand(work.db, work.now)
    for branch in work.office.branches:
        turned_at = next_change(work, branch, since)
        if branch.id in ended or (turned_at and turned_at <= work.now):
            work.note("hours_changed", branch.id)
            work.changes.add(Change("day", branch.id))


def end_day(work: Work, branch: str, zone: ZoneInfo) -> bool:
    """Expire what earlier business days left; True where something was left."""
    today = business_day(work.now, zone)
    if events.days(work.db).get(branch) == today.isoformat():
        return False
    left = tickets.left_over(work.db, branch, today)
    for ticket in left:
        if ticket.state is State.SERVING:
            work.move(ticket, Verb.LEAVE_UNCLOSED, outcome=UNCLOSED)
        else:
            work.move(ticket, Verb.EXPIRE, reserved="", parked_by=None)
    if not left:
        events.begin_day(work.db, branch, today.isoformat())
        counters.forget_undo(work.db, branch)
        work.note("day_began", branch, detail={"day": today.isoformat()})
        work.changes |= {Change("queue", branch), Change("day", branch)}
    return bool(left)


def _zones(work: Work) -> dict[str, ZoneInfo]:
    """Whose days end: the office's branches, and those taken out of it with tickets left."""
    zones = {branch.id: branch.zone_info for branch in work.office.branches}
    for branch in events.days(work.db).keys() - zones.keys():
        if alive := tickets.alive(work.db, branch):
            zones[branch] = _zone_then(work, branch, alive[0].revision)
    return zones


def _zone_then(work: Work, branch: str, revision: int) -> ZoneInfo:
    """The time zone that a branch had in a revision of the office."""
    document = revisions.document_of(work.db, revision) or {}
    named = {b["id"]: b["time_zone"] for b in document.get("branches", ())}
    return ZoneInfo(named.get(branch, "UTC"))


def next_time(work: Work) -> datetime:
    """When time alone next does something."""
    midnights = [
        moment_of(business_day(work.now, zone) + timedelta(days=1), clock(), zone)
        for zone in _zones(work).values()
    ]
    turns = [next_change(work, branch, work.now) for branch in work.office.branches]
    latest = work.now + _LONGEST_SLEEP
    stored = next_wake(work.db, work.office)
    return min([latest, *midnights, *(moment for moment in [stored, *turns] if moment)])


def next_wake(db: Connection, office: Office) -> datetime | None:
    """When something that was stored is due: a ticket's own time, a slip's end, a draft."""
    due = (
        tickets.next_wake(db),
        appointments.next_wake(db),
        printing.next_expiry(db, office),
        supervision.next_end(db),
        drafts.next_due(db),
        remote_visits.next_end(db),
        closures.next_sending(db),
        withheld.next_release(db),
        draws.next_closing(db),
    )
    return min((moment for moment in due if moment), default=None)
