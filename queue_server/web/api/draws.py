"""Draws for the places of scarce days."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC, Permission
from queue_server.moment import Moment
from queue_server.operations.booking import drawing
from queue_server.views.draws import draws_json
from queue_server.web import booking_bodies, booking_shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.command(
    "/branches/<branch>/draws",
    booking_bodies.AnnounceDraw,
    booking_shapes.Draw,
    errors.DrawExists,
    needs=Permission.SUPERVISE,
    status=201,
)
def announce_draw(place: Place, body: booking_bodies.AnnounceDraw) -> Operation:
    """Commit to a draw; until it is drawn nobody can book that day."""
    return partial(
        drawing.announce,
        branch_id=place["branch"],
        service_id=body.service,
        day=body.day,
        closes_at=body.closes_at,
    )


@calls.question("/branches/<branch>/draws", list[booking_shapes.Draw], needs=PUBLIC, apart=True)
def list_draws(moment: Moment, place: Place) -> list[Any]:
    """A branch's draws with their records, for anyone to verify."""
    return draws_json(moment, moment.branch(place["branch"]))
