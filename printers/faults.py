"""What can be wrong with a virtual printer, set by a `control.json` beside its slips.

{"paper_out": true}
"""

import json
import logging
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Any

from printers import status

_LOG = logging.getLogger(__name__)
WRONG_ANSWER = 0xFF
"""What comes of a line set to another speed."""


@dataclass(frozen=True)
class Faults:
    """The faults of one printer; none by default."""

    paper_near_end: bool = False
    paper_out: bool = False
    """Takes jobs into its memory and prints them when there is paper again."""
    cover_open: bool = False
    """Likewise, until it is closed."""
    cutter_error: bool = False
    """Likewise, until it is cleared."""
    silent: bool = False
    """Prints, but answers no question."""
    wrong_answers: bool = False
    """Prints, and answers every question with a byte that can be no answer."""
    no_answer_in_turn: bool = False
    """Prints and tells its state, but does not know the question that is answered in turn."""
    unplugged: bool = False
    """Its cable is cut: nothing goes in or out; what it has in its memory it prints."""
    power_off: bool = False
    """Likewise, and its memory is lost."""
    drop_after_slip: bool = False
    """Hangs up as soon as it has printed a slip."""
    stalled: bool = False
    """Accepts connections and neither reads nor answers."""
    slow_bytes_per_second: int | None = None
    """Takes in no more than this."""
    drop_after_bytes: int | None = None
    """Hangs up when it has printed this much of a connection's job."""

    @property
    def stops_printing(self) -> bool:
        """Whether the paper stands still."""
        return self.paper_out or self.cover_open or self.cutter_error or self.power_off

    @property
    def connected(self) -> bool:
        """Whether anything goes in or out."""
        return not (self.unplugged or self.power_off)

    def answer(self, question: int) -> int | None:
        """The byte that answers `DLE EOT` with that number, None for one that does not exist."""
        if self.wrong_answers:
            return WRONG_ANSWER
        bits = {
            status.ONLINE: 0x08 * self.stops_printing,
            status.OFFLINE_CAUSE: 0x04 * self.cover_open
            | 0x20 * self.paper_out
            | 0x40 * self.cutter_error,
            status.ERROR_CAUSE: 0x08 * self.cutter_error,
            status.PAPER: 0x0C * (self.paper_near_end or self.paper_out) | 0x60 * self.paper_out,
        }
        return 0x12 | bits[question] if question in bits else None

    def answer_in_turn(self) -> int | None:
        """The byte that answers `GS r 1`, None where none comes."""
        if self.wrong_answers:
            return WRONG_ANSWER
        return None if self.no_answer_in_turn else 0x03 * self.paper_near_end


class Control:
    """The file that says what is wrong; whoever writes it is obeyed at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "control.json"
        self._seen: tuple[int, int, int] | None = None
        self._faults = Faults()
        self._looking = Lock()

    @property
    def faults(self) -> Faults:
        """The faults that the file names now; the last good ones while it cannot be read."""
        with self._looking:
            self._look()
            return self._faults

    def _look(self) -> None:
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_ino, found.st_size)
            if seen != self._seen:
                self._seen = seen  # at first, so that what cannot be read is told once
                self._faults = parse(json.loads(self._path.read_text("utf-8")))
        except FileNotFoundError:
            self._faults, self._seen = Faults(), None
        except (OSError, ValueError) as error:
            _LOG.warning("%s: %s", self._path, error)

    def write(self, faults: Faults) -> None:
        """Let the printer have these faults and no others."""
        told = {name: value for name, value in asdict(faults).items() if value}
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(self._path)


def parse(told: Any) -> Faults:
    """Read faults. Raises ValueError that names the one it does not know or cannot take."""
    if not isinstance(told, dict):
        raise ValueError("must be an object")
    known = {field.name: field.type for field in fields(Faults)}
    for name, value in told.items():
        if name not in known:
            raise ValueError(f"{name}: no such fault")
        if known[name] is bool and not isinstance(value, bool):
            raise ValueError(f"{name}: must be true or false")
        if known[name] is not bool and value is not None and not (type(value) is int and value > 0):
            raise ValueError(f"{name}: must be a number of bytes, 1 or more")
    return Faults(**told)
