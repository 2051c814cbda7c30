"""What is to be done when: one thread, one list, no two things at once."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

from queue_server.traffic.api import RefusedError, UnreachableError

RETRY_SECONDS = 1.0

Action = Callable[[], None]


class Agenda:
    """Actions by the time at which they are due; `pace` shortens every delay by that factor."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._planned: list[tuple[float, int, Action]] = []
        self._order = itertools.count()
        self._began_at = time.monotonic()

    @property
    def elapsed_seconds(self) -> float:
        """Simulated seconds since the beginning."""
        return (time.monotonic() - self._began_at) * self._pace

    def after(self, seconds: float, action: Action) -> None:
        """Plan `action` so many simulated seconds from now."""
        self._at(time.monotonic() + seconds / self._pace, action)

    def run(self, ended: threading.Event) -> None:
        """Do what is planned, each in its time, until `ended` is set; what met no server waits."""
        while not ended.is_set():
            if not self._planned:
                return
            due_at, _, action = self._planned[0]
            if ended.wait(max(0.0, due_at - time.monotonic())):
                return
            heapq.heappop(self._planned)
            try:
                action()
            except RefusedError:
                continue  # What it was about is no more.
            except UnreachableError:
                self._at(time.monotonic() + RETRY_SECONDS, action)
                ended.wait(RETRY_SECONDS)

    def _at(self, due_at: float, action: Action) -> None:
        heapq.heappush(self._planned, (due_at, next(self._order), action))
