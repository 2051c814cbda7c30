"""A printer with the jobs that its agent has to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import events, printing, tickets
from queue_server.store.printing import PrintJob
from queue_server.views.tickets import local

Json = dict[str, Any]

#: Jobs that an agent is told of ahead. Each change tells all of them anew, and paper can be out for
#: as long as it takes to issue hundreds of tickets.
_AHEAD = 10
#: How long a kiosk asks whether a slip came out, and how long reception is told.
ASKED_AT_KIOSK = timedelta(minutes=5)
TOLD_TO_RECEPTION = timedelta(minutes=60)


def printer_view(moment: Moment, branch_id: str, printer_id: str | None) -> Json:
    """The printer, what it last said, and its next jobs in order."""
    branch = moment.branch(branch_id)
    printer = branch.printer.get(printer_id or "")
    if printer is None:
        raise NotFound(f"branch {branch_id} has no printer {printer_id!r}")
    said = printing.statuses(moment.db, branch.id).get(printer.id)
    jobs = printing.to_do(moment.db, branch.id, printer.id, _AHEAD)
    return {
        "rev": events.revision(moment.db, branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, branch.zone_info),
        "printer": printer.model_dump(mode="json"),
        "status": {"state": said[0], "detail": said[1], "at": local(said[2], branch.zone_info)}
        if said
        else None,
        "jobs": [job_json(branch, job) for job in jobs],
    }


def printers_json(moment: Moment, branch: Branch, ids: Iterable[str]) -> list[Json]:
    """Printers with what they last said, and since when; `ok`: whether paper is to be expected."""
    said = printing.statuses(moment.db, branch.id)
    shown = []
    for printer_id in ids:
        state, detail, since = said.get(printer_id, ("unknown", None, None))
        shown.append(
            {
                "id": printer_id,
                "name": branch.printer[printer_id].name,
                "state": state,
                "ok": state in printing.WORKING,
                "detail": detail,
                "since": local(since, branch.zone_info),
            }
        )
    return shown


def uncertain_json(moment: Moment, branch: Branch, kiosk: str | None = None) -> list[Json]:
    """Recent slips of which nobody knows whether they came out; those of a kiosk, if given."""
    patience = ASKED_AT_KIOSK if kiosk else TOLD_TO_RECEPTION
    return [
        {
            "ticket": job.ticket,
            "number": job.number,
            "job": job.id,
            "printer": job.printer,
            "copy": job.copy,
            "at": local(job.settled_at, branch.zone_info),
        }
        for job in printing.uncertain(moment.db, branch.id, moment.now - patience, kiosk)
    ]


def job_json(branch: Branch, job: PrintJob) -> Json:
    """A print job."""
    return {
        "id": job.id,
        "printer": job.printer,
        "ticket": job.ticket,
        "number": job.number,
        "copy": job.copy,
        "state": job.state,
        "detail": job.detail,
        "created_at": local(job.created_at, branch.zone_info),
        "document": job.document,
    }


def job_state_json(
    moment: Moment, branch_id: str, job_id: int, kiosk: str | None = None
) -> dict[str, Any]:
    """How far a print job is, one of a kiosk's own tickets; refuses with `not_found`."""
    job = printing.find(moment.db, branch_id, job_id)
    ticket = tickets.find(moment.db, job.ticket) if job and kiosk else None
    if job is None or (kiosk and (ticket is None or ticket.kiosk != kiosk)):
        raise NotFound(f"there is no job {job_id}")
    return {"id": job.id, "ticket": job.ticket, "printer": job.printer, "state": job.state}
