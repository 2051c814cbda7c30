"""What a printer says of itself: the answers to `DLE EOT` 1 to 4.

python-escpos takes silence for "paper adequate"; here silence is *unknown*, a state of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ONLINE, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4
"""The questions: `DLE EOT n`."""
QUESTIONS = (ONLINE, PAPER, OFFLINE_CAUSE, ERROR_CAUSE)
"""In the order they are asked: simple printers answer the first two alone."""

_FIXED_BITS, _FIXED_VALUE = 0b10010011, 0b00010010
_OFFLINE = 0x08
_COVER_OPEN, _STOPPED_BY_PAPER, _ERROR = 0x04, 0x20, 0x40
_CUTTER, _UNRECOVERABLE, _RECOVERABLE = 0x08, 0x20, 0x40
_NEAR_END, _PAPER_OUT = 0x0C, 0x60


class PrinterState(StrEnum):
    """A printer's state, in the words of the wire contract."""

    ONLINE = "online"
    OFFLINE = "offline"
    PAPER_OUT = "paper_out"
    PAPER_NEAR_END = "paper_near_end"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    UNKNOWN = "unknown"


STOPPED = (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.ERROR)
"""What a printer says itself that keeps it from printing what it has."""


@dataclass(frozen=True)
class Status:
    """A printer's state, and its cause in words where there is more to say."""

    state: PrinterState
    detail: str | None = None

    @property
    def ready(self) -> bool:
        """Whether it says that it can print."""
        return self.state in (PrinterState.ONLINE, PrinterState.PAPER_NEAR_END)


def request(question: int) -> bytes:
    """The bytes that ask one question."""
    return b"\x10\x04" + bytes([question])


def genuine(answer: int) -> bool:
    """Whether a byte can be an answer at all: four of its bits are always the same."""
    return answer & _FIXED_BITS == _FIXED_VALUE


def parse(answers: Mapping[int, int]) -> Status:
    """The state that the answers tell, by question; the worst one that they name.

    A question without an answer, or with a byte that cannot be one, is left out. Without a
    genuine answer to the first question a printer that names no fault is unknown.
    """
    said = {question: answer for question, answer in answers.items() if genuine(answer)}
    online = said.get(ONLINE, 0)
    cause = said.get(OFFLINE_CAUSE, 0)
    error = said.get(ERROR_CAUSE, 0)
    paper = said.get(PAPER, 0)
    if cause & _COVER_OPEN:
        return Status(PrinterState.COVER_OPEN)
    if paper & _PAPER_OUT == _PAPER_OUT or cause & _STOPPED_BY_PAPER:
        return Status(PrinterState.PAPER_OUT)
    if error & (_CUTTER | _UNRECOVERABLE | _RECOVERABLE) or cause & _ERROR:
        return Status(PrinterState.ERROR, _error_detail(error))
    if online & _OFFLINE:
        return Status(PrinterState.OFFLINE)
    if ONLINE not in said:
        return Status(PrinterState.UNKNOWN)
    if paper & _NEAR_END == _NEAR_END:
        return Status(PrinterState.PAPER_NEAR_END)
    return Status(PrinterState.ONLINE)


def _error_detail(error: int) -> str | None:
    if error & _CUTTER:
        return "cutter"
    if error & _UNRECOVERABLE:
        return "unrecoverable"
    return "recovers by itself" if error & _RECOVERABLE else None
