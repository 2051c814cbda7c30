"""A serial port without hardware: a pseudo-terminal that can be plugged in and out."""

from __future__ import annotations

import contextlib
import os
import select
import time
import tty
from pathlib import Path
from threading import Lock

_LOOK_SECONDS = 0.02
_YIELD_SECONDS = 0.001


class PseudoPort:
    """The device's end of a serial line; `path` leads programs to the other end while plugged in.

    Unplugging hangs up on whoever has it open, as pulling a USB adapter out does.
    """

    def __init__(self, path: Path) -> None:
        """Plugged in at once. Raises FileExistsError where something else stands at `path`."""
        self.path = path
        self._lock = Lock()
        self._ends: tuple[int, int] | None = None
        self.plug()

    def plug(self) -> None:
        """Be there, as a new device at the same path."""
        with self._lock:
            if self._ends is None:
                own, other = os.openpty()
                tty.setraw(other)
                if self.path.is_symlink():
                    self.path.unlink()
                self.path.symlink_to(os.ttyname(other))
                # Ours stays open, so that the line outlives the programs that come and go.
                self._ends = own, other

    def unplug(self) -> None:
        """Be gone."""
        with self._lock:
            if self._ends is not None:
                self.path.unlink(missing_ok=True)
                for end in self._ends:
                    os.close(end)
                self._ends = None

    def read(self, wait_seconds: float) -> bytes:
        """What has come within so long; nothing while unplugged."""
        end = time.monotonic() + wait_seconds
        while True:
            # Held while it looks, so that no other file takes the place of one closed meanwhile.
            with self._lock:
                ends = self._ends
                if ends and select.select([ends[0]], [], [], _LOOK_SECONDS)[0]:
                    return os.read(ends[0], 4096)
            if time.monotonic() >= end:
                return b""
            time.sleep(_LOOK_SECONDS if ends is None else _YIELD_SECONDS)

    def write(self, data: bytes) -> None:
        """Send; into the air while unplugged."""
        with self._lock, contextlib.suppress(OSError):
            if self._ends is not None:
                os.write(self._ends[0], data)
