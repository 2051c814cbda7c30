"""What is to be sent now: to whom, about which visit, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from queue_server.moment import Moment
from queue_server.office import Office
from queue_server.office.letters import Letter
from queue_server.store import appointments, booking_links, closures, messages
from queue_server.store.appointments import Appointment
from queue_server.store.booking_links import BookingLink
from queue_server.store.messages import Message
from queue_server.views.appointments import visit_json
from queue_server.views.booking_links import link_json
from queue_server.views.parts import site_texts

Json = dict[str, Any]


def messages_json(moment: Moment) -> list[Json]:
    """The messages that are due, each with all that is needed to write it."""
    return list(_due(moment))


def _due(moment: Moment) -> Iterator[Json]:
    for message in messages.due(moment.db, moment.now):
        link = booking_links.find(moment.db, message.appointment)
        known = appointments.find(moment.db, message.appointment)
        if link and link.branch in moment.office.branch:
            yield _of_link(moment, message, link)
        elif known and known.branch in moment.office.branch:
            yield _of_visit(moment, message, known)
        else:  # forgotten, or of a branch that has left the office
            yield _json(message)


def _of_visit(moment: Moment, message: Message, known: Appointment) -> Json:
    contact = appointments.contact_of(moment.db, known.id)
    return _json(message) | {
        "to": contact.email if message.channel == "mail" else contact.phone,
        "name": contact.name,
        "reason": closures.reason_for(moment.db, known),
        "letter": letter_of(moment.office, message.kind),
        "text": getattr(moment.office.text_messages, message.kind, None),
        "appointment": visit_json(moment, known),
        "texts": site_texts(moment.office),
    }


def _of_link(moment: Moment, message: Message, link: BookingLink) -> Json:
    """The mail with a link by which a place can be held."""
    return _json(message) | {
        "to": link.email,
        "letter": letter_of(moment.office, message.kind),
        "appointment": link_json(moment, link),
        "texts": site_texts(moment.office),
    }


def _json(message: Message) -> Json:
    """A message to nobody about nothing: its sender gives it up."""
    return {
        "id": message.id,
        "kind": message.kind,
        "channel": message.channel,
        "to": None,
        "name": None,
        "reason": None,
        "letter": None,
        "text": None,
        "appointment": None,
        "texts": {},
    }


def letter_of(office: Office, kind: str) -> Json | None:
    """The office's own words of a mail; None where it has none."""
    letter: Letter | None = getattr(office.letters, kind, None)
    return letter.model_dump() if letter else None
