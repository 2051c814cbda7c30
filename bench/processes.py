"""The server as a process of its own, for as long as it is measured."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from os import getpgid, killpg
from pathlib import Path
from time import monotonic, sleep

from bench.client import KRAKOW, PROFILE, Client, post

_START_SECONDS = 60.0
_LOOK_SECONDS = 0.005


class Office:
    """A running server; `client` is a connection to it."""

    def __init__(self, command: list[str], port: int, folder: Path) -> None:
        """`command` is what Python is to run. Returns once the server listens."""
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "server.log"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=environment(),
            )
        self.client = self._connect()

    def _connect(self) -> Client:
        until = monotonic() + _START_SECONDS
        while monotonic() < until and self.process.poll() is None:
            with suppress(ConnectionRefusedError):
                return Client(self.port)
            sleep(_LOOK_SECONDS)
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()}")

    def open_counters(self, count: int) -> None:
        """Open the branch's first counters, all with one profile."""
        for counter in range(1, count + 1):
            self.client.ask(post(f"{KRAKOW}/counters/{counter}/open", {"profile": PROFILE}))

    def memory_kb(self) -> int:
        """What the worker and its loop hold of memory: their proportional share of each page."""
        worker = _forked(self.process.pid)
        return _share_kb(worker) + _share_kb(_forked(worker))

    def seconds_to_stop(self) -> float:
        """How long it takes to end when asked to."""
        began = monotonic()
        self.process.terminate()
        self.process.wait(60)
        return monotonic() - began

    def kill(self) -> None:
        """End whatever is left of it."""
        self.client.close()
        with suppress(ProcessLookupError):
            killpg(getpgid(self.process.pid), signal.SIGKILL)
        self.process.wait()


def _forked(parent: int) -> int:
    """Its one child that runs what it runs, and was not started anew as companions are."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    runs = Path(f"/proc/{parent}/cmdline").read_text()
    (child,) = [pid for pid in children if Path(f"/proc/{pid}/cmdline").read_text() == runs]
    return int(child)


def _share_kb(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:")


@contextmanager
def measured(folder: Path, *options: str) -> Iterator[Office]:
    """The server with the bare view, on data in `folder`; ready."""
    port = free_port()
    command = ["-m", "bench.server", str(port), str(folder), *options]
    yield from _running(command, port, folder)


@contextmanager
def demo(folder: Path) -> Iterator[Office]:
    """`okienko demo` on data in `folder`, as soon as it listens."""
    port = free_port()
    command = ["-m", "queue_server.cli", "demo", "--port", str(port), "--data", str(folder)]
    yield from _running(command, port, folder)


def _running(command: list[str], port: int, folder: Path) -> Iterator[Office]:
    office = Office(command, port, folder)
    try:
        yield office
    finally:
        office.kill()


@contextmanager
def beside(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Another Python program that runs meanwhile; its first line is there once it is ready."""
    start = partial(subprocess.Popen, [sys.executable, *command], text=True, bufsize=1)
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def environment() -> dict[str, str]:
    """What is measured keeps its bytecode, as what is installed does."""
    return {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
