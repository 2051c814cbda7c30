"""Joining from home: services by phone or video whose visitors need not come to the branch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, Field, StringConstraints

from queue_server.office.fields import WEB_ADDRESS, Model, placeholders

#: What a room's address may name; `room` is a word that nobody can guess, of one ticket alone.
ROOM_FIELDS = ("room", "ticket", "counter", "branch", "service", "language")


def _room_link(text: str) -> str:
    try:
        named = placeholders(text)
    except ValueError as error:
        raise ValueError(f"is no template: {error}") from None
    for name in named:
        if name not in ROOM_FIELDS:
            choices = ", ".join(f"{{{field}}}" for field in ROOM_FIELDS)
            raise ValueError(f"{{{name}}} is none of {choices}")
    if not {"room", "counter"} & set(named):
        raise ValueError("names neither {room} nor {counter}: everybody would meet in one room")
    return text


class Remote(Model):
    """How a service by phone or video is joined from home."""

    join: bool = Field(True, description="Whether visitors may join from home now.")
    room_link: (
        Annotated[str, StringConstraints(pattern=WEB_ADDRESS), AfterValidator(_room_link)] | None
    ) = Field(
        None,
        description="The room's address: a template with `{room}` (a word that nobody can guess, "
        "of one ticket alone), `{ticket}`, `{counter}`, `{branch}`, `{service}`, `{language}`. "
        "A service by video needs one.",
    )
    wait_seconds: int = Field(
        120,
        ge=10,
        le=3600,
        description="So long after the last call a counter waits; then it is free by itself.",
    )
    most_waiting: int = Field(
        20, ge=1, le=10_000, description="How many may wait from home; others are asked to wait."
    )
    in_hall: bool = Field(
        False, description="Whether its calls are shown and spoken in the hall like others."
    )

    @property
    def patience(self) -> timedelta:
        """How long a counter waits for a visitor after the last call."""
        return timedelta(seconds=self.wait_seconds)

    def link(self, named: Mapping[str, str]) -> str | None:
        """The room's address for these values of its fields."""
        if self.room_link is None:
            return None
        return self.room_link.format_map({key: quote(text, safe="") for key, text in named.items()})
