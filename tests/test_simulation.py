"""Simulated days: the real rules on a fake clock, and what they promise in a full hall."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.domain.schedule import Opening
from queue_server.office import Office, parse_office
from queue_server.simulation import POLICIES, Demand, Figures, simulate
from queue_server.simulation.demand import WALK, Visitor

MONDAY = date(2026, 11, 23)
HALL: dict[str, Any] = {
    "name": "Urząd",
    "branches": [
        {
            "id": "town",
            "name": "Town",
            "address": "Rynek 1",
            "hours": {day: ["08:00-16:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
            "zones": [{"id": "hall", "name": "Hall"}],
            "services": [
                {"id": "cards", "name": "Cards", "zone": "hall", "handling_minutes": 8},
                {"id": "permits", "name": "Permits", "zone": "hall", "handling_minutes": 14},
            ],
            "profiles": [
                {
                    "id": "all",
                    "name": "All",
                    "serves": [{"service": "cards"}, {"service": "permits"}],
                }
            ],
            "counters": [
                {"id": str(n), "label": str(n), "zone": "hall", "profile": "all"}
                for n in range(1, 7)
            ],
        }
    ],
}
FULL = Demand(load=1.15, booked=0.25)
DAY = Opening(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC))


@pytest.fixture(scope="module")
def office() -> Office:
    """Six counters that all do everything, in office hours."""
    return parse_office(HALL)


@pytest.fixture(scope="module")
def week(office: Office) -> dict[str, Figures]:
    """A working week in an overloaded hall, under each policy."""
    return {
        name: simulate(under(office), "town", MONDAY, 5, FULL, seed=7)
        for name, under in POLICIES.items()
    }


def test_nine_appointments_in_ten_are_called_within_15_minutes_in_an_overloaded_hall(
    week: dict[str, Figures],
) -> None:
    assert week["as configured"].called_within(15) >= 0.9
    assert week["earliest due first"].called_within(15) < 0.9


def test_appointments_cost_walk_ins_minutes_and_not_their_turn(week: dict[str, Figures]) -> None:
    weighed, plain = week["as configured"], week["earliest due first"]
    assert len(weighed.walk_in_waits) == pytest.approx(len(plain.walk_in_waits), rel=0.05)
    assert weighed.mean_wait < plain.mean_wait * 1.5


def test_every_policy_meets_the_same_visitors(week: dict[str, Figures]) -> None:
    assert len({figures.late_comers for figures in week.values()}) == 1
    come = {len(f.walk_in_waits) + len(f.delays) + f.left + f.refused for f in week.values()}
    assert len(come) == 1


def test_no_ticket_is_issued_whose_wait_would_pass_closing(week: dict[str, Figures]) -> None:
    assert week["as configured"].refused > 0
    assert week["as configured"].left < week["as configured"].refused


def test_the_work_that_comes_is_the_load_with_the_way_to_the_counter(office: Office) -> None:
    coming = _coming(office, Demand(load=1.0, booked=0.25, absent=0), days=20)
    minutes = sum((visitor.handling + WALK).total_seconds() / 60 for visitor in coming)
    assert minutes == pytest.approx(6 * 8 * 60 * 20, rel=0.05)


def test_booked_visits_are_spread_over_the_hours_of_booking_and_end_within(office: Office) -> None:
    booked = [
        v.booked_at for v in _coming(office, FULL, days=1) if v.booked_at and v.service == "cards"
    ]
    noon = DAY.opens_at + (DAY.closes_at - DAY.opens_at) / 2
    assert all(DAY.opens_at <= at <= DAY.closes_at - timedelta(minutes=8) for at in booked)
    assert sum(at < noon for at in booked) == pytest.approx(len(booked) / 2, abs=4)


def test_where_language_decides_visitors_speak_what_counters_do() -> None:
    document = deepcopy(HALL)
    town = document["branches"][0]
    town["services"][0]["route_by_language"] = True
    town["profiles"].append(
        {"id": "uk", "name": "UK", "serves": [{"service": "cards"}], "languages": ["uk"]}
    )
    town["counters"][0]["profile"] = "uk"
    town["profiles"][0]["languages"] = ["pl", "ru"]
    spoken = {
        name: {
            v.language for v in _coming(parse_office(document), FULL, days=1) if v.service == name
        }
        for name in ("cards", "permits")
    }
    assert spoken == {"cards": {"pl", "ru", "uk"}, "permits": {None}}


def _coming(office: Office, demand: Demand, days: int) -> list[Visitor]:
    return [
        visitor
        for day in range(days)
        for visitor in demand.visitors(
            office.branch["town"], [DAY], lambda _service, _purpose: [DAY], Random(day)
        )
    ]


def test_the_same_seed_brings_the_same_day(office: Office) -> None:
    days = [simulate(office, "town", MONDAY, 1, Demand(), seed) for seed in (1, 1, 2)]
    assert days[0] == days[1]
    assert days[0] != days[2]


def test_a_quiet_hall_calls_at_once_and_is_idle(office: Office) -> None:
    quiet = simulate(office, "town", MONDAY, 1, Demand(load=0.3), seed=1)
    assert quiet.called_within(5) == 1
    assert quiet.mean_wait < 1
    assert quiet.idle > 0.5
    assert quiet.left == 0


def test_nobody_comes_on_a_day_without_hours(office: Office) -> None:
    assert simulate(office, "town", date(2026, 11, 22), 1, Demand(), seed=1) == Figures()


def test_the_command_prints_each_policys_figures(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(yaml.safe_dump({"office": HALL}))
    about = [
        "simulate",
        "--config",
        str(file),
        "--from",
        "2026-11-23",
        "--days",
        "1",
        "--load",
        "0.2",
    ]
    shown = CliRunner().invoke(main, about)
    assert shown.exit_code == 0, shown.output
    assert all(name in shown.output for name in POLICIES)
    assert "20% of what the counters can do" in shown.output
    told = json.loads(CliRunner().invoke(main, [*about, "--json"]).output)
    assert told.keys() == POLICIES.keys()
    assert told["as configured"]["appointments"] > 0


def test_the_command_names_the_branches_where_one_is_unknown(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(yaml.safe_dump({"office": HALL}))
    refused = CliRunner().invoke(main, ["simulate", "--config", str(file), "--branch", "moon"])
    assert refused.exit_code == 2
    assert "'moon'" in refused.output
    assert "town" in refused.output
