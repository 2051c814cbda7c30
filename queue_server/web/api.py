"""The wire contract: which call runs which operation, and what it answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict

from queue_server.domain import errors
from queue_server.domain.tickets import State
from queue_server.moment import Moment
from queue_server.operations import (
    calling,
    contacts,
    counters,
    ending,
    moving,
    printing,
    taking,
    undoing,
)
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store import tickets
from queue_server.views import branch as branch_views
from queue_server.views.counter import board_view, counter_view
from queue_server.views.display import display_view
from queue_server.views.printer import printer_view
from queue_server.views.tickets import history_json, ticket_json
from queue_server.views.visitor import ticket_of, visitor_view
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract, Operation, Place, number_in, ticket_id

contract = Contract()

_COUNTER = "/branches/<branch>/counters/<counter>"
_READY = (errors.CounterClosed, errors.CounterPaused)
_HELD = (errors.CounterClosed, errors.NoCurrentTicket, errors.WrongState)


@contract.question("/branches", list[shapes.BranchShort])
def branches(moment: Moment, _place: Place) -> list[Any]:
    """Every branch."""
    return branch_views.branches(moment)


@contract.question("/branches/<branch>", shapes.Branch)
def branch(moment: Moment, place: Place) -> dict[str, Any]:
    """A branch with its services, places and live counts."""
    return branch_views.branch_view(moment, place["branch"])


@contract.command(
    "/branches/<branch>/tickets",
    bodies.Take,
    shapes.Issued,
    errors.ServiceClosed,
    errors.LimitReached,
    errors.NumbersExhausted,
    status=201,
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
        kiosk=body.kiosk,
        channel=body.channel,
    )
    return partial(taking.take_ticket, branch_id=place["branch"], wish=wish)


class TicketsAsked(BaseModel):
    """Which tickets of today."""

    model_config = ConfigDict(extra="forbid")

    state: State | None = None
    service: str | None = None


@contract.question("/branches/<branch>/tickets", list[shapes.StaffTicket], query=TicketsAsked)
def list_tickets(moment: Moment, place: Place, query: TicketsAsked) -> list[Any]:
    """Today's tickets, newest first, at most 500."""
    where = moment.branch(place["branch"])
    found = tickets.of_day(
        moment.db, where.id, moment.today(where), query.state, query.service, most=500
    )
    return [ticket_json(moment, ticket, staff=True) for ticket in found]


@contract.question("/tickets/<ticket>", shapes.TicketHistory)
def ticket(moment: Moment, place: Place) -> dict[str, Any]:
    """A ticket with its events."""
    found = tickets.find(moment.db, ticket_id(place))
    if found is None:
        raise errors.NotFound(f"there is no ticket {place['ticket']}")
    shown = ticket_json(moment, found, staff=True)
    return shown | {"events": history_json(moment, found)}


@contract.question(_COUNTER, shapes.Counter)
def counter(moment: Moment, place: Place) -> dict[str, Any]:
    """A counter: its ticket and why, what is parked, who comes next, who waits."""
    return counter_view(moment, place["branch"], place["counter"])


@contract.question(f"{_COUNTER}/board", shapes.Board)
def board(moment: Moment, place: Place) -> dict[str, Any]:
    """What the board above a counter shows."""
    return board_view(moment, place["branch"], place["counter"])


@contract.command(f"{_COUNTER}/open", bodies.Open, shapes.Counter)
def open_(place: Place, body: bodies.Open) -> Operation:
    """Open the counter with a work profile."""
    return _at(place, counters.open_counter, profile=body.profile, clerk=body.clerk)


@contract.command(f"{_COUNTER}/close", bodies.Empty, shapes.Counter, errors.CounterBusy)
def close(place: Place, _body: bodies.Empty) -> Operation:
    """Close the counter."""
    return _at(place, counters.close_counter)


@contract.command(f"{_COUNTER}/pause", bodies.Pause, shapes.Counter, errors.CounterClosed)
def pause(place: Place, body: bodies.Pause) -> Operation:
    """Take no new visitors for a while."""
    return _at(place, counters.pause_counter, reason=body.reason)


@contract.command(f"{_COUNTER}/resume", bodies.Empty, shapes.Counter, errors.CounterClosed)
def resume(place: Place, _body: bodies.Empty) -> Operation:
    """End the pause."""
    return _at(place, counters.resume_counter)


@contract.command(
    f"{_COUNTER}/next",
    bodies.Next,
    shapes.NextTicket,
    *_READY,
    errors.SettleCurrent,
    errors.TooSoon,
)
def next_(place: Place, body: bodies.Next) -> Operation:
    """Settle the current ticket and call the most urgent one that this counter may serve."""
    return _at(place, calling.call_next, current=body.current)


