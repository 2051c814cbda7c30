"""Backups: one file with the database and the token secret, and putting one in place again.

What was given out after a backup was made is lost with the database that it replaces, but must not
be given out again: numbers on slips, ids within visitors' tokens, revisions that screens follow.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from queue_server.identity.tokens import sync_folder
from queue_server.store import events
from queue_server.store.database import (
    Connection,
    DatabaseError,
    Row,
    open_reader,
    open_writer,
)
from queue_server.store.times import from_micros, to_micros

#: Branch, business day and prefix.
Series = tuple[str, str, str]
K = TypeVar("K")

#: More ids and revisions than any office gives out between two backups.
_MANY = 1_000_000


class NotABackup(RuntimeError):
    """The file is no sound backup."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself."""

    made_at: datetime
    release: str
    secret: bytes


@dataclass(frozen=True)
class Given:
    """The highest id, number and revision of each kind that has been given out."""

    ticket_id: int = 0
    job_id: int = 0
    numbers: Mapping[Series, int] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)

    def and_(self, other: Given) -> Given:
        """What either has given out."""
        return Given(
            max(self.ticket_id, other.ticket_id),
            max(self.job_id, other.job_id),
            _highest(self.numbers, other.numbers),
            _highest(self.revisions, other.revisions),
        )

    def and_more(self, today: Mapping[Series, int], numbers: int) -> Given:
        """This and whatever may have followed it: so many `numbers` in each series of `today`.

        `today` names the series of the current business days, each with the number before its
        first one.
        """
        days = {(branch, day) for branch, day, _ in today}
        return Given(
            self.ticket_id + _MANY,
            self.job_id + _MANY,
            {
                series: last + numbers if series[:2] in days else last
                for series, last in _highest(self.numbers, today).items()
            },
            {branch: revision + _MANY for branch, revision in self.revisions.items()},
        )


def _highest(one: Mapping[K, int], other: Mapping[K, int]) -> dict[K, int]:
    return {key: max(one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys()}


def write(database: Path, file: Path, secret: bytes, release: str, now: datetime) -> None:
    """Copy the database as of one moment into `file`, while a server may write to it.

    The file appears whole and checked, and its owner alone may read it. Raises `NotABackup` where
    the copy is not sound, and OSError or DatabaseError where it cannot be made.
    """
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(open_reader(database)) as source,
            closing(Connection(sqlite3.connect(new))) as copy,
        ):
            source.raw.backup(copy.raw)
            copy.run("PRAGMA journal_mode = DELETE")  # one file, that can be read where it lies
            copy.run("CREATE TABLE backup (made_at BIGINT, release TEXT, secret BLOB)")
            copy.run(
                "INSERT INTO backup VALUES (:made_at, :release, :secret)",
                {"made_at": to_micros(now), "release": release, "secret": secret},
            )
        read(new)
        new.replace(file)
        sync_folder(file.parent)
    finally:
        new.unlink(missing_ok=True)


def read(file: Path) -> Backup:
    """What a backup says of itself; raises `NotABackup` unless the file is a sound one."""
    try:
        with closing(open_reader(file)) as db:
            row = db.one("SELECT made_at, release, secret FROM backup")
            faults = db.all("PRAGMA integrity_check")
    except DatabaseError as error:
        raise NotABackup(f"{file} is no backup of Okienko: {error}") from error
    if row is None or faults != [("ok",)]:
        raise NotABackup(f"{file} is damaged: {faults}")
    return Backup(from_micros(row[0]), row[1], row[2])


def given(db: Connection) -> Given:
    """What a database has given out."""
    used = {}
    if db.one("SELECT 1 FROM sqlite_master WHERE name = 'used_ids'"):
        used = dict(cast("list[tuple[str, int]]", db.all("SELECT kind, last FROM used_ids")))
    ((ticket_id, job_id),) = db.all(
        "SELECT (SELECT coalesce(max(id), 0) FROM tickets),"
        " (SELECT coalesce(max(id), 0) FROM print_jobs)"
    )
    series = db.all("SELECT branch, business_day, prefix, last FROM series")
    return Given(
        max(ticket_id, used.get("ticket", 0)),
        max(job_id, used.get("print_job", 0)),
        {(branch, day, prefix): last for branch, day, prefix, last in series},
        events.revisions(db),
    )


