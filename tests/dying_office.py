"""`okienko` whose server kills itself at a point of a commit, when the file `die` says so.

Run as a program. Beside the database, `die` names a point; the next group of commands takes it
away and dies there, so that the server which follows lives.
"""

import os
import signal
import sqlite3
from contextlib import suppress
from pathlib import Path

from queue_server import cli, loop
from queue_server.store.database import Writer, open_writer

#: Where a group of commands can be interrupted by the process's end.
BEFORE_BEGIN = "before BEGIN"
BEFORE_COMMIT = "after the operations, before COMMIT"
AFTER_COMMIT = "after COMMIT, before the answer"
POINTS = (BEFORE_BEGIN, BEFORE_COMMIT, AFTER_COMMIT)
#: Where the loop's thread ends, and the process could live on without one.
LOOP_ENDS = "the loop ends"


class DyingConnection(Writer):
    """Kills its process at the point that `die` names."""

    def __init__(self, raw: sqlite3.Connection, plan: Path) -> None:
        super().__init__(raw)
        self._plan = plan
        self._point = ""

    def begin(self) -> None:
        with suppress(FileNotFoundError):
            self._point = self._plan.read_text()
            self._plan.unlink()
        if self._point == LOOP_ENDS:
            raise SystemExit
        self._die_at(BEFORE_BEGIN)
        super().begin()

    def commit(self) -> None:
        self._die_at(BEFORE_COMMIT)
        super().commit()
        self._die_at(AFTER_COMMIT)

    def _die_at(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


def plan_of(data: Path) -> Path:
    return data / "die"


def open_dying_writer(path: Path) -> Writer:
    return DyingConnection(open_writer(path).raw, plan_of(path.parent))


if __name__ == "__main__":
    loop.open_writer = open_dying_writer  # type: ignore[attr-defined]
    cli.main(prog_name="okienko")
