"""A new revision of the office configuration comes into force while the office works."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import Invalid, NotFound, RevisionChanged
from queue_server.moment import Revision
from queue_server.office import Branch, ConfigurationFault, Office, parse_office, split_fault
from queue_server.operations import audit, printing
from queue_server.operations.in_use import refuse_removal
from queue_server.operations.work import OFFICE, Work, spoken
from queue_server.store import counters, events, revisions, tickets


def publish(
    work: Work,
    office: Office,
    note: str | None = None,
    *,
    author: str | None = None,
    restores: int | None = None,
) -> int:
    """Put `office` in force; its number. Tickets already issued keep their life.

    Refuses with `still_in_use` where they or an open counter need what it lacks.
    """
    refuse_removal(work, office)
    before = work.revision
    number = revisions.add(
        work.db,
        office.model_dump(mode="json"),
        work.now,
        author or name_of(work),
        note,
        restores,
    )
    work.revision = Revision(number, office)
    for branch in office.branches:
        events.add_branch(work.db, branch.id, work.today(branch).isoformat())
        if branch.id in before.office.branch:
            _carry_over(work, before.office.branch[branch.id], branch)
    for branch_id in before.office.branch | office.branch:
        work.note("office_published", branch_id, reason=note, detail={"revision": number})
    told = {"revision": number, "restores": restores} if restores else {"revision": number}
    audit.record(
        work,
        "office_published",
        f"revision:{number}",
        before={"revision": before.number},
        after=told,
        reason=note,
    )
    work.changes.add(OFFICE)
    return number


def name_of(work: Work) -> str:
    """Who does it, as people read it."""
    return work.caller.name or work.caller.id


def refuse_faults(document: dict[str, Any]) -> Office:
    """The office of a document; refuses with `invalid` and every fault by its path."""
    try:
        return parse_office(document)
    except ConfigurationFault as found:
        raise Invalid([split_fault(fault) for fault in found.faults]) from None


def roll_back(work: Work, number: int, base: int | None, note: str | None) -> dict[str, Any]:
    """Publish an earlier revision again, as a new one. `base` is the newest that the caller saw."""
    newest = work.revision.number
    if base is not None and base != newest:
        published = revisions.find(work.db, newest)
        raise RevisionChanged(published.author if published else None, newest)
    document = revisions.document_of(work.db, number)
    if document is None:
        raise NotFound(f"there is no revision {number}")
    return {"revision": publish(work, refuse_faults(document), note, restores=number)}


def _carry_over(work: Work, before: Branch, branch: Branch) -> None:
    """What the old revision had begun goes on under the new one."""
    if before.service.keys() - branch.service.keys():
        counters.forget_undo(work.db, branch.id)  # it would bring back what is no more
    _stand_in_lines(work, before, branch)
    printing.leave_removed(work, branch)
    for counter in branch.counters:
        earlier = before.counter.get(counter.id)
        if earlier is not None and earlier.zone != counter.zone:
            counters.place_calls(work.db, branch.id, counter.id, counter.zone)


def _stand_in_lines(work: Work, before: Branch, branch: Branch) -> None:
    """Tickets of a service that begins or ends to route by language stand in its lines as they are.

    Otherwise no counter would look where they wait.
    """
    rerouted = {
        service.id
        for service in branch.services
        if service.id in before.service
        and before.service[service.id].route_by_language != service.route_by_language
    }
    if not rerouted:
        return
    counters.forget_undo(work.db, branch.id)
    for ticket in tickets.alive(work.db, branch.id):
        if ticket.service in rerouted:
            said = spoken(branch.service[ticket.service], ticket.language)
            if said != ticket.spoken:
                tickets.save(work.db, ticket, ticket._replace(spoken=said))
