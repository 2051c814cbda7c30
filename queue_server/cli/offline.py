"""An office whose server does not run: the same operations, under the same lock."""

from __future__ import annotations

import getpass
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

import click

from queue_server.commands import Command, Mailbox, Reply
from queue_server.domain.access import Caller
from queue_server.identity.tokens import Tokens, secret_of
from queue_server.loop import DispatchLoop
from queue_server.moment import Setting
from queue_server.office import Configuration
from queue_server.operations.work import Change, Work
from queue_server.store.database import DatabaseError, NewerSchema

Json = dict[str, Any]


class OfflineOffice:
    """The loop without a server."""

    def __init__(self, configuration: Configuration) -> None:
        server = configuration.server
        secret_file = server.token_secret_file or server.database.with_name("token.secret")
        self.public_url = (server.public_url or f"http://{server.bind}").rstrip("/")
        setting = Setting(Tokens(secret_of(secret_file)), self.public_url, guarded=True)
        self._caller = Caller("server", "server", getpass.getuser(), address="command line")
        self._mailbox = Mailbox()
        self._loop = DispatchLoop(
            server.database,
            lambda: configuration.office,
            setting,
            self._mailbox,
            self._deliver,
        )
        #: Whether the configuration has just become the first revision.
        self.is_new = self._loop.revision.office is configuration.office
        self._thread = threading.Thread(target=self._loop.run)
        self._thread.start()

    @property
    def revision(self) -> int:
        """The number of the office configuration in force."""
        return self._loop.revision.number

    def close(self) -> None:
        self._mailbox.close()
        self._thread.join()

    def _deliver(self, replies: list[tuple[Command, Reply]], _changes: set[Change]) -> None:
        for command, reply in replies:
            command.answer(reply)

    def run(self, operate: Callable[[Work], Json]) -> Json:
        """Run an operation; ends the command where it is refused."""
        replies: SimpleQueue[Reply] = SimpleQueue()
        self._mailbox.submit(Command(operate, replies.put, caller=self._caller))
        reply = replies.get()
        answer: Json = json.loads(reply.body)
        if reply.status >= 400:
            raise click.ClickException(answer["detail"])
        return answer


@contextmanager
def offline_office(configuration: Configuration) -> Iterator[OfflineOffice]:
    """The office for as long as the block lasts; raises `AlreadyRunning` where its server runs."""
    try:
        office = OfflineOffice(configuration)
    except (NewerSchema, DatabaseError, OSError) as error:
        raise click.ClickException(str(error)) from error
    try:
        yield office
    finally:
        office.close()
