"""When a branch is open, in its local time: sixty moments with the state expected at each."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.schedule import Opening, Purpose, Schedule, business_day, moment_of
from queue_server.office import Branch, parse
from tests.small_office import small_office

WARSAW = ZoneInfo("Europe/Warsaw")
SHIFTS = ["08:00-15:00", "16:00-19:00"]


def week(monday_to_thursday: list[str], friday: list[str]) -> dict[str, list[str]]:
    return dict.fromkeys(("mon", "tue", "wed", "thu"), monday_to_thursday) | {"fri": friday}


def branch() -> Branch:
    """Two shifts with a break, tickets from half an hour sooner, bookings inside the hours."""
    document: Any = small_office()
    town = document["office"]["branches"][0]
    town |= {
        "hours": week(SHIFTS, SHIFTS[:1]),
        "issue_hours": week(["07:30-14:30", "15:45-18:30"], ["07:30-14:30"]),
        "booking_hours": week(["09:00-15:00", "16:00-18:00"], ["09:00-14:00"]),
        "break_reason": "Dezynfekcja",
        "holidays": "pl",
        "days_off": [
            {"date": "2026-06-05", "reason": "Dzień wolny"},
            {"date": "2026-12-28", "until": "2026-12-31", "reason": "Inwentaryzacja"},
            {"date": "2026-11-17", "services": ["stamps"], "reason": "Szkolenie"},
        ],
        "exceptional_days": [
            {
                "date": "2026-11-21",
                "hours": ["09:00-13:00"],
                "issue_hours": ["08:30-12:30"],
                "reason": "Dzień otwarty",
            },
            {"date": "2026-11-11", "hours": [], "issue_hours": [], "reason": "Defilada"},
            {"date": "2026-12-24", "hours": ["08:00-12:00"], "services": ["cards"]},
        ],
    }
    cards, stamps = town["services"]
    stamps["hours"] = {"tue": ["10:00-12:00"], "thu": ["10:00-12:00"]}
    town["services"] = [
        cards,
        stamps,
        stamps
        | {
            "id": "night",
            "hours": {"sat": ["22:00-24:00"], "sun": ["00:00-02:30", "03:00-05:00"]},
        },
        stamps | {"id": "dusk", "hours": {"sun": ["02:00-03:00"]}},
        stamps | {"id": "dawn", "hours": {"sun": ["02:30-04:00"]}},
        cards | {"id": "late", "hours": None, "issue_hours": {"mon": ["07:00-19:00"]}},
    ]
    return parse(document).office.branches[0]


TOWN = branch()
ALWAYS = Schedule(WARSAW)

# When (local time; its offset where it comes twice), which service, what for, the state expected,
# and when it opens or closes next.
TABLE = """
2026-11-19T00:00 cards service not_yet 2026-11-19T08:00
2026-11-19T07:59:59 cards service not_yet 2026-11-19T08:00
2026-11-19T08:00 cards service open 2026-11-19T15:00
2026-11-19T14:59:59 cards service open 2026-11-19T15:00
2026-11-19T15:00 cards service break 2026-11-19T16:00
2026-11-19T15:59:59 cards service break 2026-11-19T16:00
2026-11-19T16:00 cards service open 2026-11-19T19:00
2026-11-19T19:00 cards service closed_hours 2026-11-20T08:00
2026-11-19T23:59:59 cards service closed_hours 2026-11-20T08:00
2026-11-20T15:00 cards service closed_hours 2026-11-21T09:00
2026-11-19T07:29 cards issue not_yet 2026-11-19T07:30
2026-11-19T07:30 cards issue open 2026-11-19T14:30
2026-11-19T14:30 cards issue break 2026-11-19T15:45
2026-11-19T15:45 cards issue open 2026-11-19T18:30
2026-11-19T18:30 cards issue closed_hours 2026-11-20T07:30
2026-11-19T08:59 cards booking not_yet 2026-11-19T09:00
2026-11-19T09:00 cards booking open 2026-11-19T15:00
2026-11-19T15:30 cards booking break 2026-11-19T16:00
2026-11-19T18:00 cards booking closed_hours 2026-11-20T09:00
2026-11-20T13:59 cards booking open 2026-11-20T14:00
2026-11-21T08:29 cards issue not_yet 2026-11-21T08:30
2026-11-21T08:30 cards issue open 2026-11-21T12:30
2026-11-21T08:45 cards service not_yet 2026-11-21T09:00
2026-11-21T12:59 cards service open 2026-11-21T13:00
2026-11-21T09:00 cards booking open 2026-11-21T13:00
2026-11-21T13:00 cards service closed_hours 2026-11-23T08:00
2026-11-22T12:00 cards service not_today 2026-11-23T08:00
2026-11-28T12:00 cards issue not_today 2026-11-30T07:30
2026-11-11T10:00 cards service day_off 2026-11-12T08:00
2026-11-11T10:00 stamps issue day_off 2026-11-12T10:00
2026-06-04T10:00 cards service day_off 2026-06-08T08:00
2026-06-05T10:00 cards service day_off 2026-06-08T08:00
2026-06-06T10:00 cards service not_today 2026-06-08T08:00
2026-04-06T10:00 cards booking day_off 2026-04-07T09:00
2026-12-24T08:00 cards service open 2026-12-24T12:00
2026-12-24T10:30 stamps service day_off 2027-01-05T10:00
2026-12-25T09:00 cards service day_off 2027-01-04T08:00
2026-12-28T09:00 cards issue day_off 2027-01-04T07:30
2026-12-31T23:59 cards issue day_off 2027-01-04T07:30
2027-01-01T09:00 cards issue day_off 2027-01-04T07:30
2026-11-17T10:30 cards service open 2026-11-17T15:00
2026-11-17T10:30 stamps service day_off 2026-11-19T10:00
2026-11-24T09:59 stamps issue not_yet 2026-11-24T10:00
2026-11-24T10:00 stamps issue open 2026-11-24T12:00
2026-11-24T12:00 stamps booking closed_hours 2026-11-26T10:00
2026-11-25T12:00 stamps booking not_today 2026-11-26T10:00
2026-11-23T15:30 late issue open 2026-11-23T19:00
2026-11-23T15:30 late service break 2026-11-23T16:00
2026-03-28T21:59 night service not_yet 2026-03-28T22:00
2026-03-28T23:59:59 night service open 2026-03-29T05:00
2026-03-29T00:00 night service open 2026-03-29T05:00
2026-03-29T03:00 night service open 2026-03-29T05:00
2026-03-29T01:59 dusk service not_today 2026-04-12T02:00
2026-03-29T01:59 dawn service not_yet 2026-03-29T03:00
2026-03-29T03:00 dawn service open 2026-03-29T04:00
2026-10-25T02:29+02:00 night service open 2026-10-25T02:30+02:00
2026-10-25T02:30+02:00 night service break 2026-10-25T03:00
2026-10-25T02:29+01:00 night service break 2026-10-25T03:00
2026-10-25T02:15+01:00 dusk service open 2026-10-25T03:00
2026-10-25T02:30+02:00 dawn service open 2026-10-25T04:00
"""


def at(text: str) -> datetime:
    """A moment in Warsaw time, the first of two that clocks show alike, or with its offset."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=WARSAW)).astimezone(UTC)


