"""What the parts of the office configuration are made of: ids, texts, hours, and their patterns."""

from __future__ import annotations

from datetime import date, time
from ipaddress import ip_network
from itertools import pairwise
from string import Formatter
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

from queue_server.domain.schedule import Interval

#: The languages that the product speaks by itself.
LANGUAGES = ("pl", "en", "uk", "ru")

ID = r"^[a-z0-9][a-z0-9-]{0,39}$"
CLASS_ID = r"^[a-z][a-z0-9_-]{0,39}$"
LANGUAGE = r"^[a-z]{2,3}$"
PREFIX = r"^[A-ZĄĆĘŁŃÓŚŹŻ]{0,3}$"
LABEL = r"^[0-9A-Z]{1,4}$"
LETTER = r"^[\P{Cc}\n]*$"
LINE = r"^[^\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"
COLOUR = r"^#[0-9a-fA-F]{6}$"
INTERVAL = r"^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
HOST = r"^[^\s/]{1,253}$"
MEDIA = r"^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_ .,()+-]*(?:/[\p{L}\p{N}_][\p{L}\p{N}\p{M}_ .,()+-]*)*$"
SERVED = r"^/(?:media|static)/" + MEDIA[1:]
WEB_ADDRESS = r"^https?://[^\s/]+[^\s]*$"

#: What a pattern asks for, in words.
MEANT = {
    ID: "at most 40 lower-case letters, digits and hyphens, such as main-hall",
    CLASS_ID: "at most 40 lower-case letters, digits, hyphens and underscores",
    LANGUAGE: "the code of a language in two or three lower-case letters, such as uk",
    PREFIX: "at most three Latin capital letters",
    LABEL: "one to four digits or Latin capital letters",
    LETTER: "lines without other control characters",
    LINE: "one line without control characters",
    COLOUR: "a colour such as #0b4f8a",
    INTERVAL: "an interval such as 08:00-15:00",
    CLOCK: "a time of day such as 08:00",
    HOST: "the name or the address of a host",
    MEDIA: "a path in the media folder, such as films/moving.webm",
    SERVED: "where the server has it, such as /media/logo.png for a file of the media folder",
    WEB_ADDRESS: "an address that begins with http:// or https://",
}

Id = Annotated[str, StringConstraints(pattern=ID)]
ClassId = Annotated[str, StringConstraints(pattern=CLASS_ID)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Prefix = Annotated[str, StringConstraints(pattern=PREFIX)]
Label = Annotated[str, StringConstraints(pattern=LABEL)]
Colour = Annotated[str, StringConstraints(pattern=COLOUR)]
Host = Annotated[str, StringConstraints(pattern=HOST)]
MediaPath = Annotated[str, StringConstraints(pattern=MEDIA, max_length=200)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400, pattern=LINE)
]


def _network(text: str) -> str:
    try:
        ip_network(text)
    except ValueError as error:
        raise ValueError(
            f"should be an address or a network such as 10.0.0.0/24: {error}"
        ) from None
    return text


ProxyNetwork = Annotated[str, AfterValidator(_network)]


def in_every_language(value: Any, info: ValidationInfo) -> Any:
    """A plain string means the same in every language of the office."""
    return dict.fromkeys(info.context or LANGUAGES, value) if isinstance(value, str) else value


Texts = Annotated[
    dict[Language, Line],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, Line]),
    Field(min_length=1),
]


def _known(time_zone: str) -> str:
    try:
        ZoneInfo(time_zone)
    except (OSError, ValueError, LookupError):  # no such key; one that is a folder; one not a path
        raise ValueError(f"{time_zone!r} is not a time zone of the IANA database") from None
    return time_zone


TimeZone = Annotated[str, AfterValidator(_known)]


def _as_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{str(value)!r} is not a date such as 2026-12-24") from None


Date = Annotated[date, BeforeValidator(_as_date)]


def interval(text: str) -> Interval:
    """`"08:00-15:00"` as an interval; raises `ValueError`."""
    begins, _, ends = text.partition("-")
    try:
        opens = time.fromisoformat(begins)
        closes = time() if ends == "24:00" else time.fromisoformat(ends)
    except ValueError:
        raise ValueError(f"{text!r} is not {MEANT[INTERVAL]}") from None
    if closes <= opens and ends != "24:00":
        raise ValueError(f"the interval {text!r} ends before it begins")
    return Interval(opens, closes)


def _apart(day: list[str]) -> list[str]:
    intervals = sorted(interval(text) for text in day)
    for earlier, later in pairwise(intervals):
        if earlier.closes == time() or later.opens < earlier.closes:
            raise ValueError(f"the intervals {earlier} and {later} overlap")
    return day


Day = Annotated[
    list[Annotated[str, StringConstraints(pattern=INTERVAL)]],
    AfterValidator(_apart),
    Field(description='Intervals such as `"08:00-15:00"`; none: closed.'),
]


def placeholders(text: str) -> list[str]:
    """What stands in a text's braces: names, and nothing that would format them."""
    found = []
    for _, name, form, conversion in Formatter().parse(text):
        if form or conversion:
            raise ValueError(f"in {{{name}}} stands more than a name")
        if name is not None:
            found.append(name)
    return found


class Model(BaseModel):
    """A part of the configuration: frozen, with unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Named(Model):
    """An id and what people read in its place."""

    id: Id = Field(description="Stands in addresses, reports and other parts of this document.")
    name: Texts = Field(description="What people read.")
