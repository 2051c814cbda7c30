"""Changing an appointment: to another time, or away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from queue_server.domain.booking import Stage, check_changeable
from queue_server.domain.schedule import business_day
from queue_server.operations.booking import placing, releasing, telling
from queue_server.operations.work import Work
from queue_server.views import slots
from queue_server.views.appointments import appointment_json, appointment_of
from queue_server.views.tickets import local


def move(work: Work, token: str, start: datetime, over: str | None = None) -> dict[str, Any]:
    """To another time of the same service; where that is refused, the old one is kept."""
    before = appointment_of(work, token)
    check_changeable(before.state, before.starts_at, work.now)
    branch = work.branch(before.branch)
    service, booking = slots.booking_of(branch, before.service)
    given_back = placing.give_back(work, before, before.state)
    span, places = placing.take(work, branch, service, start.astimezone(UTC), before.cases, over)
    held = before.state is Stage.HELD
    after = replace(
        given_back,
        starts_at=span.start,
        ends_at=span.end,
        business_day=business_day(span.start, branch.zone_info),
        places=places,
        wake_at=before.wake_at if held else placing.missed_at(work, booking, span),
    )
    times = {
        "from": local(before.starts_at, branch.zone_info),
        "to": local(after.starts_at, branch.zone_info),
    }
    placing.keep(work, after, "appointment_moved", reason=over, detail=times)
    releasing.give_on(work, before)
    if not held:
        telling.tell(work, after, telling.CHANGE)
    return appointment_json(work, after)


def cancel(work: Work, token: str, reason: str | None = None) -> dict[str, Any]:
    """The visit will not take place; its place is given to others. Twice is as once."""
    before = appointment_of(work, token)
    if before.state is Stage.CANCELLED:
        return appointment_json(work, before)
    check_changeable(before.state, before.starts_at, work.now)
    after = replace(placing.give_back(work, before, Stage.CANCELLED), wake_at=None)
    placing.keep(work, after, "appointment_cancelled", reason=reason)
    releasing.give_on(work, before)
    if before.state is Stage.BOOKED:
        telling.tell(work, after, telling.CANCELLATION)
    return appointment_json(work, after)
