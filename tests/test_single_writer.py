"""One writer: a second server refuses, no signal makes a second worker, readers cannot write."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from queue_server.store.database import (
    AlreadyRunning,
    WriterLock,
    open_reader,
    open_writer,
    storage_failed,
)
from tests.ports import free_port
from tests.process_groups import (
    PATIENCE_SECONDS,
    await_gone,
    await_loop,
    await_one,
    await_worker,
    companions,
    group,
    workers,
)
from tests.running_office import Office

ROOT = Path(__file__).resolve().parents[1]
OKIENKO = Path(sys.executable).with_name("okienko")
#: What the parent says to a signal that would have made a second worker elsewhere.
REFUSES_RELOAD = "there is no reload and no second worker"


def okienko(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([OKIENKO, *arguments], capture_output=True, text=True, check=False)


def first_service(office: Office) -> str:
    return str(office.read("/branches/krakow")["services"][0]["id"])


def test_a_second_server_on_the_same_data_names_the_first_and_ends(office: Office) -> None:
    refused = okienko("demo", "--port", str(free_port()), "--data", office.data)
    loop = await_loop(office.process.pid)
    database = office.data / "okienko.db"
    said = f"Error: {database} is already written by another server (process {loop})\n"
    assert (refused.returncode, refused.stderr) == (1, said)
    assert office.read("/branches")


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    refused = okienko("demo", "--port", port)
    assert refused.returncode == 2
    assert "Invalid value for '--port'" in refused.stderr


@pytest.mark.parametrize("name", ["SIGHUP", "SIGUSR2", "SIGTTIN", "SIGTTOU", "SIGUSR1", "SIGWINCH"])
def test_no_signal_makes_a_second_worker_or_ends_the_first(office: Office, name: str) -> None:
    worker = await_worker(office.process.pid)
    for pid in (office.process.pid, worker, await_loop(office.process.pid)):
        os.kill(pid, signal.Signals[name])
    await_signals_handled(office)
    assert office.read("/branches")
    assert workers(office.process.pid) == {worker}


def await_signals_handled(office: Office) -> None:
    """The parent handles signals in their order, and says so of this last one."""
    told = office.log.read_text().count(REFUSES_RELOAD)
    os.kill(office.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while office.log.read_text().count(REFUSES_RELOAD) == told:
        assert time.monotonic() < deadline, "the parent handles no signal"
        time.sleep(0.01)


def test_a_killed_worker_leaves_its_lock_and_its_port_to_the_next(office: Office) -> None:
    ticket = office.take("krakow", first_service(office))
    for _ in range(3):
        worker = await_worker(office.process.pid)
        os.kill(worker, signal.SIGKILL)
        await_worker(office.process.pid, other_than=worker)
        office.await_ready()
    assert office.read(f"/tickets/{ticket['id']}")["number"] == ticket["number"]


def test_all_that_a_server_started_ends_when_its_parent_is_killed(office: Office) -> None:
    await_one(lambda: companions(office.process.pid, "demo-agent"))
    started = group(office.process.pid)
    os.kill(office.process.pid, signal.SIGKILL)
    office.process.wait()
    await_gone(*started)
    office.start()


def test_a_companion_that_ends_is_started_again(office: Office) -> None:
    printers = await_one(lambda: companions(office.process.pid, "demo-agent"))
    os.kill(printers, signal.SIGKILL)
    assert await_one(lambda: companions(office.process.pid, "demo-agent") - {printers})


def test_only_the_loop_has_the_database_open_for_writing_and_once(office: Office) -> None:
    office.take("krakow", first_service(office))
    database = str(office.data / "okienko.db")
    descriptors = [
        (pid, flags(descriptor))
        for pid in group(office.process.pid)
        for descriptor in Path(f"/proc/{pid}/fd").iterdir()
        if link_of(descriptor) == database
    ]
    writing = [pid for pid, mode in descriptors if mode & os.O_ACCMODE != os.O_RDONLY]
    assert writing == [await_loop(office.process.pid)]
    assert len(descriptors) > len(writing)  # the readers are there, and read only


def link_of(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:
        return ""


def flags(descriptor: Path) -> int:
    about = (descriptor.parents[1] / "fdinfo" / descriptor.name).read_text()
    return int(next(line.split()[1] for line in about.splitlines() if line.startswith("flags")), 8)


def test_the_lock_says_who_holds_it_and_is_free_after_release(tmp_path: Path) -> None:
    database = tmp_path / "deep" / "okienko.db"
    lock = WriterLock(database)
    with pytest.raises(AlreadyRunning, match=rf"another server \(process {os.getpid()}\)"):
        WriterLock(database, patience_seconds=0)
    lock.release()
    WriterLock(database, patience_seconds=0).release()


def test_the_writer_syncs_each_commit_and_keeps_its_log_short(tmp_path: Path) -> None:
    db = open_writer(tmp_path / "okienko.db")
    asked = {name: db.one(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")}
    assert asked == {"journal_mode": ("wal",), "synchronous": (2,)}
    assert db.one("PRAGMA foreign_keys") == (1,)
    assert db.one("PRAGMA journal_size_limit") == (16 * 1024 * 1024,)
    db.close()


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "okienko.db")
    for suffix in ("", "-wal", "-shm"):
        assert (tmp_path / f"okienko.db{suffix}").stat().st_mode & 0o777 == 0o600
    writer.close()


def test_a_reader_cannot_write_and_its_end_checkpoints_nothing(tmp_path: Path) -> None:
    path = tmp_path / "okienko.db"
    writer = open_writer(path)
    reader = open_reader(path)
    with pytest.raises(sqlite3.OperationalError) as refused:
        reader.run("DELETE FROM tickets")
    assert storage_failed(refused.value)
    log = path.with_name("okienko.db-wal").read_bytes()
    size = path.stat().st_size
    reader.close()
    assert path.with_name("okienko.db-wal").read_bytes() == log
    assert path.stat().st_size == size
    writer.close()
