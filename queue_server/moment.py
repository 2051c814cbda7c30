"""The office as it is at one moment: what every view and every operation looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from queue_server.domain import schedule
from queue_server.domain.dispatch import Profile
from queue_server.domain.errors import NotFound
from queue_server.domain.tickets import open_line, reserved_line
from queue_server.office import Branch, Counter, Hours, Office, Service
from queue_server.speaking import Speaking
from queue_server.store import counters
from queue_server.store.counters import Session
from queue_server.store.database import Connection
from queue_server.tokens import Tokens

Wait = tuple[int, int]


@dataclass(frozen=True)
class Revision:
    """The office configuration in force, with its number."""

    number: int
    office: Office

    @cached_property
    def lines(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By branch and profile, the lines whose heads a counter with that profile compares."""
        return {
            (branch.id, profile.id): tuple(self._lines(branch, profile))
            for branch in self.office.branches
            for profile in branch.profile.values()
        }

    def _lines(self, branch: Branch, profile: Profile) -> list[str]:
        found = []
        for serving in profile.serves:
            by_language = branch.service[serving.service].route_by_language
            languages = (profile.languages or self.office.languages) if by_language else [""]
            for visitor_class in self.office.visitor_class:
                found += [open_line(serving.service, visitor_class, s) for s in languages]
        return found


@dataclass(frozen=True)
class Waits:
    """The latest estimates in seconds, by service and by ticket; replaced as a whole."""

    services: Mapping[tuple[str, str], Wait] = field(default_factory=dict)
    tickets: Mapping[int, Wait] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """What does not change while the server runs; `speaking` tells of the displays' sound."""

    tokens: Tokens
    public_url: str
    keeps_hours: bool = True
    demo: bool = False
    media_folder: Path = Path("media")
    speaking: Speaking = field(default_factory=Speaking)


@dataclass(frozen=True)
class Desk:
    """A counter with its place in the office and its session."""

    branch: Branch
    counter: Counter
    session: Session

    @property
    def profile(self) -> Profile:
        """The profile of the session; the counter's own where that is no longer configured."""
        profiles = self.branch.profile
        return profiles.get(self.session.profile or "") or profiles[self.counter.profile]

    @property
    def holders(self) -> list[str]:
        """Whom a ticket kept for this counter or its clerk is reserved for."""
        found = [f"counter:{self.counter.id}"]
        if self.session.clerk:
            found.append(f"clerk:{self.session.clerk}")
        return found


@dataclass
class Moment:
    """The store and the configuration, read at `now`."""

    db: Connection
    revision: Revision
    waits: Waits
    setting: Setting
    now: datetime

    @property
    def office(self) -> Office:
        return self.revision.office

    def branch(self, branch: str) -> Branch:
        """The branch with this id; refuses with `not_found`."""
        found = self.office.branch.get(branch)
        if found is None:
            raise NotFound(f"there is no branch {branch!r}")
        return found

    def desk(self, branch: str, counter: str) -> Desk:
        """The counter with this id; refuses with `not_found`."""
        place = self.branch(branch)
        found = place.counter.get(counter)
        if found is None:
            raise NotFound(f"branch {branch} has no counter {counter!r}")
        return Desk(place, found, counters.find(self.db, branch, counter))

    def today(self, branch: Branch) -> date:
        """The branch's business day."""
        return schedule.business_day(self.now, branch.zone_info)

    def lines(self, desk: Desk) -> list[str]:
        """The lines whose heads this counter compares."""
        kept = [
            reserved_line(holder, visitor_class)
            for holder in desk.holders
            for visitor_class in self.office.visitor_class
        ]
        return [*self.revision.lines[desk.branch.id, desk.profile.id], *kept]

    def opens_at(self, branch: Branch) -> datetime | None:
        """When the first of a closed branch's services opens next."""
        known = [hours for service in branch.services if (hours := self._hours(branch, service))]
        opening = [
            schedule.next_opening(hours.weekly, self.now, branch.zone_info) for hours in known
        ]
        return min((moment for moment in opening if moment), default=None)

    def _hours(self, branch: Branch, service: Service) -> Hours | None:
        return (service.hours or branch.hours) if self.setting.keeps_hours else None

    def closed_because(self, branch: Branch, service: Service) -> str | None:
        """Why a service takes nobody now: `closed_hours`, or None where it is open."""
        hours = self._hours(branch, service)
        if hours is None:
            return None
        return (
            None if schedule.is_open(hours.weekly, self.now, branch.zone_info) else "closed_hours"
        )
