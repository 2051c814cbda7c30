"""The dispatch loop in a thread of the test's own process, on a clock that only the test moves."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from queue_server.commands import Command, Key, Mailbox, Reply
from queue_server.domain.access import SERVER, Caller
from queue_server.identity.tokens import Tokens
from queue_server.loop import Clock, DispatchLoop
from queue_server.moment import Setting
from queue_server.office import parse_office
from queue_server.operations import calling, counters, ending, moving, taking, undoing
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.operations.work import Change
from queue_server.store import closures, events, lines, series, supervision, suspensions, tickets
from queue_server.store import counters as sessions
from queue_server.store.database import Row, open_reader
from queue_server.views.counter import counter_view
from queue_server.views.tickets import ticket_json
from tests.small_office import small_office

WARSAW = ZoneInfo("Europe/Warsaw")
#: A Monday morning, far from midnight and from any change of the clocks.
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=WARSAW)
TOWN = "town"
SECONDS_TO_ANSWER = 60

Json = dict[str, Any]


def busy_office() -> Json:
    """`small_office` with four services, precedence, work profiles and four counters."""
    office: Json = small_office()["office"]
    office["classes"] = [
        {"id": "walk_in", "name": "Bez umówienia"},
        {"id": "appointment", "name": "Wizyta umówiona", "weight": 10, "target_wait_minutes": 5},
        {
            "id": "pregnancy",
            "name": "Ciąża",
            "weight": 10,
            "target_wait_minutes": 5,
            "staff_confirms": True,
        },
        {"id": "urgent", "name": "Pilne", "strict": True, "target_wait_minutes": 0},
    ]
    office["outcomes"] = [{"id": "settled", "name": "Załatwione"}]
    office["rules"] = {"no_show": {"calls": 2, "seconds": 10}}
    town = office["branches"][0]
    town["services"] = [
        {"id": "cards", "name": "Dowody", "zone": "hall", "target_wait_minutes": 20},
        {"id": "stamps", "name": "Pieczątki", "zone": "hall", "target_wait_minutes": 10},
        {"id": "permits", "name": "Zezwolenia", "zone": "hall", "prefix": "P", "max_cases": 5},
        {
            "id": "advice",
            "name": "Porady",
            "zone": "hall",
            "prefix": "R",
            "route_by_language": True,
        },
    ]
    town["profiles"] = [
        _profile("front", {"cards": 0, "stamps": 0}),
        _profile("back", {"permits": 0, "cards": 15}),
        _profile("east", {"advice": 0}, ["uk", "ru"]),
        _profile("west", {"advice": 0}, ["pl", "en"]),
    ]
    town["counters"] = [
        {"id": str(place), "label": str(place), "zone": "hall", "profile": profile}
        for place, profile in enumerate(("front", "front", "back", "east"), start=1)
    ]
    return office


def quiet_office() -> Json:
    """A whole configuration of `busy_office` in which nothing happens by itself.

    There are no printers, and no display that has to be heard.
    """
    office = busy_office()
    office["branches"][0]["printers"] = []
    office["branches"][0]["kiosks"][0]["printers"] = []
    office["branches"][0]["displays"][0]["voice"] = False
    return {"office": office}


def _profile(name: str, after: dict[str, int], languages: list[str] | None = None) -> Json:
    serves = [{"service": s, "after_minutes": minutes} for s, minutes in after.items()]
    return {"id": name, "name": name, "serves": serves, "languages": languages or []}


class Refused(AssertionError):
    """An operation was refused; `problem` is what its HTTP answer would say."""

    def __init__(self, problem: Json) -> None:
        super().__init__(json.dumps(problem, ensure_ascii=False))
        self.problem = problem
        self.code: str = problem["code"]
        self.status: int = problem["status"]


class Hall:
    """One branch's day without HTTP: operations go through the real loop into a real database."""

    def __init__(
        self, folder: Path, office: Json | None = None, at: datetime = MORNING, **setting: Any
    ) -> None:
        """`office` is the `office:` part of a configuration, `setting` of a `Setting`."""
        self.database = folder / "okienko.db"
        self.wall = at
        self.caller: Caller = SERVER
        self.changes: list[set[Change]] = []
        self.wrong: list[tuple[str | int, ...]] = []
        self._office = parse_office(office or busy_office())
        self._setting = Setting(Tokens(b"a hall's secret"), "http://office", **setting)
        self.start()

    def start(self) -> None:
        """Begin as a fresh process would, on what the database has."""
        self.mailbox = Mailbox()
        self.loop = DispatchLoop(
            self.database,
            lambda: self._office,
            self._setting,
            self.mailbox,
            self._deliver,
            Clock(lambda: self.wall),
        )
        self._reader = open_reader(self.database)
        #: The loop's thread has one of its own: what is read meanwhile would hold it in the past.
        self._second_reader = open_reader(self.database)
        self._reading = threading.Lock()
        self._running = True
        self._thread = threading.Thread(target=self.loop.run, name="dispatch")
        self._thread.start()

    def stop(self) -> None:
        with self._reading:  # before the writer, which then leaves no log behind
            self._running = False
            self._reader.close()
            self._second_reader.close()
        self.mailbox.close()
        self._thread.join()
        assert not self.wrong, self.wrong

    def restart(self) -> None:
        self.stop()
        self.start()

    def pass_(self, **duration: float) -> None:
        """Let time pass, with everything that it does by itself."""
        self.wall += timedelta(**duration)
        self.do(lambda _work: {})

    def set_clock(self, at: datetime) -> None:
        """Put the wall clock to a moment, maybe an earlier one."""
        self.wall = at
        self.do(lambda _work: {})

    def reply(self, operate: Callable[..., Json], *args: Any, key: Key | None = None) -> Reply:
        """What the loop answers to an operation by `caller`."""
        replies: SimpleQueue[Reply] = SimpleQueue()
        command = Command(lambda work: operate(work, *args), replies.put, 200, key, self.caller)
        self.mailbox.submit(command)
        return replies.get(timeout=SECONDS_TO_ANSWER)

    def do(self, operate: Callable[..., Json], *args: Any) -> Any:
        """An operation's answer; raises `Refused`, and AssertionError on any failure."""
        reply = self.reply(operate, *args)
        answer = json.loads(reply.body)
        assert reply.status < 500, answer
        if reply.status >= 400:
            raise Refused(answer)
        return answer

    def take(self, *services: str, **about: Any) -> Json:
        """A new ticket, of `cards` unless said."""
        wish = Wish(services or ("cards",), **about)
        return dict(self.do(taking.take_ticket, TOWN, wish))

    def open(
        self, counter: str = "1", profile: str | None = None, clerk: str | None = None
    ) -> Json:
        return dict(self.do(counters.open_counter, TOWN, counter, profile, clerk))

    def next(self, counter: str = "1", current: str | None = None) -> Json | None:
        """The ticket that is called next."""
        called: Json | None = self.do(calling.call_next, TOWN, counter, current)["ticket"]
        return called

    def at(self, counter: str, verb: str, *args: Any) -> Json:
        """The ticket after a verb at a counter."""
        return dict(self.do(AT_COUNTER[verb], TOWN, counter, *args)["ticket"])

    def move(self, verb: str, ticket: Json, *args: Any) -> Json:
        """The ticket after a verb that needs no counter."""
        return dict(self.do(OF_TICKET[verb], ticket["id"], *args)["ticket"])

    def ticket(self, ticket: Json) -> Json:
        """A ticket as it is now."""
        return dict(self.do(lambda work: ticket_json(work, work.ticket(ticket["id"]), staff=True)))

    def counter(self, counter: str = "1") -> Json:
        """A counter's view."""
        return dict(self.do(counter_view, TOWN, counter))

    def upcoming(self, counter: str = "1") -> list[str]:
        """The numbers a counter would call, in order."""
        return [ticket["number"] for ticket in self.counter(counter)["upcoming"]]

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """What the database says, read beside the loop."""
        return self._reader.all(sql, parameters)

    def _find_wrong(self) -> None:
        """What the writer knows has to be what the database says; of lines it may know more."""
        for (kind, *place), known in self.loop._db.knowledge.items():
            stored = STORED[str(kind)](self._second_reader, *place)
            if not (stored <= known if kind == "lines" else stored == known):
                self.wrong.append((kind, *place, f"known {known}", f"stored {stored}"))

    def contents(self) -> dict[str, list[Row]]:
        """Every row of the database."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {name: self.rows(f'SELECT * FROM "{name}"') for (name,) in tables}

    def _deliver(self, replies: list[tuple[Command, Reply]], changes: set[Change]) -> None:
        with self._reading:
            if self._running:
                self._find_wrong()
        self.changes.append(changes)
        for command, reply in replies:
            command.answer(reply)


#: How each kind of what a writer knows is read.
STORED: dict[str, Callable[..., Any]] = {
    "by_hand": supervision.all_by_hand,
    "closures": closures.all_standing,
    "held": tickets.current,
    "lines": lines.in_use,
    "next_id": series.next_id,
    "revision": events.revision,
    "session": sessions.find,
    "suspensions": suspensions.of_branch,
    "ticket": tickets.find,
}

STAMPS = Target("stamps")

AT_COUNTER: dict[str, Callable[..., Json]] = {
    "call": lambda work, b, c, t: calling.call_ticket(work, b, c, t, None),
    "serve": calling.serve_ticket,
    "recall": calling.recall,
    "start": ending.start,
    "finish": lambda work, b, c: ending.finish(work, b, c, None, None),
    "no_show": ending.no_show,
    "park": lambda work, b, c, minutes=None: ending.park(work, b, c, minutes, None, False),
    "return": ending.put_back,
    "transfer": lambda work, b, c, target=STAMPS: moving.transfer_current(work, b, c, target),
    "undo": undoing.undo,
}

OF_TICKET: dict[str, Callable[..., Json]] = {
    "cancel": moving.cancel,
    "unpark": moving.unpark,
    "revive": moving.revive,
    "transfer": lambda work, t, target=STAMPS: moving.transfer(work, t, target),
    "confirm_class": moving.confirm_class,
    "decline_class": moving.decline_class,
}


@contextmanager
def a_hall(folder: Path, **options: Any) -> Iterator[Hall]:
    """A running `Hall` (its options) for as long as the block lasts."""
    hall = Hall(folder, **options)
    try:
        yield hall
    finally:
        hall.stop()


@contextmanager
def refusing(code: str) -> Iterator[None]:
    """What happens in the block must be refused with this code."""
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code, refused.value.problem
