"""What reception and supervisors say of booked visits, and what they are answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from queue_server.domain.booking import Span
from queue_server.operations.booking.closing import Wanted
from queue_server.web.bodies import Body, Name, Text
from queue_server.web.booking_shapes import StaffAppointment
from queue_server.web.shapes import Shape, Texts
from queue_server.web.times import Time


class Searched(BaseModel):
    """A code, or a part of a name, reference, e-mail or phone number."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=2, max_length=80)]


class Interval(BaseModel):
    """From when until when, of one service or of all."""

    model_config = ConfigDict(extra="forbid")

    start: Time
    end: Time
    service: str | None = None

    @property
    def span(self) -> Span:
        """The interval."""
        return Span(self.start, self.end)


class Close(Body):
    """Which interval, of which service or all, why, and for how many minutes it can be undone."""

    start: Time
    end: Time
    service: Name | None = None
    reason: Annotated[dict[str, Text], Field(min_length=1, max_length=20)]
    minutes: Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)] = 15

    @property
    def wanted(self) -> Wanted:
        """As the operation takes it."""
        after = timedelta(minutes=self.minutes)
        return Wanted(self.start, self.end, self.reason, self.service, after)


class FoundAppointments(Shape):
    """Booked visits that fit."""

    found: list[StaffAppointment]


class Proposed(Shape):
    """What closing an interval would do."""

    start: AwareDatetime
    end: AwareDatetime
    service: str | None
    visits: list[Any]


class Closure(Proposed):
    """An interval that is closed, and where its visits went."""

    id: int
    reason: Texts
    state: str
    sends_at: AwareDatetime
