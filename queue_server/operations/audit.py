"""The audit: what people and devices did that is no ticket's event."""

from __future__ import annotations

from typing import Any

from queue_server.operations.work import Work
from queue_server.store import audit
from queue_server.store.audit import Entry


def record(
    work: Work,
    kind: str,
    subject: str,
    *,
    branch: str | None = None,
    before: Any = None,
    after: Any = None,
    reason: str | None = None,
) -> int:
    """Record what the caller does to `subject` (`staff:7`, `device:3`, `revision:12`…); its id.

    `before` and `after` are JSON without secrets; what did not change may be left out of both.
    """
    caller = work.caller
    entry = Entry(
        work.now,
        kind,
        subject,
        actor=caller.id,
        name=caller.name or None,
        address=caller.address,
        branch=branch,
        before=before,
        after=after,
        reason=reason,
    )
    return audit.append(work.db, entry)
