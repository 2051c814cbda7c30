"""Agents that went away or came back: kept as events; what hangs on one that is away is offline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from queue_server.office.hardware import hardware
from queue_server.operations import printing
from queue_server.operations.work import Work

ITS_AGENT_IS_AWAY = "its agent is away"


def record(work: Work, branch_id: str, gone: Iterable[str], back: Iterable[str]) -> dict[str, Any]:
    """Note who is gone and who is back in a branch.

    The printers of one that is gone count as offline, so that their slips come out elsewhere; one
    that is back tells by itself how its printers are.
    """
    branch = work.branch(branch_id)
    for agent in back:
        work.note("agent_back", branch_id, detail={"agent": agent})
    for agent in gone:
        work.note("agent_away", branch_id, detail={"agent": agent})
        for kind, device in hardware(branch).get(agent, []):
            if kind == "printer":
                printing.report_status(work, branch_id, device.id, "offline", ITS_AGENT_IS_AWAY)
    return {}
