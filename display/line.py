"""A line of boards, served: what changed is sent at once, what stands again now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import serial

from counter_client.following import Follower, View
from counter_client.plugging import Health, Plugged
from counter_client.ports import Port
from display.boards import Board, Counter, Patience, Protocol, frames, rows

_STOP_SECONDS = 5.0
_BLINK_STEP_SECONDS = 0.5
_BITS_OF_A_BYTE = 11


@dataclass(frozen=True)
class Settings:
    """A line with all that is on it, from the office configuration."""

    branch: str
    id: str
    port: Port
    protocol: Protocol
    boards: tuple[Board, ...]
    repeat_seconds: float
    gap_seconds: float
    patience: Patience

    @classmethod
    def of(cls, branch: str, line: Mapping[str, Any], protocol: Mapping[str, Any]) -> Settings:
        return cls(
            branch=branch,
            id=line["id"],
            port=Port.of(line["line"]),
            protocol=Protocol.of(protocol),
            boards=tuple(Board.of(board) for board in line["boards"]),
            repeat_seconds=line["repeat_seconds"],
            gap_seconds=line["gap_milliseconds"] / 1000,
            patience=Patience(line["blink_seconds"], line["lost_seconds"]),
        )


class CounterFollower:
    """Tells a line what becomes of one counter."""

    def __init__(self, line: BoardLine, counter: str) -> None:
        self._line = line
        self._counter = counter

    def receive(self, state: Mapping[str, Any]) -> None:
        self._line.show(self._counter, Counter.of(state, time.monotonic()))

    def lost(self) -> None:
        self._line.lose(self._counter, time.monotonic())


class BoardLine:
    """Serves the boards of one line from a thread of its own; what is wrong with the line, its
    port gone or stuck, holds up nobody else."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counters: dict[str, Counter] = {}
        self._news = threading.Condition()
        self._changed = False
        self._sent: dict[tuple[str, int], tuple[bytes, float]] = {}
        """By board and frame, what was sent last and when."""
        self._plugged = Plugged(f"boards {settings.id}", self._work)

    def followers(self) -> Iterator[tuple[View, Follower]]:
        """What has to be followed for its boards."""
        counters = {counter for board in self._settings.boards for counter, _ in board.shows}
        for counter in sorted(counters):
            yield View("board", self._settings.branch, counter), CounterFollower(self, counter)

    def health(self) -> Health:
        return self._plugged.health

    def start(self) -> None:
        self._plugged.start()

    def stop(self) -> None:
        """Blank the boards and let go of the line."""
        with self._news:
            self._plugged.stopping.set()
            self._news.notify()
        self._plugged.stop(_STOP_SECONDS)

    def show(self, counter: str, state: Counter) -> None:
        """A counter is like this now."""
        with self._news:
            self._counters[counter] = state
            self._changed = True
            self._news.notify()

    def lose(self, counter: str, now: float) -> None:
        """Nobody tells any more what a counter is like."""
        with self._news:
            known = self._counters.get(counter, Counter())
            if known.lost_since is None:
                self._counters[counter] = replace(known, lost_since=now)
                self._changed = True
                self._news.notify()

    def _work(self) -> None:
        with self._settings.port.open() as line:
            self._plugged.there()
            self._serve(line)

    def _serve(self, line: serial.Serial) -> None:
        """Keep the boards right until told to stop; raises when the line is gone."""
        self._sent.clear()  # whoever is there now may have been switched off meanwhile
        stopping = self._plugged.stopping
        while not stopping.is_set():
            with self._news:
                self._changed = False
                counters = dict(self._counters)
            wake_at = self._send_due(line, counters)
            with self._news:
                self._news.wait_for(
                    lambda: self._changed or stopping.is_set(), max(0.0, wake_at - time.monotonic())
                )
        self._send_due(line, {})

    def _send_due(self, line: serial.Serial, counters: Mapping[str, Counter]) -> float:
        """Send what is new, then what is due again; when to look next."""
        settings, now = self._settings, time.monotonic()
        wake_at = now + settings.repeat_seconds
        due: list[tuple[float, tuple[str, int], bytes]] = []
        for board in settings.boards:
            shown = rows(board, settings.protocol, counters, settings.patience, now)
            for index, frame in enumerate(frames(board, settings.protocol, shown, now)):
                sent, sent_at = self._sent.get((board.id, index), (b"", 0.0))
                if frame != sent:
                    due.append((0.0, (board.id, index), frame))
                elif now >= sent_at + settings.repeat_seconds:
                    due.append((sent_at, (board.id, index), frame))
                else:
                    wake_at = min(wake_at, sent_at + settings.repeat_seconds)
            wake_at = min([wake_at, *(self._blink_ends(row.blinks_until, now) for row in shown)])
        for counter in counters.values():
            if counter.lost_since is not None:
                lost_at = counter.lost_since + settings.patience.lost_seconds
                wake_at = min(wake_at, lost_at) if lost_at > now else wake_at
        for sent_at, key, frame in sorted(due, key=lambda entry: entry[0]):
            if sent_at and self._changed:
                return now  # a call goes before what only stands there
            line.write(frame)
            self._sent[key] = frame, now
            time.sleep(settings.gap_seconds + len(frame) * _BITS_OF_A_BYTE / settings.port.baud)
        return wake_at

    def _blink_ends(self, until: float, now: float) -> float:
        """When a row has to be looked at again because of its blinking."""
        if until <= now:
            return float("inf")
        if self._settings.protocol.blink_on is not None:
            return until
        return min(until, (now // _BLINK_STEP_SECONDS + 1) * _BLINK_STEP_SECONDS)
