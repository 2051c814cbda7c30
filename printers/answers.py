"""The bytes that a printer sends, told apart by their fixed bits.

Three kinds share one line: answers to `DLE EOT` (given at once, whatever waits in the printer's
memory), answers to `GS r` (given in turn, when all before it is printed), and what a printer set
to report by itself says unasked, four bytes at a time. Whatever else comes, flow control included,
is none of them.
"""

from enum import Enum, auto

IN_TURN = b"\x1dr\x01"
"""`GS r 1`: asks for the paper sensor, and is answered once everything before it is printed."""


class Kind(Enum):
    """What a byte answers."""

    AT_ONCE = auto()
    IN_TURN = auto()


class Sorter:
    """Tells the answers in a stream from everything else in it."""

    def __init__(self) -> None:
        self._unasked = 0

    def kind(self, byte: int) -> Kind | None:
        """What this byte of the stream answers, None where it answers nothing."""
        if self._unasked and byte & 0b10010000 == 0:
            self._unasked -= 1
            return None
        self._unasked = 0
        if byte & 0b10010011 == 0b00010000:
            self._unasked = 3
            return None
        if byte & 0b10010011 == 0b00010010:
            return Kind.AT_ONCE
        return Kind.IN_TURN if byte & 0b10010000 == 0 else None
