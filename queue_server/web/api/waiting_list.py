"""The waiting list of places that are given up."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC, Permission
from queue_server.moment import Moment
from queue_server.operations.booking import waiting as operations
from queue_server.operations.booking.waiting import Joining
from queue_server.views.waiting_list import waiting_json, waiting_of
from queue_server.web import bodies, booking_bodies, booking_shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.command(
    "/branches/<branch>/waiting-list",
    booking_bodies.JoinWaitingList,
    booking_shapes.Waiting,
    errors.AlreadyWaiting,
    errors.TooManyAppointments,
    errors.TooManyFromAddress,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def join_waiting_list(place: Place, body: booking_bodies.JoinWaitingList) -> Operation:
    """Wait for a place that is given up; it is offered by mail."""
    return partial(operations.join, branch_id=place["branch"], joining=joining_of(body))


def joining_of(body: booking_bodies.JoinWaitingList) -> Joining:
    """Who will wait for what."""
    return Joining(
        body.service,
        body.first_day,
        body.last_day,
        body.email,
        body.language,
        body.cases,
        str(body.address) if body.address else None,
    )


@calls.question("/waiting-list/<waiting>", booking_shapes.Waiting, needs=PUBLIC)
def waiting(moment: Moment, place: Place) -> dict[str, Any]:
    """Someone who waits, for themselves."""
    return waiting_json(moment, waiting_of(moment, place["waiting"]))


@calls.command("/waiting-list/<waiting>/leave", bodies.Empty, booking_shapes.Done, needs=PUBLIC)
def leave_waiting_list(place: Place, _body: bodies.Empty) -> Operation:
    """Wait no more."""
    return partial(operations.leave, token=place["waiting"])
