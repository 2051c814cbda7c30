"""A line of virtual boards on a pseudo-terminal, to rehearse with.

It reads the two built-in protocols by its own means, not by those that make the frames.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor
from pathlib import Path
from threading import Condition, Event, Thread

from counter_client.pseudo_port import PseudoPort

_ASCII = re.compile(rb"\x02((\d\d)(\d)([BS])([^\x02\x03]*)\x03)([0-9A-F]{2})", re.DOTALL)
_READ_SECONDS = 0.2
_MOST_BYTES_KEPT = 4096


@dataclass(frozen=True)
class Shown:
    """A text that a board was told to show."""

    address: int
    row: int
    text: str
    blink: bool


class Reader:
    """Finds frames in what comes over a line, and tells those with a wrong checksum apart."""

    def __init__(self, protocol: str, encoding: str = "ascii") -> None:
        """`protocol` is `ascii` or `binary`."""
        self._take = {"ascii": self._take_ascii, "binary": self._take_binary}[protocol]
        self._encoding = encoding
        self._held = b""
        self.broken = 0
        """Frames with a wrong checksum."""

    def feed(self, data: bytes) -> Iterator[Shown]:
        """The frames that have become complete."""
        self._held = (self._held + data)[-_MOST_BYTES_KEPT:]
        yield from self._take()

    def _take_ascii(self) -> Iterator[Shown]:
        end = 0
        for found in _ASCII.finditer(self._held):
            body, address, row, blink, text, checksum = found.groups()
            end = found.end()
            if reduce(xor, body) == int(checksum, 16):
                shown = text.decode(self._encoding, errors="replace")
                yield Shown(int(address), int(row), shown, blink == b"B")
            else:
                self.broken += 1
        self._held = self._held[end:]

    def _take_binary(self) -> Iterator[Shown]:
        while (start := self._held.find(b"\x7e")) >= 0:
            self._held = self._held[start:]
            if len(self._held) < 2 or len(self._held) < self._held[1] + 4:
                return
            length = self._held[1]
            body, checksum = self._held[2 : 2 + length], self._held[2 + length : 4 + length]
            if length >= 3 and remainder(body) == int.from_bytes(checksum, "little"):
                text = body[3:].decode(self._encoding, errors="replace")
                yield Shown(body[0], body[1], text, body[2] == 1)
                self._held = self._held[4 + length :]
            else:
                self.broken += 1
                self._held = self._held[1:]
        self._held = b""


def remainder(data: bytes) -> int:
    """CRC-16 as MODBUS has it, by dividing the mirrored message as one long polynomial."""
    mirrored = bytes(int(f"{byte:08b}"[::-1], 2) for byte in data)
    dividend = (int.from_bytes(mirrored, "big") << 16) ^ (0xFFFF << (8 * len(data)))
    while (extra := dividend.bit_length() - 17) >= 0:
        dividend ^= 0x18005 << extra
    return int(f"{dividend:016b}"[::-1], 2)


class VirtualBoards:
    """All boards of one line; any address answers."""

    def __init__(self, path: Path, protocol: str = "ascii", encoding: str = "ascii") -> None:
        """`path` is where programs find the line."""
        self.port = PseudoPort(path)
        self.reader = Reader(protocol, encoding)
        self.history: list[tuple[float, Shown]] = []
        """All that was told to the boards, with the time of a clock that never goes back."""
        self.on_change: Callable[[Shown], None] = lambda _shown: None
        self._now: dict[tuple[int, int], Shown] = {}
        self._changed = Condition()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="virtual boards", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.port.unplug()

    def unplug(self) -> None:
        """Take the line away; its boards go dark."""
        self.port.unplug()
        with self._changed:
            self._now.clear()

    def plug(self) -> None:
        """Put it back."""
        self.port.plug()

    def shows(self, address: int, row: int = 1) -> Shown | None:
        """What a board shows in a row now; None while it is dark."""
        return self._now.get((address, row))

    def wait_for(self, condition: Callable[[VirtualBoards], bool], seconds: float = 20) -> bool:
        """Wait until the boards are so; False when time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self), seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            for shown in self.reader.feed(self.port.read(_READ_SECONDS)):
                self._show(shown)

    def _show(self, shown: Shown) -> None:
        place = shown.address, shown.row
        with self._changed:
            changed = self._now.get(place) != shown
            self._now[place] = shown
            self.history.append((time.monotonic(), shown))
            self._changed.notify_all()
        if changed:
            self.on_change(shown)
