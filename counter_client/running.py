"""The end of a program: told by a signal."""

from __future__ import annotations

import signal
import threading
from threading import Event


def wait_for_signals(told: Event) -> None:
    """Set `told` on SIGTERM and SIGINT, where this is the thread that may."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_signal: told.set())
        signal.signal(signal.SIGINT, lambda *_signal: told.set())
