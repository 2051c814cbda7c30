"""Demo traffic as the server sees it: only the public API, every screen alive, never too much."""

import ast
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from queue_server.traffic.agenda import Agenda
from queue_server.traffic.api import Api
from queue_server.traffic.clerks import Clerk
from queue_server.traffic.visitors import DAY_SECONDS, MOST_WAITING, rush, serving_shares
from tests.running_office import Office

TRAFFIC = Path(__file__).resolve().parents[1] / "queue_server/traffic"
PATIENCE_SECONDS = 60
STATES = ("waiting", "called", "serving", "done")


@pytest.fixture
def traffic(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """Visitors and clerks at twenty times their usual pace."""
    command = [sys.executable, "-m", "queue_server.traffic", office.url, "--pace", "20"]
    with subprocess.Popen(command, cwd=TRAFFIC.parents[1]) as process:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def eventually(happened: Callable[[], Any]) -> Any:
    """Ask until the answer is true; the last answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := happened()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answer
    return answer


def count(office: Office, branch: str, state: str) -> int:
    return len(office.read(f"/branches/{branch}/tickets?state={state}"))


def test_traffic_imports_nothing_of_the_server_and_nothing_foreign() -> None:
    for file in TRAFFIC.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            for name in names:
                own = name.startswith("queue_server.traffic")
                assert own or name.split(".")[0] in sys.stdlib_module_names, f"{file}: {name}"


def test_a_day_has_two_rushes_and_about_the_mean_demand() -> None:
    day = [rush(minute / DAY_SECONDS) for minute in range(int(DAY_SECONDS))]
    assert 0.7 < sum(day) / len(day) < 1.1
    assert max(day) > 2 * min(day)


def test_visitors_come_for_what_counters_serve() -> None:
    branch = {
        "services": [{"id": name, "open": name != "shut"} for name in ("a", "b", "c", "shut")],
        "profiles": [
            {"id": "one", "services": ["a"]},
            {"id": "two", "services": ["a", "b", "shut"]},
        ],
        "counters": [{"profile": "one"}, {"profile": "two"}],
    }
    assert serving_shares(branch) == {"a": 1.5, "b": 0.5}


def test_traffic_fills_both_branches_through_the_public_api(
    office: Office, traffic: subprocess.Popen[bytes]
) -> None:
    for branch in ("krakow", "nowy-sacz"):
        for state in STATES:
            eventually(partial(count, office, branch, state))
        assert count(office, branch, "waiting") <= MOST_WAITING
    assert traffic.poll() is None


def test_traffic_outlives_a_restart_of_the_server(
    office: Office, traffic: subprocess.Popen[bytes]
) -> None:
    eventually(lambda: count(office, "krakow", "done"))
    office.restart()
    done = count(office, "krakow", "done")
    eventually(lambda: count(office, "krakow", "done") > done)
    assert traffic.poll() is None


def test_a_clerk_leaves_the_counter_to_a_person_who_acts_there(
    start_office: Callable[..., Office],
) -> None:
    office = start_office()
    rng = random.Random(1)
    agenda = Agenda(pace=1.0)
    with closing(Api(office.url, rng)) as api:
        clerk = Clerk(api, agenda, rng, "nowy-sacz", "1", "Anna")
        clerk.work()
        assert office.read("/branches/nowy-sacz/counters/1")["open"]
        office.at("nowy-sacz", "1", "pause")
        clerk.work()
        assert office.read("/branches/nowy-sacz/counters/1")["paused"]


def test_traffic_waits_for_a_server_that_is_away() -> None:
    ended = threading.Event()
    tried = threading.Event()
    agenda = Agenda(pace=1.0)
    api = Api("http://127.0.0.1:9", random.Random(1))

    def ask() -> None:
        tried.set()
        api.get("/branches")

    agenda.after(0, ask)
    thread = threading.Thread(target=agenda.run, args=(ended,))
    thread.start()
    assert tried.wait(10)
    assert thread.is_alive()
    ended.set()
    thread.join(10)
    assert not thread.is_alive()


def test_traffic_ends_on_sigterm() -> None:
    command = [sys.executable, "-m", "queue_server.traffic", "http://127.0.0.1:9"]
    with subprocess.Popen(command, cwd=TRAFFIC.parents[1], stdin=subprocess.DEVNULL) as process:
        eventually(lambda: Path(f"/proc/{process.pid}/task").exists() and threads(process.pid) > 1)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0


def threads(process: int) -> int:
    return len(list(Path(f"/proc/{process}/task").iterdir()))
