"""Links by which a place is held, or waited for, where a browser runs no script."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.operations.booking import linking
from queue_server.operations.booking.linking import Asked
from queue_server.views.booking_links import link_json, link_of
from queue_server.web import bodies, booking_bodies, booking_shapes
from queue_server.web.api.waiting_list import joining_of
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.command(
    "/branches/<branch>/booking-links",
    booking_bodies.AskLink,
    booking_shapes.Done,
    errors.NotBookable,
    errors.TooManyLinks,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def ask_booking_link(place: Place, body: booking_bodies.AskLink) -> Operation:
    """Mail a link by which a place can be held."""
    address = str(body.address) if body.address else None
    asked = Asked(body.service, body.start, body.email, body.language, body.cases, address)
    return partial(linking.ask, branch_id=place["branch"], asked=asked)


@calls.command(
    "/branches/<branch>/waiting-list-links",
    booking_bodies.JoinWaitingList,
    booking_shapes.Done,
    errors.TooManyLinks,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def ask_waiting_list_link(place: Place, body: booking_bodies.JoinWaitingList) -> Operation:
    """Mail a link by which the waiting list can be joined."""
    return partial(linking.ask_to_wait, branch_id=place["branch"], joining=joining_of(body))


@calls.question(
    "/booking-links/<link>", booking_shapes.LinkedVisit, needs=Permission.BOOK_APPOINTMENTS
)
def booking_link(moment: Moment, place: Place) -> dict[str, Any]:
    """What a mailed link is for."""
    return link_json(moment, link_of(moment, place["link"]))


@calls.command(
    "/booking-links/<link>/hold",
    bodies.Empty,
    booking_shapes.Appointment,
    errors.NotBookable,
    errors.SlotFull,
    errors.TooManyFromAddress,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def follow_booking_link(place: Place, _body: bodies.Empty) -> Operation:
    """Hold the place that a mailed link is for."""
    return partial(linking.follow, token=place["link"])


@calls.command(
    "/booking-links/<link>/join",
    bodies.Empty,
    booking_shapes.Waiting,
    errors.AlreadyWaiting,
    errors.TooManyAppointments,
    errors.TooManyFromAddress,
    needs=Permission.BOOK_APPOINTMENTS,
    status=201,
)
def follow_waiting_list_link(place: Place, _body: bodies.Empty) -> Operation:
    """Join the waiting list that a mailed link is for."""
    return partial(linking.follow_to_wait, token=place["link"])
