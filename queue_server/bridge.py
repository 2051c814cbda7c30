"""Between the loop's native thread and the hub: greenlets ask, wait and are answered; screens hear.

Commands that come about together are handed over together, and a group's answers are handed out
before anything is published.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import gevent
from gevent.event import AsyncResult, Event
from gevent.hub import Waiter

from queue_server.domain.access import SERVER, Caller
from queue_server.domain.errors import Refusal, StorageUnavailable
from queue_server.loop import Command, Deliver, DispatchLoop, Key, Reply
from queue_server.moment import Moment
from queue_server.operations.work import Change, Work
from queue_server.reckoner import Reckoner
from queue_server.reckoning import Reckoning
from queue_server.store.database import Connection, DatabaseError, open_reader, storage_failed

log = logging.getLogger(__name__)

#: Turns of the hub in which others may join a command before it is handed to the loop.
_TURNS = 2

#: Not zero, which would let greenlets run that are ready, but not look for new requests.
_ONE_TURN_SECONDS = 1e-9
#: How long the rest of a burst waits for those who wait for the loop.
_GIVING_WAY_SECONDS = 0.01
#: libev's highest priority (EV_MAXPRI).
_FIRST = 2

T = TypeVar("T")
Delivery = tuple[list[tuple[Command, Reply]], set[Change]]


class Bridge:
    """Runs a dispatch loop and reads beside it. Lives on the hub that made it."""

    def __init__(self, database: Path, make_loop: Callable[[Deliver], DispatchLoop]) -> None:
        """`make_loop` makes the loop with what it is to deliver through."""
        hub = gevent.get_hub()
        self._deliveries: deque[Delivery] = deque()
        self._watcher = hub.loop.async_()
        self._watcher.start(self._hand_out)
        self._gathered: list[Command] = []
        self._at_work = 0
        self._turns = 0
        self._idle = Event()
        self._idle.set()
        #: Wakes at every turn, before what has happened in it is looked at.
        self._turning = hub.loop.idle(priority=_FIRST)
        self.loop = make_loop(self._deliver)
        self._running = hub.threadpool.spawn(self.loop.run)
        self._running.rawlink(_end_without_loop)
        self._database = database
        #: Who waits on the hub keeps everyone waiting, so this one never does.
        self._reader: Connection = open_reader(database, patience_seconds=0)
        self._reckoner = Reckoner(database)
        self.publish: Callable[[set[Change]], None] = lambda _changes: None

    def ask(
        self,
        operate: Callable[[Work], dict[str, Any]],
        status: int = 200,
        key: Key | None = None,
        caller: Caller = SERVER,
    ) -> Reply:
        """Hand a command to the loop and wait for its reply."""
        waiter: Waiter[Reply] = Waiter()
        self._take_in(Command(operate, waiter.switch, status, key, caller))
        return waiter.get()

    def tell(self, operate: Callable[[Work], dict[str, Any]]) -> None:
        """Hand a command to the loop whose reply nobody waits for."""
        self._take_in(Command(operate, _unheard))

    def give_way(self) -> None:
        """Let commands go before what else there is to do, but not for long."""
        gevent.sleep(_ONE_TURN_SECONDS)
        self._idle.wait(_GIVING_WAY_SECONDS)

    def _take_in(self, command: Command) -> None:
        self._idle.clear()
        self._gathered.append(command)
        self._begin_turns()

    def _begin_turns(self) -> None:
        """Gather for a moment, unless the loop is at work: both would only take turns in Python.

        Those whom it has just answered are likely to ask again at once, so what came meanwhile
        waits for them.
        """
        if self._gathered and not self._at_work and not self._turns:
            self._turns = _TURNS
            self._turning.start(self._turn)

    def _turn(self) -> None:
        self._turns -= 1
        if not self._turns:
            self._submit()

    def _submit(self) -> None:
        self._turning.stop()
        self._turns = 0
        gathered, self._gathered = self._gathered, []
        self._at_work += len(gathered)
        for command in gathered:
            self.loop.submit(command)

    @contextmanager
    def read(self) -> Iterator[Moment]:
        """What is durable now, read as of one moment. Nothing in it may wait.

        Refuses with `storage_unavailable` where the database cannot be read.
        """
        with self._moment(self._reader) as moment:
            yield moment

    def read_apart(self, reading: Callable[[Moment], T]) -> T:
        """What `reading` makes of a moment, in a native thread: for what takes long.

        A refusal is brought back as a value: one raised in the pool is also printed as a fault.
        """

        def read() -> T | Refusal:
            reader = open_reader(self._database)
            try:
                with self._moment(reader) as moment:
                    return reading(moment)
            except Refusal as refusal:
                return refusal
            finally:
                reader.close()

        made: T | Refusal = gevent.get_hub().threadpool.apply(read)
        if isinstance(made, Refusal):
            raise made
        return made

    def reckon(self, asked: Reckoning) -> Any:
        """What the reckoning process works out: for what would make every call slower."""
        return self._reckoner.ask(asked)

    @contextmanager
    def _moment(self, reader: Connection) -> Iterator[Moment]:
        try:
            reader.begin_reading()
            yield Moment(
                reader,
                self.loop.revision,
                self.loop.waits,
                self.loop.setting,
                self.loop.time(),
            )
        except DatabaseError as error:
            if storage_failed(error):
                raise StorageUnavailable("the database cannot be read") from error
            raise
        finally:
            reader.rollback()

    def close(self, timeout_seconds: float) -> None:
        """Answer what was accepted, refuse the rest, and end the loop."""
        self._submit()
        self.loop.close()
        self._running.wait(timeout_seconds)

    def _deliver(self, replies: list[tuple[Command, Reply]], changes: set[Change]) -> None:
        self._deliveries.append((replies, changes))
        self._watcher.send()

    def _hand_out(self) -> None:
        changes: set[Change] = set()
        while self._deliveries:
            replies, changed = self._deliveries.popleft()
            changes |= changed
            self._at_work -= len(replies)
            for command, reply in replies:
                command.answer(reply)
        self._begin_turns()
        if not self._gathered and not self._at_work:
            self._idle.set()
        if changes:
            self.publish(changes)


def _unheard(_reply: Reply) -> None:
    pass


def _end_without_loop(running: AsyncResult[None]) -> None:
    """Nobody could be answered any more: end, and be started again."""
    if running.exception is not None:
        log.critical("the dispatch loop has ended", exc_info=running.exception)
        os._exit(1)
