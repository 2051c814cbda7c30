"""A print queue of the machine: CUPS, through its own commands `lp`, `lpstat` and `cancel`.

The queue must be a raw one or take raw jobs; CUPS then says when the printer has taken a job, which
is as much as it knows.
"""

import os
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from printers.status import PrinterState, Status
from printers.transport import BrokenOffError, Limits, UnreachableError

_LOOK_SECONDS = 0.2
_REQUEST = re.compile(r"request id is (\S+)")
_ALERTS = (
    ("cover-open", PrinterState.COVER_OPEN),
    ("door-open", PrinterState.COVER_OPEN),
    ("media-empty", PrinterState.PAPER_OUT),
    ("media-needed", PrinterState.PAPER_OUT),
    ("offline", PrinterState.OFFLINE),
    ("connecting-to-device", PrinterState.OFFLINE),
    ("media-low", PrinterState.PAPER_NEAR_END),
)
"""What a printer's state reasons mean (RFC 8011, 5.4.12), the worst first."""
_UNREACHED = re.compile("may not exist or is unavailable|not responding|Unable to (connect|locate)")
"""What CUPS' backends say of a printer that they do not reach, while they try again."""


@dataclass(frozen=True)
class Cups:
    """A queue, here or on another machine's CUPS."""

    queue: str
    server: str | None = None
    limits: Limits = field(default_factory=Limits)

    def open(self) -> "CupsConnection":
        """See that the queue is there. Raises UnreachableError."""
        connection = CupsConnection(self)
        connection.look()
        return connection


class CupsConnection:
    """One job on a queue."""

    def __init__(self, cups: Cups) -> None:
        self._cups = cups
        self._job: str | None = None
        #: What stood in the way of a job that was taken back: a queue without jobs looks well.
        self._stuck: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is held open."""

    def look(self) -> str:
        """What lpstat says of the queue. Raises UnreachableError."""
        return self._run(["lpstat", "-l", "-p", self._cups.queue])

    def status(self, seconds: float) -> Status:
        """The queue's state and its alerts."""
        try:
            return self._stuck or parse(self.look())
        except UnreachableError as error:
            return Status(PrinterState.OFFLINE, str(error))

    def finished(self, seconds: float) -> bool:
        """Whether the queue is rid of the job; one that is not by then is taken back."""
        if self._job is None:
            return True
        deadline = time.monotonic() + seconds
        try:
            while self._job in self._run(["lpstat", "-o", self._cups.queue]).split():
                if time.monotonic() > deadline:
                    self._stuck = parse(self.look())
                    self._run(["cancel", self._job])
                    return False
                time.sleep(_LOOK_SECONDS)
            return parse(self.look()).ready
        except UnreachableError:
            return False

    def send(self, data: bytes) -> None:
        """Queue the slip. Raises BrokenOffError, with no byte sent where CUPS refused it."""
        command = ["lp", "-d", self._cups.queue, "-o", "raw"]
        try:
            told = self._run(command, data)
        except UnreachableError as error:
            late = isinstance(error.__cause__, subprocess.TimeoutExpired)
            raise BrokenOffError(len(data) if late else 0, str(error)) from error
        found = _REQUEST.search(told)
        if not found:
            raise BrokenOffError(len(data), f"lp said {told!r}")
        self._job = found[1]

    def drained(self) -> bool:
        """Whether CUPS has passed the job on."""
        return self.finished(self._cups.limits.finish_seconds)

    def _run(self, command: Sequence[str], data: bytes = b"") -> str:
        server = ["-h", self._cups.server] if self._cups.server else []
        try:
            done = subprocess.run(
                [command[0], *server, *command[1:]],
                input=data,
                capture_output=True,
                check=True,
                timeout=self._cups.limits.stall_seconds,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnreachableError(f"{command[0]}: {error}") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip()
            raise UnreachableError(said or f"{command[0]} failed") from error
        return done.stdout.decode(errors="replace")


def parse(told: str) -> Status:
    """The state that `lpstat -l -p` tells."""
    first, *rest = told.strip().splitlines() or [""]
    alerts = " ".join(line for line in rest if line.strip().startswith("Alerts:"))
    for word, state in _ALERTS:
        if word in alerts:
            return Status(state)
    if " disabled " in first:
        return Status(PrinterState.OFFLINE, next((s for line in rest if (s := line.strip())), None))
    if unreached := next((line for line in rest if _UNREACHED.search(line)), None):
        return Status(PrinterState.OFFLINE, unreached.strip())
    if "-error" in alerts:
        return Status(PrinterState.ERROR, alerts.strip().removeprefix("Alerts: "))
    if " is idle" in first or " now printing " in first:
        return Status(PrinterState.ONLINE)
    return Status(PrinterState.UNKNOWN)
