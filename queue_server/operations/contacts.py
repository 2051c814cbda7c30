"""People helped without a ticket: counted at the desk, on the phone, by mail."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import Invalid
from queue_server.operations.work import Work
from queue_server.store import records


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
