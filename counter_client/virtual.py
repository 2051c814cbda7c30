"""A virtual keypad with a display on a pseudo-terminal, to rehearse with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event, Thread

from counter_client.pseudo_port import PseudoPort

_READ_SECONDS = 0.2
_BYTES = {
    "enter": b"\r",
    "backspace": b"\x08",
    "tab": b"\t",
    "escape": b"\x1b",
    "space": b" ",
}


class VirtualKeypad:
    """Sends a byte for each key; shows what comes after a carriage return, counts the beeps."""

    def __init__(self, path: Path, encoding: str = "ascii") -> None:
        """`path` is where programs find it."""
        self.port = PseudoPort(path)
        self.beeps = 0
        self.on_change: Callable[[str], None] = lambda _text: None
        self.display = ""
        self._encoding = encoding
        self._changed = Condition()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="virtual keypad", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.port.unplug()

    def press(self, *keys: str) -> None:
        """Press keys by name or sign; raises ValueError for one that it does not have."""
        for key in keys:
            sent = _BYTES.get(key) or key.encode("ascii", "replace")
            if len(sent) != 1:
                raise ValueError(f"there is no key {key!r}")
            self.port.write(sent)

    def wait_for(self, condition: Callable[[VirtualKeypad], bool], seconds: float = 20) -> bool:
        """Wait until its display is so; False when time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self), seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            data = self.port.read(_READ_SECONDS)
            if not data:
                continue
            with self._changed:
                self.beeps += data.count(b"\x07")
                *before, last = data.replace(b"\x07", b"").split(b"\r")
                begun = "" if before else self.display
                self.display = begun + last.decode(self._encoding, errors="replace")
                self._changed.notify_all()
            self.on_change(self.display)
