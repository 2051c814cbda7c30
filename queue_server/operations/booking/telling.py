"""Telling those who booked: what is to be sent when, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.booking import Stage
from queue_server.domain.errors import MessageSettled, NotFound
from queue_server.operations.work import Work
from queue_server.store import appointments, messages
from queue_server.store.appointments import Appointment

CONFIRMATION, REMINDER, CHANGE, CANCELLATION = "confirmation", "reminder", "change", "cancellation"
OFFER = "offer"
#: A message that could not be sent is tried again after a minute, two, four and so on, at most so
#: late, and so many times: for about two days.
_LONGEST_PAUSE = timedelta(hours=6)
_MOST_TRIES = 14


def tell(work: Work, appointment: Appointment, kind: str) -> None:
    """Send who booked a message, and a reminder before a visit that is to take place."""
    messages.drop_queued(work.db, appointment.id, REMINDER)
    for channel in _channels(work, appointment):
        messages.queue(work.db, appointment.id, kind, channel, work.now)
        reminded_at = appointment.starts_at - timedelta(
            hours=work.office.rules.booking.reminder_hours
        )
        if appointment.state is Stage.BOOKED and work.now < reminded_at < appointment.starts_at:
            messages.queue(work.db, appointment.id, REMINDER, channel, reminded_at)


def tell_no_more(work: Work, appointment: Appointment) -> None:
    """The visitor has come, or has not, or the place is given to others."""
    messages.drop_queued(work.db, appointment.id)


def _channels(work: Work, appointment: Appointment) -> list[str]:
    """Mail where there is an address, else a text message where there is a number."""
    contact = appointments.contact_of(work.db, appointment.id)
    ways = (("mail", contact.email), ("sms", contact.phone))
    return [way for way, to in ways if to and way in work.setting.message_channels][:1]


def report(
    work: Work, message_id: int, state: str, detail: str | None, *, final: bool
) -> dict[str, Any]:
    """What became of a message: sent, or failed, for ever if `final`."""
    message = messages.find(work.db, message_id)
    if message is None:
        raise NotFound(f"there is no message {message_id}")
    if message.state != "queued":
        raise MessageSettled(f"message {message_id} is {message.state}")
    if state == "sent" or final or message.tries + 1 >= _MOST_TRIES:
        messages.settle(work.db, message.id, state, detail, work.now)
        return {"id": message.id, "state": state, "again_at": None}
    pause = min(timedelta(minutes=2**message.tries), _LONGEST_PAUSE)
    messages.put_off(work.db, message.id, work.now + pause, detail)
    return {"id": message.id, "state": "queued", "again_at": (work.now + pause).isoformat()}
