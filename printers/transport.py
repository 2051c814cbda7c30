"""The way to a printer: TCP port 9100, one connection a job.

Serial and USB printers follow the same protocols, `Transport` and `Connection`; a worker knows
no more than those.
"""

import contextlib
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from printers import status
from printers.status import PrinterState, Status

PORT = 9100
_CHUNK_BYTES = 4096
_IN_FLIGHT_BYTES = 8192
"""How much the machine may keep for the printer: what it keeps counts as sent, and should not."""


class UnreachableError(Exception):
    """The printer cannot be reached; nothing was sent."""


class BrokenOffError(Exception):
    """Sending broke off; `sent_bytes` had been handed over by then."""

    def __init__(self, sent_bytes: int, cause: str) -> None:
        super().__init__(f"interrupted after {sent_bytes} bytes: {cause}")
        self.sent_bytes = sent_bytes


class Connection(Protocol):
    """An open way to a printer; leaving its context closes it."""

    def status(self, seconds: float) -> Status:
        """Ask the printer how it is, each answer awaited that long at most."""

    def send(self, data: bytes) -> None:
        """Send all of it once. Raises BrokenOffError."""

    def drained(self) -> bool:
        """End the job and say whether the printer took all of it in, without asking it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


class Transport(Protocol):
    """How one printer is reached."""

    def open(self) -> Connection:
        """Connect. Raises UnreachableError."""


@dataclass(frozen=True)
class Limits:
    """How long a printer may take, in seconds: to connect, to answer, to take in the next bytes
    of a job, to be done with the last ones."""

    connect_seconds: float = 3
    answer_seconds: float = 1
    stall_seconds: float = 10
    finish_seconds: float = 10


@dataclass(frozen=True)
class Tcp:
    """A network printer."""

    host: str
    port: int = PORT
    limits: Limits = Limits()

    def open(self) -> "TcpConnection":
        """Connect. Raises UnreachableError."""
        try:
            connected = socket.create_connection(
                (self.host, self.port), self.limits.connect_seconds
            )
        except OSError as error:
            raise UnreachableError(f"{self.host}:{self.port}: {error}") from error
        return TcpConnection(connected, self.limits)


class TcpConnection:
    """One connection to a network printer."""

    def __init__(self, connected: socket.socket, limits: Limits) -> None:
        self._socket = connected
        self._limits = limits
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _IN_FLIGHT_BYTES)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def status(self, seconds: float) -> Status:
        """Ask `DLE EOT` 1 to 4; *unknown* at the first silence, *offline* when it hung up."""
        answers: dict[int, int] = {}
        try:
            self._discard_input()
            for question in (
                status.ONLINE,
                status.OFFLINE_CAUSE,
                status.ERROR_CAUSE,
                status.PAPER,
            ):
                self._socket.settimeout(self._limits.answer_seconds)
                self._socket.sendall(status.request(question))
                answers[question] = self._answer(seconds)
                seconds = self._limits.answer_seconds
        except TimeoutError:
            pass
        except OSError as error:
            return Status(PrinterState.OFFLINE, str(error))
        return status.parse(answers)

    def send(self, data: bytes) -> None:
        """Send all of it once. Raises BrokenOffError."""
        self._socket.settimeout(self._limits.stall_seconds)
        sent = 0
        try:
            while sent < len(data):
                sent += self._socket.send(data[sent : sent + _CHUNK_BYTES])
        except OSError as error:
            raise BrokenOffError(sent, str(error)) from error

    def drained(self) -> bool:
        """Hang up in order and see the printer do the same, as it does once it has read all."""
        deadline = time.monotonic() + self._limits.finish_seconds
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while True:
                self._socket.settimeout(max(0.001, deadline - time.monotonic()))
                if not self._socket.recv(_CHUNK_BYTES):
                    return True
        except OSError:
            return False

    def _answer(self, seconds: float) -> int:
        self._socket.settimeout(seconds)
        received = self._socket.recv(1)
        if not received:
            raise ConnectionResetError("the printer closed the connection")
        return received[0]

    def _discard_input(self) -> None:
        """Drop what came unasked, so that no old byte is taken for an answer."""
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self._socket.recv(_CHUNK_BYTES):
                pass


def reach(printer: Mapping[str, Any], address: tuple[str, int] | None, limits: Limits) -> Transport:
    """The way to a printer as its view describes it, or at `address` where one is given.

    Raises UnreachableError when it has no address at all.
    """
    host, port = address or (printer.get("host"), printer.get("port"))
    if not host:
        raise UnreachableError("the printer has no address")
    return Tcp(host, port or PORT, limits)
