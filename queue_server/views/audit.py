"""The audit as it is read: entries, and the deviations that a supervisor answers for."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from queue_server.moment import Moment
from queue_server.store import audit
from queue_server.store.audit import Asked, Found
from queue_server.views.counter import day_start
from queue_server.views.tickets import local

Json = dict[str, Any]

#: Of what happened at no branch.
_UTC = ZoneInfo("UTC")


def audit_json(moment: Moment, asked: Asked, most: int) -> Json:
    """The newest entries that were asked for; `more` tells how to ask for those before."""
    found = audit.search(moment.db, asked, most)
    return {
        "now": local(moment.now, _UTC),
        "entries": [_entry_json(moment, one) for one in found],
        "more": _more(asked, found) if len(found) == most else None,
    }


def deviations_json(moment: Moment, branch_id: str) -> list[Json]:
    """Today's calls out of order, changed priorities and overbooking, newest first."""
    branch = moment.branch(branch_id)
    found = audit.deviations(moment.db, branch_id, day_start(moment, branch))
    return [_entry_json(moment, one) for one in found]


def _more(asked: Asked, found: list[Found]) -> dict[str, int]:
    last = {"audit": asked.before_audit, "event": asked.before_event}
    last |= {one.source: one.id for one in found}
    return {f"before_{source}": id_ for source, id_ in last.items() if id_ is not None}


def _entry_json(moment: Moment, found: Found) -> Json:
    entry = found.entry
    branch = moment.office.branch.get(entry.branch or "")
    return {
        "source": found.source,
        "id": found.id,
        "at": local(entry.at, branch.zone_info if branch else _UTC),
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "name": entry.name,
        "address": entry.address,
        "branch": entry.branch,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }
