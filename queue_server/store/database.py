"""The small connector: one writing connection under a lock for life, and reading ones."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, ClassVar, TypeVar

from sqlite_utils import Database

from queue_server.store.schema import MIGRATIONS

Row = tuple[Any, ...]
#: What is known: its kind, and which, by its branch and more or by its id.
Key = tuple[str | int, ...]
T = TypeVar("T")
Parameters = Mapping[str, Any] | Sequence[Any]

#: Whatever the database refuses.
DatabaseError = sqlite3.DatabaseError
#: SQLite's codes for storage that fails under a statement that is right.
_STORAGE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
#: How long the write-ahead log may grow before it is cut.
_LOG_BYTES = 16 * 1024 * 1024
#: What stands in the log is written to where it belongs after so many commands, which are some two
#: megabytes, or once it has grown by so much.
_CHECKPOINT_COMMANDS, _CHECKPOINT_BYTES = 64, 4 * 1024 * 1024
#: Of a new database. A call changes some twenty pages a few bytes each, and all are written whole.
_PAGE_BYTES = 2048
#: How long others who write, against the rules, are waited for.
_PATIENCE_MS = 5000
#: How long readers are waited for when the log is cut.
_CUTTING_PATIENCE_MS = 100


def storage_failed(error: BaseException) -> bool:
    """Whether storage is the cause: a full, read-only, broken or locked database."""
    code = getattr(error, "sqlite_errorcode", None)  # its low byte is the primary code
    return code is not None and code & 0xFF in _STORAGE_CODES


class AlreadyRunning(RuntimeError):
    """Another process already writes to this database."""


class NewerSchema(RuntimeError):
    """A later release has written to this database."""


class Connection:
    """Four query verbs with named parameters (`:name`), and explicit transactions.

    sqlite-utils' own `atomic()` begins deferred; a writer here takes its lock at once.
    """

    #: Whether it is the one that writes.
    writes: ClassVar[bool] = False

    def __init__(self, raw: sqlite3.Connection) -> None:
        raw.isolation_level = None
        self.raw = raw
        self.database = Database(raw, execute_plugins=False)

    def one(self, sql: str, parameters: Parameters | None = None) -> Row | None:
        """The first row, or None."""
        row: Row | None = self.raw.execute(sql, parameters or {}).fetchone()
        return row

    def all(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """Every row."""
        return self.raw.execute(sql, parameters or {}).fetchall()

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Execute for its effect."""
        self.raw.execute(sql, parameters or {})

    def add(self, sql: str, parameters: Parameters) -> int:
        """Insert one row; its `INTEGER PRIMARY KEY`."""
        added = self.raw.execute(sql, parameters).lastrowid
        assert added is not None
        return added

    def begin(self) -> None:
        self.raw.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """A snapshot: what is read until `commit` is of one moment."""
        self.raw.execute("BEGIN")

    def commit(self) -> None:
        self.raw.execute("COMMIT")

    def rollback(self) -> None:
        """End a transaction without effect; harmless where a fault has already ended it."""
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def savepoint(self) -> None:
        """Begin a part of the transaction that can be taken back alone."""
        self.raw.execute("SAVEPOINT part")

    def keep_part(self) -> None:
        self.raw.execute("RELEASE part")

    def take_part_back(self) -> None:
        self.raw.execute("ROLLBACK TO part")
        self.raw.execute("RELEASE part")

    def known(self, key: Key, read: Callable[[], T]) -> T:
        """What `read` tells; a `Writer` reads it once."""
        return read()

    def found(self, key: Key) -> Any:
        """What is known, None where nothing is."""
        return None

    def note(self, key: Key, value: object) -> None:
        """What `known` is to tell from now on, because it has just been written."""

    def forget(self, key: Key | None = None) -> None:
        """What is known has been written otherwise: this, or anything."""

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def close(self) -> None:
        self.raw.close()


class Writer(Connection):
    """The only one that writes, so that what it has read or written is so until it writes again.

    What is taken back is forgotten with all else.
    """

    writes = True

    def __init__(self, raw: sqlite3.Connection) -> None:
        super().__init__(raw)
        self.knowledge: dict[Key, Any] = {}

    def known(self, key: Key, read: Callable[[], T]) -> T:
        if key not in self.knowledge:
            self.knowledge[key] = read()
        found: T = self.knowledge[key]
        return found

    def found(self, key: Key) -> Any:
        return self.knowledge.get(key)

    def note(self, key: Key, value: object) -> None:
        self.knowledge[key] = value

    def forget(self, key: Key | None = None) -> None:
        if key is None:
            self.knowledge.clear()
        else:
            self.knowledge.pop(key, None)

    def rollback(self) -> None:
        self.knowledge.clear()
        super().rollback()

    def take_part_back(self) -> None:
        self.knowledge.clear()
        super().take_part_back()


