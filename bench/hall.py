"""What many screens cost: the push to them, the clerk's answer beside it, memory, the end."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import Any

from bench.client import TAKE, next_at
from bench.figures import (
    CLERK,
    PUSH_LAST,
    PUSH_MIDDLE,
    SCREEN,
    SCREENS,
    Reading,
    Readings,
    percentile,
)
from bench.processes import Office, beside, measured
from bench.screens import text_frame

_DISPLAYS = 500
_FEW = 20
_MOST = 750
_PUSHES = 10
#: Until all have what is pushed at once, and not yet what is gathered; and until they have both.
_SETTLED_SECONDS, _QUIET_SECONDS = 0.2, 0.6
_CLERK_EVERY_SECONDS = 0.15
_CLERK_CALLS = 20
_NEXT = next_at(1)


class Hall:
    """Screens in a process of their own."""

    def __init__(self, say: Any, hear: Any) -> None:
        self._say, self._hear = say, hear

    def order(self, name: str, about: Any) -> Any:
        """Give an order and wait for its answer."""
        self._say.write(json.dumps({name: about}) + "\n")
        self._say.flush()
        return json.loads(self._hear.readline())

    def watch(self, office: Office, count: int) -> None:
        """So many displays more."""
        self.order("watch", [office.port, count, "display", "krakow", "main"])

    def milliseconds_since(self, began: float, count: int) -> list[float]:
        """How long the first message after `began` took to each screen."""
        until = monotonic() + 10
        while len(arrivals := self.order("arrivals", began)) < count and monotonic() < until:
            sleep(0.02)
        if len(arrivals) < count:
            raise RuntimeError(f"only {len(arrivals)} of {count} screens were told")
        return [(arrival - began) * 1000 for arrival in arrivals]


@contextmanager
def hall() -> Iterator[Hall]:
    """A process for screens."""
    with beside("-m", "bench.screens") as process:
        yield Hall(process.stdin, process.stdout)


def pushes(folder: Path, rounds: int) -> Readings:
    """A call to 500 displays, from the clerk's request on, against a raw loop of sends."""
    middles, lasts = [], []
    with measured(folder) as office, hall() as displays, ExitStack() as plain:
        _prepare(office, _PUSHES * (rounds + 1))
        displays.watch(office, _DISPLAYS)
        _push(office, displays)
        size = displays.order("size", None)
        with hall() as listeners:
            sockets = _connect_plain(plain, listeners)
            for _ in range(rounds):
                pushed, sent = [], []
                for _ in range(_PUSHES):
                    pushed += _push(office, displays)
                    sent += _send(sockets, listeners, size)
                middles.append(Reading(percentile(pushed, 50), percentile(sent, 50)))
                lasts.append(Reading(percentile(pushed, 99), percentile(sent, 99)))
    return {PUSH_MIDDLE: middles, PUSH_LAST: lasts}


def _push(office: Office, displays: Hall) -> list[float]:
    sleep(_QUIET_SECONDS)
    began = monotonic()
    office.client.ask(_NEXT)
    sleep(_SETTLED_SECONDS)
    return displays.milliseconds_since(began, _DISPLAYS)


def _connect_plain(plain: ExitStack, listeners: Hall) -> list[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=_DISPLAYS) as line:
        listeners.order("plain", [line.getsockname()[1], _DISPLAYS])
        return [plain.enter_context(line.accept()[0]) for _ in range(_DISPLAYS)]


def _send(sockets: list[socket.socket], listeners: Hall, size_bytes: int) -> list[float]:
    frame = text_frame(bytes(size_bytes))
    began = monotonic()
    for one in sockets:
        one.sendall(frame)
    sleep(_SETTLED_SECONDS)
    return listeners.milliseconds_since(began, len(sockets))


def clerks(folder: Path, rounds: int) -> Readings:
    """One clerk who calls every 150 ms, while 500 displays follow and while 20 do."""
    with (
        measured(folder / "full") as full,
        measured(folder / "calm") as calm,
        hall() as many,
        hall() as few,
    ):
        for office, displays, count in ((full, many, _DISPLAYS), (calm, few, _FEW)):
            _prepare(office, _CLERK_CALLS * (rounds + 1))
            displays.watch(office, count)
            _answers(office)
        return {
            CLERK: [Reading(median(_answers(full)), median(_answers(calm))) for _ in range(rounds)]
        }


def _answers(office: Office) -> list[float]:
    times = []
    for _ in range(_CLERK_CALLS):
        sleep(_CLERK_EVERY_SECONDS)
        times.append(office.client.milliseconds(_NEXT))
    return times


def memory(folder: Path, rounds: int) -> Readings:
    """What the worker holds before and after 750 screens have come and seen a call."""
    each, whole = [], []
    for place in range(rounds):
        with measured(folder / str(place)) as office, hall() as first, hall() as screens:
            _prepare(office, 20)
            first.watch(office, 1)
            office.client.ask(_NEXT)
            sleep(_QUIET_SECONDS)
            before = office.memory_kb()
            screens.watch(office, _MOST)
            for _ in range(3):
                began = monotonic()
                office.client.ask(_NEXT)
                screens.milliseconds_since(began, _MOST)
            after = office.memory_kb()
        each.append(Reading((after - before) / _MOST))
        whole.append(Reading(after / 1000))
    return {SCREEN: each, SCREENS: whole}


def _prepare(office: Office, waiting: int) -> None:
    office.open_counters(1)
    for _ in range(waiting):
        office.client.ask(TAKE)
    office.client.ask(_NEXT)
