"""The office as it is at one moment: what every view and every operation looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from queue_server.domain.dispatch import Profile
from queue_server.domain.errors import NotFound
from queue_server.domain.schedule import Schedule, business_day
from queue_server.domain.sessions import SessionRules
from queue_server.domain.suspension import WHOLE_BRANCH, Suspensions
from queue_server.domain.tickets import open_line, reserved_line, service_of
from queue_server.identity.tokens import Tokens
from queue_server.memory.presence import Presence
from queue_server.memory.seen import Seen
from queue_server.memory.speaking import Speaking
from queue_server.memory.throttle import Throttle
from queue_server.office import Branch, Counter, Office, Service
from queue_server.store import counters, suspensions
from queue_server.store.counters import Session
from queue_server.store.database import Connection

Wait = tuple[int, int]
#: Who guesses codes waits no longer than this: a kiosk stays useful to those who come next.
LONGEST_GUESSING = timedelta(seconds=30)


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
    """What does not change while the server runs.

    `guarded`: callers need credentials; `booking_url` is the booking site's address,
    `message_channels` are `mail` and `sms` where they are sent; `companion` and
    `booking_companion` are hashes of tokens. Each process remembers for itself: the server in
    `speaking` the displays' sound, in `presence` the agents, in `seen` all devices; the loop in
    `guesses` codes that were wrong.
    """

    tokens: Tokens
    public_url: str
    keeps_hours: bool = True
    demo: bool = False
    guarded: bool = False
    sessions: SessionRules = field(default_factory=SessionRules)
    companion: str | None = None
    booking_url: str | None = None
    booking_companion: str | None = None
    message_channels: frozenset[str] = frozenset()
    media_folder: Path = Path("media")
    speaking: Speaking = field(default_factory=Speaking)
    presence: Presence = field(default_factory=Presence)
    seen: Seen = field(default_factory=Seen)
    guesses: Throttle = field(default_factory=lambda: Throttle(LONGEST_GUESSING))


class Desk(NamedTuple):
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
    def holders(self) -> tuple[str, ...]:
        """Whom a ticket kept for this counter or its clerk is reserved for."""
        counter, clerk = f"counter:{self.counter.id}", self.session.clerk
        return (counter, f"clerk:{clerk}") if clerk else (counter,)


@lru_cache(maxsize=256)
def _kept_lines(holders: tuple[str, ...], classes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reserved_line(holder, each) for holder in holders for each in classes)


@dataclass
class Moment:
    """The store and the configuration, read at `now`."""

    db: Connection
    revision: Revision
    waits: Waits
    setting: Setting
    now: datetime
    _suspensions: dict[str, Suspensions] = field(default_factory=dict, init=False)

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
        return business_day(self.now, branch.zone_info)

    def suspensions(self, branch_id: str) -> Suspensions:
        """Everything that is suspended in a branch; read once."""
        if branch_id not in self._suspensions:
            self._suspensions[branch_id] = suspensions.of_branch(self.db, branch_id)
        return self._suspensions[branch_id]

    def clock(self, branch_id: str, service: str = WHOLE_BRANCH) -> datetime:
        """The time that holds for a service: now, or when its clock stopped."""
        return self.suspensions(branch_id).clock(service, self.now)

    def lines(self, desk: Desk) -> tuple[str, ...]:
        """The lines whose heads this counter compares, those of suspended services left out."""
        kept = _kept_lines(desk.holders, tuple(self.office.visitor_class))
        lines = self.revision.lines[desk.branch.id, desk.profile.id]
        if suspended := self.suspensions(desk.branch.id).services:
            lines = tuple(line for line in lines if service_of(line) not in suspended)
        return lines + kept

    def hours(self, branch: Branch, service: Service | None = None) -> Schedule:
        """The hours of a service, or of the branch; open at any hour where none are kept."""
        if not self.setting.keeps_hours:
            return branch.always
        return branch.schedule[service.id] if service else branch.own_schedule
