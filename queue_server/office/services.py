"""What visitors come for."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from queue_server.office.booking import Booking
from queue_server.office.fields import Id, Named, Prefix, Texts
from queue_server.office.hours import Hours
from queue_server.office.remote import Remote


class Channel(StrEnum):
    """How a service is given."""

    COUNTER = "counter"
    PHONE = "phone"
    VIDEO = "video"


class Service(Named):
    """What a visitor comes for. Services with the same prefix share the day's number series."""

    group: Id | None = Field(
        None, description="The group on the kiosk. Left out: on the kiosk's first step by itself."
    )
    zone: Id = Field(description="Where its visitors wait.")
    prefix: Prefix = Field("A", description="Stands before the number.")
    first: int = Field(1, ge=0, le=999_999, description="The first number of a day.")
    last: int | None = Field(
        None,
        ge=0,
        le=999_999,
        description="The last number of a day; then no more are issued. Left out: no end.",
    )
    channel: Channel = Field(Channel.COUNTER, description="How it is given.")
    target_wait_minutes: int = Field(
        20, ge=0, le=600, description="How long a visitor may wait before the ticket is due."
    )
    handling_minutes: float = Field(
        8, gt=0, le=480, description="How long one matter takes, until there is experience."
    )
    max_cases: int = Field(1, ge=1, le=50, description="How many matters one ticket may carry.")
    limit_per_day: int | None = Field(
        None, ge=0, description="How many tickets a day. Left out: no limit."
    )
    route_by_language: bool = Field(
        False, description="Whether only a counter that speaks the ticket's language calls it."
    )
    documents: list[Texts] = Field([], description="What to bring.")
    slip_text: Texts | None = Field(None, description="What its slips say besides.")
    alert_waiting: int | None = Field(
        None, ge=1, le=10_000, description="The supervisor is told when more wait. Left out: never."
    )
    alert_wait_minutes: int | None = Field(
        None, ge=1, le=1440, description="And when someone waits longer. Left out: never."
    )
    limit_per_hour: int | None = Field(
        None, ge=0, description="How many tickets from one full hour to the next."
    )
    hours: Hours | None = Field(None, description="When it is given. Left out: as the branch's.")
    issue_hours: Hours | None = Field(
        None,
        description="When tickets are issued. Left out: its `hours`, else as the branch's.",
    )
    booking_hours: Hours | None = Field(
        None,
        description="When booked visits take place. Left out: its `hours`, else as the branch's.",
    )
    booking: Booking | None = Field(
        None, description="How visits are booked. Left out: they are not."
    )
    remote: Remote | None = Field(
        None, description="How it is joined from home, by phone or video. Left out: it is not."
    )

    @model_validator(mode="after")
    def _joined_as_it_is_given(self) -> Service:
        if self.remote is None:
            return self
        if self.channel is Channel.COUNTER or not self.has_tickets:
            raise ValueError("only a service with tickets, by phone or video, is joined from home")
        if self.channel is Channel.VIDEO and self.remote.room_link is None:
            raise ValueError("a service by video that is joined from home needs a remote.room_link")
        if self.channel is Channel.PHONE and self.booking and self.booking.asks.phone != "required":
            raise ValueError("a service by phone that is booked from home needs booking.asks.phone")
        return self

    @property
    def has_tickets(self) -> bool:
        """Whether its visitors stand in the queue; a group's meeting has an attendance list."""
        return not (self.booking and self.booking.group)
