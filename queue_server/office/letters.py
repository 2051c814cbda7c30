"""What is written to those who book, in the office's own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from queue_server.office.fields import LANGUAGES, LETTER, Language, Line, Model, placeholders

#: What stands in braces in a letter.
PLACES = (
    "office",
    "branch",
    "address",
    "service",
    "day",
    "time",
    "code",
    "documents",
    "link",
    "move",
    "cancel",
    "name",
    "reason",
)


def _known_places(text: str) -> str:
    try:
        found = placeholders(text)
    except ValueError as error:
        raise ValueError(f"the braces do not match: {error}") from None
    for name in found:
        if name not in PLACES:
            places = ", ".join(f"{{{place}}}" for place in PLACES)
            raise ValueError(f"'{{{name}}}' is none of {places}")
    return text


def _in_every_language(value: object, info: ValidationInfo) -> object:
    return dict.fromkeys(info.context or LANGUAGES, value) if isinstance(value, str) else value


Subject = Annotated[Line, AfterValidator(_known_places)]
Body = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=LETTER),
    AfterValidator(_known_places),
]
Subjects = Annotated[
    dict[Language, Subject],
    BeforeValidator(_in_every_language, json_schema_input_type=str | dict[Language, Subject]),
]
Bodies = Annotated[
    dict[Language, Body],
    BeforeValidator(_in_every_language, json_schema_input_type=str | dict[Language, Body]),
]


class Letter(Model):
    """A mail. What stands in braces is put in when it is sent."""

    subject: Subjects = Field(description="The subject; the same may stand in it as in the text.")
    body: Bodies = Field(
        description="Lines of text, with any of `{office}`, `{branch}`, `{address}`, `{service}`,"
        " `{day}`, `{time}`, `{code}`, `{documents}`, `{link}`, `{move}`, `{cancel}`,"
        " `{name}` and `{reason}`: why the office moved it."
    )


class Letters(Model):
    """Mails to those who book; each that is left out says what the product says."""

    confirmation: Letter | None = Field(None, description="The visit is booked.")
    reminder: Letter | None = Field(None, description="The visit is soon.")
    change: Letter | None = Field(None, description="The visit has been moved.")
    cancellation: Letter | None = Field(None, description="The visit has been cancelled.")
