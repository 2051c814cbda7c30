"""Counters: their sessions, and everything a clerk does to a ticket."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.operations import board_tests, calling, counters, ending, holding, moving, undoing
from queue_server.operations.taking import Wish
from queue_server.views.counter import board_view, counter_view
from queue_server.web import bodies, shapes
from queue_server.web.api.tickets import target_of
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()

_COUNTER = "/branches/<branch>/counters/<counter>"
_READY = (errors.CounterHeld, errors.CounterClosed, errors.CounterPaused, errors.Suspended)
_HELD = (errors.CounterHeld, errors.CounterClosed, errors.NoCurrentTicket, errors.WrongState)


@calls.question(_COUNTER, shapes.Counter, needs=Permission.SEE_COUNTERS)
def counter(moment: Moment, place: Place) -> dict[str, Any]:
    """A counter: its ticket and why, what is parked, who comes next, who waits."""
    return counter_view(moment, place["branch"], place["counter"])


@calls.question(f"{_COUNTER}/board", shapes.Board, needs=Permission.SEE_SCREENS)
def board(moment: Moment, place: Place) -> dict[str, Any]:
    """What the board above a counter shows."""
    return board_view(moment, place["branch"], place["counter"])


@calls.command(
    f"{_COUNTER}/board/test",
    bodies.Empty,
    shapes.Board,
    errors.CounterBusy,
    needs=Permission.EDIT_OFFICE,
)
def show_board_test(place: Place, _body: bodies.Empty) -> Operation:
    """Show 8888 on a free counter's boards for ten seconds."""
    return partial(board_tests.begin, branch_id=place["branch"], counter_id=place["counter"])


@calls.command(
    f"{_COUNTER}/open",
    bodies.Open,
    shapes.Counter,
    errors.CounterHeld,
    errors.ClerkElsewhere,
    errors.CounterBusy,
    needs=Permission.WORK_AT_COUNTERS,
)
def open_(place: Place, body: bodies.Open) -> Operation:
    """Open the counter with a work profile."""
    return partial(
        counters.open_counter,
        branch_id=place["branch"],
        counter_id=place["counter"],
        profile=body.profile,
        clerk=body.clerk,
        take_over=body.take_over,
    )


@calls.command(
    f"{_COUNTER}/close",
    bodies.Empty,
    shapes.Counter,
    errors.CounterHeld,
    errors.CounterBusy,
    needs=Permission.WORK_AT_COUNTERS,
)
def close(place: Place, _body: bodies.Empty) -> Operation:
    """Close the counter."""
    return _at(place, counters.close_counter)


@calls.command(
    f"{_COUNTER}/pause",
    bodies.Pause,
    shapes.Counter,
    errors.CounterHeld,
    errors.CounterClosed,
    needs=Permission.WORK_AT_COUNTERS,
)
def pause(place: Place, body: bodies.Pause) -> Operation:
    """Take no new visitors for a while."""
    return _at(place, counters.pause_counter, reason=body.reason)


@calls.command(
    f"{_COUNTER}/resume",
    bodies.Empty,
    shapes.Counter,
    errors.CounterHeld,
    errors.CounterClosed,
    needs=Permission.WORK_AT_COUNTERS,
)
def resume(place: Place, _body: bodies.Empty) -> Operation:
    """End the pause."""
    return _at(place, counters.resume_counter)


@calls.command(
    f"{_COUNTER}/next",
    bodies.Next,
    shapes.NextTicket,
    *_READY,
    errors.SettleCurrent,
    errors.TooSoon,
    needs=Permission.WORK_AT_COUNTERS,
)
def next_(place: Place, body: bodies.Next) -> Operation:
    """Settle the current ticket and call the most urgent one that this counter may serve."""
    return _at(place, calling.call_next, current=body.current, of_ticket=body.ticket)


