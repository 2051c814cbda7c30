"""The dispatch loop in a process of its own, and what is said over the socket between.

A thread beside the hub would take turns with it in Python: eight counters would be served hardly
faster than one. The process is forked by the server before that has a hub or a second thread, so
that it has loaded everything and shares nothing. It ends with the server, and the server with it.

Said in frames, each with its length before it and marshalled, with pickles in it of what has a
type of its own. To the loop `Asked`, a pickle of `Waits`, or None, which lets it end. From it
`Told`, or before the first of them a pickle of why it could not begin.
"""

from __future__ import annotations

import logging
import marshal
import math
import os
import pickle
import select
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, Never

from queue_server.commands import Command, Deliver, Inbox, Key, Operation, Reply
from queue_server.domain.access import SERVER, Caller
from queue_server.loop import Clock, DispatchLoop
from queue_server.moment import Revision, Setting, Waits
from queue_server.operations.work import Change, Work
from queue_server.processes import die_with_parent

log = logging.getLogger(__name__)

MakeLoop = Callable[[Inbox, Deliver], DispatchLoop]
Delivery = tuple[list[tuple[Callable[[Reply], None], Reply]], set[Change]]

_pickle = partial(pickle.dumps, protocol=pickle.HIGHEST_PROTOCOL)
_HEAD = struct.Struct("=I")
_RECEIVED_BYTES = 64 * 1024
#: How often who waits for its beginning tells that they still do.
_TELLING_SECONDS = 1.0
#: What asks the whole service to end, which the loop does when the server tells it.
_LEFT_TO_SERVER = (
    *(signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP),
    *(signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH),
)


#: A command: a number for who waits for it, its pickled operation, status, key and packed caller.
Asked = tuple[int, bytes, int, tuple[str, str, str] | None, bytes]
#: What a commit came to: replies by number, changes, the loop's time in seconds, and the office's
#: revision, pickled, with the first after it has changed.
Told = tuple[list[tuple[int, int, str, bool]], list[tuple[str, str, str, int]], float, bytes | None]


def _frame(what: Asked | Told | bytes | None) -> bytes:
    data = marshal.dumps(what)
    return _HEAD.pack(len(data)) + data


class _Frames:
    """Frames of what comes over a socket in pieces of any size."""

    def __init__(self) -> None:
        self._rest = b""

    def of(self, data: bytes) -> list[Any]:
        """What has come whole with these bytes."""
        data = self._rest + data
        place, found = 0, []
        while len(data) - place >= _HEAD.size:
            (length,) = _HEAD.unpack_from(data, place)
            begin = place + _HEAD.size
            if len(data) - begin < length:
                break
            place = begin + length
            found.append(marshal.loads(data[begin:place]))
        self._rest = data[place:]
        return found


def nothing() -> None:
    """Nobody has to be told."""


class LoopProcess:
    """The loop as the rest of the server has it: asked without waiting, on the hub."""

    def __init__(self, make: MakeLoop, setting: Setting, clock: Clock) -> None:
        """Fork it; `make` makes the loop there. `clock` tells the time of both."""
        self.setting = setting
        self._clock = clock
        self._waits = Waits()
        self._revision: Revision | None = None
        self._answers: dict[int, Callable[[Reply], None]] = {}
        self._number = 0
        self._frames = _Frames()
        self._unsent = b""
        self._closed = False
        self._socket, theirs = socket.socketpair()
        server = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            self._socket.close()
            _work(server, theirs, make)
        theirs.close()

    def begin(self, still_waiting: Callable[[], object] = nothing) -> None:
        """Wait until it can be asked; raises what it could not begin for.

        `still_waiting` is called meanwhile: to bring a large database up to date takes its time.
        """
        while self._revision is None:
            if not select.select([self._socket], [], [], _TELLING_SECONDS)[0]:
                still_waiting()
                continue
            data = self._socket.recv(_RECEIVED_BYTES)
            if not data:
                self.forget()
                raise RuntimeError("the dispatch loop's process has ended")
            for told in self._frames.of(data):
                if isinstance(told, bytes):
                    self.forget()
                    raise pickle.loads(told)
                self._note(told)
        self._socket.setblocking(False)

    @property
    def revision(self) -> Revision:
        """The office configuration in force."""
        assert self._revision is not None
        return self._revision

    @property
    def waits(self) -> Waits:
        """The latest estimates; the loop is told of others."""
        return self._waits

    @waits.setter
    def waits(self, waits: Waits) -> None:
        self._waits = waits
        self.send(_frame(_pickle(waits)))

    @property
    def closed(self) -> bool:
        """Whether it is asked for nothing more."""
        return self._closed

    @property
    def asked(self) -> int:
        """How many wait for it."""
        return len(self._answers)

    @property
    def has_unsent(self) -> bool:
        """Whether something is left to be sent once its socket can be written to."""
        return bool(self._unsent)

    def fileno(self) -> int:
        """Its socket's."""
        return self._socket.fileno()

    def time(self) -> datetime:
        """The loop's time, for those who only read; once it has begun."""
        assert self._revision is not None
        return self._clock.peek()

    def frame(
        self,
        operate: Operation,
        answer: Callable[[Reply], None],
        status: int = 200,
        key: Key | None = None,
        caller: Caller = SERVER,
    ) -> bytes:
        """A command to be sent; `answer` is handed back with its reply."""
        self._number += 1
        by_key = (key.caller, key.value, key.fingerprint) if key else None
        framed = _frame((self._number, _pickle(operate), status, by_key, caller.packed))
        self._answers[self._number] = answer
        return framed

    def send(self, frames: bytes = b"") -> None:
        """Send as much as can be sent now, of what is left of before and of these."""
        self._unsent += frames
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            pass
        except ConnectionError:  # it has ended, and `receive` says so
            self._unsent = b""

    def receive(self) -> list[Delivery] | None:
        """What came of commits since, and in force now; None where the process has ended."""
        try:
            data = self._socket.recv(_RECEIVED_BYTES)
        except BlockingIOError:
            return []
        except ConnectionError:
            return None
        if not data:
            return None
        return [self._note(told) for told in self._frames.of(data)]

    def close(self) -> None:
        """Let it answer what it was asked, and end."""
        self._closed = True
        self.send(_frame(None))

    def forget(self) -> None:
        """Let go of what is left of it, once it has ended."""
        self._socket.close()
        with suppress(ChildProcessError):  # somebody else was told of its end
            os.waitpid(self.pid, 0)

    def _note(self, told: Told) -> Delivery:
        replied, changed, seconds, revision = told
        if revision is not None:
            self._revision = pickle.loads(revision)
        self._clock.newest = max(self._clock.newest, datetime.fromtimestamp(seconds, UTC))
        replies = [
            (self._answers.pop(number), Reply(status, body, again))
            for number, status, body, again in replied
        ]
        return replies, {Change(*change) for change in changed}


