"""People helped without a ticket: counted at the desk, on the phone, by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.errors import Invalid, NothingToUndo
from queue_server.operations.work import Work
from queue_server.store import records


def undo_contact(work: Work, branch_id: str, contact: int) -> dict[str, Any]:
    """Take back a contact that was counted by mistake, as long as steps can be undone."""
    branch = work.branch(branch_id)
    since = work.now - timedelta(seconds=work.office.rules.undo_seconds)
    counted = records.drop_contact(work.db, branch.id, contact, since)
    if counted is None:
        raise NothingToUndo(f"contact {contact} was not counted a moment ago")
    topic, channel, count = counted
    undone = {"topic": topic, "channel": channel, "count": count}
    work.note("contact_undone", branch.id, detail=undone)
    return {"id": contact}


def count_contact(
    work: Work, branch_id: str, topic: str, channel: str, language: str | None, count: int
) -> dict[str, Any]:
    """Count one or several contacts of a topic and channel."""
    branch = work.branch(branch_id)
    faults = []
    topics = {known.id for known in work.office.topics}
    if topics and topic not in topics:
        faults.append(("topic", f"there is no topic {topic!r}"))
    if language is not None and language not in work.office.languages:
        faults.append(("language", f"the office speaks {', '.join(work.office.languages)}"))
    if faults:
        raise Invalid(faults)
    contact = records.add_contact(
        work.db, branch.id, work.today(branch), work.now, topic, channel, language, count
    )
    work.note("contact", branch.id, detail={"topic": topic, "channel": channel, "count": count})
    return {
        "id": contact,
        "branch": branch.id,
        "topic": topic,
        "channel": channel,
        "language": language,
        "count": count,
    }
