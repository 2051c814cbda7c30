"""What is asked of the dispatch loop, and how it is answered."""

from __future__ import annotations

from _queue import Empty, SimpleQueue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pydantic_core import to_json

from queue_server.domain.access import SERVER, Caller
from queue_server.domain.errors import Refusal, StorageUnavailable
from queue_server.operations.work import Change, Work
from queue_server.problems import of_refusal

#: Done with a `Work`; what it returns is the reply's body.
Operation = Callable[[Work], dict[str, Any]]


class Key(NamedTuple):
    """An Idempotency-Key: whose, which, and of what request."""

    caller: str
    value: str
    fingerprint: str


class Reply(NamedTuple):
    """What a command is answered with: an HTTP status and a JSON body."""

    status: int
    body: str
    replayed: bool = False


@dataclass(frozen=True)
class Command:
    """An operation to run, and who waits for its reply."""

    operate: Operation
    answer: Callable[[Reply], None]
    status: int = 200
    key: Key | None = None
    caller: Caller = SERVER


#: Called with the replies of a committed group and what changed, by the loop.
Deliver = Callable[[list[tuple[Command, Reply]], set[Change]], None]


def refused(refusal: Refusal) -> Reply:
    """A refusal as a reply."""
    return Reply(refusal.status, to_json(of_refusal(refusal)).decode())


def stopping() -> Reply:
    """How those are answered who ask while the loop ends."""
    return refused(StorageUnavailable("the server is stopping"))


class Inbox(Protocol):
    """Where a loop finds what it is asked."""

    def gather(self, patience_seconds: float, most: int) -> tuple[list[Command], bool]:
        """The commands that wait, at most so many; whether the loop is to end after them.

        Where there are none it waits for one, but no longer than its patience.
        """


class Mailbox:
    """The inbox of a loop in a thread, for those of the same process."""

    def __init__(self) -> None:
        self._commands: SimpleQueue[Command | None] = SimpleQueue()
        self._open = True

    def submit(self, command: Command) -> None:
        """Take a command in, or answer that it is too late."""
        if self._open:
            self._commands.put(command)
        else:
            command.answer(stopping())

    def close(self) -> None:
        """Let what was taken in be answered, refuse the rest, and let the loop end."""
        self._open = False
        self._commands.put(None)

    def gather(self, patience_seconds: float, most: int) -> tuple[list[Command], bool]:
        """See `Inbox`."""
        group: list[Command] = []
        try:
            command = self._commands.get(timeout=patience_seconds)
            while command is not None:
                group.append(command)
                if len(group) == most:
                    return group, False
                command = self._commands.get_nowait()
        except Empty:
            return group, False
        return group, True