@lru_cache(maxsize=1024)
def _caller(packed: bytes) -> Caller:
    caller: Caller = pickle.loads(packed)
    return caller


class _SocketInbox:
    """What the loop is asked, as it comes."""

    def __init__(self, sock: socket.socket, answered: Callable[[int, Reply], None]) -> None:
        self._socket = sock
        self._answered = answered
        self._frames = _Frames()
        self._waiting: list[Command] = []
        self._over = False
        self._ready = select.poll()
        self._ready.register(sock, select.POLLIN)
        self.estimated: Callable[[Waits], None] = lambda _waits: None

    def gather(self, patience_seconds: float, most: int) -> tuple[list[Command], bool]:
        """See `Inbox`."""
        if not self._waiting and self._ready.poll(math.ceil(patience_seconds * 1000)):
            self._hear()
        group, self._waiting = self._waiting[:most], self._waiting[most:]
        return group, self._over and not self._waiting

    def _hear(self) -> None:
        data = self._socket.recv(_RECEIVED_BYTES)
        self._over |= not data
        for said in self._frames.of(data):
            if isinstance(said, tuple):
                self._waiting.append(self._command(said))
            elif isinstance(said, bytes):
                self.estimated(pickle.loads(said))
            else:
                self._over = True

    def _command(self, asked: Asked) -> Command:
        number, packed, status, key, caller = asked
        try:
            operate = pickle.loads(packed)
        except Exception as error:  # noqa: BLE001  # it fails for who asks it, and for nobody else
            operate = partial(_fail, error)
        answer = partial(self._answered, number)
        return Command(operate, answer, status, Key(*key) if key else None, _caller(caller))


def _fail(error: Exception, _work: Work) -> Never:
    raise error


class _Teller:
    """Tells the server what the loop's commits come to."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._replies: list[tuple[int, int, str, bool]] = []
        self._revision: Revision | None = None
        self.loop: DispatchLoop | None = None

    def answer(self, number: int, reply: Reply) -> None:
        self._replies.append((number, *reply))

    def deliver(self, replies: list[tuple[Command, Reply]], changes: set[Change]) -> None:
        """See `Deliver`."""
        for command, reply in replies:
            command.answer(reply)
        self.tell(changes)

    def tell(self, changes: set[Change]) -> None:
        assert self.loop is not None
        told, self._revision = self._revision, self.loop.revision
        new = None if told is self._revision else _pickle(self._revision)
        replies, self._replies = self._replies, []
        changed = [(kind, branch, id_, seq) for kind, branch, id_, seq in changes]
        self._socket.sendall(_frame((replies, changed, self.loop.time().timestamp(), new)))

    def tell_failure(self, error: Exception) -> None:
        try:
            why = pickle.dumps(error)
        except (pickle.PicklingError, TypeError, AttributeError):
            why = pickle.dumps(RuntimeError(repr(error)))
        self._socket.sendall(_frame(why))


def _work(server: int, sock: socket.socket, make: MakeLoop) -> Never:
    """Be the loop's process; never returns to what was forked."""
    try:
        signal.set_wakeup_fd(-1)
        for number in _LEFT_TO_SERVER:
            signal.signal(number, signal.SIG_IGN)
        die_with_parent(server)
        teller = _Teller(sock)
        inbox = _SocketInbox(sock, teller.answer)
        try:
            teller.loop = loop = make(inbox, teller.deliver)
        except Exception as error:  # noqa: BLE001  # the server raises it
            teller.tell_failure(error)
            os._exit(1)
        inbox.estimated = partial(setattr, loop, "waits")
        teller.tell(set())
        loop.run()
        os._exit(0)
    except BaseException:
        log.critical("the dispatch loop has ended", exc_info=True)
    finally:
        os._exit(1)
