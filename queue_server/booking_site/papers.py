"""What a visitor takes along: the code as a QR picture, the visit as a calendar entry."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import segno
from icalendar import Calendar, Event

from queue_server.booking_site.coming import where
from queue_server.booking_site.words import Words

Json = dict[str, Any]

#: What an appointment's state is in a calendar.
_STATES = {"booked": "CONFIRMED", "checked_in": "CONFIRMED"}


def qr_svg(code: str) -> bytes:
    """The code alone, as capitals: any scanner reads it, whatever keyboard it pretends to be."""
    out = io.BytesIO()
    segno.make(code, micro=False, error="m").save(
        out, kind="svg", scale=8, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return out.getvalue()


def method(appointment: Json) -> str:
    """RFC 5546: what a calendar is to do with the event."""
    return "PUBLISH" if appointment["state"] in _STATES else "CANCEL"


def calendar(words: Words, appointment: Json, now: datetime, organizer: str | None = None) -> bytes:
    """RFC 5545: the visit as one event, in UTC."""
    documents = [f"- {words.of(document)}" for document in appointment["documents"]]
    lines = [
        words("ics_code", code=appointment["code"]) if appointment["code"] else "",
        "\n".join([words("bring"), *documents]) if documents else "",
        appointment["meeting_link"] or "",
        appointment["url"] or "",
    ]
    event = Event()
    event.add("uid", f"{appointment['token'].partition('-')[0]}@okienko")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", datetime.fromisoformat(appointment["start"]).astimezone(UTC))
    event.add("dtend", datetime.fromisoformat(appointment["end"]).astimezone(UTC))
    event.add("sequence", int(now.timestamp()))
    event.add("summary", words.of(appointment["service_name"]))
    event.add("location", where(words, appointment))
    event.add("description", "\n\n".join(line for line in lines if line))
    event.add("status", _STATES.get(appointment["state"], "CANCELLED"))
    if appointment["url"]:
        event.add("url", appointment["url"])
    if organizer:
        event.add("organizer", f"mailto:{organizer}")
    whole = Calendar()
    whole.add("prodid", "-//Okienko//booking//")
    whole.add("version", "2.0")
    whole.add("method", method(appointment))
    whole.add_component(event)
    written: bytes = whole.to_ical()
    return written
