"""Slips: ordered with the ticket, and what agents say became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from queue_server.domain.errors import Invalid, JobSettled, NotFound
from queue_server.domain.tickets import Ticket
from queue_server.operations.work import Change, Work
from queue_server.store import printing
from queue_server.store.printing import PrintJob
from queue_server.views.printer import job_json, printer_view, slip_document
from queue_server.views.tickets import ticket_json


def order(work: Work, ticket: Ticket, printers: Sequence[str]) -> PrintJob:
    """Order a slip of `ticket` on the first of `printers` that works, else on the first.

    The order is committed before its agent can send a byte.
    """
    said = printing.statuses(work.db, ticket.branch)
    working = (p for p in printers if said.get(p, ("unknown",))[0] in printing.WORKING)
    printer = next(working, printers[0])
    job = printing.add(
        work.db,
        ticket.branch,
        printer,
        ticket.id,
        ticket.number,
        slip_document(work, ticket),
        work.now,
    )
    work.note("slip_ordered", ticket.branch, ticket=ticket.id, detail={"job": job.id})
    work.changes.add(Change("printer", ticket.branch, printer))
    return job


def print_copy(work: Work, ticket_id: int, printer: str | None) -> dict[str, Any]:
    """Print the ticket's slip again, marked as a copy: here, where it came from, or anywhere."""
    ticket = work.ticket(ticket_id)
    branch = work.branch(ticket.branch)
    if printer is not None and printer not in branch.printer:
        raise Invalid([("printer", f"branch {branch.id} has no printer {printer!r}")])
    kiosk = branch.kiosk.get(ticket.kiosk or "")
    candidates = [printer] if printer else [*(kiosk.printers if kiosk else []), *branch.printer]
    if not candidates:
        raise Invalid([("printer", f"branch {branch.id} has no printer")])
    job = order(work, ticket, candidates)
    return {"ticket": ticket_json(work, ticket, staff=True), "job": job_json(branch, job)}


def report_job(
    work: Work, branch_id: str, printer: str, job_id: int, state: str, detail: str | None
) -> dict[str, Any]:
    """What became of a job. Once printed, failed or uncertain it has ended."""
    branch = work.branch(branch_id)
    job = printing.find(work.db, branch.id, printer, job_id)
    if job is None:
        raise NotFound(f"printer {printer} has no job {job_id}")
    if job.state not in printing.UNSETTLED or (job.state == "sent" and state == "sent"):
        raise JobSettled(f"the job is {job.state}")
    printing.settle(work.db, job.id, state, detail, work.now)
    work.note(f"slip_{state}", branch.id, ticket=job.ticket, detail={"job": job.id})
    work.changes |= {Change("printer", branch.id, printer), Change("queue", branch.id)}
    found = printing.find(work.db, branch.id, printer, job_id)
    assert found is not None
    return job_json(branch, found)


def report_status(
    work: Work, branch_id: str, printer: str, state: str, detail: str | None
) -> dict[str, Any]:
    """What a printer says of itself; kiosks stop promising paper when it has none."""
    branch = work.branch(branch_id)
    if printer not in branch.printer:
        raise NotFound(f"branch {branch_id} has no printer {printer!r}")
    said = printing.statuses(work.db, branch.id).get(printer)
    if said is None or said[:2] != (state, detail):
        printing.save_status(work.db, branch.id, printer, state, detail, work.now)
        work.note("printer_status", branch.id, reason=detail, detail={printer: state})
        work.changes |= {Change("printer", branch.id, printer), Change("queue", branch.id)}
    return printer_view(work, branch.id, printer)
