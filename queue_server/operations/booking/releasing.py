"""A place that was given up goes on: at once, or at an announced time, and first to who waits."""

from __future__ import annotations

from queue_server.domain.booking import Stage
from queue_server.domain.fairness import next_release
from queue_server.operations.booking import waiting
from queue_server.operations.work import Work
from queue_server.store import appointments, withheld
from queue_server.store.appointments import Appointment


def give_on(work: Work, before: Appointment) -> None:
    """The places of a visit as it was before they were given back.

    Those of a booked one stay taken until the announced time, so that nobody gains by watching
    for it; a place that was merely held was free a few minutes ago.
    """
    branch = work.office.branch.get(before.branch)
    if branch is None or not before.places:
        return
    times = work.office.rules.fairness.release_times
    if before.state is not Stage.BOOKED or not times:
        waiting.offer(work, branch, before.service, before.starts_at)
        return
    releases_at = next_release(work.now, times, branch.zone_info)
    appointments.overbook(work.db, branch.id, before.service, before.span, before.places)
    withheld.insert(work.db, branch.id, before.service, before.span, before.places, releases_at)


def pass_time(work: Work) -> bool:
    """Release what is due by now, some of it; True where something was."""
    found = withheld.due(work.db, work.now)
    for one in found:
        appointments.return_places(work.db, one.branch, one.service, one.span, one.places)
        withheld.drop(work.db, one.id)
    for one in found:
        if branch := work.office.branch.get(one.branch):
            waiting.offer(work, branch, one.service, one.span.start)
    return bool(found)
