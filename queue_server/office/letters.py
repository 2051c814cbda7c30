"""What is written to those who book, in the office's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from queue_server.office.braces import Places, faults_at
from queue_server.office.fields import LETTER, LINE, Language, Line, Model, in_every_language
from queue_server.office.paths import Location

_ABOUT = ("office", "branch", "address", "service")
_VISIT = ("day", "time", "code", "link", "move", "cancel", "name")

#: What a text message can tell.
_IN_SHORT = Places((*_ABOUT, *_VISIT))

_LETTER = (*_ABOUT, "where")
_BOOKED = Places((*_LETTER, *_VISIT, "documents", "come", "links", "reason"))

#: What each letter can tell.
LETTERS = {
    "confirmation": _BOOKED,
    "reminder": _BOOKED,
    "change": _BOOKED,
    "cancellation": _BOOKED,
    "link": Places((*_LETTER, "day", "time", "link"), needed=("link",)),
    "wait_link": Places((*_LETTER, "link"), needed=("link",)),
    "offer": Places((*_LETTER, "day", "time", "documents", "link", "until"), needed=("link",)),
}

Body = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=LETTER)
]
Subjects = Annotated[
    dict[Language, Line],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, Line]),
]
Bodies = Annotated[
    dict[Language, Body],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, Body]),
]
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320, pattern=LINE)
]
ShortTexts = Annotated[
    dict[Language, ShortText],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, ShortText]),
    Field(min_length=1),
]


class Letter(Model):
    """A mail. What stands in braces is put in when it is sent."""

    subject: Subjects = Field(description="The subject; the same may stand in it as in the text.")
    body: Bodies = Field(
        description="Lines of text, with any of `{office}`, `{branch}`, `{address}`, `{service}`"
        " and `{where}`: the branch with its address, or that one stays at home; about a booked"
        " visit also `{day}`, `{time}`, `{code}`, `{documents}`, `{come}`: what to do when it is"
        " time, `{link}`, `{move}`, `{cancel}`, `{links}`: those three with a word about each,"
        " `{name}` and `{reason}`: why the office moved it."
    )


class Letters(Model):
    """Mails to those who book; each that is left out says what the product says."""

    confirmation: Letter | None = Field(None, description="The visit is booked.")
    reminder: Letter | None = Field(None, description="The visit is soon.")
    change: Letter | None = Field(None, description="The visit has been moved.")
    cancellation: Letter | None = Field(None, description="The visit has been cancelled.")
    link: Letter | None = Field(
        None,
        description="With this link a time is held. It can tell `{day}`, `{time}` and `{link}`,"
        " which its body needs.",
    )
    wait_link: Letter | None = Field(
        None,
        description="With this link one joins the waiting list. It can tell `{link}`, which its"
        " body needs.",
    )
    offer: Letter | None = Field(
        None,
        description="A place that was waited for is held. It can tell `{day}`, `{time}`,"
        " `{documents}`, `{until}` when it is held, and `{link}`, which its body needs.",
    )


class TextMessages(Model):
    """Text messages to those who gave a number and no address; each that is left out says what
    the product says.

    Any of `{office}`, `{branch}`, `{address}`, `{service}`, `{day}`, `{time}`, `{code}`,
    `{link}`, `{move}`, `{cancel}` and `{name}` may stand in them. They are cut after 320
    characters. Over 160 characters, or 70 where one of them is Polish or Cyrillic, a gateway
    sends several.
    """

    confirmation: ShortTexts | None = Field(None, description="The visit is booked.")
    reminder: ShortTexts | None = Field(None, description="The visit is soon.")
    change: ShortTexts | None = Field(None, description="The visit has been moved.")
    cancellation: ShortTexts | None = Field(None, description="The visit has been cancelled.")


def faults(office: Any, at: Location) -> Iterator[str]:
    """What stands in braces and cannot be told, and what a body needs and does not say."""
    for name in TextMessages.model_fields:
        yield from faults_at(office, f"text_messages.{name}", _IN_SHORT, at)
    for name, (known, needed) in LETTERS.items():
        yield from faults_at(office, f"letters.{name}.subject", Places(known), at)
        yield from faults_at(office, f"letters.{name}.body", Places(known, needed), at)
