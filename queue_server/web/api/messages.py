"""Messages to those who booked, as whoever sends them asks for them."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.operations.booking import telling
from queue_server.views.messages import messages_json
from queue_server.web import booking_bodies, booking_shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place, number_in

calls = Contract()


@calls.question(
    "/messages", list[booking_shapes.Message], needs=Permission.SEND_MESSAGES, apart=True
)
def due_messages(moment: Moment, _place: Place) -> list[Any]:
    """The messages that are to be sent now."""
    return messages_json(moment)


@calls.command(
    "/messages/<message>",
    booking_bodies.Sent,
    booking_shapes.SentMessage,
    errors.MessageSettled,
    needs=Permission.SEND_MESSAGES,
)
def report_message(place: Place, body: booking_bodies.Sent) -> Operation:
    """What became of a message; one that failed is tried again later, unless `final`."""
    return partial(
        telling.report,
        message_id=number_in(place, "message"),
        state=body.state,
        detail=body.detail,
        final=body.final,
    )
