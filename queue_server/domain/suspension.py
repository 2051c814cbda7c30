"""Suspension: a service's or a branch's clock stands until it is resumed.

What is timed while it stands (due times, parking, reservations) is timed from the moment it
stopped; on resuming, all of it moves on by as long as the clock stood. So the order is what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: In place of a service: the whole branch is suspended.
WHOLE_BRANCH = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """What is suspended, since when and why; `fire`: people are to leave the building."""

    service: str
    since: datetime
    reason: str
    fire: bool = False
    actor: str | None = None


@dataclass(frozen=True)
class Suspensions:
    """Everything that is suspended in one branch, by service or `WHOLE_BRANCH`."""

    by_service: Mapping[str, Suspension] = field(default_factory=dict)

    @property
    def whole(self) -> Suspension | None:
        """The suspension of the branch itself."""
        return self.by_service.get(WHOLE_BRANCH)

    @property
    def services(self) -> frozenset[str]:
        """The services that are suspended by themselves."""
        return frozenset(self.by_service.keys() - {WHOLE_BRANCH})

    def of(self, service: str) -> Suspension | None:
        """Why nobody is called for `service`; the branch's suspension counts before its own."""
        return self.whole or self.by_service.get(service)

    def clock(self, service: str, now: datetime) -> datetime:
        """The time that holds for `service`: now, or the moment at which its clock stopped."""
        own, whole = self.by_service.get(service), self.whole
        return min(s.since for s in (own, whole) if s) if own or whole else now