@contract.command(
    f"{_COUNTER}/call",
    bodies.CallTicket,
    shapes.NextTicket,
    *_READY,
    errors.CounterBusy,
    errors.TicketTaken,
    errors.TicketNotWaiting,
)
def call(place: Place, body: bodies.CallTicket) -> Operation:
    """Call a given ticket."""
    return _at(place, calling.call_ticket, ticket_id=body.ticket, reason=body.reason)


@contract.command(
    f"{_COUNTER}/serve",
    bodies.Serve,
    shapes.OneTicket,
    *_READY,
    errors.CounterBusy,
    errors.TicketTaken,
    errors.TicketNotWaiting,
    errors.ServiceClosed,
    errors.LimitReached,
    errors.NumbersExhausted,
)
def serve(place: Place, body: bodies.Serve) -> Operation:
    """Start with a visitor without a call; one without a ticket gets one."""
    if body.ticket is not None:
        return _at(place, calling.serve_ticket, ticket_id=body.ticket)
    wish = Wish([body.service or ""], body.language, cases=body.cases, listed=False)
    return _at(place, calling.serve_newcomer, wish=wish)


@contract.command(f"{_COUNTER}/recall", bodies.Empty, shapes.OneTicket, *_HELD)
def recall(place: Place, _body: bodies.Empty) -> Operation:
    """Show and speak the number again."""
    return _at(place, calling.recall)


@contract.command(f"{_COUNTER}/start", bodies.Empty, shapes.OneTicket, *_HELD)
def start(place: Place, _body: bodies.Empty) -> Operation:
    """The called visitor has come."""
    return _at(place, ending.start)


@contract.command(f"{_COUNTER}/finish", bodies.Finish, shapes.OneTicket, *_HELD)
def finish(place: Place, body: bodies.Finish) -> Operation:
    """The visitor has been served; a chain goes on to its next service."""
    return _at(place, ending.finish, outcome=body.outcome, note=body.note)


@contract.command(f"{_COUNTER}/no-show", bodies.Empty, shapes.OneTicket, *_HELD, errors.TooSoon)
def no_show(place: Place, _body: bodies.Empty) -> Operation:
    """The called visitor did not come."""
    return _at(place, ending.no_show)


@contract.command(f"{_COUNTER}/park", bodies.Park, shapes.OneTicket, *_HELD)
def park(place: Place, body: bodies.Park) -> Operation:
    """Set the visitor aside."""
    about = {"minutes": body.minutes, "note": body.note, "anyone": body.anyone}
    return _at(place, ending.park, **about)


@contract.command(f"{_COUNTER}/return", bodies.Empty, shapes.OneTicket, *_HELD)
def put_back(place: Place, _body: bodies.Empty) -> Operation:
    """Put the visitor back to the queue with the due time kept."""
    return _at(place, ending.put_back)


@contract.command(f"{_COUNTER}/transfer", bodies.Transfer, shapes.OneTicket, *_HELD)
def transfer_current(place: Place, body: bodies.Transfer) -> Operation:
    """Send the visitor on to a service, counter or clerk."""
    return _at(place, moving.transfer_current, target=_target(body))


@contract.command(
    f"{_COUNTER}/undo",
    bodies.Empty,
    shapes.OneTicket,
    errors.CounterClosed,
    errors.NothingToUndo,
)
def undo(place: Place, _body: bodies.Empty) -> Operation:
    """Take back the counter's last next, call, finish, no-show or transfer."""
    return _at(place, undoing.undo)


@contract.command("/tickets/<ticket>/cancel", bodies.Cancel, shapes.OneTicket, errors.WrongState)
def cancel(place: Place, body: bodies.Cancel) -> Operation:
    """The visit will not take place."""
    return partial(moving.cancel, ticket_id=ticket_id(place), reason=body.reason)


@contract.command("/tickets/<ticket>/unpark", bodies.Empty, shapes.OneTicket, errors.WrongState)
def unpark(place: Place, _body: bodies.Empty) -> Operation:
    """Back from parked to the queue."""
    return partial(moving.unpark, ticket_id=ticket_id(place))


@contract.command(
    "/tickets/<ticket>/revive",
    bodies.Empty,
    shapes.OneTicket,
    errors.WrongState,
    errors.ReviveLimit,
)
def revive(place: Place, _body: bodies.Empty) -> Operation:
    """Take a missed visitor back."""
    return partial(moving.revive, ticket_id=ticket_id(place))


@contract.command(
    "/tickets/<ticket>/transfer", bodies.Transfer, shapes.OneTicket, errors.WrongState
)
def transfer(place: Place, body: bodies.Transfer) -> Operation:
    """Send a ticket on, wherever it stands."""
    return partial(moving.transfer, ticket_id=ticket_id(place), target=_target(body))


