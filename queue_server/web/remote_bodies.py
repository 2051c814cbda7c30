"""What is said by those who join from home, and what they are answered."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime

from queue_server.web.bodies import Body, Cases, Name
from queue_server.web.booking_bodies import Phone
from queue_server.web.shapes import Shape, Ticket


class Join(Body):
    """Which service, in which language, and which number to ring where it is by phone."""

    service: Name
    language: Name | None = None
    phone: Phone | None = None
    cases: Cases = 1


class Joined(Shape):
    """The new ticket, with the address of its own page."""

    token: str
    public_url: str
    ticket: Ticket


class Joinable(Shape):
    """What can be joined from home."""

    now: AwareDatetime
    services: list[Any]
