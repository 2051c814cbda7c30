"""Hardware that comes and goes: worked while it is there, awaited with back-off while it is not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import NamedTuple

from counter_client.ports import PORT_TROUBLE

log = logging.getLogger(__name__)

_FIRST_RETRY_SECONDS = 0.2
_LONGEST_RETRY_SECONDS = 2.0


class Health(NamedTuple):
    """How a device is, as its agent tells the server: `online`, `offline`, and of printers more."""

    state: str
    detail: str | None = None


class Plugged:
    """The thread in which one device is worked."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        """`work` opens the device, says `there`, and works it until `stopping` is set.

        What PORT_TROUBLE names ends it, and it is called again.
        """
        self.stopping = Event()
        self.health = Health("unknown")
        self._name = name
        self._work = work
        self._retry_seconds = _FIRST_RETRY_SECONDS
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Let the work end; wait so long at most."""
        self.stopping.set()
        self._thread.join(seconds)

    def there(self) -> None:
        """The device is open."""
        log.info("%s is there", self._name)
        self.health = Health("online")
        self._retry_seconds = _FIRST_RETRY_SECONDS

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._work()
            except PORT_TROUBLE as error:
                trouble = Health("offline", str(error))
                if trouble != self.health:
                    self.health = trouble
                    log.warning("%s: %s", self._name, error)
                self.stopping.wait(self._retry_seconds)
                self._retry_seconds = min(self._retry_seconds * 2, _LONGEST_RETRY_SECONDS)
