"""Announcing a call: in the hall, or only to a visitor who is at home."""

from __future__ import annotations

from queue_server.domain.tickets import Ticket
from queue_server.operations.work import Change, Work
from queue_server.store import counters, remote


def announce(work: Work, ticket: Ticket, zone: str) -> None:
    """Show a call or recall on the displays of its zone.

    Who joined from home is told on their own page; from now on the counter waits so long and no
    longer.
    """
    service = work.branch(ticket.branch).service.get(ticket.service)
    joined = service.remote if service else None
    if joined and remote.find(work.db, ticket.id):
        remote.wait_until(work.db, ticket.id, work.now + joined.patience)
        if not joined.in_hall:
            return
    counters.show_call(work.db, ticket, zone, ticket.touched_seq)
    work.changes.add(Change("call", ticket.branch, zone, ticket.touched_seq))
