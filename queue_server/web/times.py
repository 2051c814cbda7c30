"""Times and days that requests may say: any that an office could mean, and none that overflow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, PlainValidator, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

_FIRST, _LAST = date(1970, 1, 2), date(2200, 1, 1)


def _within(day: date) -> None:
    if not _FIRST <= day <= _LAST:
        raise PydanticCustomError("age", "It is before 1970 or after 2200")


def _time(said: datetime) -> datetime:
    _within(said.date())
    return said


def _day(said: date) -> date:
    _within(said)
    return said


Time = Annotated[AwareDatetime, AfterValidator(_time)]
Day = Annotated[date, AfterValidator(_day)]

_TIME, _DAY = TypeAdapter(Time), TypeAdapter(Day)


def _when(said: Any) -> date:
    """A day where only a day is said."""
    day, _, clock = str(said).partition("T")
    try:
        date.fromisoformat(day)  # pydantic takes numbers for times, too
    except ValueError:
        raise PydanticCustomError("when", "Say a day, or a time with its offset from UTC") from None
    return (_TIME if clock else _DAY).validate_python(said)


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
