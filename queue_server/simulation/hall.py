"""A branch's real store and operations on a fake clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from queue_server.domain.errors import Refusal
from queue_server.domain.schedule import business_day
from queue_server.estimating import waits_of
from queue_server.identity.tokens import Tokens
from queue_server.moment import Revision, Setting, Waits
from queue_server.office import Branch, Office
from queue_server.operations import day
from queue_server.operations.work import Work
from queue_server.store import events
from queue_server.store.database import open_writer


class Hall:
    """Runs operations one after another. Nothing is committed: a simulation leaves nothing."""

    def __init__(self, folder: Path, office: Office, branch: str, begins: datetime) -> None:
        self.branch: Branch = office.branch[branch]
        self.now = begins
        self.revision = Revision(1, office)
        self._setting = Setting(Tokens(b"simulation"), "http://simulation")
        self._db = open_writer(folder / "simulation.db")
        self._db.begin()
        for own in office.branches:
            events.add_branch(self._db, own.id, business_day(begins, own.zone_info).isoformat())
        self._wake = begins
        self._waits = Waits()

    def close(self) -> None:
        self._db.rollback()
        self._db.close()

    def pass_to(self, moment: datetime) -> None:
        """Let time pass, with everything that it does by itself."""
        while self._wake <= moment:
            since, self.now = self.now, max(self.now, self._wake)
            work = self._work()
            while day.pass_time(work, since):
                pass
            self._wake = day.next_time(work)
        self.now = max(self.now, moment)

    def do(self, operate: Callable[..., Any], *args: Any) -> Any:
        """An operation's answer; None where it was refused, and then it has changed nothing."""
        self._db.savepoint()
        try:
            answer = operate(self._work(), *args)
        except Refusal:
            self._db.take_part_back()
            return None
        self._db.keep_part()
        return answer

    def expect(self) -> None:
        """Estimate the waits anew: issue stops where they pass closing."""
        self._waits = waits_of(self._work(), self.branch, Random(1))

    def _work(self) -> Work:
        return Work(self._db, self.revision, self._waits, self._setting, self.now)
