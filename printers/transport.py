"""The way to a printer, whatever the cable: open, ask, send once, see that it is done, close.

A `Line` moves bytes (`network`, `serial_line`, `usb_line`); a `LineConnection` speaks a receipt
printer's protocol over one. A print queue of the machine (`cups`) is a connection of its own kind.
"""

import contextlib
import time
from dataclasses import dataclass
from typing import Protocol, Self

from printers import status
from printers.answers import IN_TURN, Kind, Sorter
from printers.status import STOPPED, PrinterState, Status

_CHUNK_BYTES = 4096


class UnreachableError(Exception):
    """The printer cannot be reached; nothing was sent."""


class BrokenOffError(Exception):
    """Sending broke off; `sent_bytes` had been handed over by then."""

    def __init__(self, sent_bytes: int, cause: str) -> None:
        super().__init__(f"interrupted after {sent_bytes} bytes: {cause}")
        self.sent_bytes = sent_bytes


class PartlySentError(OSError):
    """A write failed, and nobody knows how much of it was handed over."""


class Connection(Protocol):
    """An open way to a printer; leaving its context closes it."""

    def status(self, seconds: float) -> Status:
        """Ask the printer how it is, each answer awaited that long at most."""

    def finished(self, seconds: float) -> bool:
        """Whether the printer says, within that time, that all it was sent is printed.

        Asked of a printer with nothing to print it tells whether it can say so at all.
        """

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


class Line(Protocol):
    """Bytes to and from a printer; every call ends in time. Failures are OSErrors."""

    silence: PrinterState
    """What a printer is that does not answer. A network printer that takes connections is there,
    if *unknown*; at the end of a cable silence is all that can be seen of one that is not."""

    def write(self, data: bytes, seconds: float) -> int:
        """Hand over some of it, at least a byte; how many. TimeoutError when none is taken."""

    def read(self, seconds: float) -> bytes:
        """What has come, at least a byte. TimeoutError when nothing comes."""

    def drained(self, seconds: float) -> bool:
        """Whether what was written left this machine."""

    def close(self) -> None:
        """Let go of it."""


class LineConnection:
    """A receipt printer's protocol over a line."""

    def __init__(self, line: Line, limits: Limits, *, answers: bool = True) -> None:
        """`answers` is False for a printer that only takes bytes."""
        self._line = line
        self._limits = limits
        self._answers = answers
        self._sorter = Sorter()
        self._answered_in_turn = False
        """Whether the last question to be answered in turn was, whoever read the answer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._line.close()

    def status(self, seconds: float) -> Status:
        """Ask `DLE EOT` 1 to 4 up to the first silence; *offline* when it hung up."""
        if not self._answers:
            return Status(PrinterState.UNKNOWN)
        answers: dict[int, int] = {}
        try:
            for question in status.QUESTIONS:
                self._ask(status.request(question))
                answers[question] = self._answer(Kind.AT_ONCE, seconds)
                seconds = self._limits.answer_seconds
        except TimeoutError:
            pass
        except OSError as error:
            return Status(PrinterState.OFFLINE, str(error))
        if not answers:
            return Status(self._line.silence, "the printer does not answer")
        return status.parse(answers)

    def finished(self, seconds: float) -> bool:
        """Ask `GS r`, which a printer answers in turn, until the answer comes or cannot come.

        It is asked once: what is asked again after a cut cable would prove nothing.
        """
        deadline = time.monotonic() + seconds
        try:
            self._ask(IN_TURN)
            while (left_seconds := deadline - time.monotonic()) > 0:
                patience_seconds = min(left_seconds, self._limits.answer_seconds)
                with contextlib.suppress(TimeoutError):
                    self._answer(Kind.IN_TURN, patience_seconds)
                    return True
                if self.status(patience_seconds).state in STOPPED:
                    return self._answered_in_turn
                if self._answered_in_turn:
                    return True
        except OSError:
            pass
        return False

    def send(self, data: bytes) -> None:
        """Send all of it once. Raises BrokenOffError."""
        sent = 0
        try:
            while sent < len(data):
                chunk = data[sent : sent + _CHUNK_BYTES]
                sent += self._line.write(chunk, self._limits.stall_seconds)
        except PartlySentError as error:
            raise BrokenOffError(sent + 1, str(error)) from error
        except OSError as error:
            raise BrokenOffError(sent, str(error)) from error

    def drained(self) -> bool:
        """End the job and see the machine rid of it, as far as that can be seen on this line."""
        return self._line.drained(self._limits.finish_seconds)

    def _ask(self, question: bytes) -> None:
        """Send a question. Raises OSError where the line fails."""
        self._discard_input()
        self._answered_in_turn = self._answered_in_turn and question != IN_TURN
        written = 0
        while written < len(question):
            written += self._line.write(question[written:], self._limits.answer_seconds)

    def _answer(self, kind: Kind, seconds: float) -> int:
        """The answer of that kind. Raises TimeoutError, or another OSError where the line fails."""
        deadline = time.monotonic() + seconds
        while (left_seconds := deadline - time.monotonic()) > 0:
            for byte in self._line.read(left_seconds):
                if self._kind(byte) is kind:
                    return byte
        raise TimeoutError("the printer does not answer")

    def _discard_input(self) -> None:
        """Drop what came unasked or late, so that no old byte is taken for an answer."""
        with contextlib.suppress(TimeoutError):
            while True:
                for byte in self._line.read(0):
                    self._kind(byte)

    def _kind(self, byte: int) -> Kind | None:
        kind = self._sorter.kind(byte)
        self._answered_in_turn = self._answered_in_turn or kind is Kind.IN_TURN
        return kind
