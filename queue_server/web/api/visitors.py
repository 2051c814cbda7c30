"""The visitor's own page."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC
from queue_server.moment import Moment
from queue_server.operations import moving
from queue_server.operations.work import Work
from queue_server.views.visitor import ticket_of, visitor_view
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.question("/public/tickets/<token>", shapes.VisitorTicket, needs=PUBLIC)
def visitor_ticket(moment: Moment, place: Place) -> dict[str, Any]:
    """The visitor's own page."""
    return visitor_view(moment, None, place["token"])


@calls.command(
    "/public/tickets/<token>/cancel",
    bodies.Empty,
    shapes.VisitorTicket,
    errors.WrongState,
    needs=PUBLIC,
)
def visitor_cancel(place: Place, _body: bodies.Empty) -> Operation:
    """The visitor will not come."""
    return partial(_cancel, token=place["token"])


@calls.command(
    "/public/tickets/<token>/late", bodies.Late, shapes.VisitorTicket, errors.NotLate, needs=PUBLIC
)
def visitor_late(place: Place, body: bodies.Late) -> Operation:
    """The visitor is late and steps back by so many minutes."""
    return partial(_step_back, token=place["token"], minutes=body.minutes)


def _cancel(work: Work, token: str) -> dict[str, Any]:
    moving.cancel(work, ticket_of(work, token).id, "by the visitor")
    return visitor_view(work, None, token)


def _step_back(work: Work, token: str, minutes: int | None) -> dict[str, Any]:
    moving.step_back(work, ticket_of(work, token), minutes)
    return visitor_view(work, None, token)
