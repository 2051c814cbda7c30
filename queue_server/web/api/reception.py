"""Booked visits at reception, and moving those of a day that cannot take place."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.domain.booking import read_code
from queue_server.domain.schedule import moment_of
from queue_server.moment import Moment
from queue_server.operations.booking import closing
from queue_server.store import appointment_search, appointments, closures
from queue_server.views.appointments import staff_json
from queue_server.views.closures import closure_json, preview_json
from queue_server.web import bodies, reception_bodies
from queue_server.web.contract import Contract
from queue_server.web.places import Place, number_in

calls = Contract()

#: So many of what was searched for are told.
_MOST_FOUND = 50


@calls.question(
    "/branches/<branch>/appointments/search",
    reception_bodies.FoundAppointments,
    query=reception_bodies.Searched,
    needs=Permission.SEE_APPOINTMENTS,
    apart=True,
)
def search_appointments(
    moment: Moment, place: Place, asked: reception_bodies.Searched
) -> dict[str, Any]:
    """Visits from today on, by code, name, reference, e-mail or phone."""
    branch = moment.branch(place["branch"])
    code = read_code(asked.text)
    coded = appointments.by_code(moment.db, branch.id, code) if code else None
    today = moment.today(branch)
    found = appointment_search.search(moment.db, branch.id, asked.text.strip(), today, _MOST_FOUND)
    found = [coded, *(visit for visit in found if visit != coded)] if coded else found
    return {"found": [staff_json(moment, visit) for visit in found]}


@calls.question(
    "/branches/<branch>/closures",
    list[reception_bodies.Closure],
    needs=Permission.SUPERVISE,
    apart=True,
)
def list_closures(moment: Moment, place: Place) -> list[Any]:
    """The closures of today and later, with their visits."""
    branch = moment.branch(place["branch"])
    midnight = moment_of(moment.today(branch), time(), branch.zone_info)
    found = closures.of_branch(moment.db, branch.id, midnight - timedelta(days=1))
    return [closure_json(moment, closure) for closure in found]


@calls.question(
    "/branches/<branch>/closures/preview",
    reception_bodies.Proposed,
    query=reception_bodies.Interval,
    needs=Permission.SUPERVISE,
    apart=True,
)
def preview_closure(
    moment: Moment, place: Place, asked: reception_bodies.Interval
) -> dict[str, Any]:
    """What closing an interval would do."""
    return preview_json(moment, place["branch"], asked.service, asked.span)


@calls.command(
    "/branches/<branch>/closures",
    reception_bodies.Close,
    reception_bodies.Closure,
    needs=Permission.SUPERVISE,
    status=201,
)
def close_interval(place: Place, body: reception_bodies.Close) -> Operation:
    """Close an interval: its visits move, and are told after some minutes."""
    return partial(closing.close, branch_id=place["branch"], wanted=body.wanted)


@calls.command(
    "/branches/<branch>/closures/<closure>/undo",
    bodies.Empty,
    reception_bodies.Closure,
    errors.ClosureSettled,
    needs=Permission.SUPERVISE,
)
def undo_closure(place: Place, _body: bodies.Empty) -> Operation:
    """Take a closure back, before anyone was told."""
    closure = number_in(place, "closure")
    return partial(closing.undo, branch_id=place["branch"], closure_id=closure)
