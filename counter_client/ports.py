"""Serial lines through pyserial: one of this computer, or one behind a serial server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import serial
from serial.rs485 import RS485Settings

_PARITY = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
_WRITE_SECONDS = 2.0

#: What using a port may raise: serial.SerialException is an OSError, bad settings a ValueError.
PORT_TROUBLE = (OSError, ValueError)


@dataclass(frozen=True)
class Port:
    """Where a line is and how it is set."""

    port: str
    baud: int = 9600
    bits: int = 8
    parity: str = "none"
    stop_bits: int = 1
    rs485: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Port:
        """From the office configuration; what a later release adds to it is left aside."""
        return cls(**{name: settings[name] for name in cls.__dataclass_fields__})

    def open(self, read_seconds: float | None = None) -> serial.Serial:
        """The line, open; reading waits so long at most. Raises what PORT_TROUBLE names."""
        local = "://" not in self.port
        line = serial.serial_for_url(
            self.port,
            baudrate=self.baud,
            bytesize=self.bits,
            parity=_PARITY[self.parity],
            stopbits=self.stop_bits,
            timeout=read_seconds,
            write_timeout=_WRITE_SECONDS,
            exclusive=True if local else None,  # a second program would mix its bytes in
        )
        if self.rs485:
            line.rs485_mode = RS485Settings()
        return line
