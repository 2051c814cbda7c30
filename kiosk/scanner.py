"""A scanner on a serial line: what it reads goes to the page of the kiosk beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import serial

from counter_client.following import Follower, View
from counter_client.plugging import Health, Plugged
from counter_client.ports import Port

_READ_SECONDS = 0.2
_STOP_SECONDS = 2.0
_LONGEST = 500
_END = re.compile(rb"[\r\n]+")


@dataclass(frozen=True)
class Settings:
    """A scanner, from the office configuration."""

    id: str
    port: Port

    @classmethod
    def of(cls, scanner: Mapping[str, Any]) -> Settings:
        return cls(scanner["id"], Port.of(scanner["serial"]))


class Scanner:
    """One scanner in a thread of its own; unplugged, it is waited for."""

    def __init__(self, settings: Settings, scanned: Callable[[str], None]) -> None:
        """`scanned` gets each code."""
        self._settings = settings
        self._scanned = scanned
        self._plugged = Plugged(f"scanner {settings.id}", self._work)

    def followers(self) -> Iterator[tuple[View, Follower]]:
        """It has to know nothing."""
        return iter(())

    def health(self) -> Health:
        return self._plugged.health

    def start(self) -> None:
        self._plugged.start()

    def stop(self) -> None:
        self._plugged.stop(_STOP_SECONDS)

    def _work(self) -> None:
        with self._settings.port.open(_READ_SECONDS) as line:
            line.reset_input_buffer()  # held before whoever scans it now came
            self._plugged.there()
            self._read(line)

    def _read(self, line: serial.Serial) -> None:
        """Tell the codes until told to stop; one ends with its line, or when no more comes."""
        held = b""
        while not self._plugged.stopping.is_set():
            data = line.read(1)
            held += data + line.read(line.in_waiting)
            *ended, held = _END.split(held)
            if not data:
                ended, held = [*ended, held], b""
            for raw in ended:
                code = "".join(filter(str.isprintable, raw.decode("utf-8", "replace"))).strip()
                if 0 < len(code) <= _LONGEST:
                    self._scanned(code)
