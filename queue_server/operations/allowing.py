"""Letting tickets be issued although whoever takes one is expected to be called past closing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from queue_server.admission import ISSUE
from queue_server.domain.schedule import moment_of
from queue_server.operations.work import Change, Work
from queue_server.store import supervision
from queue_server.store.supervision import ByHand
from queue_server.views.branch import branch_view


def allow_issue(
    work: Work, branch_id: str, service: str, until: datetime | None, reason: str | None
) -> dict[str, Any]:
    """Allow it until a moment, the day's end at the latest; one that has passed takes it back."""
    branch = work.branch(branch_id)
    midnight = moment_of(work.today(branch) + timedelta(days=1), time(), branch.zone_info)
    ends_at = min(until or midnight, midnight)
    supervision.drop_by_hand(work.db, branch_id, ISSUE, service)
    if ends_at > work.now:
        allowed = ByHand(ISSUE, service, True, ends_at, reason, work.now)
        supervision.save_by_hand(work.db, branch_id, allowed)
    detail = {"service": service, "until": ends_at.isoformat()}
    work.note("issue_allowed", branch_id, reason=reason, detail=detail)
    work.changes.add(Change("queue", branch_id))
    return branch_view(work, branch_id)
