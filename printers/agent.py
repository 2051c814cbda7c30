"""`okienko agent`: prints what the server orders, as an ordinary client of its wire contract."""

import logging
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial
from threading import Event, Thread

from printers.reaching import Address, reach
from printers.transport import Limits
from printers.wire import Commands, Views
from printers.worker import Pace, Worker

_LOG = logging.getLogger(__name__)
_GRACE_SECONDS = 1.5
"""How long a slip in hand may take to end when the agent is told to stop."""


class Agent:
    """A worker in a thread of its own for each printer, and one connection for all their views."""

    def __init__(
        self,
        server_url: str,
        printers: Sequence[str],
        overrides: Mapping[str, Address] | None = None,
        token: str | None = None,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`printers` are "branch/printer"; `overrides` gives some of them another address.

        Raises ValueError for a name of another form.
        """
        limits, pace = limits or Limits(), pace or Pace()
        self.ended = Event()
        """Set when a part of the agent ended, in order or not."""
        self._workers = {
            _split(name): Worker(
                _split(name),
                Commands(server_url, token),
                partial(reach, address=(overrides or {}).get(name), limits=limits),
                limits,
                pace,
            )
            for name in printers
        }
        self._views = Views(server_url, self._workers, token, pace.reconnect_seconds)
        self._following = Thread(target=self._work, args=(self._views,), daemon=True)
        self._printing = [
            Thread(target=self._work, args=(worker,), daemon=True)
            for worker in self._workers.values()
        ]

    def start(self) -> None:
        for thread in (*self._printing, self._following):
            thread.start()

    def stop(self) -> None:
        """Stop in order; a slip in hand gets a moment to end, and is uncertain if it does not."""
        self._views.stop()
        for worker in self._workers.values():
            worker.stop()
        deadline = time.monotonic() + _GRACE_SECONDS
        for thread in self._printing:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _work(self, part: Views | Worker) -> None:
        try:
            part.run()
        finally:
            self.ended.set()


def run(
    server_url: str,
    printers: Sequence[str],
    overrides: Mapping[str, Address] | None = None,
    token: str | None = None,
    limits: Limits | None = None,
) -> int:
    """Print until SIGTERM or SIGINT; the process's exit code, 1 when a part of it died."""
    agent = Agent(server_url, printers, overrides, token, limits)
    told = Event()

    def stop(*_signal: object) -> None:
        told.set()
        agent.ended.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
    agent.start()
    _LOG.info("printing for %s on %s", server_url, ", ".join(printers))
    agent.ended.wait()
    agent.stop()
    return 0 if told.is_set() else 1


def _split(name: str) -> tuple[str, str]:
    branch, slash, printer = name.partition("/")
    if not (branch and slash and printer) or "/" in printer:
        raise ValueError(f"{name!r} is not of the form branch/printer")
    return branch, printer
