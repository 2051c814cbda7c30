"""The virtual printer: speaks a receipt printer's protocol over TCP and keeps slips as files.

It ships with the product so that an office can rehearse without hardware, faults included: see
`printers.faults`. Every slip's bytes go to `slip-000001.bin` and so on in the printer's folder.
"""

import contextlib
import logging
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Condition, Event, Thread

from printers.commands import Command, Reader
from printers.faults import Control, Faults

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2
"""How soon a printer sees that a fault came or went while nothing happens on its line."""
_BUFFER_BYTES = 4096
_STATUS = b"\x10\x04"
_CUTS = (b"\x1dV", b"\x1bi", b"\x1bm")
_INKLESS = (b"\x1b@", b"\x1bt", b"\x1bR", b"\x1b2", b"\x1b3", b"\x1ba", b"\x1bE", b"\x1d!")


class Paper:
    """What came out of the printer: whole slips as files, and the one that is still in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = Condition()
        self._slip = b""
        self._inked = False
        folder.mkdir(parents=True, exist_ok=True)
        self._count = max((int(path.stem[5:]) for path in self.slips()), default=0)

    def slips(self) -> list[Path]:
        """The slips' files, oldest first."""
        return sorted(self._folder.glob("slip-*.bin"))

    def print(self, command: Command) -> None:
        self._slip += command.raw
        self._inked = self._inked or command.name not in (*_INKLESS, *_CUTS)
        if command.name in _CUTS:
            self.tear()

    def tear(self) -> None:
        """The slip that is in the printer comes off, if anything is on it."""
        slip, inked = self._slip, self._inked
        self._slip, self._inked = b"", False
        if not inked:
            return
        with self._changed:
            self._count += 1
            fresh = self._folder / "slip.new"
            fresh.write_bytes(slip)
            fresh.replace(self._folder / f"slip-{self._count:06}.bin")
            self._changed.notify_all()

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until that many slips are there; False when time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.slips()) >= count, seconds)


class VirtualPrinter:
    """One printer on one port; it serves one connection at a time, as real ones do."""

    def __init__(self, name: str, folder: Path, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen at once; port 0 takes a free one. Raises OSError when the port is taken."""
        self.name = name
        self.paper = Paper(folder)
        self._control = Control(folder)
        self._held: list[Command | None] = []
        """What waits for paper; None where a connection ended."""
        self._stopping = Event()
        self._line = socket.create_server((host, port), backlog=16)
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        self._line.settimeout(_LOOK_SECONDS)
        self.port: int = self._line.getsockname()[1]
        self._thread = Thread(target=self._serve, name=f"printer {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def begin_to_stop(self) -> None:
        """Stop soon; `stop` waits for it."""
        self._stopping.set()

    def stop(self) -> None:
        self.begin_to_stop()
        self._thread.join()
        self._line.close()

    def set_faults(self, faults: Faults) -> None:
        """Have these faults and no others."""
        self._control.write(faults)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._print_held()
            with contextlib.suppress(TimeoutError):
                connection, _peer = self._line.accept()
                with connection, contextlib.suppress(ConnectionError):
                    self._serve_one(connection)

    def _serve_one(self, connection: socket.socket) -> None:
        """Serve one connection from its first byte to its end, however it ends."""
        reader = Reader()
        printed_bytes = 0
        try:
            for data in self._incoming(connection):
                for command in reader.feed(data):
                    if command.name == _STATUS:
                        self._answer(connection, command)
                        continue
                    drop_after = self._control.faults.drop_after_bytes
                    printed_bytes += len(command.raw)
                    if drop_after is not None and printed_bytes > drop_after:
                        _reset(connection)
                        return
                    self._held.append(command)
                    self._print_held()
        finally:
            self._held.append(None)
            self._print_held()

    def _incoming(self, connection: socket.socket) -> Iterator[bytes]:
        """What comes over the connection, as fast as the printer's faults let it read."""
        connection.settimeout(_LOOK_SECONDS)
        while not self._stopping.is_set():
            faults = self._control.faults
            self._print_held()
            if faults.stalled:
                self._stopping.wait(_LOOK_SECONDS)
                continue
            slow = faults.slow_bytes_per_second
            try:
                data = connection.recv(max(1, slow // 20) if slow else _BUFFER_BYTES)
            except TimeoutError:
                continue
            if not data:
                return
            yield data
            if slow:
                self._stopping.wait(len(data) / slow)

    def _answer(self, connection: socket.socket, command: Command) -> None:
        faults = self._control.faults
        answer = faults.answer(command.arguments[0])
        if answer is not None and not faults.silent:
            connection.sendall(bytes([answer]))

    def _print_held(self) -> None:
        while self._held and not self._control.faults.stops_printing:
            command = self._held.pop(0)
            if command is None:
                self.paper.tear()
            else:
                self.paper.print(command)


@contextlib.contextmanager
def serve(printers: Mapping[str, tuple[int, Path]]) -> Iterator[dict[str, VirtualPrinter]]:
    """Run virtual printers, each given its port (0 for a free one) and folder, by name."""
    running: dict[str, VirtualPrinter] = {}
    try:
        for name, (port, folder) in printers.items():
            running[name] = VirtualPrinter(name, folder, port)
            running[name].start()
        yield running
    finally:
        for printer in running.values():
            printer.begin_to_stop()
        for printer in running.values():
            printer.stop()


def run(printers: Mapping[str, tuple[int, Path]], ready: Callable[[dict[str, int]], None]) -> int:
    """Run virtual printers until SIGTERM or SIGINT; `ready` is told their ports by name."""
    told = Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_signal: told.set())
        signal.signal(signal.SIGINT, lambda *_signal: told.set())
    with serve(printers) as running:
        ready({name: printer.port for name, printer in running.items()})
        told.wait()
    return 0


def _reset(connection: socket.socket) -> None:
    """Let closing the connection break it off (RST) instead of ending it in order."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
