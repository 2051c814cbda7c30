"""Slips: ordered with the ticket, and what agents say became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from queue_server.domain.errors import Invalid, JobSettled, NotFound, WrongState
from queue_server.domain.tickets import Ticket
from queue_server.office import Branch, Office
from queue_server.office.printers import with_fallbacks
from queue_server.operations.work import Change, Work
from queue_server.store import printing, tickets
from queue_server.store.database import Connection
from queue_server.store.printing import PrintJob
from queue_server.views.printer import job_json, printer_view
from queue_server.views.slip import Issue, document, slip_document
from queue_server.views.tickets import ticket_json

Said = dict[str, tuple[str, str | None, datetime]]

#: What a slip failed of that was not begun in time, or whose ticket had ended by then.
EXPIRED = "expired"
#: What stands on a slip of no ticket.
TEST_NUMBER = "TEST"


def order(work: Work, ticket: Ticket, shown: dict[str, Any], printers: Sequence[str]) -> PrintJob:
    """Order a slip of `ticket` on the first of `printers` that works, else on the first.

    `shown` is the ticket as it is answered.
    The order is committed before its agent can send a byte.
    """
    branch = work.branch(ticket.branch)
    said = printing.statuses(work.db, branch.id)
    wanted = with_fallbacks(printers, branch.printer)
    printer = next((p for p in wanted if _works(said, p, unheard=True)), printers[0])
    job = printing.add(
        work.db,
        ticket.branch,
        printer,
        ticket.id,
        ticket.number,
        slip_document(work, ticket, shown),
        work.now,
    )
    work.note("slip_ordered", ticket.branch, ticket=ticket.id, detail={"job": job.id})
    work.changes.add(Change("printer", ticket.branch, printer))
    return job


def print_copy(work: Work, ticket_id: int, printer: str | None) -> dict[str, Any]:
    """Print the ticket's slip again, marked as a copy.

    On this printer, or where its kiosk's own others are while that cannot print; if none is named
    where the ticket came from, or anywhere.
    """
    ticket = work.ticket(ticket_id)
    branch = work.branch(ticket.branch)
    if ticket.service not in branch.service:
        raise WrongState(f"{ticket.number} is of a service that is no more")
    if printer is not None and printer not in branch.printer:
        raise Invalid([("printer", f"branch {branch.id} has no printer {printer!r}")])
    kiosk = branch.kiosk.get(ticket.kiosk or "")
    candidates = (
        [printer, *_beside(branch, ticket, printer)]
        if printer
        else [*(kiosk.printers if kiosk else []), *branch.printer]
    )
    if not candidates:
        raise Invalid([("printer", f"branch {branch.id} has no printer")])
    shown = ticket_json(work, ticket, staff=True)
    job = order(work, ticket, shown, candidates)
    return {"ticket": shown, "job": job_json(branch, job)}


def print_test(work: Work, branch_id: str, printer: str) -> dict[str, Any]:
    """Print a slip of no ticket on this very printer, in the way of every other."""
    branch = work.branch(branch_id)
    if printer not in branch.printer:
        raise NotFound(f"branch {branch_id} has no printer {printer!r}")
    sample = Issue(
        number=TEST_NUMBER,
        language=work.office.languages[0],
        services=[branch.services[0].id],
        issued_at=work.now,
        ahead=None,
        wait=None,
        cases=1,
        needs=[],
        url=work.setting.public_url,
    )
    written = document(work.office, branch, sample, work.setting.media_folder)
    job = printing.add(work.db, branch.id, printer, 0, TEST_NUMBER, written, work.now)
    work.note("slip_ordered", branch.id, reason="test", detail={"job": job.id})
    work.changes.add(Change("printer", branch.id, printer))
    return job_json(branch, job)


def report_job(
    work: Work, branch_id: str, printer: str, job_id: int, state: str, detail: str | None
) -> dict[str, Any]:
    """What became of a job. Once printed, failed or uncertain it has ended.

    `queued` gives a job back of which no byte went out.
    """
    branch = work.branch(branch_id)
    job = _job(work, branch, printer, job_id)
    if job.state not in printing.UNSETTLED or (job.state == "sent" and state == "sent"):
        raise JobSettled(f"the job is {job.state}")
    if state == "sent" and _expired(work, job):
        raise JobSettled("the slip has expired")
    if state != job.state:
        _settle(work, job, state, detail)
        if state == "queued":
            _reroute(work, branch)
    return job_json(branch, printing.find(work.db, branch.id, job_id) or job)


def answer(work: Work, branch_id: str, printer: str, job_id: int, came_out: bool) -> dict[str, Any]:
    """Someone says whether an uncertain slip came out; `reprint`: whether to offer a copy."""
    branch = work.branch(branch_id)
    job = _job(work, branch, printer, job_id)
    if job.state != "uncertain":
        raise JobSettled(f"the job is {job.state}")
    _settle(work, job, "printed" if came_out else "failed", "as someone saw")
    answered = printing.find(work.db, branch.id, job_id) or job
    return job_json(branch, answered) | {"reprint": not came_out}


def report_status(
    work: Work, branch_id: str, printer: str, state: str, detail: str | None
) -> dict[str, Any]:
    """What a printer says of itself; kiosks stop promising paper when it has none."""
    branch = work.branch(branch_id)
    if printer not in branch.printer:
        raise NotFound(f"branch {branch_id} has no printer {printer!r}")
    said = printing.statuses(work.db, branch.id).get(printer)
    if said is None or said[:2] != (state, detail):
        since = said[2] if said and said[0] == state else work.now
        printing.save_status(work.db, branch.id, printer, state, detail, since)
        work.note("printer_status", branch.id, reason=detail, detail={printer: state})
        work.changes |= {Change("printer", branch.id, printer), Change("queue", branch.id)}
        _reroute(work, branch)
    return printer_view(work, branch.id, printer)


def expire(work: Work) -> bool:
    """Fail the slips that are too late to print; True where more are left to do at once."""
    late = printing.overdue(work.db, work.now - _patience(work.office))
    for job in late:
        _settle(work, job, "failed", EXPIRED)
    return bool(late)


def expire_ended(work: Work) -> None:
    """Fail the slips of tickets that have just ended: its agent would be told of them in vain."""
    for before, after, _changed in work.moves:
        if before.ended_at is None and after.ended_at is not None:
            for job in printing.queued_of(work.db, after.id):
                _settle(work, job, "failed", EXPIRED)


def next_expiry(db: Connection, office: Office) -> datetime | None:
    """When the next slip will be too late to print."""
    oldest = printing.oldest_queued(db)
    return oldest + _patience(office) if oldest else None


def leave_removed(work: Work, branch: Branch) -> None:
    """Printers that are gone print no more: what is queued there fails, what is sent may be out."""
    for job in printing.unsettled(work.db, branch.id):
        if job.printer not in branch.printer:
            state = "failed" if job.state == "queued" else "uncertain"
            _settle(work, job, state, "the printer was removed")


def _patience(office: Office) -> timedelta:
    return timedelta(minutes=office.rules.slip_expires_minutes)


def _expired(work: Work, job: PrintJob) -> bool:
    ticket = tickets.find(work.db, job.ticket)
    ended_at = ticket.ended_at if ticket else None
    return work.now >= job.created_at + _patience(work.office) or (
        ended_at is not None and ended_at >= job.created_at
    )


def _job(work: Work, branch: Branch, printer: str, job_id: int) -> PrintJob:
    job = printing.find(work.db, branch.id, job_id)
    if job is None or job.printer != printer:
        raise NotFound(f"printer {printer} has no job {job_id}")
    return job


def _settle(work: Work, job: PrintJob, state: str, detail: str | None) -> None:
    printing.settle(work.db, job.id, state, detail, work.now)
    work.note(f"slip_{state}", job.branch, ticket=job.ticket, reason=detail, detail={"job": job.id})
    work.changes |= {Change("printer", job.branch, job.printer), Change("queue", job.branch)}


def _reroute(work: Work, branch: Branch) -> None:
    """Give what is queued on a printer that cannot print to the next one that can.

    Nothing of a queued job can have been printed: `sent` is stored before the first byte.
    """
    said = printing.statuses(work.db, branch.id)
    for job in printing.queued(work.db, branch.id):
        if job.ticket == 0 or _works(said, job.printer, unheard=True):
            continue
        ticket = tickets.find(work.db, job.ticket)
        beside = _beside(branch, ticket, job.printer) if ticket else []
        others = with_fallbacks([job.printer, *beside], branch.printer)
        able = next((other for other in others if _works(said, other, unheard=False)), None)
        if able:
            printing.move(work.db, job.id, able)
            moved = {"job": job.id, "from": job.printer, "to": able}
            work.note("slip_moved", branch.id, ticket=job.ticket, detail=moved)
            work.changes |= {Change("printer", branch.id, p) for p in (job.printer, able)}


def _beside(branch: Branch, ticket: Ticket, printer: str) -> list[str]:
    """All printers of the kiosk that the ticket is of, where this is one of them."""
    kiosk = branch.kiosk.get(ticket.kiosk or "")
    return kiosk.printers if kiosk and printer in kiosk.printers else []


def _works(said: Said, printer: str, *, unheard: bool) -> bool:
    """Whether it can be expected to print; `unheard` for one that never said anything."""
    return said[printer][0] in printing.WORKING if printer in said else unheard
