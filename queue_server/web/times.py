"""Times and days that requests may say: any that an office could mean, and none that overflow."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

_FIRST, _LAST = date(1970, 1, 2), date(2200, 1, 1)
_BEGINS_WITH_A_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _within(day: date) -> None:
    if not _FIRST <= day <= _LAST:
        raise PydanticCustomError("age", "It is before 1970 or after 2200")


def _time(said: datetime) -> datetime:
    _within(said.date())
    return said


def _day(said: date) -> date:
    _within(said)
    return said


def _written(said: Any) -> Any:
    """pydantic takes numbers for times and days, too."""
    if isinstance(said, str) and _BEGINS_WITH_A_DAY.match(said):
        return said
    raise PydanticCustomError("when", "Say a day, or a time with its offset from UTC")


_AsText = Field(strict=False)  # bodies are strict, and take no text for a time otherwise

Time = Annotated[AwareDatetime, _AsText, BeforeValidator(_written), AfterValidator(_time)]
Day = Annotated[date, _AsText, BeforeValidator(_written), AfterValidator(_day)]

_TIME, _DAY = TypeAdapter(Time), TypeAdapter(Day)


def _when(said: Any) -> date:
    """A day where only a day is said."""
    return (_TIME if "T" in str(said) else _DAY).validate_python(said)


#: A day, or a time on one.
When = Annotated[
    date | datetime,
    PlainValidator(_when),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
            ]
        }
    ),
]
