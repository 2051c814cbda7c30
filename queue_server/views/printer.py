"""A printer with the jobs that its agent has to do, and the slip itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.domain.tickets import Ticket
from queue_server.moment import Moment
from queue_server.office import Branch, Texts
from queue_server.store import events, printing
from queue_server.store.printing import PrintJob
from queue_server.views.tickets import local, ticket_json

Json = dict[str, Any]

#: How long a kiosk asks whether a slip came out, and how long reception is told.
ASKED_AT_KIOSK = timedelta(minutes=5)
TOLD_TO_RECEPTION = timedelta(minutes=60)


def printer_view(moment: Moment, branch_id: str, printer_id: str | None) -> Json:
    """The printer, what it last said, and its jobs to do in order."""
    branch = moment.branch(branch_id)
    printer = branch.printer.get(printer_id or "")
    if printer is None:
        raise NotFound(f"branch {branch_id} has no printer {printer_id!r}")
    said = printing.statuses(moment.db, branch.id).get(printer.id)
    jobs = printing.to_do(moment.db, branch.id, printer.id)
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
        "ticket": job.ticket,
        "number": job.number,
        "copy": job.copy,
        "state": job.state,
        "detail": job.detail,
        "created_at": local(job.created_at, branch.zone_info),
        "document": job.document,
    }


def slip_document(moment: Moment, ticket: Ticket) -> Json:
    """What a slip says, in the ticket's language."""
    branch = moment.branch(ticket.branch)
    service = branch.service[ticket.service]
    shown = ticket_json(moment, ticket, staff=True)
    zone = next(z for z in branch.zones if z.id == service.zone)

    def text(texts: Texts | None) -> str:
        return say(texts, ticket.language)

    return {
        "language": ticket.language,
        "office": text(moment.office.name),
        "branch": text(branch.name),
        "number": ticket.number,
        "service": text(service.name),
        "services": [text(branch.service[s].name) for s in ticket.chain if s in branch.service],
        "issued": f"{ticket.issued_at.astimezone(branch.zone_info):%d.%m.%Y %H:%M}",
        "where": text(zone.name),
        "ahead": shown["ahead"],
        "wait": shown["wait"],
        "cases": ticket.cases,
        "url": shown["public_url"],
        "documents": [text(document) for document in service.documents],
        "needs": [text(need.name) for need in moment.office.needs if need.id in ticket.needs],
        "footer": text(moment.office.slip_footer) or None,
    }


def say(texts: Texts | None, language: str) -> str:
    """What an object by language says in `language`, else in its first one."""
    return (texts.get(language) or next(iter(texts.values()))) if texts else ""
