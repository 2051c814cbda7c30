"""What the question for a report answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.shapes import Shape, Texts


class Figures(Shape):
    """What some visits came to; null where there is nothing to tell. Shares are from 0 to 1."""

    tickets: int
    served: int
    wait_mean_minutes: float | None
    wait_median_minutes: float | None
    wait_p90_minutes: float | None
    within_target: float | None
    handling_mean_minutes: float | None
    no_shows: int
    gave_up: int
    appointments: int
    on_time: float | None


class FiguresOf(Figures):
    """The figures of a time, a service, an hour or a clerk; a service has a `name`."""

    key: str
    name: Texts | None


class Report(Shape):
    """Figures of all, of as many days `before`, over time and by group."""

    branch: str
    name: Texts
    time_zone: str
    from_: Annotated[date, Field(alias="from")]
    to: date
    every: Literal["day", "week", "month"]
    by: Literal["service", "hour", "clerk"]
    all: Figures
    before: Figures
    times: list[FiguresOf]
    groups: list[FiguresOf]
