"""Whose a token is. Its first letters, up to the underscore, say which kind it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from queue_server.domain.access import DEVICES, EVERYWHERE, Caller, DeviceKind, Permission
from queue_server.identity.hashing import hash_token
from queue_server.moment import Moment
from queue_server.operations import entering
from queue_server.operations.staff import callers as staff
from queue_server.operations.work import Work

#: The caller a token belongs to, and until when that may be believed; None where it is not valid.
Found = tuple[Caller, datetime] | None

#: The agent that a server starts beside itself, at every branch whose devices name `server`.
COMPANION = "okin"
_COMPANION = Caller(
    "device",
    "device:server",
    "server",
    {EVERYWHERE: DEVICES[DeviceKind.AGENT]},
    DeviceKind.AGENT,
    "server",
)


#: The booking site and what sends messages, which the server starts beside itself.
BOOKING = "okbook"
_BOOKING = Caller(
    "server",
    "booking",
    "booking",
    {
        EVERYWHERE: frozenset(
            {
                Permission.SEE_APPOINTMENTS,
                Permission.BOOK_APPOINTMENTS,
                Permission.SEND_MESSAGES,
            }
        )
    },
)


def _companion(moment: Moment, token: str) -> Found:
    return _known(moment, moment.setting.companion, token, _COMPANION)


def _booking(moment: Moment, token: str) -> Found:
    return _known(moment, moment.setting.booking_companion, token, _BOOKING)


def _known(moment: Moment, known: str | None, token: str, caller: Caller) -> Found:
    if known is None or not compare_digest(known, hash_token(token)):
        return None
    return caller, moment.now + timedelta(hours=1)


#: Kind of token -> how its caller is found.
FINDERS: dict[str, Callable[[Moment, str], Found]] = {
    COMPANION: _companion,
    BOOKING: _booking,
    staff.KIND: staff.find,
    entering.DEVICE: entering.find_device,
    entering.PROGRAM: entering.find_program,
    entering.OPERATOR: entering.find_operator,
}
#: Kinds of token that are worth something on the server's own machine only.
AT_HOME = frozenset({entering.OPERATOR})
#: Kind of token -> what is written after it was looked up: that it is in use.
SEEN: dict[str, Callable[[Work, str], dict[str, Any]]] = {
    staff.KIND: staff.see,
}
