"""Displays that cannot be heard: kept as events, so that a supervisor is told and can look back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from queue_server.memory.speaking import SoundAlert
from queue_server.operations.work import Work


def record(
    work: Work, branch_id: str, raised: Iterable[SoundAlert], over: Iterable[SoundAlert]
) -> dict[str, Any]:
    """Note what has fallen silent in a branch, and what is heard again."""
    for alert in raised:
        work.note(alert.kind, branch_id, reason=alert.reason, detail={"id": alert.id})
    for alert in over:
        work.note(f"{alert.kind}_over", branch_id, detail={"id": alert.id})
    return {}
