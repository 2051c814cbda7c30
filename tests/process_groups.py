"""The processes of a server: all of its group, its parent's children, and whether they are gone."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

#: A process that ends with another one ends far sooner.
PATIENCE_SECONDS = 20


def _stat(pid: str) -> list[str]:
    """State, parent, group … of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def group(leader: int) -> set[int]:
    """The living processes of a group."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            stat = _stat(entry.name)
            if stat and stat[0] not in "ZX" and int(stat[2]) == leader:
                found.add(int(entry.name))
    return found


def command(pid: int) -> str:
    """What a process was started with."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def workers(parent: int) -> set[int]:
    """The server's workers."""
    return _forked(parent, group(parent))


def loops(parent: int) -> set[int]:
    """The dispatch loops of the server's workers."""
    members = group(parent)
    return {loop for worker in _forked(parent, members) for loop in _forked(worker, members)}


def _forked(parent: int, members: set[int]) -> set[int]:
    """The children of a process that run what it runs."""
    return {
        pid
        for pid in members - {parent}
        if (stat := _stat(str(pid))) and int(stat[1]) == parent and command(pid) == command(parent)
    }


def companions(parent: int, name: str) -> set[int]:
    """The processes of a server's group that were started with this word."""
    return {pid for pid in group(parent) if name in command(pid).split()}


def await_one(find: Callable[[], set[int]]) -> int:
    """The only process found, once there is one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(found := find()) != 1:  # one that was just forked still looks like its parent
        assert time.monotonic() < deadline, f"{len(found)} such processes"
        time.sleep(0.01)
    return found.pop()


def await_worker(parent: int, other_than: int = 0) -> int:
    """The id of the one worker, once it is another than `other_than`."""
    return await_one(lambda: workers(parent) - {other_than})


def await_loop(parent: int, other_than: int = 0) -> int:
    """The id of the one dispatch loop, once it is another than `other_than`."""
    return await_one(lambda: loops(parent) - {other_than})


def suspend(pid: int) -> None:
    """Stop a process; returns once it stands still, so that it reads nothing that comes later."""
    os.kill(pid, signal.SIGSTOP)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _stat(str(pid))[0] != "T":
        assert time.monotonic() < deadline, f"{command(pid)} goes on"
        time.sleep(0.001)


def await_gone(*pids: int) -> None:
    """Wait until none of these processes lives."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    alive = set(pids)
    while alive and time.monotonic() < deadline:
        alive = {pid for pid in alive if (stat := _stat(str(pid))) and stat[0] not in "ZX"}
        time.sleep(0.01)
    assert not alive, f"still alive: {[command(pid) for pid in alive]}"
