"""A virtual printer's inside: a memory, paper, a sensor or two; whatever line it hangs on."""

from collections import deque
from collections.abc import Callable
from pathlib import Path

from printers.commands import Command, Reader
from printers.faults import Control, Faults
from printers.paper import CUTS, Paper

_AT_ONCE = b"\x10\x04"
_IN_TURN = b"\x1dr"

Answer = Callable[[bytes], None]


class HungUpError(ConnectionError):
    """The printer ends the connection, as its faults want it."""


class Machine:
    """Takes bytes in, prints them when it can, answers what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.paper = Paper(folder)
        self._control = Control(folder)
        self._memory: deque[tuple[Command | None, Answer | None]] = deque()
        """What waits for paper, with whom to answer; None where a connection ended."""
        self._reader = Reader()
        self._printed_bytes = 0

    @property
    def faults(self) -> Faults:
        """What is wrong with it now."""
        return self._control.faults

    def set_faults(self, faults: Faults) -> None:
        """Have these faults and no others."""
        self._control.write(faults)

    def begin(self) -> None:
        """A connection begins."""
        self._reader = Reader()
        self._printed_bytes = 0

    def end(self) -> None:
        """A connection ended: what comes next is another slip."""
        self._reader = Reader()
        self._memory.append((None, None))
        self.work()

    def take(self, data: bytes, answer: Answer) -> None:
        """Take in what came. Raises HungUpError when it ends the connection."""
        for command in self._reader.feed(data):
            if command.name == _AT_ONCE:
                self._say(self.faults.answer(command.arguments[0]), answer)
                continue
            drop_after = self.faults.drop_after_bytes
            self._printed_bytes += len(command.raw)
            if drop_after is not None and self._printed_bytes > drop_after:
                raise HungUpError
            self._memory.append((command, answer))
            self.work()
            if command.name in CUTS and self.faults.drop_after_slip:
                raise HungUpError

    def work(self) -> None:
        """Print what can be printed; without power, forget it."""
        if self.faults.power_off:
            self._memory.clear()
            self._reader = Reader()
            self.paper.tear()
        while self._memory and not self.faults.stops_printing:
            command, answer = self._memory.popleft()
            if command is None:
                self.paper.tear()
            elif command.name != _IN_TURN:
                self.paper.print(command)
            elif answer:
                self._say(self.faults.answer_in_turn(), answer)

    def _say(self, byte: int | None, answer: Answer) -> None:
        if byte is not None and self.faults.connected and not self.faults.silent:
            answer(bytes([byte]))
