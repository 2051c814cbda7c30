"""The dispatch loop, which owns the only writing connection.

It runs the commands that have gathered, each in a savepoint, commits once, then answers and
publishes. Nobody is told of anything that is not yet durable.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic_core import to_json

from queue_server.commands import Command, Deliver, Inbox, Reply, refused
from queue_server.domain.access import SERVER, Caller
from queue_server.domain.errors import IdempotencyKeyReused, Refusal, StorageUnavailable
from queue_server.domain.schedule import business_day
from queue_server.moment import Revision, Setting, Waits
from queue_server.office import Office, stored_office
from queue_server.operations import day, printing
from queue_server.operations.work import Change, Work
from queue_server.problems import problem
from queue_server.store import events, records, revisions
from queue_server.store.database import (
    Connection,
    WriteAheadLog,
    WriterLock,
    open_writer,
    storage_failed,
)
from queue_server.store.records import Answer

log = logging.getLogger(__name__)

_FAILED = to_json(problem(500, "internal_error", "The server failed.")).decode()

#: Commands in one commit at the most, so that none waits for very many others.
_GROUP = 256
#: The clock may be set meanwhile.
_LONGEST_SLEEP_SECONDS = 60.0
#: How far the clock may be behind the newest event before it is told.
_BEHIND = timedelta(minutes=1)
#: How long storage that failed is left alone before time's own work is tried again.
_RETRY = timedelta(seconds=1)


@dataclass
class Clock:
    """Wall time, but never before the newest event's: a clock set back reorders nothing."""

    wall: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    newest: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    def peek(self) -> datetime:
        """The time, for those who only read."""
        return max(self.newest, self.wall())

    def now(self) -> datetime:
        """The time of what is decided now."""
        self.newest = max(self.newest, self.wall())
        return self.newest


