"""Forgetting what is older than the office keeps it: every night, some at a time."""

from __future__ import annotations

from datetime import UTC, timedelta

from queue_server.operations.work import Work
from queue_server.store import records, retention

#: How long a stored answer can be asked for again.
ANSWERS_KEPT = timedelta(hours=24)
#: Rows of a table that go in one transaction, so that nobody at a counter waits: some 10 ms.
_MOST = 100


def forget(work: Work) -> bool:
    """Forget some of what is due to go; True where more may be left.

    A category that was forgotten up to a day is not looked at again before the next.
    """
    if records.drop_answers(work.db, work.now - ANSWERS_KEPT):
        return True
    kept = work.office.retention
    done = retention.forgotten_to(work.db)
    for category in retention.STATEMENTS:
        days: int = getattr(kept, f"{category}_days")
        before = (work.now - timedelta(days=days)).astimezone(UTC)
        before = before.replace(hour=0, minute=0, second=0, microsecond=0)
        day = before.date().isoformat()
        if done.get(category, "") >= day:
            continue
        retention.keep_ids(work.db)
        if retention.forget(work.db, category, before, day, _MOST):
            return True
        retention.note_forgotten(work.db, category, day)
        work.forgot = True
    return False
