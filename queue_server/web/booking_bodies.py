"""What commands about appointments may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, StringConstraints

from queue_server.store import appointments
from queue_server.web.bodies import Body, Cases, Name, Text
from queue_server.web.times import Day, Time, When

Email = Annotated[
    str,
    StringConstraints(
        max_length=254, pattern=r"^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    ),
]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()/-]{3,22}[0-9]$")]


class Person(Body):
    """How to reach who books, as far as the service asks for it."""

    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    reference: Text | None = None

    @property
    def kept(self) -> appointments.Contact:
        """As it is stored."""
        return appointments.Contact(self.name, self.email, self.phone, self.reference)


class Book(Body):
    """Which visit. `over`: why beyond what is offered, by someone who may; `address`: whose limits
    count, as the booking site says.
    """

    service: Name
    start: Time
    language: Name | None = None
    cases: Cases = 1
    contact: Person = Person()
    over: Text | None = None
    address: IPvAnyAddress | None = None


class AskLink(Body):
    """Whom to mail a link, and for which visit."""

    service: Name
    start: Time
    email: Email
    language: Name
    cases: Cases = 1
    address: IPvAnyAddress | None = None


class JoinWaitingList(Body):
    """Who waits for a place of a service, from which day until which."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    service: Name
    first_day: Annotated[Day, Field(alias="from")]
    last_day: Annotated[Day, Field(alias="to")]
    email: Email
    language: Name
    cases: Cases = 1
    address: IPvAnyAddress | None = None


class AnnounceDraw(Body):
    """The places of which service on which day are drawn, and when."""

    service: Name
    day: Day
    closes_at: Time


class Confirm(Body):
    """What was not said with the hold. `holder`: who will come, where the service asks."""

    contact: Person | None = None
    language: Name | None = None
    holder: Text | None = None


class Verify(Body):
    """What a visitor says of themselves: initials and year of birth, or the number of a case."""

    holder: Text


class Move(Body):
    """To which time. `over`: why beyond what is offered, by someone who may."""

    start: Time
    over: Text | None = None


class CheckIn(Body):
    """The code as typed or scanned. `decision`: of reception, where it is too early or late."""

    code: Annotated[str, Field(min_length=1, max_length=100)]
    kiosk: Name | None = None
    decision: Literal["appointment", "walk_in"] | None = None


class Sent(Body):
    """What became of a message. `final`: it is no use to try again."""

    state: Literal["sent", "failed"]
    detail: Text | None = None
    final: bool = False


class HabitsAsked(BaseModel):
    """Of how many days, and of those who held at least so many places."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[int, Field(ge=1, le=366)] = 14
    at_least: Annotated[int, Field(ge=2, le=1000)] = 3


class SlotsAsked(BaseModel):
    """Of which service, from when until when: the whole time that can be booked unless said.

    A day is meant whole, by the branch's time.
    """

    model_config = ConfigDict(extra="forbid")

    service: str
    from_: Annotated[When | None, Field(alias="from")] = None
    to: When | None = None
    cases: Annotated[int, Field(ge=1, le=50)] = 1
