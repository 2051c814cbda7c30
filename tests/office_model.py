"""A plain model of `busy_office`: what each verb makes of tickets and counters, or refuses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from queue_server.operations.moving import Target
from tests.reference import TABLE, Desk, Rule, Visit

COUNTERS = ("1", "2", "3", "4")
SERVICES = ("cards", "stamps", "permits", "advice")
CLASSES = ("walk_in", "appointment", "pregnancy", "urgent")
CLERKS = ("Anna", "Ewa")
PREFIXES = {"cards": "A", "stamps": "A", "permits": "P", "advice": "R"}
TARGET_MINUTES = {"stamps": 10, "appointment": 5, "pregnancy": 5, "urgent": 0}
AFTER_MINUTES = {
    "front": {"cards": 0, "stamps": 0},
    "back": {"permits": 0, "cards": 15},
    "east": {"advice": 0},
    "west": {"advice": 0},
}
PROFILES = {"1": "front", "2": "front", "3": "back", "4": "east"}
LANGUAGES = {"east": frozenset({"uk", "ru"}), "west": frozenset({"pl", "en"})}
RULE = Rule({"appointment": 10, "pregnancy": 10}, frozenset({"urgent"}), frozenset({"advice"}))
RANKS = {"first": -1, "due": 0, "last": 1}
OPEN = ("called", "serving")
NEW_LEG = {"rank": 0, "kept_for": "", "wake": None, "counter": None, "put_back_by": None}
NO_SHOW_CALLS, NO_SHOW_SECONDS, REVIVES = 2, 10, 2


class No(Exception):  # an answer, not an error
    """The model refuses, with the contract's code."""


@dataclass
class Person(Visit):
    """What else a ticket remembers; `touched` grows with everything done to it."""

    number: str = ""
    day: date = date.max
    arrived: datetime | None = None
    chain: tuple[str, ...] = ()
    asked: str | None = None
    counter: str | None = None
    calls: int = 0
    calls_before: int = 0
    called: datetime | None = None
    wake: datetime | None = None
    revives: int = 0
    touched: int = 0


@dataclass(frozen=True)
class Session:
    """A counter; `undo` is when its last action was, with each ticket's before and after."""

    open: bool = False
    paused: bool = False
    profile: str = ""
    clerk: str | None = None
    undo: tuple[datetime, dict[int, tuple[Person, int]]] | None = None


