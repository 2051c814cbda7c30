"""What calls about appointments answer."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime

from queue_server.domain.fairness import Holder
from queue_server.web.shapes import Shape, Texts


class Bookable(Shape):
    """The office with what can be booked at its branches.

    `texts`: by language, what the site says in the office's own words, by key.
    """

    texts: dict[str, dict[str, Any]]
    branches: list[Any]


class Slot(Shape):
    """A time that may be booked; `free`: how many more may come."""

    start: AwareDatetime
    end: AwareDatetime
    free: int


class Appointment(Shape):
    """A booked visit, or a place held for one. `code` is told once it is booked."""

    token: str
    url: str | None
    code: str | None
    branch: str
    service: str
    start: AwareDatetime
    end: AwareDatetime
    state: Literal["held", "booked", "checked_in", "no_show", "cancelled", "lapsed"]
    language: str
    cases: int
    held_until: AwareDatetime | None
    number: str | None


class OwnAppointment(Appointment):
    """An appointment as its owner sees it."""

    service_name: Texts
    documents: list[Texts]
    check_in_from: AwareDatetime
    keeps_until: AwareDatetime
    way: Literal["hall", "entrance", "online", "video", "phone"]
    meeting_link: str | None
    ticket_url: str | None


class StaffAppointment(Appointment):
    """An appointment as staff see it."""

    contact: dict[str, Any]
    ticket: int | None
    holder: Holder


class Verified(Shape):
    """Whether a visitor said what was said when booking."""

    matches: bool


class CheckedIn(Shape):
    """The ticket that a check-in issued; none for a group's meeting."""

    appointment: Appointment


class LinkedVisit(Shape):
    """A visit that a mailed link is for, not held yet; `until` is the last day to wait for."""

    token: str
    branch: str
    service: str
    start: AwareDatetime
    until: date | None
    language: str
    cases: int


class Waiting(Shape):
    """Someone on the waiting list: how many joined before them, and how long an offer holds."""

    token: str
    branch: str
    service: str
    service_name: Texts
    cases: int
    language: str
    ahead: int
    entry: str
    offer_hours: float


class Habit(Shape):
    """What one contact or address did with places; who it is nobody can tell."""

    kind: Literal["email", "phone", "address"]
    held: int
    open: int
    cancelled: int
    no_shows: int
    lapsed: int
    first_at: AwareDatetime
    last_at: AwareDatetime


class Draw(Shape):
    """A draw: what was committed to, and once it is drawn the record that proves it."""

    service: str
    day: date
    closes_at: AwareDatetime
    commitment: str
    record: dict[str, Any] | None


class Done(Shape):
    """It is done."""


class Message(Shape):
    """A message that is due; `letter`, `text`: the office's own words of a mail and of a text
    message, if it has any, `texts`: those in which it tells what the booking site tells too.

    What is about no visit any more goes to nobody.
    """

    id: int
    kind: Literal[
        "confirmation", "reminder", "change", "cancellation", "link", "wait_link", "offer"
    ]
    channel: Literal["mail", "sms"]
    to: str | None
    appointment: OwnAppointment | LinkedVisit | None
    texts: dict[str, dict[str, Any]]


class SentMessage(Shape):
    """What a message has come to; `again_at`: when it is tried again."""

    id: int
    state: Literal["queued", "sent", "failed"]
    again_at: AwareDatetime | None
