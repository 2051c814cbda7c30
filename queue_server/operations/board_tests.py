"""A counter's board shows a test for a while, so that someone can see that it is the right one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.errors import CounterBusy
from queue_server.operations.work import Change, Work
from queue_server.store import supervision, tickets
from queue_server.views.counter import board_view

SHOWN_FOR = timedelta(seconds=10)


def begin(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """Show a test on every board of a counter that holds no ticket."""
    desk = work.desk(branch_id, counter_id)
    held = tickets.current(work.db, desk.branch.id, desk.counter.id)
    if held is not None:
        raise CounterBusy(f"counter {counter_id} holds {held.number}")
    until = work.now + SHOWN_FOR
    supervision.begin_board_test(work.db, desk.branch.id, desk.counter.id, until)
    work.note("board_tested", desk.branch.id, counter=desk.counter.id)
    work.changes.add(Change("counter", desk.branch.id, desk.counter.id))
    return board_view(work, branch_id, counter_id)


def end_due(work: Work) -> None:
    """Let boards whose test is over show what is so."""
    for branch, counter in supervision.end_board_tests(work.db, work.now):
        work.changes.add(Change("counter", branch, counter))
