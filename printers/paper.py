"""What came out of a virtual printer: each slip's bytes in a file."""

from pathlib import Path
from threading import Condition

from printers.commands import Command

CUTS = (b"\x1dV", b"\x1bi", b"\x1bm")
_START = b"\x1b@"
_INKLESS = (_START, b"\x1bt", b"\x1bR", b"\x1b2", b"\x1b3", b"\x1ba", b"\x1bE", b"\x1d!", b"\x1de")


class Paper:
    """Whole slips as `slip-000001.bin` and so on, and the one that is still in the printer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = Condition()
        self._slip = b""
        self._inked = False
        folder.mkdir(parents=True, exist_ok=True)
        self._count = max((int(path.stem[5:]) for path in self.slips()), default=0)

    def slips(self) -> list[Path]:
        """The slips' files, oldest first."""
        return sorted(self._folder.glob("slip-*.bin"))

    def print(self, command: Command) -> None:
        if command.name == _START:
            self.tear()
        self._slip += command.raw
        self._inked = self._inked or command.name not in (*_INKLESS, *CUTS)
        if command.name in CUTS:
            self.tear()

    def tear(self) -> None:
        """The slip that is in the printer comes off, if anything is on it."""
        slip, inked = self._slip, self._inked
        self._slip, self._inked = b"", False
        if not inked:
            return
        with self._changed:
            self._count += 1
            fresh = self._folder / "slip.new"
            fresh.write_bytes(slip)
            fresh.replace(self._folder / f"slip-{self._count:06}.bin")
            self._changed.notify_all()

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until that many slips are there; False when time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.slips()) >= count, seconds)