def given_by(database: Path, file: Path) -> tuple[Given, bool]:
    """What a database that nobody has open has given out, as far as it can be read.

    True where that is all that was given since the backup `file`: the database is sound, and goes
    on where the backup ends. Its log is merged into it, so that it is one file afterwards.
    """
    if not database.is_file():
        return Given(), False
    with closing(open_reader(file)) as db:
        last = _last_event(db)
    try:
        with closing(Connection(sqlite3.connect(database))) as db:
            db.run("PRAGMA wal_checkpoint(TRUNCATE)")
            found = given(db)
            sound = db.all("PRAGMA integrity_check") == [("ok",)]
            return found, sound and last is not None and last == _event(db, last[0])
    except DatabaseError:
        return Given(), False


def _last_event(db: Connection) -> Row | None:
    return db.one("SELECT seq, branch, rev, at, kind FROM events ORDER BY seq DESC LIMIT 1")


def _event(db: Connection, seq: int) -> Row | None:
    return db.one("SELECT seq, branch, rev, at, kind FROM events WHERE seq = :seq", {"seq": seq})


def prepare(file: Path, new: Path) -> Given:
    """Make a database of this release from a backup; what it has given out itself."""
    discard(new)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    shutil.copyfile(file, new)
    with closing(open_writer(new)) as db:
        db.run("PRAGMA secure_delete = ON")  # of the secret, no byte stays
        db.run("DROP TABLE backup")
        return given(db)


def discard(new: Path) -> None:
    """Take away a prepared database that was not put in place."""
    for leftover in _files(new):
        leftover.unlink(missing_ok=True)


def give_no_more(new: Path, out: Given, now: datetime, made_at: datetime) -> None:
    """Let a prepared database begin after `out`, and note that it was restored.

    Print jobs that had not ended may have been printed since, so they are uncertain. Who has
    signed out since is not signed in again.
    """
    with closing(open_writer(new)) as db:
        db.begin()
        for kind, last in (("ticket", out.ticket_id), ("print_job", out.job_id)):
            db.run(
                "INSERT INTO used_ids (kind, last) VALUES (:kind, :last)"
                " ON CONFLICT (kind) DO UPDATE SET last = :last",
                {"kind": kind, "last": last},
            )
        for (branch, day, prefix), number in out.numbers.items():
            db.run(
                "INSERT INTO series (branch, business_day, prefix, last)"
                " VALUES (:branch, :day, :prefix, :last)"
                " ON CONFLICT (branch, business_day, prefix) DO UPDATE SET last = :last",
                {"branch": branch, "day": day, "prefix": prefix, "last": number},
            )
        db.run(
            "UPDATE print_jobs SET state = 'uncertain', settled_at = :now, detail = 'restored'"
            " WHERE state IN ('queued', 'sent')",
            {"now": to_micros(now)},
        )
        db.run("DELETE FROM staff_sessions")
        db.run("DELETE FROM password_links")
        for branch, revision in out.revisions.items():
            db.run(
                "INSERT INTO branches (branch, rev, day) VALUES (:branch, :rev, '')"
                " ON CONFLICT (branch) DO UPDATE SET rev = :rev",
                {"branch": branch, "rev": revision},
            )
            detail = {"made_at": made_at.isoformat()}
            events.append(db, branch, now, "restore", actor=None, detail=detail)
        db.commit()


def put_in_place(new: Path, database: Path, kept: Path) -> None:
    """Let `new` be the database, with the one before it, if any, as `kept`.

    A server that starts in between finds the old one or the new one, and never none.
    """
    if database.is_file():
        for old, aside in zip(_files(database)[1:], _files(kept)[1:], strict=True):
            if old.exists():  # what a database that is not sound left
                old.replace(aside)
        try:
            kept.hardlink_to(database)
        except OSError:  # this file system has no such links
            shutil.copy2(database, kept)
    new.replace(database)
    sync_folder(database.parent)


def _files(database: Path) -> list[Path]:
    """A database, its log and the log's index."""
    return [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