@contract.command(
    "/tickets/<ticket>/confirm-class",
    bodies.Empty,
    shapes.OneTicket,
    errors.ClassNotAsked,
    errors.WrongState,
)
def confirm_class(place: Place, _body: bodies.Empty) -> Operation:
    """Staff confirm the precedence that was asked for at a kiosk."""
    return partial(moving.confirm_class, ticket_id=ticket_id(place))


@contract.command("/tickets/<ticket>/print", bodies.Print, shapes.Printed)
def print_(place: Place, body: bodies.Print) -> Operation:
    """Print a copy of the slip."""
    return partial(printing.print_copy, ticket_id=ticket_id(place), printer=body.printer)


@contract.command("/branches/<branch>/contacts", bodies.Contact, shapes.Contact, status=201)
def contact(place: Place, body: bodies.Contact) -> Operation:
    """Count someone helped without a ticket."""
    return partial(contacts.count_contact, branch_id=place["branch"], **body.model_dump())


@contract.question("/branches/<branch>/displays/<display>", shapes.Display)
def display(moment: Moment, place: Place) -> dict[str, Any]:
    """What a display shows."""
    return display_view(moment, place["branch"], place["display"])


@contract.question("/branches/<branch>/kiosks/<kiosk>", shapes.Kiosk)
def kiosk(moment: Moment, place: Place) -> dict[str, Any]:
    """What a kiosk offers."""
    return branch_views.kiosk_view(moment, place["branch"], place["kiosk"])


@contract.question("/branches/<branch>/printers/<printer>", shapes.Printer)
def printer(moment: Moment, place: Place) -> dict[str, Any]:
    """A printer with the jobs that its agent has to do."""
    return printer_view(moment, place["branch"], place["printer"])


@contract.command(
    "/branches/<branch>/printers/<printer>/jobs/<job>",
    bodies.Job,
    shapes.PrintJob,
    errors.JobSettled,
)
def report_job(place: Place, body: bodies.Job) -> Operation:
    """What became of a print job; `sent` is acknowledged before the first byte."""
    return partial(
        printing.report_job,
        branch_id=place["branch"],
        printer=place["printer"],
        job_id=number_in(place, "job"),
        state=body.state,
        detail=body.detail,
    )


@contract.command(
    "/branches/<branch>/printers/<printer>/jobs/<job>/answer",
    bodies.CameOut,
    shapes.AnsweredJob,
    errors.JobSettled,
)
def answer_job(place: Place, body: bodies.CameOut) -> Operation:
    """Whether an uncertain slip came out, as someone saw."""
    return partial(
        printing.answer,
        branch_id=place["branch"],
        printer=place["printer"],
        job_id=number_in(place, "job"),
        came_out=body.came_out,
    )


@contract.command(
    "/branches/<branch>/printers/<printer>/status", bodies.PrinterStatus, shapes.Printer
)
def report_status(place: Place, body: bodies.PrinterStatus) -> Operation:
    """What a printer says of itself."""
    return partial(
        printing.report_status,
        branch_id=place["branch"],
        printer=place["printer"],
        state=body.state,
        detail=body.detail,
    )


@contract.question("/public/tickets/<token>", shapes.VisitorTicket)
def visitor_ticket(moment: Moment, place: Place) -> dict[str, Any]:
    """The visitor's own page."""
    return visitor_view(moment, None, place["token"])


@contract.command(
    "/public/tickets/<token>/cancel", bodies.Empty, shapes.VisitorTicket, errors.WrongState
)
def visitor_cancel(place: Place, _body: bodies.Empty) -> Operation:
    """The visitor will not come."""

    def operate(work: Work) -> dict[str, Any]:
        moving.cancel(work, ticket_of(work, place["token"]).id, "by the visitor")
        return visitor_view(work, None, place["token"])

    return operate


@contract.command("/public/tickets/<token>/late", bodies.Late, shapes.VisitorTicket, errors.NotLate)
def visitor_late(place: Place, body: bodies.Late) -> Operation:
    """The visitor is late and steps back by so many minutes."""

    def operate(work: Work) -> dict[str, Any]:
        moving.step_back(work, ticket_of(work, place["token"]), body.minutes)
        return visitor_view(work, None, place["token"])

    return operate


def _at(place: Place, operation: Any, **about: Any) -> Operation:
    """An operation at the counter in the path."""
    return partial(operation, branch_id=place["branch"], counter_id=place["counter"], **about)


def _target(body: bodies.Transfer) -> Target:
    return Target(body.service, body.counter, body.clerk, body.position, body.reason)
