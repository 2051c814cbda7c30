"""When a branch is open, in its local time."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from queue_server.domain.schedule import Interval, business_day, is_open, next_opening

WARSAW = ZoneInfo("Europe/Warsaw")
TWO_SHIFTS = (Interval(time(8), time(15)), Interval(time(16), time(20)))
WEEK = (TWO_SHIFTS, TWO_SHIFTS, TWO_SHIFTS, TWO_SHIFTS, (TWO_SHIFTS[0],), (), ())
MONDAY, FRIDAY, SATURDAY = 2, 6, 7


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in the week of Monday 2 March 2026, Warsaw time."""
    return datetime(2026, 3, day, hour, minute, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("now", "open_now"),
    [
        (at(MONDAY, 7, 59), False),
        (at(MONDAY, 8), True),
        (at(MONDAY, 14, 59), True),
        (at(MONDAY, 15), False),
        (at(MONDAY, 15, 59), False),
        (at(MONDAY, 16), True),
        (at(MONDAY, 20), False),
        (at(FRIDAY, 17), False),
        (at(SATURDAY, 10), False),
    ],
)
def test_a_service_is_open_within_its_shifts_alone(now: datetime, open_now: bool) -> None:
    assert is_open(WEEK, now, WARSAW) is open_now


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(MONDAY, 6), at(MONDAY, 8)),
        (at(MONDAY, 15, 30), at(MONDAY, 16)),
        (at(MONDAY, 21), at(MONDAY + 1, 8)),
        (at(FRIDAY, 15), at(MONDAY + 7, 8)),
    ],
)
def test_a_closed_service_opens_with_its_next_shift(now: datetime, opens: datetime) -> None:
    assert next_opening(WEEK, now, WARSAW) == opens


def test_a_service_without_hours_in_the_week_never_opens() -> None:
    assert next_opening(((),) * 7, at(MONDAY, 6), WARSAW) is None


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), 2),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), 3),
        (datetime(2026, 7, 2, 21, 59, tzinfo=UTC), 2),
        (datetime(2026, 7, 2, 22, 0, tzinfo=UTC), 3),
    ],
)
def test_the_business_day_begins_at_local_midnight(now: datetime, day: int) -> None:
    assert business_day(now, WARSAW).day == day