@calls.command(
    f"{_COUNTER}/call",
    bodies.CallTicket,
    shapes.NextTicket,
    *_READY,
    errors.CounterBusy,
    errors.TicketTaken,
    errors.TicketNotWaiting,
    needs=Permission.WORK_AT_COUNTERS,
)
def call(place: Place, body: bodies.CallTicket) -> Operation:
    """Call a given ticket."""
    return _at(place, calling.call_ticket, ticket_id=body.ticket, reason=body.reason)


@calls.command(
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
    needs=Permission.WORK_AT_COUNTERS,
)
def serve(place: Place, body: bodies.Serve) -> Operation:
    """Start with a visitor without a call; one without a ticket gets one."""
    if body.ticket is not None:
        return _at(place, calling.serve_ticket, ticket_id=body.ticket, reason=body.reason)
    wish = Wish([body.service or ""], body.language, cases=body.cases, listed=False)
    return _at(place, calling.serve_newcomer, wish=wish)


@calls.command(
    f"{_COUNTER}/recall", bodies.Empty, shapes.OneTicket, *_HELD, needs=Permission.WORK_AT_COUNTERS
)
def recall(place: Place, _body: bodies.Empty) -> Operation:
    """Show and speak the number again."""
    return _at(place, calling.recall)


@calls.command(
    f"{_COUNTER}/start", bodies.Empty, shapes.OneTicket, *_HELD, needs=Permission.WORK_AT_COUNTERS
)
def start(place: Place, _body: bodies.Empty) -> Operation:
    """The called visitor has come."""
    return _at(place, ending.start)


@calls.command(
    f"{_COUNTER}/finish", bodies.Finish, shapes.OneTicket, *_HELD, needs=Permission.WORK_AT_COUNTERS
)
def finish(place: Place, body: bodies.Finish) -> Operation:
    """The visitor has been served; a chain goes on to its next service."""
    return _at(place, ending.finish, outcome=body.outcome, note=body.note)


@calls.command(
    f"{_COUNTER}/no-show",
    bodies.Empty,
    shapes.OneTicket,
    *_HELD,
    errors.TooSoon,
    needs=Permission.WORK_AT_COUNTERS,
)
def no_show(place: Place, _body: bodies.Empty) -> Operation:
    """The called visitor did not come."""
    return _at(place, ending.no_show)


@calls.command(
    f"{_COUNTER}/park", bodies.Park, shapes.OneTicket, *_HELD, needs=Permission.WORK_AT_COUNTERS
)
def park(place: Place, body: bodies.Park) -> Operation:
    """Set the visitor aside."""
    about = {"minutes": body.minutes, "note": body.note, "anyone": body.anyone}
    return _at(place, ending.park, **about)


@calls.command(
    f"{_COUNTER}/return", bodies.Empty, shapes.OneTicket, *_HELD, needs=Permission.WORK_AT_COUNTERS
)
def put_back(place: Place, _body: bodies.Empty) -> Operation:
    """Put the visitor back to the queue with the due time kept."""
    return _at(place, ending.put_back)


@calls.command(
    f"{_COUNTER}/transfer",
    bodies.Transfer,
    shapes.OneTicket,
    *_HELD,
    needs=Permission.WORK_AT_COUNTERS,
)
def transfer_current(place: Place, body: bodies.Transfer) -> Operation:
    """Send the visitor on to a service, counter or clerk."""
    return _at(place, moving.transfer_current, target=target_of(body))


@calls.command(
    f"{_COUNTER}/undo",
    bodies.Empty,
    shapes.OneTicket,
    errors.CounterHeld,
    errors.CounterClosed,
    errors.NothingToUndo,
    needs=Permission.WORK_AT_COUNTERS,
)
def undo(place: Place, _body: bodies.Empty) -> Operation:
    """Take back the counter's last next, call, finish, no-show or transfer."""
    return _at(place, undoing.undo)


def _at(place: Place, operation: Any, **about: Any) -> Operation:
    """An operation at the counter in the path, unless another account holds it."""
    branch, counter = place["branch"], place["counter"]
    return partial(holding.at_own, operate=operation, branch_id=branch, counter_id=counter, **about)
