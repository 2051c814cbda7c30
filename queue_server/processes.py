"""Child processes: they end with the one that started them, and companions are kept running."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
from functools import partial

log = logging.getLogger(__name__)

#: By how much those are nicer who work out what nobody's call waits for.
BESIDE_CALLS = 5

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
#: The least time between two starts of a companion, so that one that cannot run costs little.
_STARTS_APART_SECONDS = 5.0
#: Companions start this much later than the server, whose first ticket they would hold up.
_AFTER_SERVER_SECONDS = 1.0


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when `parent` is gone; at once where it is gone already."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def belong_to(parent: int) -> None:
    """End with `parent`, and leave Ctrl-C, which reaches both, to it; for `preexec_fn`."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Companion:
    """Another program of the product beside the server: started again when it ends by itself."""

    def __init__(self, module: str, *arguments: str, token: str | None = None) -> None:
        """`module` is run as `python -m` would, with `arguments`.

        `token` is handed on in its environment, where other users cannot read it.
        """
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = os.environ | ({"OKIENKO_TOKEN": token} if token else {})
        self._process: subprocess.Popen[bytes] | None = None
        self._start_after_seconds: float | None = None

    def keep(self, now_seconds: float) -> None:
        """Start it where it does not run; `now_seconds` is of a clock that never goes back."""
        if self._process is not None and self._process.poll() is not None:
            log.warning("%s has ended; it is started again", " ".join(self._command[1:4]))
            self._process = None
        if self._start_after_seconds is None:
            self._start_after_seconds = now_seconds + _AFTER_SERVER_SECONDS
        if self._process is None and now_seconds >= self._start_after_seconds:
            self._start_after_seconds = now_seconds + _STARTS_APART_SECONDS
            belong = partial(belong_to, os.getpid())
            # The parent has one thread, so code between fork and exec is safe.
            self._process = subprocess.Popen(
                self._command,
                preexec_fn=belong,  # noqa: PLW1509
                env=self._environment,
            )

    def stop(self) -> None:
        """Ask it to end in order."""
        if self._process is not None:
            self._process.terminate()
