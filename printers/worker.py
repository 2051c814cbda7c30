"""One printer's worker: prints its jobs one after another and tells the server how each ended.

    printer's status → `sent`, acknowledged → bytes → proof → `printed` or `uncertain`

A job is only claimed (`sent`) on a printer that says it is ready, so while paper is out or the
printer is away it stays queued, and the server may give it to another printer. A claimed job of
which no byte went out is given back (`queued`). Once its first byte is out it is never sent again
by itself. The proof is an answer to `GS r`, which comes in turn, when all before it is printed; a
printer that cannot give it is believed when it says afterwards that it is ready.
"""

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any

from counter_client.client import Client, Refused, ServerAway
from counter_client.following import Follower, View
from counter_client.plugging import Health
from printers import jobs
from printers.claims import Claims
from printers.jobs import Job, PrinterView
from printers.logos import Logos
from printers.status import PrinterState, Status
from printers.transport import BrokenOffError, Connection, Limits, Transport, UnreachableError

_LOG = logging.getLogger(__name__)
NOT_OURS = 404
"""The server has given the job to another printer; it may come back."""
_DETAIL_CHARACTERS = 500
"""The most that the server takes of a cause: what it refused would stay to be printed."""
_GRACE_SECONDS = 1.5
"""How long a slip in hand may take to end when the worker is told to stop."""


@dataclass(frozen=True)
class Pace:
    """How often an agent tries, in seconds."""

    idle_seconds: float = 10
    """Between two looks at a printer with nothing to print."""
    retry_seconds: float = 5
    """At most, between two tries at a printer or a server in trouble."""
    claim_seconds: float = 60
    """After which a claim that the server never answered is given back: its slip may be late."""
    patience: int = 3
    """Silent looks at a printer that used to answer before it counts as offline, and gets a job
    without an answer where the server has no other printer for it."""


