"""Clerks, visitors and time do anything in any order; a plain model says what becomes of it."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from queue_server.operations import calling, counters, ending, moving, taking, undoing
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store.times import from_micros
from queue_server.views.counter import upcoming
from tests.in_process import TOWN, WARSAW, Hall, Json, Refused
from tests.office_model import CLASSES, CLERKS, COUNTERS, OPEN, SERVICES, Model, No
from tests.reference import TABLE

SHARED_MEMORY = Path("/dev/shm")  # where a sync costs nothing

a_counter = some.sampled_from(COUNTERS)
a_ticket = some.integers(0, 9)
a_chain = some.lists(some.sampled_from(SERVICES), min_size=1, max_size=2)
a_target = some.one_of(
    some.builds(
        Target,
        service=some.sampled_from(SERVICES),
        position=some.sampled_from(("due", "first", "last")),
        reason=some.just("asked"),
    ),
    some.builds(Target, counter=a_counter),
    some.builds(Target, clerk=some.sampled_from(CLERKS)),
)


def at_town(operate: Callable[..., Json]) -> Callable[..., Json]:
    return lambda work, *args: operate(work, TOWN, *args)


# Each of the model's verbs as the real office does it.
REAL: dict[str, Callable[..., Json]] = {
    "take": lambda work, chain, visitor_class, language, kiosk: taking.take_ticket(
        work, TOWN, Wish(chain, language, visitor_class, kiosk="hall" if kiosk else None)
    ),
    "serve_newcomer": lambda work, counter, chain: calling.serve_newcomer(
        work, TOWN, counter, Wish(chain)
    ),
    "next": at_town(calling.call_next),
    "call": lambda work, counter, ticket: calling.call_ticket(work, TOWN, counter, ticket, None),
    "serve": at_town(calling.serve_ticket),
    "recall": at_town(calling.recall),
    "start": at_town(ending.start),
    "finish": lambda work, counter: ending.finish(work, TOWN, counter, None, None),
    "no_show": at_town(ending.no_show),
    "put_back": at_town(ending.put_back),
    "park": lambda work, counter, minutes: ending.park(work, TOWN, counter, minutes, None, False),
    "transfer_current": at_town(moving.transfer_current),
    "undo": at_town(undoing.undo),
    "transfer": moving.transfer,
    "cancel": moving.cancel,
    "unpark": moving.unpark,
    "revive": moving.revive,
    "late": lambda work, ticket: {"t": moving.step_back(work, work.ticket(ticket), 10).id},
    "confirm": moving.confirm_class,
    "open": at_town(counters.open_counter),
    "close": at_town(counters.close_counter),
    "pause": lambda work, counter, paused: (
        counters.pause_counter(work, TOWN, counter, None)
        if paused
        else counters.resume_counter(work, TOWN, counter)
    ),
}


def who_comes_next(work: Work, opened: list[str]) -> Json:
    return {c: [ticket.id for ticket in upcoming(work, work.desk(TOWN, c))] for c in opened}


def has_tickets(machine: "OfficeDay") -> bool:
    return bool(machine.model.people)


def holds_someone(machine: "OfficeDay") -> bool:
    return any(machine.model.held(counter) for counter in COUNTERS)


class OfficeDay(RuleBasedStateMachine):
    """Each rule does one thing in both, the office and the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
        self.hall = Hall(self.folder)
        self.model = Model(self.hall.wall)
        for counter in COUNTERS:
            self.both("open", counter, None, None)

    def teardown(self) -> None:
        self.hall.stop()
        shutil.rmtree(self.folder)

    def both(self, verb: str, *args: Any) -> Any:
        """Both do it alike or refuse it alike, and the model then is as it was."""
        before = copy.deepcopy(self.model.people)
        try:
            expected = getattr(self.model, verb)(*args)
            refused_with = None
        except No as no:
            self.model.people = before
            expected, refused_with = None, str(no)
        try:
            answer = self.hall.do(REAL[verb], *args)
        except Refused as refused:
            assert refused.code == refused_with, (verb, args)  # noqa: PT017
        else:
            assert refused_with is None, (verb, args, answer)
            if expected is not None:
                assert expected == (answer.get("ticket") or answer)["id"]

    @rule(
        chain=a_chain,
        visitor_class=some.sampled_from(CLASSES),
        language=some.sampled_from(("pl", "uk")),
        kiosk=some.booleans(),
    )
    def take(self, chain: list[str], visitor_class: str, language: str, kiosk: bool) -> None:
        self.both("take", chain, visitor_class, language, kiosk)

    @rule(counter=a_counter, current=some.sampled_from((None, "done", "no_show", "return")))
    def next(self, counter: str, current: str | None) -> None:
        self.both("next", counter, current)

    @precondition(holds_someone)
    @rule(
        counter=a_counter,
        then=some.sampled_from(("recall", "start", "finish", "no_show", "put_back", "undo")),
        busy=some.booleans(),
    )
    def at_counter(self, counter: str, then: str, busy: bool) -> None:
        self.both(then, self.busy(counter) if busy else counter)

    @precondition(holds_someone)
    @rule(counter=a_counter)
    def miss(self, counter: str) -> None:
        counter = self.busy(counter)
        self.both("recall", counter)
        self.pass_time(timedelta(seconds=10))
        self.both("no_show", counter)

    @rule(counter=a_counter)
    def call_two_and_undo(self, counter: str) -> None:
        self.both("next", counter, "return")
        self.both("next", counter, "return")
        self.both("undo", counter)

    @rule(counter=a_counter)
    def undo(self, counter: str) -> None:
        self.both("undo", counter)

    @precondition(holds_someone)
    @rule(counter=a_counter, minutes=some.sampled_from((None, 2, 30)))
    def park(self, counter: str, minutes: float | None) -> None:
        self.both("park", self.busy(counter), minutes)

    @precondition(holds_someone)
    @rule(counter=a_counter, to=a_target)
    def transfer_current(self, counter: str, to: Target) -> None:
        self.both("transfer_current", self.busy(counter), to)

    @rule(counter=a_counter, chain=a_chain)
    def serve_newcomer(self, counter: str, chain: list[str]) -> None:
        self.both("serve_newcomer", counter, chain)

    @precondition(has_tickets)
    @rule(counter=a_counter, latest=a_ticket, verb=some.sampled_from(("call", "serve")))
    def take_given(self, counter: str, latest: int, verb: str) -> None:
        self.both(verb, counter, self.ticket(latest))

    @precondition(has_tickets)
    @rule(
        latest=a_ticket,
        verb=some.sampled_from(("cancel", "unpark", "revive", "late", "confirm")),
        fit=some.sampled_from((True, True, False)),
    )
    def move(self, latest: int, verb: str, fit: bool) -> None:
        self.both(verb, self.fit(verb, latest) if fit else self.ticket(latest))

    @precondition(has_tickets)
    @rule(latest=a_ticket, to=a_target)
    def transfer(self, latest: int, to: Target) -> None:
        self.both("transfer", self.ticket(latest), to)

    @rule(
        counter=a_counter,
        profile=some.sampled_from((None, "front", "back", "west")),
        clerk=some.sampled_from((None, *CLERKS)),
    )
    def close_and_open(self, counter: str, profile: str | None, clerk: str | None) -> None:
        self.both("close", counter)
        self.both("open", counter, profile, clerk)

    @rule(counter=a_counter, verb=some.sampled_from(("close", "pause")), next_one=a_counter)
    def close_or_pause(self, counter: str, verb: str, next_one: str) -> None:
        """A while in which nothing can be taken; what was kept for it goes back."""
        self.both(verb, counter, *([True] if verb == "pause" else []))
        self.both("next", counter, "done")
        self.both("next", next_one, "done")
        self.both("open", counter, None, None)
        self.both("pause", counter, False)

    @rule(minutes=some.sampled_from((0.1, 0.2, 0.5, 1, 2, 5, 10, 25, -30)))
    def time_passes_or_the_clock_is_set_back(self, minutes: float) -> None:
        self.pass_time(timedelta(minutes=minutes))

    @rule(days=some.sampled_from((0, 0, 0, 1)))
    def restart(self, days: int) -> None:
        self.hall.stop()
        self.hall.wall += timedelta(days=days)
        self.hall.start()
        # A clock that was set back starts from the last event, whatever passed after it.
        ((at,),) = self.hall.rows("SELECT max(at) FROM events")
        self.model.now = from_micros(at).astimezone(WARSAW)
        self.pass_time(timedelta(0))

    def pass_time(self, passing: timedelta) -> None:
        self.hall.set_clock(self.hall.wall + passing)
        self.model.pass_to(self.hall.wall)

    def ticket(self, latest: int) -> int:
        """One of the latest tickets."""
        return max(len(self.model.people) - latest, 1)

    def busy(self, counter: str) -> str:
        """A counter that holds someone, if any does."""
        return next((c for c in (counter, *COUNTERS) if self.model.held(c)), counter)

    def fit(self, verb: str, latest: int) -> int:
        """A ticket in a state that the verb is for, if there is one."""
        states = TABLE.get(verb, ("waiting", ""))[0].split()
        people = self.model.people.items()
        return next((i for i, p in people if p.state in states), self.ticket(latest))

    @invariant()
    def every_ticket_is_where_the_model_says(self) -> None:
        rows = self.hall.rows(
            "SELECT number, state, service, visitor_class, rank, reserved, calls, due_at,"
            " CASE WHEN state IN ('called', 'serving') THEN counter END FROM tickets ORDER BY id"
        )
        assert [(*row[:7], from_micros(row[7]), row[8]) for row in rows] == [
            (
                *(p.number, p.state, p.service, p.visitor_class, p.rank, p.kept_for, p.calls),
                *(p.due, p.counter if p.state in OPEN else None),
            )
            for p in self.model.people.values()
        ]

    @invariant()
    def every_counter_sees_who_comes_next(self) -> None:
        opened = [counter for counter, session in self.model.sessions.items() if session.open]
        assert self.hall.do(who_comes_next, opened) == {c: self.model.queue(c) for c in opened}

    @invariant()
    def counts_per_line_equal_a_recount(self) -> None:
        kept = self.hall.rows("SELECT service, line, count FROM waiting_counts WHERE count <> 0")
        counted = self.hall.rows(
            "SELECT service, line, count(*) FROM tickets WHERE state = 'waiting' GROUP BY 1, 2"
        )
        assert sorted(kept) == sorted(counted)

    @invariant()
    def time_never_goes_back(self) -> None:
        went_back = self.hall.rows(
            "SELECT count(*) FROM (SELECT at - lag(at) OVER (ORDER BY seq) AS step FROM events)"
            " WHERE step < 0"
        )
        assert went_back == [(0,)]


TestOfficeDay = OfficeDay.TestCase
TestOfficeDay.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
