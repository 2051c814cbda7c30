"""Reports: waits and handling of what has ended, by known numbers and from a real day."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.cli import main
from queue_server.domain.dispatch import APPOINTMENT
from queue_server.domain.reporting import Stay, figures, grouped, quantile
from queue_server.views.report import report_json
from queue_server.views.spreadsheet import spreadsheet
from tests.in_process import MORNING, TOWN, WARSAW, Hall, a_hall, busy_office

EIGHT = datetime(2026, 3, 2, 7, tzinfo=UTC)
TARGET = timedelta(minutes=10)
DAY = "2026-03-02"


def stay(
    ticket: int,
    waited: float | None,
    took: float | None = 6.0,
    ended_by: str = "finish",
    visitor_class: str = "walk_in",
) -> Stay:
    """One who waited and was helped for so many minutes, from eight o'clock on local clocks."""
    called = None if waited is None else EIGHT + timedelta(minutes=waited)
    began = called if took is not None else None
    ended = (called or EIGHT) + timedelta(minutes=took or 0)
    day = date(2026, 3, 2)
    return Stay(
        ticket,
        day,
        "cards",
        visitor_class,
        "ak",
        EIGHT,
        EIGHT + TARGET,
        called,
        began,
        ended,
        ended_by,
    )


def test_waits_are_told_by_mean_median_and_what_nine_in_ten_do_not_exceed() -> None:
    told = figures([stay(n, waited=n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100)])
    assert told.tickets == 10
    assert told.wait_mean_minutes == pytest.approx(14.5)
    assert (told.wait_median_minutes, told.wait_p90_minutes) == (5, 9)
    assert told.handling_mean_minutes == pytest.approx(6)


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.9, 4), (1.0, 4)]
)
def test_a_quantile_is_the_smallest_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert quantile([4, 1, 3, 2], share) == value


def test_who_was_not_called_waited_for_no_time_that_is_told() -> None:
    told = figures(
        [
            stay(1, 4),
            stay(2, None, None, "cancel"),
            stay(3, None, None, "expire"),
            stay(4, 8, None, "no_show"),
            stay(5, 300, 600, "unclosed"),
        ]
    )
    assert (told.tickets, told.no_shows, told.gave_up) == (5, 1, 2)
    assert told.wait_mean_minutes == pytest.approx(6)
    assert told.handling_mean_minutes == pytest.approx(6)


def test_appointments_are_on_time_within_a_quarter_of_an_hour_and_never_early() -> None:
    booked = [stay(n, waited, 6, "finish", APPOINTMENT) for n, waited in enumerate((-5, 15, 16))]
    told = figures([*booked, stay(9, 90)])
    assert told.appointments == 3
    assert told.on_time == pytest.approx(2 / 3)
    assert told.wait_median_minutes == 15


def test_the_share_within_the_target_is_of_those_without_an_appointment() -> None:
    told = figures([stay(1, 9), stay(2, 10), stay(3, 11), stay(4, 1, visitor_class=APPOINTMENT)])
    assert told.within_target == pytest.approx(2 / 3)


def test_of_nothing_there_is_nothing_to_tell() -> None:
    told = figures([])
    assert (told.tickets, told.wait_mean_minutes, told.on_time) == (0, None, None)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("service", ["cards", "stamps"]),
        ("clerk", ["", "ak"]),
        ("hour", ["08:00", "10:00"]),
        ("day", ["2026-03-02", "2026-12-31"]),
        ("week", ["2026-W10", "2026-W53"]),
        ("month", ["2026-03", "2026-12"]),
    ],
)
def test_stays_are_told_apart_on_local_clocks(by: str, keys: list[str]) -> None:
    later = EIGHT + timedelta(hours=2)
    other = replace(stay(2, 1), service="stamps", clerk=None, waits_from=later)
    found = grouped([replace(other, day=date(2026, 12, 31)), stay(1, 1)], by, WARSAW)
    assert list(found) == keys
    assert [row.tickets for row in found.values()] == [1, 1]


@contextmanager
def a_day(folder: Path) -> Iterator[Hall]:
    """Two of three are helped after 5 and 15 minutes, for 10 each; the third gives up."""
    with a_hall(folder) as hall:
        hall.open("1", clerk="=ak")
        taken = [hall.take("cards") for _ in range(3)]
        _serve(hall, after_minutes=5)
        _serve(hall, after_minutes=0)
        hall.move("cancel", taken[2])
        hall.take("cards")
        yield hall


def _a_day(folder: Path) -> None:
    with a_day(folder):
        pass


def _serve(hall: Hall, after_minutes: int) -> None:
    hall.pass_(minutes=after_minutes)
    hall.next("1")
    hall.at("1", "start")
    hall.pass_(minutes=10)
    hall.at("1", "finish")


def _report(folder: Path, *about: str) -> Result:
    period = ["--from", DAY, "--to", f"{MORNING:%Y-%m-%d}"]
    return CliRunner().invoke(main, ["report", "--data", str(folder), *period, *about])


def test_a_day_is_reported_as_a_table_and_as_csv(tmp_path: Path) -> None:
    _a_day(tmp_path)
    shown = _report(tmp_path)
    assert shown.exit_code == 0, shown.output
    assert "Dowody" in shown.output
    told = list(csv.DictReader(StringIO(_report(tmp_path, "--csv", "--by", "clerk").output)))
    assert [(row["clerk"], row["tickets"], row["gave_up"]) for row in told] == [
        ("", "1", "1"),
        ("'=ak", "2", "0"),
        ("all", "3", "1"),
    ]
    assert told[1]["wait_mean_minutes"] == told[2]["wait_mean_minutes"] == "10.000"
    assert told[1]["handling_mean_minutes"] == "10.000"


def test_the_page_is_told_the_same_over_time_and_beside_as_many_days_before(tmp_path: Path) -> None:
    with a_day(tmp_path) as hall:
        told, later = (
            hall.do(
                lambda work, day=day: report_json(
                    work.db, work.branch(TOWN), day, day, "week", "clerk"
                )
            )
            for day in (MORNING.date(), MORNING.date() + timedelta(days=1))
        )
    assert [(row["key"], row["tickets"], row["served"]) for row in told["groups"]] == [
        ("", 1, 0),
        ("=ak", 2, 2),
    ]
    [week] = told["times"]
    assert (week["key"], week["wait_median_minutes"]) == ("2026-W10", 5)
    assert later["all"]["tickets"] == 0
    assert later["before"] == told["all"]


def test_what_somebody_typed_is_no_formula_in_a_spreadsheet() -> None:
    assert spreadsheet(["clerk"], [["=1+1"], ["Anna"]]) == "clerk\n'=1+1\nAnna\n"


def test_no_other_day_and_no_unknown_branch_is_reported(tmp_path: Path) -> None:
    _a_day(tmp_path)
    later = _report(tmp_path, "--csv", "--from", "2026-03-03", "--to", "2026-03-04")
    assert next(iter(csv.DictReader(StringIO(later.output))))["tickets"] == "0"
    assert "there is town" in _report(tmp_path, "--branch", "moon").output
    assert _report(tmp_path, "--from", "2026-03-03").exit_code == 2


def test_a_branch_for_training_is_not_reported(tmp_path: Path) -> None:
    office = busy_office()
    office["branches"][0]["training"] = True
    with a_hall(tmp_path, office=office) as hall:
        hall.take("cards")
    assert TOWN not in _report(tmp_path).output
    assert _report(tmp_path, "--branch", TOWN).exit_code == 2
