"""Datetimes at the store's edge: aware in Python, microseconds since 1970 UTC in SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC; naive datetimes are refused with TypeError."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC datetime of `to_micros`."""
    return _EPOCH + timedelta(0, 0, micros)