CASES = [tuple(line.split()) for line in TABLE.strip().splitlines()]


def test_the_table_has_sixty_cases() -> None:
    assert len(set(CASES)) == 60


@pytest.mark.parametrize(("now", "service", "purpose", "state", "turn"), CASES)
def test_a_service_stands_as_the_table_says(
    now: str, service: str, purpose: str, state: str, turn: str
) -> None:
    found = TOWN.schedule[service].standing(at(now), Purpose(purpose))
    assert (found.reason or "open") == state
    assert (found.closes_at if found.open else found.opens_at) == at(turn)


@pytest.mark.parametrize(
    ("now", "purpose", "words"),
    [
        ("2026-11-19T15:30", Purpose.SERVICE, "Dezynfekcja"),
        ("2026-11-21T10:00", Purpose.SERVICE, "Dzień otwarty"),
        ("2026-12-29T10:00", Purpose.ISSUE, "Inwentaryzacja"),
        ("2026-11-11T10:00", Purpose.ISSUE, "Defilada"),
        ("2026-05-01T10:00", Purpose.ISSUE, "Święto Pracy"),
        ("2026-11-19T20:00", Purpose.ISSUE, None),
    ],
)
def test_the_office_says_why_in_its_own_words(
    now: str, purpose: Purpose, words: str | None
) -> None:
    says = TOWN.schedule["cards"].standing(at(now), purpose).says
    assert (says and says["pl"]) == words


