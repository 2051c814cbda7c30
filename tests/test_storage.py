"""A small disk that fills up under the server, a read-only one, and a log that stays short."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
import requests

from queue_server.operations import taking
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store.database import open_reader
from tests.busy_hall import BusyHall, faults_of
from tests.in_process import TOWN, Hall, Json, a_hall
from tests.ports import free_port
from tests.process_groups import await_worker
from tests.running_office import Office

#: Room for some thousand tickets.
DISK_BYTES = 16 * 1024 * 1024
LOG_LIMIT_BYTES = 16 * 1024 * 1024
#: Enough to fill the log many times over.
MOST_LONG_TICKETS = 2000
MOST_ANSWERS = 100
OKIENKO = Path(sys.executable).with_name("okienko")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "okienko", str(place)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no byte free on the disk for as long as the block lasts."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    filler.unlink()


def service(office: Office) -> str:
    return str(office.read("/branches/krakow")["services"][0]["id"])


def waiting(branch: Json) -> dict[str, int]:
    """How many wait for each service; how long they will is estimated anew all the time."""
    return {service["id"]: service["waiting"] for service in branch["services"]}


def take(office: Office) -> requests.Response:
    wish = {"service": service(office), "reference": "x" * 200}
    return office.post("/branches/krakow/tickets", wish)


def test_a_full_disk_refuses_shows_what_was_and_recovers_by_itself(
    start_office: Callable[..., Office], disk: Path
) -> None:
    office = start_office(data=disk / "data")
    numbers = [take(office).json()["number"]]
    with full(disk):
        while (answer := take(office)).status_code == 201:  # the log may have room within
            numbers.append(answer.json()["number"])
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "storage_unavailable"
        before = office.read("/branches/krakow")
        assert take(office).status_code == 503
        assert office.session.get(f"{office.url}/readyz").status_code == 503
        assert office.session.get(f"{office.url}/healthz").status_code == 200
        after = office.read("/branches/krakow")
        assert (after["rev"], waiting(after)) == (before["rev"], waiting(before))
    numbers.append(take(office).json()["number"])
    assert len(set(numbers)) == len(numbers)
    assert office.session.get(f"{office.url}/readyz").status_code == 200
    told = office.log.read_text()
    assert told.count("commands could not be stored") == told.count("commands are stored again")


def test_a_disk_that_fills_up_and_is_freed_under_load_loses_nothing(
    start_office: Callable[..., Office], disk: Path
) -> None:
    office = start_office(data=disk / "data")
    with BusyHall(office) as hall:
        for _ in range(2):
            hall.await_answers(MOST_ANSWERS)
            with full(disk):
                hall.await_repeats(MOST_ANSWERS)
            hall.await_answers(MOST_ANSWERS)
    assert faults_of(office, hall.answered) == []


def test_a_worker_killed_on_a_full_disk_comes_back_with_all_that_was_stored(
    start_office: Callable[..., Office], disk: Path
) -> None:
    office = start_office(data=disk / "data")
    first = take(office).json()
    with full(disk):
        worker = await_worker(office.process.pid)
        os.kill(worker, signal.SIGKILL)
        await_worker(office.process.pid, other_than=worker)
    office.await_ready()
    assert office.read(f"/tickets/{first['id']}")["number"] == first["number"]
    assert take(office).json()["number"] != first["number"]


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


@pytest.mark.parametrize("trouble", [full, read_only])
def test_a_server_that_can_store_nothing_says_so_and_does_not_start(
    start_office: Callable[..., Office],
    disk: Path,
    trouble: Callable[[Path], AbstractContextManager[None]],
) -> None:
    data = disk / "data"
    data.mkdir()
    command = [str(OKIENKO), "demo", "--port", str(free_port()), "--data", str(data)]
    with trouble(disk):
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    assert str(data / "okienko.db") in refused.stderr
    assert take(start_office(data=data)).json()["sequence"] == 1


def take_long(work: Work) -> Json:
    """Some 250 kB."""
    for _ in range(12):
        taken = taking.take_ticket(work, TOWN, Wish(["cards"], reference="x" * 20_000))
    return taken


def log_bytes(hall: Hall) -> int:
    return hall.database.with_name(hall.database.name + "-wal").stat().st_size


def test_a_log_in_which_somebody_always_reads_is_cut_all_the_same(tmp_path: Path) -> None:
    stopping = threading.Event()

    def read_all_the_time(database: Path) -> None:
        reader = open_reader(database)
        while not stopping.is_set():
            reader.begin_reading()
            reader.all("SELECT number FROM tickets")
            reader.commit()
        reader.close()

    with a_hall(tmp_path) as hall:
        readers = [threading.Thread(target=read_all_the_time, args=[hall.database]) for _ in "ab"]
        for reader in readers:
            reader.start()
        longest = 0
        for _ in range(MOST_LONG_TICKETS):
            hall.do(take_long)
            if log_bytes(hall) < longest:
                break
            longest = log_bytes(hall)
        stopping.set()
        for reader in readers:
            reader.join()
        assert log_bytes(hall) < longest


def test_a_log_of_large_commands_is_written_back_long_before_there_are_many(tmp_path: Path) -> None:
    with a_hall(tmp_path) as hall:
        for _ in range(40):  # ten megabytes
            hall.do(take_long)
        assert log_bytes(hall) < LOG_LIMIT_BYTES / 2


def test_a_log_that_grew_under_a_long_reader_is_cut_afterwards(tmp_path: Path) -> None:
    with a_hall(tmp_path) as hall:
        reader = open_reader(hall.database)
        reader.begin_reading()
        reader.one("SELECT count(*) FROM tickets")
        while log_bytes(hall) <= LOG_LIMIT_BYTES:
            hall.do(take_long)
        reader.close()
        for _ in range(66):  # one in 64 writes all of it back, the next begins the log anew
            hall.do(take_long)
        assert log_bytes(hall) <= LOG_LIMIT_BYTES
        assert hall.rows("PRAGMA integrity_check") == [("ok",)]
