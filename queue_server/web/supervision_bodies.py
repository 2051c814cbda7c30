"""What a supervisor's commands may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.bodies import Body, Name, Text
from queue_server.web.times import Time


class Suspend(Body):
    """Why, and which service; without one the whole branch. `fire`: people leave the building."""

    reason: Text
    service: Name | None = None
    fire: bool = False


class Resume(Body):
    """Which service; without one the branch itself."""

    service: Name | None = None


class ByHand(Body):
    """Until when; then the hours count again."""

    until: Literal["changed", "day_end"] = "day_end"
    reason: Text | None = None


class AllowIssue(Body):
    """Until when, at the latest until the day ends. A moment that has passed takes it back."""

    until: Time | None = None
    reason: Text | None = None


class Profile(Body):
    """The work profile to go on with."""

    profile: Name


class Help(Body):
    """What a clerk is to help with."""

    text: Text | None = None


class Alarm(Body):
    """What has happened, where there is time to say it."""

    text: Text | None = None


class EndAlarm(Body):
    """What it was."""

    note: Text | None = None


class ForceClose(Body):
    """Why, and what becomes of the ticket that the counter holds."""

    reason: Text
    ticket: Literal["return", "done"] = "return"


class LiveMessage(Body):
    """A text by language, or in one; on some displays or all; for some minutes or until removed."""

    text: Annotated[dict[str, Text], Field(min_length=1, max_length=20)]
    displays: Annotated[list[Name], Field(max_length=100, default_factory=list)]
    urgent: bool = False
    running: bool = False
    minutes: Annotated[float, Field(gt=0, le=10_080, allow_inf_nan=False)] | None = None
