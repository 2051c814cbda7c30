"""How fast calls are answered: alone, by many at once, and with a long queue and history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import history
from bench.client import BARE, TAKE, next_at, rate, serving
from bench.figures import (
    BIG_NEXT,
    BIG_TAKE,
    CLIENTS,
    CLIENTS_ON_DISK,
    DOORS_NEXT,
    DOORS_TAKE,
    GROUPS,
    Figure,
    Reading,
    Readings,
)
from bench.figures import NEXT as NEXT_FIGURE
from bench.figures import TAKE as TAKE_FIGURE
from bench.processes import Office, measured

_NEXT = next_at(1)
_CALLS = 1000
_RATE_SECONDS = 1.5
#: Clients at once where commits are slow.
_MANY = 32
#: Who waits before anything is measured, so that each *next* finds someone.
_WAITING = 100


def alone(folder: Path, rounds: int) -> Readings:
    """*Next* and taking a ticket, one after another, between calls of the bare view."""
    nexts, takes = [], []
    with measured(folder) as office:
        _prepare(office)
        for _ in range(rounds):
            bare, take, call = _times(office, [BARE, TAKE, _NEXT], _CALLS)
            nexts.append(Reading(median(call), median(bare)))
            takes.append(Reading(median(take), median(bare)))
    return {NEXT_FIGURE: nexts, TAKE_FIGURE: takes}


def together(folder: Path, rounds: int) -> Readings:
    """Eight clients, each at its counter, against one: on this disk, and on a slower one."""
    found: dict[Figure, list[Reading]] = {CLIENTS: [], CLIENTS_ON_DISK: []}
    with (
        measured(folder / "this") as this,
        measured(folder / "slower", "--slower-ms", "2") as slower,
    ):
        for office in (this, slower):
            _prepare(office)
        for _ in range(rounds):
            for figure, office in ((CLIENTS, this), (CLIENTS_ON_DISK, slower)):
                one = rate(office.port, [serving(1)], _RATE_SECONDS)
                eight = rate(office.port, [serving(n) for n in range(1, 9)], _RATE_SECONDS)
                found[figure].append(Reading(eight, one))
    return found


def doors(folder: Path, rounds: int) -> Readings:
    """What asking for credentials costs: a server that does, and one that lets everyone in."""
    nexts, takes = [], []
    with measured(folder / "shut") as shut, measured(folder / "open", "--open") as unguarded:
        for office in (shut, unguarded):
            _prepare(office)
        for _ in range(rounds):
            (shut_take, shut_next), (take, call) = _times_by_turns([shut, unguarded], [TAKE, _NEXT])
            nexts.append(Reading(median(shut_next), median(call)))
            takes.append(Reading(median(shut_take), median(take)))
    return {DOORS_NEXT: nexts, DOORS_TAKE: takes}


def long_history(folder: Path, rounds: int) -> Readings:
    """A queue and a history that are long against those of a first morning."""
    history.fill(folder / "big" / "okienko.db", waiting=10_000, served=1_000_000)
    history.fill(folder / "small" / "okienko.db", waiting=100, served=0)
    nexts, takes = [], []
    with measured(folder / "big") as big, measured(folder / "small") as small:
        for office in (big, small):
            office.open_counters(1)
            _times(office, [TAKE, _NEXT], _WAITING)
        for _ in range(rounds):
            big_take, big_next = _times(big, [TAKE, _NEXT], _CALLS)
            take, call = _times(small, [TAKE, _NEXT], _CALLS)
            nexts.append(Reading(median(big_next), median(call)))
            takes.append(Reading(median(big_take), median(take)))
    return {BIG_NEXT: nexts, BIG_TAKE: takes}


def slow_commits(folder: Path, rounds: int) -> Readings:
    """Commits that take 10 ms more: what has gathered in one, against one for each command."""
    scripts = [serving(1 + n % 8) for n in range(_MANY)]
    found = []
    with (
        measured(folder / "together", "--slower-ms", "10") as together,
        measured(folder / "alone", "--slower-ms", "10", "--alone") as alone,
    ):
        for office in (together, alone):
            _prepare(office)
        for _ in range(rounds):
            single = rate(alone.port, scripts, _RATE_SECONDS)
            found.append(Reading(rate(together.port, scripts, _RATE_SECONDS), single))
    return {GROUPS: found}


def _prepare(office: Office) -> None:
    office.open_counters(8)
    for _ in range(_WAITING):
        office.client.ask(TAKE)


def _times(office: Office, requests: list[bytes], calls: int) -> list[list[float]]:
    """The milliseconds of each request, sent in turn `calls` times."""
    (times,) = _times_by_turns([office], requests, calls)
    return times


def _times_by_turns(
    offices: Sequence[Office], requests: list[bytes], calls: int = _CALLS
) -> list[list[list[float]]]:
    """The milliseconds of each request at each office, one call at one after one at the other."""
    times: list[list[list[float]]] = [[[] for _ in requests] for _ in offices]
    for _ in range(calls):
        for place, request in enumerate(requests):
            for office, taken in zip(offices, times, strict=True):
                taken[place].append(office.client.milliseconds(request))
    return times
