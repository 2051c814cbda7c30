"""A printer on the network: TCP port 9100, one connection a job."""

import socket
import time
from dataclasses import dataclass, field

from printers.status import PrinterState
from printers.transport import Limits, LineConnection, UnreachableError

PORT = 9100
_READ_BYTES = 4096
_IN_FLIGHT_BYTES = 8192
"""How much the machine may keep for the printer: what it keeps counts as sent, and should not."""


@dataclass(frozen=True)
class Tcp:
    """A network printer."""

    host: str
    port: int = PORT
    limits: Limits = field(default_factory=Limits)
    answers: bool = True

    def open(self) -> LineConnection:
        """Connect. Raises UnreachableError."""
        try:
            connected = socket.create_connection(
                (self.host, self.port), self.limits.connect_seconds
            )
        except OSError as error:
            raise UnreachableError(f"{self.host}:{self.port}: {error}") from error
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _IN_FLIGHT_BYTES)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return LineConnection(SocketLine(connected), self.limits, answers=self.answers)


class SocketLine:
    """Bytes over a connected socket."""

    silence = PrinterState.UNKNOWN

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def write(self, data: bytes, seconds: float) -> int:
        """Hand over some of it. Raises TimeoutError when the printer takes none."""
        self._socket.settimeout(seconds)
        return self._socket.send(data)

    def read(self, seconds: float) -> bytes:
        """What has come. Raises TimeoutError, ConnectionResetError when the printer hung up."""
        self._socket.settimeout(seconds)
        try:
            received = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            raise TimeoutError("nothing has come") from None
        if not received:
            raise ConnectionResetError("the printer closed the connection")
        return received

    def drained(self, seconds: float) -> bool:
        """Hang up in order and see the printer do the same, as it does once it has read all."""
        deadline = time.monotonic() + seconds
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while True:
                self._socket.settimeout(max(0.001, deadline - time.monotonic()))
                if not self._socket.recv(_READ_BYTES):
                    return True
        except OSError:
            return False

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
