"""The dispatch loop when something fails under it: all is refused, nobody told, and on it goes."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from queue_server import loop
from queue_server.commands import Command, Key, Reply
from queue_server.operations import taking
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store.database import Writer, open_writer
from tests.in_process import SECONDS_TO_ANSWER, TOWN, Hall, Json

Operate = Callable[[Work], Json]


class TroubledConnection(Writer):
    """Its COMMIT fails while `trouble` is set, as on a disk that breaks."""

    trouble = False

    def commit(self) -> None:
        if self.trouble:
            raise sqlite3.OperationalError("disk I/O error")
        super().commit()


class TroubledHall(Hall):
    """A hall that runs commands in one group, on a connection that the test troubles."""

    writer: TroubledConnection

    def group(self, *operations: Operate, key: Key | None = None) -> list[Reply]:
        """The replies of commands that the loop finds gathered; `key` is the first one's.

        Where no transaction begins, each may be a group of its own.
        """
        held, release = threading.Event(), threading.Event()

        def hold(_work: Work) -> Json:
            held.set()
            release.wait()
            return {}

        replies: dict[int, Reply] = {}
        all_answered = threading.Event()

        def answer(place: int, reply: Reply) -> None:
            replies[place] = reply
            if len(replies) == len(operations):
                all_answered.set()

        self.mailbox.submit(Command(hold, lambda _reply: held.set()))
        assert held.wait(SECONDS_TO_ANSWER)
        for place, operate in enumerate(operations):
            self.mailbox.submit(
                Command(operate, partial(answer, place), 201, None if place else key)
            )
        release.set()
        assert all_answered.wait(SECONDS_TO_ANSWER)
        return [replies[place] for place in range(len(operations))]

    def numbers(self) -> list[str]:
        return [number for (number,) in self.rows("SELECT number FROM tickets ORDER BY id")]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TroubledHall]:
    made: list[TroubledConnection] = []

    def open_troubled(path: Path) -> Writer:
        made.append(TroubledConnection(open_writer(path).raw))
        return made[-1]

    monkeypatch.setattr(loop, "open_writer", open_troubled)
    hall = TroubledHall(tmp_path)
    hall.writer = made[-1]
    yield hall
    hall.stop()


def take(work: Work) -> Json:
    """A ticket with so long a reference that the database has to grow for it."""
    return taking.take_ticket(work, TOWN, Wish(["cards"], reference="x" * 20_000))


def fail(_work: Work) -> Json:
    raise ZeroDivisionError("a fault of the program")


def codes(replies: list[Reply]) -> list[tuple[int, str | None]]:
    return [(reply.status, json.loads(reply.body).get("code")) for reply in replies]


TAKEN = (201, None)
REFUSED = (503, "storage_unavailable")
FAILED = (500, "internal_error")


def break_commit(writer: TroubledConnection) -> None:
    writer.trouble = True


def make_read_only(writer: TroubledConnection) -> None:
    writer.run("PRAGMA query_only = 1")


def fill(writer: TroubledConnection) -> None:
    """No page more: a statement fails, and SQLite ends the transaction under its savepoints."""
    writer.run("PRAGMA max_page_count = 1")


def mend(writer: TroubledConnection) -> None:
    writer.trouble = False
    writer.run("PRAGMA query_only = 0")
    writer.run("PRAGMA max_page_count = 1000000")


TROUBLES = pytest.mark.parametrize("trouble", [break_commit, make_read_only, fill])


@TROUBLES
def test_a_group_that_cannot_be_stored_is_refused_as_a_whole_and_told_to_no_screen(
    hall: TroubledHall, trouble: Callable[[TroubledConnection], None]
) -> None:
    assert codes(hall.group(take, take)) == [TAKEN, TAKEN]
    before = hall.contents()
    trouble(hall.writer)
    hall.changes.clear()
    assert codes(hall.group(take, take, take)) == [REFUSED] * 3
    assert codes(hall.group(take)) == [REFUSED]
    assert not any(hall.changes)
    assert hall.contents() == before
    mend(hall.writer)
    assert codes(hall.group(take, take)) == [TAKEN, TAKEN]
    assert hall.numbers() == ["A001", "A002", "A003", "A004"]
    assert hall.rows("PRAGMA integrity_check") == [("ok",)]


@TROUBLES
def test_a_refused_command_may_be_sent_again_with_its_key(
    hall: TroubledHall, trouble: Callable[[TroubledConnection], None]
) -> None:
    key = Key("kiosk", "one", "fingerprint")
    trouble(hall.writer)
    assert codes(hall.group(take, key=key)) == [REFUSED]
    mend(hall.writer)
    (first,), (again,) = hall.group(take, key=key), hall.group(take, key=key)
    assert (first.status, again.status, again.replayed) == (201, 201, True)
    assert first.body == again.body
    assert hall.numbers() == ["A001"]


def test_one_command_that_fails_leaves_the_others_of_its_group_alone(hall: TroubledHall) -> None:
    assert codes(hall.group(take, fail, take)) == [TAKEN, FAILED, TAKEN]
    assert hall.numbers() == ["A001", "A002"]


def test_an_answer_that_cannot_be_told_is_no_effect(hall: TroubledHall) -> None:
    def take_and_tell_nonsense(work: Work) -> Json:
        return take(work) | {"nonsense": object()}

    assert codes(hall.group(take, take_and_tell_nonsense, take)) == [TAKEN, FAILED, TAKEN]
    assert hall.numbers() == ["A001", "A002"]


def test_a_transaction_that_vanishes_refuses_its_whole_group(hall: TroubledHall) -> None:
    def vanish(work: Work) -> Json:
        work.db.run("ROLLBACK")
        return {}

    assert codes(hall.group(take, vanish, take)) == [REFUSED] * 3
    assert codes(hall.group(take)) == [TAKEN]
    assert hall.numbers() == ["A001"]


@pytest.mark.parametrize("trouble", [break_commit, make_read_only])
def test_what_time_does_by_itself_is_done_once_storage_is_mended(
    hall: TroubledHall, trouble: Callable[[TroubledConnection], None]
) -> None:
    hall.take()
    trouble(hall.writer)
    hall.wall += timedelta(days=1)
    assert codes(hall.group(take)) == [REFUSED]
    assert hall.rows("SELECT state FROM tickets") == [("waiting",)]
    mend(hall.writer)
    hall.pass_(seconds=2)
    assert hall.rows("SELECT state FROM tickets") == [("expired",)]


def test_a_stopping_loop_answers_what_it_accepted_and_refuses_the_rest(
    hall: TroubledHall,
) -> None:
    def take_and_close(work: Work) -> Json:
        hall.mailbox.close()
        return take(work)

    assert codes(hall.group(take_and_close, take)) == [TAKEN, TAKEN]
    assert hall.reply(take).status == 503
    assert hall.numbers() == ["A001", "A002"]
    hall.stop()
    hall.start()
    assert hall.reply(take).status == 200


def test_the_clock_of_a_restarted_loop_is_never_before_its_last_event(hall: TroubledHall) -> None:
    hall.open()
    first = hall.take()
    hall.stop()
    hall.wall -= timedelta(hours=2)
    hall.start()
    second = hall.take()
    assert second["issued_at"] == first["issued_at"]
    assert hall.upcoming() == ["A001", "A002"]
