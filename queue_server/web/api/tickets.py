"""Tickets: taking them, and what is done to them away from a counter."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import DeviceKind, Permission
from queue_server.domain.tickets import State
from queue_server.moment import Moment
from queue_server.operations import correcting, moving, printing, taking
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.store import tickets
from queue_server.views.tickets import history_json, ticket_json
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract
from queue_server.web.doors import own_place
from queue_server.web.places import Place, ticket_id

calls = Contract()


@calls.command(
    "/branches/<branch>/tickets",
    bodies.Take,
    shapes.Issued,
    errors.ServiceClosed,
    errors.Suspended,
    errors.LimitReached,
    errors.NumbersExhausted,
    status=201,
    needs=Permission.ISSUE_TICKETS,
)
def take_ticket(place: Place, body: bodies.Take) -> Operation:
    """Take a ticket; at a kiosk, its slip is ordered with it."""
    wish = Wish(
        services=body.wanted,
        listed=body.services is not None,
        language=body.language,
        visitor_class=body.class_,
        needs=body.needs,
        cases=body.cases,
        reference=body.reference,
        kiosk=body.kiosk or own_place(DeviceKind.KIOSK),
        printer=body.printer,
        channel=body.channel,
        reason=body.reason,
    )
    return partial(taking.take_ticket, branch_id=place["branch"], wish=wish)


class TicketsAsked(BaseModel):
    """Which tickets of today.

    `alive`: only those that have not ended; `find`: a number, its beginning, or a part of the
    reference.
    """

    model_config = ConfigDict(extra="forbid")

    state: State | None = None
    service: str | None = None
    alive: bool = False
    find: Annotated[str | None, Field(min_length=1, max_length=80)] = None


@calls.question(
    "/branches/<branch>/tickets",
    list[shapes.StaffTicket],
    query=TicketsAsked,
    apart=True,
    needs=Permission.SEE_TICKETS,
)
def list_tickets(moment: Moment, place: Place, query: TicketsAsked) -> list[Any]:
    """Today's tickets, newest first."""
    where = moment.branch(place["branch"])
    day = moment.today(where)
    found = tickets.of_day(
        moment.db, where.id, day, query.state, query.service, query.find, alive=query.alive
    )
    return [ticket_json(moment, ticket, staff=True) for ticket in found]


@calls.question("/tickets/<ticket>", shapes.TicketHistory, needs=Permission.SEE_TICKETS)
def ticket(moment: Moment, place: Place) -> dict[str, Any]:
    """A ticket with its events."""
    found = tickets.find(moment.db, ticket_id(place))
    if found is None:
        raise errors.NotFound(f"there is no ticket {place['ticket']}")
    shown = ticket_json(moment, found, staff=True)
    return shown | {"events": history_json(moment, found)}


@calls.command(
    "/tickets/<ticket>/cancel",
    bodies.Cancel,
    shapes.OneTicket,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def cancel(place: Place, body: bodies.Cancel) -> Operation:
    """The visit will not take place."""
    return partial(moving.cancel, ticket_id=ticket_id(place), reason=body.reason)


@calls.command(
    "/tickets/<ticket>/unpark",
    bodies.Empty,
    shapes.OneTicket,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def unpark(place: Place, _body: bodies.Empty) -> Operation:
    """Back from parked to the queue."""
    return partial(moving.unpark, ticket_id=ticket_id(place))


@calls.command(
    "/tickets/<ticket>/revive",
    bodies.Empty,
    shapes.OneTicket,
    errors.WrongState,
    errors.ReviveLimit,
    needs=Permission.CHANGE_TICKETS,
)
def revive(place: Place, _body: bodies.Empty) -> Operation:
    """Take a missed visitor back."""
    return partial(moving.revive, ticket_id=ticket_id(place))


@calls.command(
    "/tickets/<ticket>/transfer",
    bodies.Transfer,
    shapes.OneTicket,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def transfer(place: Place, body: bodies.Transfer) -> Operation:
    """Send a ticket on, wherever it stands."""
    return partial(moving.transfer, ticket_id=ticket_id(place), target=target_of(body))


@calls.command(
    "/tickets/<ticket>/confirm-class",
    bodies.Empty,
    shapes.OneTicket,
    errors.ClassNotAsked,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def confirm_class(place: Place, _body: bodies.Empty) -> Operation:
    """Staff confirm the precedence that was asked for at a kiosk."""
    return partial(moving.confirm_class, ticket_id=ticket_id(place))


@calls.command(
    "/tickets/<ticket>/decline-class",
    bodies.Empty,
    shapes.OneTicket,
    errors.ClassNotAsked,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def decline_class(place: Place, _body: bodies.Empty) -> Operation:
    """Staff decline the precedence that was asked for at a kiosk."""
    return partial(moving.decline_class, ticket_id=ticket_id(place))


@calls.command(
    "/tickets/<ticket>/print", bodies.Print, shapes.Printed, needs=Permission.ANSWER_FOR_SLIPS
)
def print_(place: Place, body: bodies.Print) -> Operation:
    """Print a copy of the slip."""
    return partial(printing.print_copy, ticket_id=ticket_id(place), printer=body.printer)


@calls.command(
    "/tickets/<ticket>/priority",
    bodies.Priority,
    shapes.OneTicket,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def set_priority(place: Place, body: bodies.Priority) -> Operation:
    """Change where a waiting ticket stands, or its class."""
    wanted = correcting.Priority(body.position, body.class_)
    number = ticket_id(place)
    return partial(correcting.set_priority, ticket_id=number, wanted=wanted, reason=body.reason)


@calls.command(
    "/tickets/<ticket>/correct",
    bodies.Correct,
    shapes.OneTicket,
    errors.WrongState,
    needs=Permission.CHANGE_TICKETS,
)
def correct_service(place: Place, body: bodies.Correct) -> Operation:
    """Put a waiting ticket into the service that was meant."""
    return partial(
        correcting.correct_service,
        ticket_id=ticket_id(place),
        service_id=body.service,
        reason=body.reason,
    )


def target_of(body: bodies.Transfer) -> Target:
    """Where a transfer goes."""
    return Target(body.service, body.counter, body.clerk, body.position, body.reason)