class Worker:
    """Prints on one printer, `branch` and id, in a thread of its own."""

    def __init__(
        self,
        printer: tuple[str, str],
        client: Client,
        reach: Callable[[Mapping[str, Any]], Transport],
        limits: Limits,
        pace: Pace,
    ) -> None:
        """`client` is the worker's own, and repeats nothing by itself."""
        self._printer = printer
        self._path = "/branches/{}/printers/{}".format(*printer)
        self._client = client
        self._logos = Logos(client.file)
        self._reach = reach
        self._limits = limits
        self._pace = pace
        self._run_id = uuid.uuid4()
        self._lock = Lock()
        self._view = PrinterView()
        self._wake = Event()
        self._stopping = Event()
        self._claims = Claims()
        self._proves: bool | None = None
        """Whether it answered `GS r` when last asked with nothing to print."""
        self._reported: Status | None = None
        self._has_answered = False
        self._silences = 0
        self._troubles = 0
        self._logged = ""
        self._thread = Thread(target=self._run, name="printer {}/{}".format(*printer), daemon=True)

    def followers(self) -> Iterator[tuple[View, Follower]]:
        """The printer's own view."""
        yield View("printer", *self._printer), self

    def receive(self, state: Mapping[str, Any]) -> None:
        """Take the newest view."""
        view = jobs.parse(state)
        with self._lock:
            self._view = view
        self._wake.set()

    def lost(self) -> None:
        """What was claimed stays claimed; what is ended is told once the server is back."""

    def health(self) -> Health:
        """What the printer last said of itself."""
        said = self._reported
        return Health(said.state.value, said.detail) if said else Health("unknown")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Begin no other job; the one in hand gets a moment to end, else it is uncertain."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(_GRACE_SECONDS)

    def _run(self) -> None:
        """Print until stopped."""
        while True:
            # What comes from here on wakes the wait below, so nothing is missed.
            self._wake.clear()
            if self._stopping.is_set():
                break
            with self._lock:
                view = self._view
            if view.printer is None:
                self._wake.wait()
                continue
            try:
                again_seconds = self._round(view, view.printer)
            except (UnreachableError, ServerAway) as trouble:
                self._log_once(str(trouble))
                again_seconds = self._back_off()
            self._wake.wait(again_seconds)
        self._client.close()

    def _round(self, view: PrinterView, printer: Mapping[str, Any]) -> float:
        """Check the printer and print the first job, if any; the seconds to wait afterwards."""
        self._settle_left_over(view.jobs)
        job = next((job for job in view.jobs if not self._claims.closed(job)), None)
        data = self._slip(job, printer) if job else b""
        if job and not data:
            return 0
        with self._open(printer) as connection:
            status = self._look(connection, view, printer)
            self._report(status)
            if not self._may_print(status):
                self._give_all_back(status.state.value)
                return self._back_off()
            self._troubles, self._logged = 0, ""
            if job is None:
                if status.ready:
                    self._proves = connection.finished(self._limits.answer_seconds)
                return self._pace.idle_seconds
            self._print(job, data, connection, answers=status.ready)
            return 0 if self._claims.closed(job) else self._back_off()

    def _settle_left_over(self, listed: tuple[Job, ...]) -> None:
        """What another agent began and did not end may be on paper or not."""
        for job in listed:
            if job.state == "sent" and not self._claims.known(job):
                self._claims.close(job)
                self._end(job, "uncertain", "the agent stopped while printing")

    def _slip(self, job: Job, printer: Mapping[str, Any]) -> bytes:
        """The job's bytes; none, and the job failed, when they cannot be made."""
        try:
            return jobs.slip_bytes(job, printer, self._logos.get)
        except ValueError as error:
            self._claims.close(job)
            self._end(job, "failed", str(error))
            return b""

    def _open(self, printer: Mapping[str, Any]) -> Connection:
        try:
            return self._reach(printer).open()
        except UnreachableError as error:
            self._report(Status(PrinterState.OFFLINE, str(error)))
            self._give_all_back(str(error))
            raise

    def _look(
        self, connection: Connection, view: PrinterView, printer: Mapping[str, Any]
    ) -> Status:
        """How the printer is: *offline* when it used to answer and is silent beyond patience."""
        status = connection.status(self._limits.answer_seconds)
        if status.state is not PrinterState.UNKNOWN:
            self._has_answered, self._silences = True, 0
            return status
        if not printer.get("answers", True):
            return status
        self._has_answered |= view.status not in (None, "unknown", "offline")
        self._silences += 1
        if self._has_answered and self._silences > self._pace.patience:
            return Status(PrinterState.OFFLINE, status.detail)
        return status

    def _may_print(self, status: Status) -> bool:
        """Ready, or one that never answers; or silent beyond patience and told so to the server,
        which has given its jobs to others that can print.
        """
        if status.state is PrinterState.UNKNOWN:
            return not self._has_answered
        return status.ready or self._silences > self._pace.patience

    def _print(self, job: Job, data: bytes, connection: Connection, *, answers: bool) -> None:
        """Claim the job, send it once, and tell how it ended.

        Raises ServerAway when no byte is out: it may be tried again.
        """
        if self._claims.older_than(job, self._pace.claim_seconds):
            self._give_back(job, "the server was away")
            return
        if self._proves is None:
            self._proves = connection.finished(self._limits.answer_seconds)
        if not self._claim(job):
            return
        try:
            connection.send(data)
        except BrokenOffError as broken:
            if broken.sent_bytes:
                self._claims.close(job)
                self._end(job, "uncertain", str(broken))
            else:
                self._give_back(job, str(broken))
            return
        self._claims.close(job)
        if not answers:
            ended = "printed" if connection.drained() else "uncertain"
            self._end(job, ended, "the printer does not answer")
            return
        finished = self._proves and connection.finished(self._limits.finish_seconds)
        status = connection.status(self._limits.finish_seconds)
        if finished or (status.ready and not self._proves):
            self._end(job, "printed", None)
        elif status.ready:
            self._end(job, "uncertain", "the printer does not say that it is done")
        else:
            self._end(job, "uncertain", status.detail or status.state.value)
        self._report(status)

    def _claim(self, job: Job) -> bool:
        """Whether the server holds the job as ours; asked with one key, so asking again is safe."""
        self._claims.take(job)
        try:
            self._post(job, "sent", None)
        except Refused as refused:
            _LOG.info("%s: job %s: %s", self._path, job.id, refused)
            if refused.status == NOT_OURS:
                self._claims.lose(job)
            else:
                self._claims.close(job)
                if job.state == "sent":  # a claim of ours that came late, of a job given back
                    self._end(job, "uncertain", str(refused))
            return False
        return True

    def _give_all_back(self, cause: str) -> None:
        """The printer cannot print: what was claimed before that was known may go elsewhere."""
        for job in self._claims.held():
            self._give_back(job, cause)

    def _give_back(self, job: Job, cause: str) -> None:
        """Let the server decide again where a job goes of which no byte is out."""
        self._log_once(cause)
        self._claims.give_back(job)
        self._end(job, "queued", cause)
        self._claims.lose(job)

    def _end(self, job: Job, state: str, detail: str | None) -> None:
        """Tell how the job ended, for as long as it takes the server to hear it."""
        wait_seconds = 0.0
        while True:
            try:
                self._post(job, state, detail)
            except Refused as refused:
                _LOG.info("%s: job %s is %s: %s", self._path, job.id, state, refused)
            except ServerAway as away:
                _LOG.warning("%s: job %s is %s: %s", self._path, job.id, state, away)
                wait_seconds = min(self._pace.retry_seconds, wait_seconds * 2 + 0.1)
                if not self._stopping.wait(wait_seconds):
                    continue
            return

    def _post(self, job: Job, state: str, detail: str | None) -> None:
        key = uuid.uuid5(self._run_id, f"{job.key} {self._claims.number(job)} {state}")
        body = {"state": state}
        if detail:
            body["detail"] = detail[:_DETAIL_CHARACTERS]
        self._client.post(f"{self._path}/jobs/{job.id}", body, str(key))

    def _report(self, status: Status) -> None:
        """Tell the server the printer's state when it changed, or the server has another."""
        known = self._view.status
        if status == self._reported and known in (None, status.state.value):
            return
        body = {"state": status.state.value}
        if status.detail:
            body["detail"] = status.detail[:_DETAIL_CHARACTERS]
        try:
            self._client.post(f"{self._path}/status", body, str(uuid.uuid4()))
        except Refused as refused:
            _LOG.warning("%s is %s: %s", self._path, status.state, refused)
        self._reported = status

    def _log_once(self, trouble: str) -> None:
        if trouble != self._logged:
            self._logged = trouble
            _LOG.warning("%s: %s", self._path, trouble)

    def _back_off(self) -> float:
        self._troubles += 1
        return min(self._pace.retry_seconds, 0.1 * 2.0 ** min(self._troubles, 10))
