"""The bench measures every figure that it lists; how fast is not tested here."""

from pathlib import Path

import pytest

from bench import answers
from bench.__main__ import GROUPS
from bench.figures import CLIENTS, FIGURES, NEXT, TAKE, Reading, lines, middle

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "speed.md"


def test_every_figure_is_measured_by_one_group() -> None:
    measured = [figure for group in GROUPS.values() for figure in group.figures]
    assert sorted(figure.name for figure in measured) == sorted(figure.name for figure in FIGURES)


def test_the_table_has_a_line_for_every_figure() -> None:
    table = list(lines({figure: [Reading(1.0, 1.0)] for figure in FIGURES}))
    assert [line.startswith(figure.name) for line, figure in zip(table, FIGURES, strict=True)]


def test_the_page_on_speed_tells_every_figure() -> None:
    page = PAGE.read_text()
    assert [figure.name for figure in FIGURES if f"| {figure.name} |" not in page] == []


def test_of_three_rounds_the_middle_ratio_counts() -> None:
    rounds = [Reading(9, 3), Reading(2, 2), Reading(10, 5)]
    assert middle(NEXT, rounds) == middle(CLIENTS, rounds) == Reading(10, 5)


def test_of_two_rounds_the_worse_counts() -> None:
    rounds = [Reading(9, 3), Reading(2, 2)]
    assert (middle(NEXT, rounds), middle(CLIENTS, rounds)) == (Reading(9, 3), Reading(2, 2))


def test_a_figure_is_measured_against_its_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_CALLS", 50)
    readings = answers.alone(tmp_path, rounds=1)
    assert set(readings) == {NEXT, TAKE}
    assert all(reading.figure > 0 for found in readings.values() for reading in found)
