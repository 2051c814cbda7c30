"""Joining the queue from home."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC
from queue_server.moment import Moment
from queue_server.operations import remote
from queue_server.operations.taking import Wish
from queue_server.views.remote import joinable_json
from queue_server.web import bodies, remote_bodies, shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.question("/public/branches/<branch>/remote", remote_bodies.Joinable, needs=PUBLIC)
def joinable(moment: Moment, place: Place) -> dict[str, Any]:
    """What can be joined from home."""
    return joinable_json(moment, place["branch"])


@calls.command(
    "/public/branches/<branch>/remote",
    remote_bodies.Join,
    remote_bodies.Joined,
    errors.ServiceClosed,
    errors.Suspended,
    errors.LimitReached,
    errors.NumbersExhausted,
    errors.RemoteFull,
    needs=PUBLIC,
    status=201,
)
def join_remotely(place: Place, body: remote_bodies.Join) -> Operation:
    """A ticket for someone at home."""
    wish = Wish([body.service], body.language, cases=body.cases, listed=False)
    return partial(remote.join, branch_id=place["branch"], wish=wish, phone=body.phone)


@calls.command(
    "/public/tickets/<token>/rejoin",
    bodies.Empty,
    shapes.VisitorTicket,
    errors.WrongState,
    errors.ReviveLimit,
    errors.ServiceClosed,
    needs=PUBLIC,
)
def visitor_rejoin(place: Place, _body: bodies.Empty) -> Operation:
    """Someone at home who missed the call waits again."""
    return partial(remote.rejoin, token=place["token"])
