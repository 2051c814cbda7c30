"""How the visits of a service are booked, and what the office asks of those who book."""

from __future__ import annotations

from datetime import time, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from queue_server.domain.booking import CheckInPolicy, Release
from queue_server.domain.fairness import Holder
from queue_server.office.fields import CLOCK, Model, WebAddress
from queue_server.office.hours import WEEK, Weekday

Asked = Literal["none", "optional", "required"]


def _of_fives(minutes: int) -> int:
    if minutes % 5:
        raise ValueError(f"{minutes} is no multiple of five minutes")
    return minutes


class AskedData(Model):
    """What is asked of someone who books; nothing else is taken or kept."""

    name: Asked = Field("none", description="A name.")
    email: Asked = Field("optional", description="An address for the confirmation.")
    phone: Asked = Field("none", description="A number to be told of changes.")
    reference: Asked = Field("none", description="The number of a case, for staff.")


class Booking(Model):
    """How visits are booked over the internet and at reception."""

    slot_minutes: Annotated[int, AfterValidator(_of_fives)] = Field(
        15, ge=5, le=480, description="How long a visit is; a multiple of five."
    )
    capacity: int | None = Field(
        None,
        ge=0,
        le=2000,
        description="How many visits at once. Left out: one for each counter that is planned in a "
        "profile serving it.",
    )
    walk_in_percent: int = Field(
        0, ge=0, le=100, description="How much of the capacity is kept for walk-ins."
    )
    cases_per_slot: int = Field(
        1, ge=1, le=50, description="How many matters fit into a slot; more take several in a row."
    )
    horizon_days: int = Field(30, ge=0, le=366, description="How far ahead a day can be booked.")
    opens_at: Annotated[str, StringConstraints(pattern=CLOCK)] = Field(
        "00:00", description="At which hour a new day opens for booking."
    )
    opens_on: Weekday | None = Field(
        None,
        description="On which weekday the days of a whole week open together, at least "
        "`horizon_days` ahead. Left out: one day opens every day.",
    )
    lead_minutes: int = Field(
        60, ge=0, le=20_160, description="How long before its time a visit can be booked at last."
    )
    asks: AskedData = Field(AskedData(), description="What is asked of someone who books.")
    holder: Holder = Field(
        "none",
        description="What binds a visit to who will come, so that nobody can sell it; kept as a "
        "keyed hash, and asked again at the office.",
    )
    group: bool = Field(
        False,
        description="Whether a slot is the meeting of a group, such as an open day or a webinar: "
        "`capacity` people come, `max_cases` with one booking; they stand on an attendance list "
        "and get no tickets.",
    )
    meeting_link: WebAddress | None = Field(
        None,
        description="Where a group meets over the internet, told to those who have booked. Left "
        "out: it meets at the branch.",
    )

    @model_validator(mode="after")
    def _group_of_how_many(self) -> Booking:
        if self.group and self.capacity is None:
            raise ValueError("a group needs a capacity")
        if self.meeting_link and not self.group:
            raise ValueError("only a group's meeting has a meeting_link")
        return self

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.slot_minutes)

    @property
    def lead(self) -> timedelta:
        return timedelta(minutes=self.lead_minutes)

    @property
    def walk_in_share(self) -> float:
        return self.walk_in_percent / 100

    @cached_property
    def release(self) -> Release:
        """How far ahead a day can be booked."""
        weekday = WEEK.index(self.opens_on) if self.opens_on else None
        return Release(self.horizon_days, time.fromisoformat(self.opens_at), weekday)

    @property
    def furthest_days(self) -> int:
        """No later day than so many ahead is ever open for booking."""
        return self.horizon_days + (6 if self.opens_on else 0)


class BookingRules(Model):
    """The office's numbers for appointments."""

    hold_minutes: float = Field(
        10, gt=0, le=120, description="How long a place is held until it is confirmed."
    )
    early_minutes: float = Field(
        30, ge=0, le=1440, description="So early one may check in; the ticket is due at its time."
    )
    late_minutes: float = Field(
        15, ge=0, le=1440, description="So late one keeps the appointment; then its place is given."
    )
    walk_in_minutes: float = Field(
        60,
        ge=0,
        le=1440,
        description="So late one gets a walk-in's ticket; then reception decides.",
    )

    reminder_hours: float = Field(
        24, ge=0, le=336, description="So long before its time one is reminded of it; 0: never."
    )

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    @cached_property
    def policy(self) -> CheckInPolicy:
        """Early, on time, late."""
        early, late, walk_in = (
            timedelta(minutes=minutes)
            for minutes in (self.early_minutes, self.late_minutes, self.walk_in_minutes)
        )
        return CheckInPolicy(early, late, walk_in)
