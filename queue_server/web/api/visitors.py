"""The visitor's own page."""

from __future__ import annotations

from typing import Any

from queue_server.domain import errors
from queue_server.domain.access import PUBLIC
from queue_server.moment import Moment
from queue_server.operations import moving
from queue_server.operations.work import Work
from queue_server.views.visitor import ticket_of, visitor_view
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract, Operation
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

    def operate(work: Work) -> dict[str, Any]:
        moving.cancel(work, ticket_of(work, place["token"]).id, "by the visitor")
        return visitor_view(work, None, place["token"])

    return operate


@calls.command(
    "/public/tickets/<token>/late", bodies.Late, shapes.VisitorTicket, errors.NotLate, needs=PUBLIC
)
def visitor_late(place: Place, body: bodies.Late) -> Operation:
    """The visitor is late and steps back by so many minutes."""

    def operate(work: Work) -> dict[str, Any]:
        moving.step_back(work, ticket_of(work, place["token"]), body.minutes)
        return visitor_view(work, None, place["token"])

    return operate
