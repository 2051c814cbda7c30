"""How long someone stays signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class SessionRules:
    """A session ends when it was not used for `idle`, and in any case after `longest`.

    A counter's page locks itself when it was not used for `lock`; never where that is nothing.
    """

    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=12)
    lock: timedelta = timedelta(minutes=15)

    def ends(self, began_at: datetime, seen_at: datetime) -> datetime:
        """When a session is over that was last used at `seen_at`."""
        return min(seen_at + self.idle, began_at + self.longest)
