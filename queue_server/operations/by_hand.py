"""Opening and closing services and kiosks by hand, and texts on displays without a new revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from queue_server.admission import OPEN, Admissions
from queue_server.domain.errors import Invalid, NotFound
from queue_server.domain.schedule import moment_of
from queue_server.office import Branch
from queue_server.operations.work import Change, Work
from queue_server.store import supervision
from queue_server.store.supervision import ByHand
from queue_server.views.branch import branch_view

#: What can be opened and closed.
SERVICE = "service"
KIOSK = "kiosk"


def set_open(
    work: Work,
    branch_id: str,
    kind: str,
    id_: str,
    *,
    is_open: bool,
    until: str,
    reason: str | None,
) -> dict[str, Any]:
    """Open or close a service or a kiosk, until the day ends or it is changed again.

    Opened, it takes visitors outside its hours too; where its hours have it open, nothing is kept.
    """
    branch = work.branch(branch_id)
    if id_ not in (branch.service if kind == SERVICE else branch.kiosk):
        raise NotFound(f"branch {branch_id} has no {kind} {id_!r}")
    supervision.drop_by_hand(work.db, branch_id, kind, id_)
    if is_open != _open_by_itself(work, branch, kind, id_):
        ends = _day_end(work, branch) if until == "day_end" else None
        by_hand = ByHand(kind, id_, is_open, ends, reason, work.now)
        supervision.save_by_hand(work.db, branch_id, by_hand)
    done = f"{kind}_{'opened' if is_open else 'closed'}"
    work.note(done, branch_id, reason=reason, detail={"id": id_, "until": until})
    work.changes.add(Change("queue", branch_id))
    return branch_view(work, branch_id)


def add_message(
    work: Work,
    branch_id: str,
    text: dict[str, str],
    displays: Sequence[str],
    *,
    urgent: bool,
    running: bool,
    minutes: float | None,
) -> dict[str, Any]:
    """Show a text on displays, for some minutes or until it is removed."""
    branch = work.branch(branch_id)
    faults = [
        (f"displays[{place}]", f"branch {branch_id} has no display {display!r}")
        for place, display in enumerate(displays)
        if display not in branch.display
    ]
    faults += [
        (f"text.{language}", f"the office speaks {', '.join(work.office.languages)}")
        for language in text
        if language not in work.office.languages
    ]
    if faults:
        raise Invalid(faults)
    until = work.now + timedelta(minutes=minutes) if minutes is not None else None
    message = supervision.add_message(
        work.db,
        branch_id,
        text,
        displays,
        urgent=urgent,
        running=running,
        now=work.now,
        until=until,
    )
    work.note("message_added", branch_id, detail={"message": message, "text": text})
    _refresh_displays(work, branch_id)
    return branch_view(work, branch_id)


def remove_message(work: Work, branch_id: str, message: int) -> dict[str, Any]:
    """Show a text no longer."""
    if not supervision.remove_message(work.db, branch_id, message, work.now):
        raise NotFound(f"there is no message {message}")
    work.note("message_removed", branch_id, detail={"message": message})
    _refresh_displays(work, branch_id)
    return branch_view(work, branch_id)


def end_messages(work: Work) -> None:
    """Take down the texts whose time is over."""
    for branch_id in supervision.end_messages(work.db, work.now):
        if branch_id in work.office.branch:
            work.note("messages_ended", branch_id)
            _refresh_displays(work, branch_id)


def _refresh_displays(work: Work, branch_id: str) -> None:
    zones = work.branch(branch_id).zones
    work.changes |= {Change("zone", branch_id, zone.id) for zone in zones}


def _open_by_itself(work: Work, branch: Branch, kind: str, id_: str) -> bool:
    """Whether it takes visitors without anybody's hand."""
    return kind == KIOSK or Admissions(work, branch).by_itself(branch.service[id_]) == OPEN


def _day_end(work: Work, branch: Branch) -> datetime:
    return moment_of(work.today(branch) + timedelta(days=1), time(), branch.zone_info)