@dataclass
class Model:
    """Every method is a verb; those that begin with an underscore are their parts."""

    now: datetime
    people: dict[int, Person] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    series: Counter[tuple[date, str]] = field(default_factory=Counter)
    sequence: "count[int]" = field(default_factory=count)

    def take(self, chain: list[str], visitor_class: str, language: str, kiosk: bool) -> int:
        asks = kiosk and visitor_class == "pregnancy"
        ticket = self._issue(chain, "walk_in" if asks else visitor_class, language)
        self.people[ticket].asked = "pregnancy" if asks else None
        return ticket

    def serve_newcomer(self, counter: str, chain: list[str]) -> int:
        self._ready(counter, free=True)
        ticket = self._issue(chain, "walk_in", "pl")
        self._become(ticket, "serve", counter=counter)
        return ticket

    def next(self, counter: str, current: str | None) -> int | None:
        self._ready(counter)
        held = self.held(counter)
        if held is not None:
            how = "done" if self.people[held].state == "serving" else current
            if how is None:
                raise No("settle_current")
            before = {held: replace(self.people[held])}
            getattr(self, {"done": "_finish", "return": "_put_back"}.get(how, "_miss"))(held)
        else:
            before = {}
        queue = self.queue(counter)
        if queue:
            before.setdefault(queue[0], replace(self.people[queue[0]]))
            self._call(queue[0], counter)
        self._remember(counter, before)
        return queue[0] if queue else None

    def call(self, counter: str, ticket: int) -> None:
        self._ready(counter, free=True)
        before = {ticket: replace(self.people[ticket])}
        self._call(ticket, counter)
        self._remember(counter, before)

    def serve(self, counter: str, ticket: int) -> None:
        self._ready(counter, free=True)
        self._become(ticket, "serve", counter=counter, wake=None, put_back_by=None)

    def recall(self, counter: str) -> None:
        person = self.people[self._holding(counter)]
        self._become(self._holding(counter), "recall", called=self.now, calls=person.calls + 1)

    def start(self, counter: str) -> None:
        self._become(self._holding(counter), "start")

    def finish(self, counter: str) -> None:
        self._undoably("_finish", counter)

    def no_show(self, counter: str) -> None:
        self._undoably("_miss", counter)

    def transfer_current(self, counter: str, target: Target) -> None:
        self._undoably("transfer", counter, target)

    def put_back(self, counter: str) -> None:
        self._put_back(self._holding(counter))

    def park(self, counter: str, minutes: float | None) -> None:
        wake = self.now + timedelta(minutes=minutes) if minutes else None
        self._become(self._holding(counter), "park", counter=None, kept_for="", wake=wake)

    def undo(self, counter: str) -> None:
        at, steps = self._opened(counter).undo or (self.now - timedelta(days=1), {})
        late = self.now - at > timedelta(seconds=60)
        touched = any(self.people[i].touched != after for i, (_, after) in steps.items())
        if late or touched or self.held(counter) not in (None, *steps):
            raise No("nothing_to_undo")
        for ticket, (before, _) in steps.items():
            calls = self.people[ticket].calls
            self.people[ticket] = replace(before, calls=calls, touched=next(self.sequence))
        self._session(counter, undo=None)

    def transfer(self, ticket: int, target: Target) -> None:
        clerks = {session.clerk for session in self.sessions.values() if session.open}
        if target.clerk and target.clerk not in clerks:
            raise No("invalid")
        kept = f"clerk:{target.clerk}" if target.clerk else ""
        kept = f"counter:{target.counter}" if target.counter else kept
        person = self.people[ticket]
        service = target.service or person.service
        due = self._due(service, person.visitor_class, person.arrived or self.now)
        place = {"due": due, "rank": RANKS[target.position], "kept_for": kept}
        wake = self.now + timedelta(minutes=20) if kept else None
        self._enter(ticket, "transfer", service=service, wake=wake, **place)

    def cancel(self, ticket: int) -> None:
        self._become(ticket, "cancel", kept_for="", wake=None)

    def unpark(self, ticket: int) -> None:
        self._become(ticket, "unpark", wake=None)

    def revive(self, ticket: int) -> None:
        person = self.people[ticket]
        if person.state != "no_show" or person.day != self.now.date():
            raise No("wrong_state")
        if person.revives == REVIVES:
            raise No("revive_limit")
        due = self.now + timedelta(minutes=10)
        self._enter(ticket, "revive", due=due, revives=person.revives + 1)

    def late(self, ticket: int) -> None:
        person = self.people[ticket]
        if person.state != "waiting":
            raise No("not_late")
        person.due = max(person.due, self.now) + timedelta(minutes=10)
        person.touched = next(self.sequence)

    def confirm(self, ticket: int) -> None:
        person = self.people[ticket]
        if person.asked is None:
            raise No("class_not_asked")
        if person.state not in TABLE["transfer"][0].split():
            raise No("wrong_state")
        person.visitor_class, person.asked = person.asked, None
        person.touched = next(self.sequence)
        if person.state in ("waiting", "parked"):
            due = self._due(person.service, person.visitor_class, person.arrived or self.now)
            person.due = min(person.due, due)

    def open(self, counter: str, profile: str | None, clerk: str | None) -> None:
        if not self._session(counter).open:
            chosen = profile or PROFILES[counter]
            self.sessions[counter] = Session(open=True, profile=chosen, clerk=clerk)

    def close(self, counter: str) -> None:
        if self.held(counter) is not None:
            raise No("counter_busy")
        if self._session(counter).open:
            left = set(self._desk(counter).holders)
            self.sessions[counter] = Session()
            # What is kept for a clerk stays kept while they work at another counter.
            left -= {f"clerk:{s.clerk}" for s in self.sessions.values() if s.open}
            for ticket, person in self.people.items():
                if person.state == "waiting" and person.kept_for in left:
                    self._wake(ticket)

    def pause(self, counter: str, paused: bool) -> None:
        self._opened(counter)
        self._session(counter, paused=paused)

    def pass_to(self, now: datetime) -> None:
        """Time passes; a clock set back makes it stand still."""
        self.now = max(self.now, now)
        for ticket, person in self.people.items():
            if person.wake is not None and person.wake <= self.now:
                self._wake(ticket)
        for ticket, person in self.people.items():
            if person.day < self.now.date() and person.state in TABLE["transfer"][0].split():
                verb = "leave_unclosed" if person.state == "serving" else "expire"
                kept = person.kept_for if person.state == "serving" else ""
                self._become(ticket, verb, wake=None, kept_for=kept)

    def queue(self, counter: str) -> list[int]:
        """Who waits for this counter, in the order it would call them."""
        ids = {id(person): ticket for ticket, person in self.people.items()}
        visits: Iterable[Visit] = self.people.values()
        return [ids[id(v)] for v in RULE.queue(self._desk(counter), visits, self.now)]

    def held(self, counter: str) -> int | None:
        return next(
            (i for i, p in self.people.items() if p.counter == counter and p.state in OPEN), None
        )

    # Parts --------------------------------------------------------------------------------------

    def _issue(self, chain: list[str], visitor_class: str, language: str) -> int:
        day, prefix = self.now.date(), PREFIXES[chain[0]]
        self.series[day, prefix] += 1
        due, seq = self._due(chain[0], visitor_class, self.now), next(self.sequence)
        person = Person(chain[0], visitor_class, due, seq, language, day=day, arrived=self.now)
        person.number = f"{prefix}{self.series[day, prefix]:03d}"
        person.chain, person.touched = tuple(chain[1:]), seq
        ticket = len(self.people) + 1
        self.people[ticket] = person
        return ticket

    def _due(self, service: str, visitor_class: str, arrived: datetime) -> datetime:
        minutes = TARGET_MINUTES.get(visitor_class, TARGET_MINUTES.get(service, 20))
        return arrived + timedelta(minutes=minutes)

    def _session(self, counter: str, **changes: Any) -> Session:
        changed = replace(self.sessions.get(counter, Session()), **changes)
        self.sessions[counter] = changed
        return changed

    def _opened(self, counter: str) -> Session:
        session = self._session(counter)
        if not session.open:
            raise No("counter_closed")
        return session

    def _ready(self, counter: str, *, free: bool = False) -> None:
        if self._opened(counter).paused:
            raise No("counter_paused")
        if free and self.held(counter) is not None:
            raise No("counter_busy")

    def _holding(self, counter: str) -> int:
        self._opened(counter)
        held = self.held(counter)
        if held is None:
            raise No("no_current_ticket")
        return held

    def _desk(self, counter: str) -> Desk:
        session = self._session(counter)
        after = {s: timedelta(minutes=m) for s, m in AFTER_MINUTES[session.profile].items()}
        holders = [f"counter:{counter}", *([f"clerk:{session.clerk}"] if session.clerk else [])]
        return Desk(counter, after, LANGUAGES.get(session.profile, frozenset()), holders)

    def _become(self, ticket: int, verb: str, **changes: Any) -> Person:
        """Along the table, or refused with its code."""
        person = self.people[ticket]
        states, target = TABLE[verb]
        if person.state not in states.split():
            taken = "ticket_taken" if person.state in OPEN else "ticket_not_waiting"
            raise No(taken if verb in ("call", "serve") else "wrong_state")
        for name, value in ({"state": target, "touched": next(self.sequence)} | changes).items():
            setattr(person, name, value)
        return person

    def _enter(self, ticket: int, verb: str, **changes: Any) -> None:
        """Into a new leg."""
        self._become(ticket, verb, **(NEW_LEG | {"entered": next(self.sequence)} | changes))

    def _call(self, ticket: int, counter: str) -> None:
        person = self._become(ticket, "call", counter=counter, wake=None, put_back_by=None)
        person.called, person.calls_before = self.now, person.calls
        person.calls += 1

    def _finish(self, ticket: int) -> None:
        person = self.people[ticket]
        if not person.chain:
            self._become(ticket, "finish")
            return
        service, *chain = person.chain
        due = self._due(service, person.visitor_class, self.now)
        leg = {"service": service, "chain": tuple(chain), "arrived": self.now, "due": due}
        self._enter(ticket, "finish", **leg, state="waiting")

    def _miss(self, ticket: int) -> None:
        person = self.people[ticket]
        if person.state == "called":
            since = (self.now - person.called).total_seconds() if person.called else 0
            if person.calls - person.calls_before < NO_SHOW_CALLS or since < NO_SHOW_SECONDS:
                raise No("too_soon")
        self._become(ticket, "no_show")

    def _put_back(self, ticket: int) -> None:
        person = self.people[ticket]
        person.put_back_by, person.put_back_until = person.counter, self.now + timedelta(minutes=3)
        self._become(ticket, "return", counter=None, kept_for="")

    def _wake(self, ticket: int) -> None:
        if self.people[ticket].state == "parked":
            self._become(ticket, "unpark", wake=None)
        else:
            person = self.people[ticket]
            person.kept_for, person.wake, person.touched = "", None, next(self.sequence)

    def _undoably(self, part: str, counter: str, *args: Any) -> None:
        held = self._holding(counter)
        before = {held: replace(self.people[held])}
        getattr(self, part)(held, *args)
        self._remember(counter, before)

    def _remember(self, counter: str, before: dict[int, Person]) -> None:
        if before:
            steps = {i: (person, self.people[i].touched) for i, person in before.items()}
            self._session(counter, undo=(self.now, steps))