class WriterLock:
    """An exclusive lock beside the database, held for the life of the only writer."""

    def __init__(self, database: Path, patience_seconds: float = 3.0) -> None:
        database.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = database.with_name(database.name + ".lock").open("ab+", 0)
        until = time.monotonic() + patience_seconds
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    holder = self._holder()
                    self._file.close()
                    raise AlreadyRunning(
                        f"{database} is already written by another server{holder}"
                    ) from None
                time.sleep(0.05)
        with suppress(OSError):  # a full disk: the lock is held, only its holder is not named
            os.ftruncate(self._file.fileno(), 0)
            os.pwrite(self._file.fileno(), str(os.getpid()).encode(), 0)

    def _holder(self) -> str:
        text = os.pread(self._file.fileno(), 20, 0).decode(errors="replace").strip()
        return f" (process {text})" if text else ""

    def release(self) -> None:
        self._file.close()


class WriteAheadLog:
    """The log beside a database, kept short by its only writer while nobody waits for a commit.

    SQLite begins it anew once all of it stands in the database and nobody reads in it; where
    readers follow each other so closely that somebody always does, it would grow without end.
    """

    def __init__(self, connection: Connection, database: Path) -> None:
        self._connection = connection
        self._file = database.with_name(database.name + "-wal")
        page_bytes = connection.one("PRAGMA page_size")
        assert page_bytes is not None
        self._most = self._patient_at = _LOG_BYTES // page_bytes[0]
        self._commands = _CHECKPOINT_COMMANDS  # whoever was here before may have been killed
        self._bytes = 0
        # Else every commit past two megabytes waits for the disk three times, not once.
        connection.run("PRAGMA wal_autocheckpoint = 0")

    def grew(self, commands: int) -> None:
        """So many commands were committed."""
        self._commands += commands

    def keep_short(self) -> None:
        """Seldom does anything.

        A log that is long all the same is cut, and those who read in it are waited for at
        every `_LOG_BYTES` that it has grown.
        """
        grown = self._size() - self._bytes
        if self._commands < _CHECKPOINT_COMMANDS and grown < _CHECKPOINT_BYTES:
            return
        self._commands = 0
        pages = self._checkpoint("PASSIVE", 0)[1]
        if pages > self._most:
            patient = pages > self._patient_at
            if self.cut(_CUTTING_PATIENCE_MS if patient else 0):
                self._patient_at = self._most
            elif patient:
                self._patient_at = pages + self._most
        self._bytes = self._size()

    def _size(self) -> int:
        try:
            return self._file.stat().st_size
        except OSError:  # the disk is odd, or somebody took the file: commands will be told
            return 0

    def cut(self, patience_ms: int = _CUTTING_PATIENCE_MS) -> bool:
        """Empty the log, which still has what was deleted since; whether nobody was reading in it.

        Waits so long for those who do.
        """
        return self._checkpoint("TRUNCATE", patience_ms)[0] == 0

    def _checkpoint(self, mode: str, patience_ms: int) -> tuple[int, int]:
        """Whether somebody was in the way, and the pages in the log."""
        self._connection.run(f"PRAGMA busy_timeout = {patience_ms}")
        try:
            done = self._connection.one(f"PRAGMA wal_checkpoint({mode})")
        except DatabaseError:  # what storage cannot do now, commands will be told
            done = None
        self._connection.run(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return (done[0], done[1]) if done else (1, 0)


def open_writer(path: Path) -> Writer:
    """The writing connection, migrated to the newest schema. Hold the `WriterLock` first.

    A new database is its owner's alone, and so are the files that SQLite puts beside it.
    """
    with suppress(OSError):  # it is there; or SQLite says what is in the way
        path.touch(mode=0o600, exist_ok=False)
    raw = sqlite3.connect(path, check_same_thread=False, cached_statements=512)
    connection = Writer(raw)
    try:
        for pragma in (
            f"page_size={_PAGE_BYTES}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"journal_size_limit={_LOG_BYTES}",
            f"busy_timeout={_PATIENCE_MS}",
        ):
            raw.execute(f"PRAGMA {pragma}")
        _migrate(connection)
    except BaseException:
        raw.close()
        raise
    return connection


def open_reader(path: Path, patience_seconds: float = 5.0) -> Connection:
    """A reading connection; `mode=ro`, because closing a merely query-only one checkpoints."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return Connection(
        sqlite3.connect(
            uri,
            uri=True,
            check_same_thread=False,
            cached_statements=256,
            timeout=patience_seconds,
        )
    )


def _migrate(connection: Connection) -> None:
    connection.begin()
    try:
        connection.run("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        row = connection.one("SELECT max(version) FROM schema_version")
        applied = row[0] or 0 if row else 0
        if applied > len(MIGRATIONS):
            raise NewerSchema(
                f"the database has schema {applied}; this release knows {len(MIGRATIONS)} at most"
            )
        for version, script in enumerate(MIGRATIONS[applied:], start=applied + 1):
            connection.database.executescript(script)
            connection.run("INSERT INTO schema_version VALUES (:version)", {"version": version})
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
