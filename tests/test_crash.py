"""What was acknowledged survives fifty `kill -9`s, and every command has one effect."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.busy_hall import BusyHall, faults_of
from tests.dying_office import AFTER_COMMIT, LOOP_ENDS, POINTS, plan_of
from tests.process_groups import await_gone, await_loop, await_worker, group
from tests.running_office import Office, running_office

pytestmark = pytest.mark.crash

#: How often each blow falls: fifty in all.
ALL_AT_ONCE, PARENT_ALONE, WORKER_ALONE, LOOP_ALONE, AT_EACH_POINT = 6, 3, 10, 10, 7
#: At most so many answers, and so many seconds more, pass between two blows.
MOST_ANSWERS, MOST_SECONDS = 40, 0.05


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    command = [sys.executable, Path(__file__).with_name("dying_office.py")]
    with running_office(tmp_path_factory.mktemp("crash") / "data", command=command) as ready:
        yield ready


def kill_all_at_once(office: Office) -> None:
    office.restart()


def kill_the_parent(office: Office) -> None:
    """All that it started must end with it, and leave the port and the data to the next server."""
    started = group(office.process.pid)
    os.kill(office.process.pid, signal.SIGKILL)
    office.process.wait()
    await_gone(*started)
    office.start()


def kill_the_worker(office: Office) -> None:
    worker = await_worker(office.process.pid)
    os.kill(worker, signal.SIGKILL)
    await_worker(office.process.pid, other_than=worker)


def kill_the_loop(office: Office) -> None:
    """Nobody can be answered without it, so the worker must not outlive it."""
    worker, loop = await_worker(office.process.pid), await_loop(office.process.pid)
    os.kill(loop, signal.SIGKILL)
    await_gone(worker)
    await_loop(office.process.pid, other_than=loop)


def die_at(point: str, office: Office) -> None:
    worker = await_worker(office.process.pid)
    plan = plan_of(office.data)
    plan.with_suffix(".new").write_text(point)
    plan.with_suffix(".new").rename(plan)
    await_gone(worker)
    await_worker(office.process.pid, other_than=worker)


def test_fifty_kills_lose_nothing_and_double_nothing(office: Office) -> None:
    blows: list[Callable[[Office], None]] = [
        *[kill_all_at_once] * ALL_AT_ONCE,
        *[kill_the_parent] * PARENT_ALONE,
        *[kill_the_worker] * WORKER_ALONE,
        *[kill_the_loop] * LOOP_ALONE,
        *[partial(die_at, point) for point in POINTS for _ in range(AT_EACH_POINT)],
    ]
    assert len(blows) == 50
    rng = random.Random(50)
    rng.shuffle(blows)
    with BusyHall(office) as hall:
        for blow in blows:
            hall.await_answers(rng.randint(1, MOST_ANSWERS))
            time.sleep(rng.uniform(0, MOST_SECONDS))
            blow(office)
        hall.await_answers(MOST_ANSWERS)
    assert faults_of(office, hall.answered) == []
    # Those who were committed and heard nothing asked again, and were told what had been done.
    assert POINTS[-1] == AFTER_COMMIT
    assert hall.answered.replayed >= AT_EACH_POINT


def test_a_server_whose_loop_ended_is_started_anew(office: Office) -> None:
    with BusyHall(office) as hall:
        hall.await_answers(1)
        die_at(LOOP_ENDS, office)
        hall.await_answers(MOST_ANSWERS)
