"""What questions about the audit answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from queue_server.web.shapes import Event, Shape, StaffTicket


class Entry(Shape):
    """Who did what, when, from where; an event of a ticket has no `before`."""

    source: Literal["audit", "event"]
    id: int
    at: AwareDatetime
    kind: str
    subject: str
    actor: str | None
    name: str | None
    address: str | None
    branch: str | None
    before: Any
    after: Any
    reason: str | None


class Audit(Shape):
    """Entries, newest first; `more` are the parameters that ask for those before."""

    now: AwareDatetime
    entries: list[Entry]
    more: dict[str, int] | None


class PassedBy(Shape):
    """A call of someone who had arrived later."""

    at: AwareDatetime
    number: str
    class_: Annotated[str | None, Field(alias="class")]
    counter: str | None
    because: Literal[
        "newcomer", "kept", "other_work", "chosen", "put_first", "class", "more_urgent"
    ]
    reason: str | None
    undone: bool


class Passing(Shape):
    """A ticket, its history, and every call that passed it."""

    ticket: StaffTicket
    events: list[Event]
    passed_by: list[PassedBy]


class TicketFound(Shape):
    id: int
    number: str
    service: str
    state: str
