"""Slots, releases, codes and arrivals: tables of the pure rules."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from queue_server.domain.booking import (
    CODE_ALPHABET,
    Arrival,
    CheckInPolicy,
    Offer,
    Release,
    SlotRule,
    Span,
    new_code,
    offers,
    read_code,
    slots_needed,
    units,
)

WARSAW = ZoneInfo("Europe/Warsaw")


def at(clock: str, day: int = 2, month: int = 3) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW).astimezone(UTC)


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(WARSAW):%H:%M}"


def starts(found: list[Offer]) -> list[str]:
    return [clock(offer.span.start) for offer in found]


def rule(minutes: int = 20, capacity: int = 1, share: float = 0.0) -> SlotRule:
    return SlotRule(timedelta(minutes=minutes), lambda _span: capacity, share)


def places(found: list[Offer]) -> list[int]:
    return [min(offer.places.values()) for offer in found]


@pytest.mark.parametrize(
    ("hours", "minutes", "expected"),
    [
        (("08:00", "09:00"), 20, ["08:00", "08:20", "08:40"]),
        (("08:00", "09:10"), 20, ["08:00", "08:20", "08:40"]),
        (("08:00", "08:15"), 20, []),
        (("08:03", "09:00"), 20, ["08:05", "08:25"]),
        (("08:00", "08:30"), 30, ["08:00"]),
    ],
)
def test_hours_are_cut_into_whole_slots(
    hours: tuple[str, str], minutes: int, expected: list[str]
) -> None:
    assert starts(list(offers([span(*hours)], rule(minutes)))) == expected


def test_no_slot_lies_across_a_break() -> None:
    found = list(offers([span("08:00", "08:50"), span("09:00", "09:40")], rule()))
    assert starts(found) == ["08:00", "08:20", "09:00", "09:20"]


def test_several_matters_take_slots_in_a_row_within_one_interval() -> None:
    found = list(offers([span("08:00", "09:00"), span("10:00", "10:40")], rule(), slots=2))
    assert starts(found) == ["08:00", "08:20", "10:00"]
    assert [offer.span.end - offer.span.start for offer in found] == [timedelta(minutes=40)] * 3


@pytest.mark.parametrize(
    ("cases", "per_slot", "expected"), [(1, 1, 1), (2, 1, 2), (3, 2, 2), (4, 2, 2), (5, 2, 3)]
)
def test_matters_that_fit_into_a_slot_share_it(cases: int, per_slot: int, expected: int) -> None:
    assert slots_needed(cases, per_slot) == expected


@pytest.mark.parametrize(
    ("capacity", "share", "expected"),
    [
        (2, 0.0, [2, 2, 2, 2]),
        (2, 0.5, [1, 1, 1, 1]),
        (1, 0.25, [0, 1, 1, 1]),
        (3, 0.5, [1, 2, 1, 2]),
        (10, 0.3, [7, 7, 7, 7]),
        (4, 1.0, [0, 0, 0, 0]),
    ],
)
def test_the_walk_ins_share_is_kept_and_what_is_left_of_a_place_is_carried_over(
    capacity: int, share: float, expected: list[int]
) -> None:
    assert places(list(offers([span("08:00", "09:20")], rule(20, capacity, share)))) == expected


def test_a_long_visit_has_the_places_of_each_of_its_slots() -> None:
    (offer,) = offers([span("08:00", "08:40")], rule(20, 3, 0.5), slots=2)
    assert list(offer.places.values()) == [1] * 4 + [2] * 4
    assert offer.free({}) == 1
    assert offer.free({at("08:25"): 2}) == 0


def test_the_capacity_may_change_within_a_day() -> None:
    shift = SlotRule(timedelta(minutes=30), lambda s: 3 if s.end <= at("09:00") else 1)
    assert places(list(offers([span("08:00", "10:00")], shift))) == [3, 3, 1, 1]


def test_slots_of_the_short_day_in_spring_and_the_long_one_in_autumn_last_as_long() -> None:
    for day, month, hours in ((29, 3, 3), (25, 10, 5)):
        night = Span(at("00:00", day, month), at("04:00", day, month))
        found = list(offers([night], rule(30)))
        assert len(found) == hours * 2
        assert {offer.span.end - offer.span.start for offer in found} == {timedelta(minutes=30)}


def test_visits_that_overlap_share_a_unit_and_those_that_follow_share_none() -> None:
    taken = Counter(units(span("08:00", "08:20")) + units(span("08:20", "08:40")))
    assert set(taken.values()) == {1}
    taken.update(units(span("08:15", "08:30")))
    assert max(taken.values()) == 2
    assert units(span("08:02", "08:07")) == [at("08:00"), at("08:05")]


@pytest.mark.parametrize(
    ("release", "day", "expected"),
    [
        (Release(30), date(2026, 4, 1), "2026-03-02 00:00"),
        (Release(30, time(9)), date(2026, 4, 1), "2026-03-02 09:00"),
        (Release(0, time(7)), date(2026, 4, 1), "2026-04-01 07:00"),
        # Whole weeks open on a Monday: 1 April 2026 is a Wednesday, two weeks ahead on 16 March.
        (Release(14, time(9), 0), date(2026, 4, 1), "2026-03-16 09:00"),
        (Release(14, time(9), 0), date(2026, 4, 5), "2026-03-16 09:00"),
        (Release(14, time(9), 0), date(2026, 4, 6), "2026-03-23 09:00"),
        # Over the change of the clocks it stays nine in the morning.
        (Release(7, time(9)), date(2026, 4, 2), "2026-03-26 09:00"),
    ],
)
def test_a_day_opens_for_booking_at_its_hour(release: Release, day: date, expected: str) -> None:
    assert f"{release.of(day, WARSAW).astimezone(WARSAW):%Y-%m-%d %H:%M}" == expected


def test_codes_have_no_look_alikes() -> None:
    assert not set(CODE_ALPHABET) & set("0O1I2Z5S8BUAE")
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(read_code(code) == code for code in codes)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cd3 4 fg", "CD34FG"),
        (" CD3-4FG\n", "CD34FG"),
        ("СD3НКТ", "CD3HKT"),  # with Cyrillic С, Н, К and Т
        ("CD34F", None),
        ("CD34FGH", None),
        ("CD34F0", None),
        ("", None),
        ("http://office/b/1-abc", None),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, expected: str | None) -> None:
    assert read_code(typed) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-31, Arrival.TOO_EARLY),
        (-30, Arrival.ON_TIME),
        (0, Arrival.ON_TIME),
        (15, Arrival.ON_TIME),
        (16, Arrival.LATE),
        (60, Arrival.LATE),
        (61, Arrival.TOO_LATE),
    ],
)
def test_an_arrival_is_worth_what_the_policy_says(minutes: int, expected: Arrival) -> None:
    booked = at("10:00")
    assert CheckInPolicy().arrival(booked, booked + timedelta(minutes=minutes)) is expected
