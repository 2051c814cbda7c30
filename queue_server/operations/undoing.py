"""Undo: a counter takes its last action back, as long as nothing later touched those tickets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from queue_server.domain.errors import CounterClosed, NothingToUndo
from queue_server.domain.tickets import OPEN, State, Ticket
from queue_server.moment import Desk
from queue_server.operations.work import Change, Move, Work
from queue_server.store import counters, events, tickets
from queue_server.store.times import from_micros, to_micros
from queue_server.views.tickets import ticket_json


@contextmanager
def undoable(work: Work, desk: Desk, action: str) -> Iterator[None]:
    """Remember what the moves within change, so that `action` can be taken back."""
    earlier = len(work.moves)
    yield
    by_ticket: dict[int, list[Move]] = {}
    for move in work.moves[earlier:]:
        by_ticket.setdefault(move.after.id, []).append(move)
    if by_ticket:
        steps = [
            {
                "ticket": ticket_id,
                "touched": moves[-1].after.touched_seq,
                # One put back and called again counts as it was first.
                "before": tickets.columns_of(
                    moves[0].before, dict.fromkeys(name for move in moves for name in move.changed)
                ),
            }
            for ticket_id, moves in by_ticket.items()
        ]
        undo = {"action": action, "at": to_micros(work.now), "steps": steps}
        counters.save_undo(work.db, desk.branch.id, desk.counter.id, undo)


def undo(work: Work, branch_id: str, counter_id: str) -> dict[str, Any]:
    """Take back the counter's last next, call, finish, no-show or transfer."""
    desk = work.desk(branch_id, counter_id)
    if not desk.session.open:
        raise CounterClosed(f"counter {counter_id} is closed; open it first")
    action, steps = _steps(work, desk)
    _refuse_conflict(work, desk, steps)
    restored = [_take_back(work, desk, action, now, before) for now, before in reversed(steps)]
    counters.save_undo(work.db, desk.branch.id, desk.counter.id, None)
    work.changes.add(Change("counter", desk.branch.id, desk.counter.id))
    held = next((ticket for ticket in restored if ticket.state in OPEN), restored[0])
    return {"ticket": ticket_json(work, held, staff=True)}


def _steps(work: Work, desk: Desk) -> tuple[str, list[tuple[Ticket, Ticket]]]:
    """The action to take back, and each of its tickets (as it is, as it was before)."""
    if desk.session.undo is None:
        raise NothingToUndo
    kept = json.loads(desk.session.undo)
    allowed = timedelta(seconds=work.office.rules.undo_seconds)
    if work.now - from_micros(kept["at"]) > allowed:
        raise NothingToUndo(f"only the last {allowed.seconds} seconds can be taken back")
    steps = []
    for step in kept["steps"]:
        now = tickets.find(work.db, step["ticket"])
        if now is None or now.touched_seq != step["touched"]:
            number = now.number if now else "its ticket"
            raise NothingToUndo(f"{number} has changed since")
        if now.business_day != work.today(desk.branch):
            raise NothingToUndo(f"the day of {now.number} has ended")
        steps.append((now, tickets.with_columns(now, step["before"])))
    return kept["action"], steps


def _refuse_conflict(work: Work, desk: Desk, steps: list[tuple[Ticket, Ticket]]) -> None:
    held = tickets.current(work.db, desk.branch.id, desk.counter.id)
    mine = {now.id for now, _ in steps}
    if held is not None and held.id not in mine:
        raise NothingToUndo(f"counter {desk.counter.id} holds {held.number} since")


def _take_back(work: Work, desk: Desk, action: str, now: Ticket, before: Ticket) -> Ticket:
    """Restore one ticket. The count of its calls stays: it tells announcements apart."""
    seq = work.append(
        "undo",
        now.branch,
        ticket=now.id,
        counter=desk.counter.id,
        clerk=desk.session.clerk,
        detail={"action": action, "from": now.state.value, "to": before.state.value},
    )
    events.reopen_leg(work.db, before.id, before.leg)
    after = before._replace(calls=now.calls, touched_seq=seq)
    tickets.save(work.db, now, after)
    if now.state is State.CALLED and before.state not in OPEN:
        counters.withdraw_call(work.db, now.id)
    work.moved(now, after)
    return after
