"""What only the hub remembers, for answers of commands that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from queue_server.memory.presence import Presence
from queue_server.memory.seen import Seen
from queue_server.memory.speaking import SoundAlert, Speaking
from queue_server.operations.work import Work


def with_memory(
    work: Work,
    operate: Callable[[Work], dict[str, Any]],
    alerts: frozenset[SoundAlert],
    presence: Presence,
    seen: Seen,
) -> dict[str, Any]:
    """Do something where displays' sound, agents and devices are known as they are on the hub."""
    speaking = Speaking(alerts=alerts)
    work.setting = replace(work.setting, speaking=speaking, presence=presence, seen=seen)
    return operate(work)