def test_a_break_tells_when_it_began() -> None:
    found = TOWN.schedule["cards"].standing(at("2026-11-19T15:10"), Purpose.SERVICE)
    assert found.began_at == at("2026-11-19T15:00")


def test_the_days_last_closing_lies_behind_its_breaks() -> None:
    schedule = TOWN.schedule["cards"]
    for now in ("07:00", "12:00", "15:30", "18:59"):
        closing = schedule.closing(at(f"2026-11-19T{now}"), Purpose.SERVICE)
        assert closing == at("2026-11-19T19:00")
    assert schedule.closing(at("2026-11-19T19:00"), Purpose.SERVICE) is None
    assert TOWN.schedule["night"].closing(at("2026-03-28T23:00"), Purpose.SERVICE) is None


def test_the_counters_work_on_a_day_that_is_open_for_some_services_alone() -> None:
    assert TOWN.own_schedule.standing(at("2026-12-24T09:00"), Purpose.SERVICE).open
    assert TOWN.own_schedule.standing(at("2026-11-17T09:00"), Purpose.SERVICE).open


def test_without_hours_it_is_open_for_ever() -> None:
    found = ALWAYS.standing(at("2026-12-25T03:00"), Purpose.ISSUE)
    assert (found.open, found.closes_at, found.changes_at) == (True, None, None)
    whole = ALWAYS.intervals_of(date(2026, 10, 25), Purpose.BOOKING)
    assert whole == (Opening(at("2026-10-25T00:00"), at("2026-10-26T00:00")),)
    assert whole[0].closes_at - whole[0].opens_at == timedelta(hours=25)


def test_what_is_never_open_has_no_next_opening() -> None:
    never = Schedule(WARSAW, {Purpose.ISSUE: ((),) * 7})
    found = never.standing(at("2026-11-19T12:00"), Purpose.ISSUE)
    assert (found.reason, found.opens_at, found.changes_at) == ("not_today", None, None)
    assert never.opens_after(date(2026, 11, 19), Purpose.ISSUE) is None


MOMENTS = st.integers(0, 396 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
SERVICES = st.sampled_from(sorted(TOWN.schedule))


@given(MOMENTS, SERVICES, st.sampled_from(Purpose), st.floats(0, 1))
def test_nothing_changes_until_the_next_change_and_something_does_then(
    now: datetime, service: str, purpose: Purpose, share: float
) -> None:
    schedule = TOWN.schedule[service]
    fresh = Schedule(schedule.zone, schedule.weekly, schedule.special, schedule.break_reason)
    here = fresh.standing(now, purpose)
    assert here.changes_at is not None
    between = min(now + (here.changes_at - now) * share, here.changes_at - timedelta(seconds=1))
    assert schedule.standing(max(between, now), purpose) == here
    then = schedule.standing(here.changes_at, purpose)
    assert (then.reason, then.says) != (here.reason, here.says)
    turns = here.closes_at if here.open else here.opens_at
    assert turns is not None
    assert turns >= here.changes_at
    assert schedule.standing(turns, purpose).open is not here.open


@given(MOMENTS, SERVICES, st.sampled_from(Purpose))
def test_it_is_open_exactly_within_the_days_openings(
    now: datetime, service: str, purpose: Purpose
) -> None:
    schedule = TOWN.schedule[service]
    openings = schedule.intervals_of(business_day(now, WARSAW), purpose)
    within = any(opening.opens_at <= now < opening.closes_at for opening in openings)
    assert schedule.standing(now, purpose).open is within
    assert list(openings) == sorted(openings)
    assert all(a.closes_at <= b.opens_at for a, b in pairwise(openings))


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.times())
def test_local_time_never_runs_backwards(day: date, clock: time) -> None:
    here = moment_of(day, clock.replace(microsecond=0), WARSAW)
    assert moment_of(day, time(), WARSAW) <= here
    assert here <= moment_of(day + timedelta(days=1), time(), WARSAW)
    assert business_day(here, WARSAW) == day


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
