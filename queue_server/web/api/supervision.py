"""What a supervisor does: suspend, open and close by hand, and help at counters."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.operations import allowing, by_hand, supervising, suspending
from queue_server.web import shapes
from queue_server.web import supervision_bodies as bodies
from queue_server.web.bodies import Empty
from queue_server.web.contract import Contract
from queue_server.web.places import Place, number_in

calls = Contract()

_COUNTER = "/branches/<branch>/counters/<counter>"


@calls.command(
    "/branches/<branch>/suspend", bodies.Suspend, shapes.Branch, needs=Permission.SUPERVISE
)
def suspend_branch(place: Place, body: bodies.Suspend) -> Operation:
    """Stop issue and calls of a service or of the whole branch."""
    return partial(suspending.suspend, branch_id=place["branch"], **body.model_dump())


@calls.command(
    "/branches/<branch>/resume", bodies.Resume, shapes.Branch, needs=Permission.SUPERVISE
)
def resume_branch(place: Place, body: bodies.Resume) -> Operation:
    """Take up work again, with everybody where they stood."""
    return partial(suspending.resume, branch_id=place["branch"], service=body.service)


@calls.command(
    "/branches/<branch>/services/<service>/open",
    bodies.ByHand,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def open_service(place: Place, body: bodies.ByHand) -> Operation:
    """Issue tickets of a service, outside its hours too."""
    return _by_hand(place, by_hand.SERVICE, body, is_open=True)


@calls.command(
    "/branches/<branch>/services/<service>/close",
    bodies.ByHand,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def close_service(place: Place, body: bodies.ByHand) -> Operation:
    """Issue no more tickets of a service; those issued are called."""
    return _by_hand(place, by_hand.SERVICE, body, is_open=False)


@calls.command(
    "/branches/<branch>/services/<service>/allow",
    bodies.AllowIssue,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def allow_issue(place: Place, body: bodies.AllowIssue) -> Operation:
    """Issue tickets within the hours, although the expected wait passes closing."""
    return partial(
        allowing.allow_issue,
        branch_id=place["branch"],
        service=place["service"],
        until=body.until,
        reason=body.reason,
    )


@calls.command(
    "/branches/<branch>/kiosks/<kiosk>/open",
    bodies.ByHand,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def open_kiosk(place: Place, body: bodies.ByHand) -> Operation:
    """Let a kiosk issue tickets again."""
    return _by_hand(place, by_hand.KIOSK, body, is_open=True)


@calls.command(
    "/branches/<branch>/kiosks/<kiosk>/close",
    bodies.ByHand,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def close_kiosk(place: Place, body: bodies.ByHand) -> Operation:
    """Issue no tickets at a kiosk."""
    return _by_hand(place, by_hand.KIOSK, body, is_open=False)


@calls.command(
    "/branches/<branch>/messages", bodies.LiveMessage, shapes.Branch, needs=Permission.SUPERVISE
)
def add_message(place: Place, body: bodies.LiveMessage) -> Operation:
    """Show a text on displays."""
    return partial(by_hand.add_message, branch_id=place["branch"], **body.model_dump())


@calls.command(
    "/branches/<branch>/messages/<message>/remove",
    Empty,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def remove_message(place: Place, _body: Empty) -> Operation:
    """Show a text no longer."""
    message = number_in(place, "message")
    return partial(by_hand.remove_message, branch_id=place["branch"], message=message)


@calls.command(
    f"{_COUNTER}/force-close", bodies.ForceClose, shapes.Counter, needs=Permission.SUPERVISE
)
def force_close(place: Place, body: bodies.ForceClose) -> Operation:
    """Close a counter that was forgotten."""
    return _at(place, supervising.force_close, reason=body.reason, ticket=body.ticket)


@calls.command(
    f"{_COUNTER}/profile",
    bodies.Profile,
    shapes.Counter,
    errors.CounterClosed,
    needs=Permission.SUPERVISE,
)
def change_profile(place: Place, body: bodies.Profile) -> Operation:
    """Let an open counter go on with another work profile."""
    return _at(place, supervising.change_profile, profile=body.profile)


@calls.command(f"{_COUNTER}/help", bodies.Help, shapes.Branch, needs=Permission.SUPERVISE)
def call_to_help(place: Place, body: bodies.Help) -> Operation:
    """Ask the clerk of a counter to help."""
    return _at(place, supervising.call_to_help, text=body.text)


@calls.command(
    f"{_COUNTER}/help/<signal>/dismiss", Empty, shapes.Counter, needs=Permission.WORK_AT_COUNTERS
)
def dismiss_help(place: Place, _body: Empty) -> Operation:
    """The clerk has read what was asked."""
    return _at(place, supervising.dismiss, signal=number_in(place, "signal"))


@calls.command(
    f"{_COUNTER}/alarm",
    bodies.Alarm,
    shapes.Counter | shapes.Alarmed,
    needs=Permission.WORK_AT_COUNTERS,
    while_locked=True,
)
def raise_alarm(place: Place, body: bodies.Alarm) -> Operation:
    """An emergency at a counter."""
    return _at(place, supervising.raise_alarm, text=body.text)


@calls.command(
    "/branches/<branch>/alarms/<signal>/acknowledge",
    Empty,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def acknowledge_alarm(place: Place, _body: Empty) -> Operation:
    """A supervisor has seen an alarm and comes."""
    signal = number_in(place, "signal")
    return partial(supervising.acknowledge, branch_id=place["branch"], signal=signal)


@calls.command(
    "/branches/<branch>/alarms/<signal>/end",
    bodies.EndAlarm,
    shapes.Branch,
    needs=Permission.SUPERVISE,
)
def end_alarm(place: Place, body: bodies.EndAlarm) -> Operation:
    """The emergency is over."""
    signal = number_in(place, "signal")
    return partial(supervising.end_alarm, branch_id=place["branch"], signal=signal, note=body.note)


def _by_hand(place: Place, kind: str, body: bodies.ByHand, *, is_open: bool) -> Operation:
    return partial(
        by_hand.set_open,
        branch_id=place["branch"],
        kind=kind,
        id_=place[kind],
        is_open=is_open,
        until=body.until,
        reason=body.reason,
    )


def _at(place: Place, operation: Any, **about: Any) -> Operation:
    """An operation at the counter in the path."""
    return partial(operation, branch_id=place["branch"], counter_id=place["counter"], **about)
