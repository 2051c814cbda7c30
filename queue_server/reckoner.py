"""Asks the reckoning process for one report after the other."""

from __future__ import annotations

import json
import logging
import os
import sys
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore
from gevent.subprocess import Popen

from queue_server.domain.errors import ReportFailed
from queue_server.processes import belong_to
from queue_server.reckoning import Reckoning

log = logging.getLogger(__name__)

#: How long a report may take, and those that were asked for before it.
_ANSWER_SECONDS = 60.0


class Reckoner:
    """Starts the process with the first report, and again where it has ended."""

    def __init__(self, database: Path) -> None:
        belong = partial(belong_to, os.getpid())
        command = [sys.executable, "-m", "queue_server.reckoning", str(database)]
        self._start = partial(Popen, command, stdin=PIPE, stdout=PIPE, text=True, preexec_fn=belong)
        self._process: Popen[str] | None = None
        self._free = BoundedSemaphore()

    def ask(self, asked: Reckoning) -> Any:
        """The report; refuses with `report_failed` where it does not come."""
        try:
            with gevent.Timeout(_ANSWER_SECONDS, TimeoutError("it takes too long")), self._free:
                return self._answer(asked)
        except (OSError, ValueError) as error:
            log.warning("a report failed: %s", error)
            raise ReportFailed from error

    def _answer(self, asked: Reckoning) -> Any:
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{asked.model_dump_json()}\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                raise ValueError(f"the process ended with {process.wait()}")
            return json.loads(line)
        except BaseException:  # what it may still say would be taken for the next report
            process.kill()
            self._process = None
            raise