class DispatchLoop:
    """Runs commands one after another on the only writing connection."""

    def __init__(
        self,
        database: Path,
        office: Callable[[], Office],
        setting: Setting,
        inbox: Inbox,
        deliver: Deliver,
        clock: Clock | None = None,
    ) -> None:
        """`office` is asked for revision 1 where the database has none."""
        self.setting = setting
        self.waits = Waits()
        self._inbox = inbox
        self._deliver = deliver
        self._clock = clock or Clock()
        self._failing = False
        self._behind = False
        #: Whether the log may still have what was forgotten.
        self._unforgotten = False
        self._lock = WriterLock(database)
        self._db = open_writer(database)
        self._log = WriteAheadLog(self._db, database)
        self._clock.newest = max(
            self._clock.newest, events.newest_time(self._db) or self._clock.newest
        )
        self._wake = self._passed = self._clock.now()
        self.revision = _revision(self._db, office, self._wake)
        #: What the open transaction makes of it; in force once that is committed.
        self._coming = self.revision

    def time(self) -> datetime:
        """The time of its newest event, or the clock's where that is later."""
        return self._clock.peek()

    def run(self) -> None:
        """Work until told to end. Blocks."""
        try:
            last = False
            while not last:
                patience = max((self._wake - self._clock.now()).total_seconds(), 0.0)
                group, last = self._inbox.gather(min(patience, _LONGEST_SLEEP_SECONDS), _GROUP)
                now = self._clock.now()
                self._tell_of_clock()
                self._pass_time(now)
                if group:
                    self._deliver(*self._commit(group, now))
                    self._log.grew(len(group))
                self._log.keep_short()
        finally:
            self._log.cut()  # readers may outlive this, and then its end would leave all of it
            self._db.close()
            self._lock.release()

    def _tell_of_clock(self) -> None:
        """Time stands while the clock is behind what it once said, so somebody has to know."""
        behind = self._clock.newest - self._clock.wall()
        if behind > _BEHIND and not self._behind:
            log.error("the clock is %s behind the newest event: until then no time passes", behind)
        self._behind = behind > _BEHIND

    def _commit(
        self, group: list[Command], now: datetime
    ) -> tuple[list[tuple[Command, Reply]], set[Change]]:
        """Run a group in one transaction; a storage failure refuses all of it."""
        changes: set[Change] = set()
        try:
            self._db.begin()
            replies = [(command, self._run(command, now, changes)) for command in group]
            wake = day.next_wake(self._db, self._coming.office)
            self._db.commit()
        except Exception as error:  # noqa: BLE001  # whatever it is, the loop goes on
            self._abandon("commands could not be stored and are refused", error)
            refusal = refused(StorageUnavailable())
            return [(command, refusal) for command in group], set()
        self._wake = min(self._wake, wake or self._wake)
        self._stored(now)
        return replies, changes

    def _run(self, command: Command, now: datetime, changes: set[Change]) -> Reply:
        key = command.key
        if key is not None and (kept := records.find_answer(self._db, key.caller, key.value)):
            if kept.fingerprint != key.fingerprint:
                return refused(IdempotencyKeyReused())
            return Reply(kept.status, kept.body, replayed=True)
        work = self._work(now, command.caller)
        self._db.savepoint()
        try:
            body = command.operate(work)
            printing.expire_ended(work)
            reply = Reply(command.status, to_json(body).decode())
            self._db.keep_part()
            self._coming = work.revision
            changes |= work.changes
        except Refusal as refusal:
            self._db.take_part_back()
            reply = refused(refusal)
        except Exception as error:
            if storage_failed(error) or not self._db.in_transaction:
                raise
            self._db.take_part_back()
            log.exception("a command failed")
            reply = Reply(500, _FAILED)
        if key is not None and (reply.status < 300 or reply.status == 409):
            answer = Answer(key.fingerprint, reply.status, reply.body)
            records.keep_answer(self._db, key.caller, key.value, answer, now)
        return reply

    def _pass_time(self, now: datetime) -> None:
        """Do what time alone does, once it is due: before any command of that moment."""
        if now < self._wake:
            return
        work = self._work(now)
        try:
            self._db.begin()
            more = day.pass_time(work, self._passed)
            coming = day.next_time(work)
            self._wake = min(more, coming) if more else coming
            if work.failed:
                self._wake = max(self._wake, now + _RETRY)
            self._coming = work.revision
            self._db.commit()
        except Exception as error:  # noqa: BLE001
            self._abandon("time's own work could not be stored", error)
            self._wake = now + _RETRY
            return
        self._passed = now
        self._stored(now)
        if work.changes:
            self._deliver([], work.changes)
        self._log.grew(1)
        self._unforgotten |= work.forgot
        if self._unforgotten:
            self._unforgotten = not self._log.cut()
            self._wake = min(self._wake, now + _RETRY) if self._unforgotten else self._wake

    def _abandon(self, what: str, error: Exception) -> None:
        """Take the transaction back; told once, until something can be stored again."""
        self._coming = self.revision
        if not self._failing:
            self._failing = True
            log.error("%s: %s", what, error, exc_info=None if storage_failed(error) else error)
        try:
            self._db.rollback()
        except Exception:
            log.exception("the transaction could not be rolled back")

    def _stored(self, now: datetime) -> None:
        if self.revision is not self._coming:
            self.revision = self._coming
            self._wake = now  # its midnights may be others
        if self._failing:
            self._failing = False
            log.warning("commands are stored again")

    def _work(self, now: datetime, caller: Caller = SERVER) -> Work:
        return Work(self._db, self._coming, self.waits, self.setting, now, caller)


def _revision(db: Connection, office: Callable[[], Office], now: datetime) -> Revision:
    """The office configuration in force; `office` becomes revision 1 of an empty store."""
    db.begin()
    kept = revisions.newest(db)
    if kept is None:
        first = office()
        revision = Revision(revisions.add(db, first.model_dump(mode="json"), now), first)
    else:
        revision = Revision(kept[0], stored_office(kept[1]))
    for branch in revision.office.branches:
        today = business_day(now, branch.zone_info)
        events.add_branch(db, branch.id, today.isoformat())
    db.commit()
    return revision
