"""What is to be sent now: to whom, about which visit, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from queue_server.moment import Moment
from queue_server.office.letters import Letter
from queue_server.store import appointments, booking_links, closures, messages
from queue_server.store.booking_links import BookingLink
from queue_server.store.messages import Message
from queue_server.views.appointments import TOKEN, own_json
from queue_server.views.booking_links import link_json

Json = dict[str, Any]


def messages_json(moment: Moment) -> list[Json]:
    """The messages that are due, each with all that is needed to write it."""
    return list(_due(moment))


def _due(moment: Moment) -> Iterator[Json]:
    for message in messages.due(moment.db, moment.now):
        if link := booking_links.find(moment.db, message.appointment):
            if link.branch in moment.office.branch:
                yield _of_link(moment, message, link)
            continue
        known = appointments.find(moment.db, message.appointment)
        contact = appointments.contact_of(moment.db, message.appointment)
        to = contact.email if message.channel == "mail" else contact.phone
        if known is None:
            continue
        own = own_json(moment, moment.setting.tokens.make(known.id, TOKEN))
        yield {
            "id": message.id,
            "kind": message.kind,
            "channel": message.channel,
            "to": to,
            "name": contact.name,
            "reason": closures.reason_for(moment.db, known),
            "letter": _letter(moment, message),
            "appointment": own,
        }


def _of_link(moment: Moment, message: Message, link: BookingLink) -> Json:
    """The mail with a link by which a place can be held."""
    return {
        "id": message.id,
        "kind": message.kind,
        "channel": message.channel,
        "to": link.email,
        "name": None,
        "reason": None,
        "letter": None,
        "appointment": link_json(moment, link),
    }


def _letter(moment: Moment, message: Message) -> Json | None:
    """The office's own words; None where it has none."""
    letter: Letter | None = getattr(moment.office.letters, message.kind, None)
    return letter.model_dump() if letter else None
