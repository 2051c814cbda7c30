"""Simulated days: the real rules on a fake clock, and what they promise in a full hall."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.office import Office, parse_office
from queue_server.simulation import POLICIES, Demand, Figures, simulate

MONDAY = date(2026, 11, 23)
HALL = {
    "name": "Urząd",
    "branches": [
        {
            "id": "town",
            "name": "Town",
            "address": "Rynek 1",
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
    come = {len(f.walk_in_waits) + len(f.delays) + f.left for f in week.values()}
    assert len(come) == 1


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
