"""Follows the estimating process: asks it when something changed, and tells the screens."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import PIPE

import gevent
from gevent.event import Event
from gevent.subprocess import Popen

from queue_server.bridge import Bridge
from queue_server.estimating import read_answer
from queue_server.processes import belong_to

log = logging.getLogger(__name__)

#: The least time between two estimates.
_EVERY_SECONDS = 2.0
#: How long an estimate may take.
_ANSWER_SECONDS = 30.0
#: Even where nothing happens, waits shrink: asked again this often.
_AT_LEAST_SECONDS = 15.0


class Expecting:
    """Keeps `bridge.loop.waits` up to date."""

    def __init__(self, database: Path, bridge: Bridge, refreshed: Callable[[], None]) -> None:
        self._database = database
        self._bridge = bridge
        self._refreshed = refreshed
        self._changed = Event()
        gevent.spawn(self._follow_forever)

    def changed(self) -> None:
        """The queue has changed."""
        self._changed.set()

    def _follow_forever(self) -> None:
        while True:
            self._changed.wait()  # the process is started with the first change
            try:
                self._follow()
            except (OSError, ValueError, KeyError) as error:
                # Not an error: a signal to the whole process group ends it before the server.
                log.info("the estimating process failed (%s); it is started again", error)
            gevent.sleep(_EVERY_SECONDS)

    def _follow(self) -> None:
        loop = self._bridge.loop
        hours = "hours" if loop.setting.keeps_hours else "always"
        command = [sys.executable, "-m", "queue_server.estimating", str(self._database), hours]
        belong = partial(belong_to, os.getpid())
        process = Popen(command, stdin=PIPE, stdout=PIPE, text=True, preexec_fn=belong)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            while True:
                self._changed.clear()
                process.stdin.write(f"{loop.time().isoformat()}\n")
                process.stdin.flush()
                with gevent.Timeout(_ANSWER_SECONDS, ValueError("it does not answer")):
                    line = process.stdout.readline()
                if not line:
                    raise ValueError(f"it ended with {process.wait()}")
                waits = read_answer(line)
                if waits != loop.waits:
                    self._bridge.estimate(waits)
                    self._refreshed()
                gevent.sleep(_EVERY_SECONDS)
                self._changed.wait(_AT_LEAST_SECONDS)
        finally:
            process.kill()
