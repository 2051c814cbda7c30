"""What is measured: every figure with its floor and its bound, and the table that is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; its bound is on the ratio, or on the value where it has no floor."""

    name: str
    floor: str
    bound: float
    unit: str = "ms"
    at_least: bool = False

    def holds(self, figure: float) -> bool:
        """Whether the bound is met."""
        return figure >= self.bound if self.at_least else figure <= self.bound


NEXT = Figure("next, one client, p50", "bare view, one row", 1.6)
TAKE = Figure("take a ticket, one client, p50", "bare view, one row", 1.6)
CLIENTS = Figure("take and next, 8 clients", "1 client", 1.8, "calls/s", at_least=True)
CLIENTS_ON_DISK = Figure(
    "the same, commits of 2 ms more", "1 client", 1.8, "calls/s", at_least=True
)
DOORS_NEXT = Figure("next with credentials, p50", "without doors", 1.1)
DOORS_TAKE = Figure("take with credentials, p50", "without doors", 1.1)
BIG_NEXT = Figure("next, 10,000 wait, 1,000,000 served, p50", "100 wait, 0 served", 2)
BIG_TAKE = Figure("take, 10,000 wait, 1,000,000 served, p50", "100 wait, 0 served", 2)
PUSH_MIDDLE = Figure("call to 500 displays, p50", "raw loop of 500 sends", 5)
PUSH_LAST = Figure("call to 500 displays, p99", "raw loop of 500 sends", 20)
CLERK = Figure("next every 150 ms, 500 displays, p50", "20 displays", 1.25)
GROUPS = Figure(
    "commits of 10 ms more, 32 clients", "one commit per command", 6, "calls/s", at_least=True
)
PRINTER = Figure("next while a printer is stalled, p99", "it prints", 1.5)
BOARD = Figure("answer to serial board, printer stalled, p99", "", 200)
SIEGE = Figure("next under siege, 10,000 idle connections, p50", "without", 1.5)
FLOOD = Figure("next while the booking site is flooded, p50", "without", 1.5)
SCREEN = Figure("memory of one more screen", "", 100, "kB")
SCREENS = Figure("memory with 750 screens", "", 200, "MB")
START = Figure("start to first ticket", "import flask, flask_socketio, gevent", 3)
STOP = Figure("SIGTERM to exit, 100 screens", "", 2, "s")

FIGURES = (
    NEXT,
    TAKE,
    CLIENTS,
    CLIENTS_ON_DISK,
    DOORS_NEXT,
    DOORS_TAKE,
    BIG_NEXT,
    BIG_TAKE,
    PUSH_MIDDLE,
    PUSH_LAST,
    CLERK,
    GROUPS,
    PRINTER,
    BOARD,
    SIEGE,
    FLOOD,
    SCREEN,
    SCREENS,
    START,
    STOP,
)


@dataclass(frozen=True)
class Reading:
    """A figure measured once, with its floor measured beside it."""

    value: float
    floor: float | None = None

    @property
    def figure(self) -> float:
        """What the bound is on."""
        return self.value if self.floor is None else self.value / self.floor


Readings = Mapping[Figure, Sequence[Reading]]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]


def middle(figure: Figure, readings: Sequence[Reading]) -> Reading:
    """The reading of the median; of an even number, the worse of the two."""
    ordered = sorted(readings, key=lambda reading: reading.figure, reverse=figure.at_least)
    return ordered[len(ordered) // 2]


def heading() -> str:
    """The table's first line."""
    return f"{'figure':<42} {'value':>13} {'floor':>10}  {'ratio':>7}  {'bound':>9}"


def lines(readings: Readings) -> Iterator[str]:
    """A line for each figure measured, and what its floor is."""
    for figure in FIGURES:
        if figure in readings:
            yield _line(figure, readings[figure])


def _line(figure: Figure, readings: Sequence[Reading]) -> str:
    reading = middle(figure, readings)
    held = figure.holds(reading.figure)
    bound = f"{'≥' if figure.at_least else '≤'} {figure.bound:g}"
    floor = ratio = ""
    if reading.floor is not None:
        floor, ratio = f"{reading.floor:.2f}", f"{reading.figure:.2f} ×"
    return (
        f"{figure.name:<42} {reading.value:>8.2f} {figure.unit:<7} {floor:>7}  {ratio:>7}"
        f"  {bound:>9}  {'ok  ' if held else 'miss'}  {figure.floor}"
    ).rstrip()
