"""Printers that are a file of this machine: a serial port, or a device such as /dev/usb/lp0."""

import contextlib
import errno
import fcntl
import os
import select
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import serial

from printers.status import PrinterState
from printers.transport import Limits, LineConnection, UnreachableError

BAUD = 19_200
_READ_BYTES = 4096
_LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Serial:
    """A printer on a serial port; `flow` is `none`, `rts_cts` or `xon_xoff`."""

    device: str
    baud: int = BAUD
    flow: str = "rts_cts"
    limits: Limits = field(default_factory=Limits)
    answers: bool = True

    def open(self) -> LineConnection:
        """Open the port for ourselves alone. Raises UnreachableError."""
        try:
            port = serial.Serial(
                self.device,
                self.baud,
                timeout=0,
                write_timeout=0,
                rtscts=self.flow == "rts_cts",
                xonxoff=self.flow == "xon_xoff",
                exclusive=True,
            )
        except (OSError, ValueError) as error:
            raise UnreachableError(f"{self.device}: {error}") from error
        line = FileLine(port.fileno(), port.close)
        return LineConnection(line, self.limits, answers=self.answers)


@dataclass(frozen=True)
class DeviceFile:
    """A printer that the kernel shows as a file."""

    device: str
    limits: Limits = field(default_factory=Limits)
    answers: bool = True

    def open(self) -> LineConnection:
        """Open the file, to read as well where it can be read. Raises UnreachableError."""
        flags = os.O_NONBLOCK | os.O_NOCTTY
        try:
            try:
                descriptor = os.open(self.device, os.O_RDWR | flags)
            except PermissionError:
                descriptor = os.open(self.device, os.O_WRONLY | flags)
        except OSError as error:
            raise UnreachableError(f"{self.device}: {error}") from error
        line = FileLine(descriptor, lambda: os.close(descriptor))
        return LineConnection(line, self.limits, answers=self.answers)


class FileLine:
    """Bytes over a file descriptor that never blocks, so that every wait has an end."""

    silence = PrinterState.OFFLINE

    def __init__(self, descriptor: int, close: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._close = close

    def write(self, data: bytes, seconds: float) -> int:
        """Hand over some of it. Raises TimeoutError when none is taken, as with flow control."""
        deadline = time.monotonic() + seconds
        while select.select([], [self._descriptor], [], max(0.0, deadline - time.monotonic()))[1]:
            try:
                if written := os.write(self._descriptor, data):
                    return written
            except BlockingIOError:
                time.sleep(_LOOK_SECONDS)
        raise TimeoutError("the printer takes nothing in")

    def read(self, seconds: float) -> bytes:
        """What has come. Raises TimeoutError; also where the file cannot be read at all."""
        deadline = time.monotonic() + seconds
        while select.select([self._descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            try:
                if received := os.read(self._descriptor, _READ_BYTES):
                    return received
            except BlockingIOError:
                pass
            except OSError as error:
                if error.errno not in (errno.EBADF, errno.EINVAL):
                    raise
            # Printer devices give nothing when they have nothing; so does a line that was cut.
            if time.monotonic() + _LOOK_SECONDS > deadline:
                break
            time.sleep(_LOOK_SECONDS)
        raise TimeoutError("nothing has come")

    def drained(self, seconds: float) -> bool:
        """Whether the kernel has nothing left for the printer before that time is up."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._waiting_bytes() == 0 and select.select([], [self._descriptor], [], 0)[1]:
                return True
            time.sleep(_LOOK_SECONDS)
        return False

    def close(self) -> None:
        """Close the file; what a stopped printer did not take must not hold us up."""
        with contextlib.suppress(OSError, termios.error):
            termios.tcflush(self._descriptor, termios.TCOFLUSH)
        self._close()

    def _waiting_bytes(self) -> int:
        try:
            told = fcntl.ioctl(self._descriptor, termios.TIOCOUTQ, bytes(4))
        except OSError:
            return 0  # no terminal; whether it can be written to says the same
        return int(struct.unpack("i", told)[0])
