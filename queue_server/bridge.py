"""Between the loop's process and the hub: greenlets ask, wait and are answered; screens hear.

Commands that come about in one turn of the hub are handed over together, and a group's answers are
handed out before anything is published.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import gevent
from gevent.event import Event
from gevent.hub import Waiter

from queue_server.commands import Key, Operation, Reply, stopping
from queue_server.domain.access import SERVER, Caller
from queue_server.domain.errors import Refusal, StorageUnavailable
from queue_server.loop_process import LoopProcess, nothing
from queue_server.moment import Moment, Waits
from queue_server.operations.work import Change
from queue_server.reckoner import Reckoner
from queue_server.reckoning import Reckoning
from queue_server.store.database import Connection, DatabaseError, open_reader, storage_failed

log = logging.getLogger(__name__)

#: Not zero, which would let greenlets run that are ready, but not look for new requests.
_ONE_TURN_SECONDS = 1e-9
#: How long the rest of a burst waits for those who wait for the loop.
_GIVING_WAY_SECONDS = 0.01
#: What libev is asked to look for (EV_READ, EV_WRITE).
_READABLE, _WRITABLE = 1, 2

T = TypeVar("T")


class Bridge:
    """Asks a dispatch loop and reads beside it. Lives on the hub that made it."""

    def __init__(self, database: Path, loop: LoopProcess) -> None:
        """`begin` is to be called before anything is asked or read."""
        hub = gevent.get_hub()
        self.loop = loop
        self._hub_loop = hub.loop
        self._gathered: list[bytes] = []
        self._idle = Event()
        self._idle.set()
        self._ended = Event()
        self._heard = hub.loop.io(loop.fileno(), _READABLE)
        self._writable = hub.loop.io(loop.fileno(), _WRITABLE)
        self._database = database
        self._reader: Connection
        self._reckoner = Reckoner(database)
        #: Told of what changed before anybody is answered, who may ask again at once.
        self.heed: Callable[[set[Change]], None] = lambda _changes: None
        self.publish: Callable[[set[Change]], None] = lambda _changes: None

    def begin(self, still_waiting: Callable[[], object] = nothing) -> None:
        """Wait until the loop has begun; raises what it could not begin for."""
        self.loop.begin(still_waiting)
        self._heard.start(self._hand_out)
        #: Who waits on the hub keeps everyone waiting, so this one never does.
        self._reader = open_reader(self._database, patience_seconds=0)

    def ask(
        self,
        operate: Operation,
        status: int = 200,
        key: Key | None = None,
        caller: Caller = SERVER,
    ) -> Reply:
        """Hand a command to the loop and wait for its reply."""
        if self.loop.closed:
            return stopping()
        waiter: Waiter[Reply] = Waiter()
        self._gather(self.loop.frame(operate, waiter.switch, status, key, caller))
        return waiter.get()

    def tell(self, operate: Operation) -> None:
        """Hand a command to the loop whose reply nobody waits for."""
        if not self.loop.closed:
            self._gather(self.loop.frame(operate, _unheard))

    def estimate(self, waits: Waits) -> None:
        """These are the latest estimates."""
        self.loop.waits = waits
        self._look_for_room()

    def give_way(self) -> None:
        """Let commands go before what else there is to do, but not for long."""
        gevent.sleep(_ONE_TURN_SECONDS)
        self._idle.wait(_GIVING_WAY_SECONDS)

    def _gather(self, frame: bytes) -> None:
        """What else is asked in this turn of the hub goes to the loop with it."""
        self._idle.clear()
        if not self._gathered:
            self._hub_loop.run_callback(self._submit)
        self._gathered.append(frame)

    def _submit(self) -> None:
        gathered, self._gathered = self._gathered, []
        self.loop.send(b"".join(gathered))
        self._look_for_room()

    def _look_for_room(self) -> None:
        """Send what could not be sent once there is room for it."""
        if self.loop.has_unsent:
            self._writable.start(self._send_more)

    def _send_more(self) -> None:
        self.loop.send()
        if not self.loop.has_unsent:
            self._writable.stop()

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
        if not self.loop.closed:
            self._submit()
            self.loop.close()
            self._look_for_room()
        self._ended.wait(timeout_seconds)

    def _hand_out(self) -> None:
        deliveries = self.loop.receive()
        if deliveries is None:
            self._end()
            return
        changes = {change for _replies, changed in deliveries for change in changed}
        if changes:
            self.heed(changes)
        for replies, _changed in deliveries:
            for answer, reply in replies:
                answer(reply)
        if not self.loop.asked:
            self._idle.set()
        if changes:
            self.publish(changes)

    def _end(self) -> None:
        """Where it was not asked to end nobody could be answered: end, and be started again."""
        if not self.loop.closed:
            log.critical("the dispatch loop has ended")
            os._exit(1)
        self._heard.stop()
        self._writable.stop()
        self.loop.forget()
        self._ended.set()


def _unheard(_reply: Reply) -> None:
    pass
