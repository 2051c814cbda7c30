"""The virtual printer: speaks a receipt printer's protocol and keeps slips as files.

It ships with the product so that an office can rehearse without hardware, faults included: see
`printers.faults`. It stands on a TCP port or at the end of a serial line, which is a
pseudo-terminal whose path it tells. Every slip's bytes go to `slip-000001.bin` and so on in its
folder.
"""

import contextlib
import os
import select
import signal
import socket
import struct
import threading
import tty
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event, Thread

from printers.faults import Faults
from printers.machine import HungUpError, Machine
from printers.paper import Paper

Address = tuple[str, int] | str
"""A host and a port, or the path of a serial line."""
SERIAL = -1
"""In place of a port: a serial line."""
_LOOK_SECONDS = 0.1
"""How soon a printer sees that a fault came or went while nothing happens on its line."""
_BUFFER_BYTES = 4096


class VirtualPrinter:
    """One printer on one line, in a thread of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.address: Address = ""
        self._machine = Machine(folder)
        self._stopping = Event()
        self._thread = Thread(target=self._serve, name=f"printer {name}", daemon=True)

    @property
    def port(self) -> int:
        """Its TCP port."""
        assert isinstance(self.address, tuple), f"{self.name} is on a serial line"
        return self.address[1]

    @property
    def paper(self) -> Paper:
        """What came out of it."""
        return self._machine.paper

    def start(self) -> None:
        self._thread.start()

    def begin_to_stop(self) -> None:
        """Stop soon; `stop` waits for it."""
        self._stopping.set()

    def stop(self) -> None:
        self.begin_to_stop()
        self._thread.join()
        self._close()

    def set_faults(self, faults: Faults) -> None:
        """Have these faults and no others."""
        self._machine.set_faults(faults)

    def _serve(self) -> None:
        raise NotImplementedError

    def _close(self) -> None:
        raise NotImplementedError

    def _incoming(self, receive: Callable[[int], bytes | None]) -> Iterator[bytes]:
        """What comes over the line, as fast as the printer's faults let it read.

        `receive` gives None when nothing came for a while, and no byte at the end.
        """
        while not self._stopping.is_set():
            self._machine.work()
            faults = self._machine.faults
            if faults.stalled and faults.connected:
                self._stopping.wait(_LOOK_SECONDS)
                continue
            slow = faults.slow_bytes_per_second
            data = receive(max(1, slow // 20) if slow else _BUFFER_BYTES)
            if data == b"":
                return
            while data and self._machine.faults.stalled and not self._stopping.is_set():
                self._stopping.wait(_LOOK_SECONDS)
            if data:
                yield data
                if slow:
                    self._stopping.wait(len(data) / slow)


class TcpPrinter(VirtualPrinter):
    """On a TCP port; it serves one connection at a time, as real ones do."""

    def __init__(self, name: str, folder: Path, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen at once; port 0 takes a free one. Raises OSError when the port is taken."""
        super().__init__(name, folder)
        self._host = host
        self._listener: socket.socket | None = self._listen(port)
        self._port: int = self._listener.getsockname()[1]
        self.address = (host, self._port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server((self._host, port), backlog=16)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        listener.settimeout(_LOOK_SECONDS)
        return listener

    def _close(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._machine.work()
            if not self._machine.faults.connected:
                self._close()
                self._stopping.wait(_LOOK_SECONDS)
                continue
            with contextlib.suppress(OSError):
                self._listener = self._listener or self._listen(self._port)
                connection, _peer = self._listener.accept()
                with connection, contextlib.suppress(ConnectionError):
                    self._serve_one(connection)

    def _serve_one(self, connection: socket.socket) -> None:
        """Serve one connection from its first byte to its end, however it ends."""
        connection.settimeout(_LOOK_SECONDS)

        def receive(most: int) -> bytes | None:
            if not self._machine.faults.connected:
                raise HungUpError
            try:
                return connection.recv(most)
            except TimeoutError:
                return None

        def answer(data: bytes) -> None:
            with contextlib.suppress(OSError):
                connection.sendall(data)

        self._machine.begin()
        try:
            for data in self._incoming(receive):
                self._machine.take(data, answer)
        except HungUpError:
            _reset(connection)
        finally:
            self._machine.end()


class SerialPrinter(VirtualPrinter):
    """At the end of a serial line. A cut cable is not noticed on one: bytes go nowhere."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self._line, self._far_end = os.openpty()
        tty.setraw(self._far_end)
        self._cut = False
        """Whether the cable is cut until nothing more comes."""
        self.address = os.ttyname(self._far_end)

    def _close(self) -> None:
        os.close(self._line)
        os.close(self._far_end)

    def _serve(self) -> None:
        for data in self._incoming(self._receive):
            if self._cut or not self._machine.faults.connected:
                continue
            try:
                self._machine.take(data, self._answer)
            except HungUpError:
                self._cut = True
                self._machine.end()

    def _receive(self, most: int) -> bytes | None:
        if select.select([self._line], [], [], _LOOK_SECONDS)[0]:
            return os.read(self._line, most)
        self._cut = False
        self._machine.begin()
        return None

    def _answer(self, data: bytes) -> None:
        os.write(self._line, data)


@contextlib.contextmanager
def serve(printers: Mapping[str, tuple[int, Path]]) -> Iterator[dict[str, VirtualPrinter]]:
    """Run virtual printers by name, each on a port (0 for a free one, or SERIAL) with a folder."""
    running: dict[str, VirtualPrinter] = {}
    try:
        for name, (port, folder) in printers.items():
            running[name] = (
                SerialPrinter(name, folder) if port == SERIAL else TcpPrinter(name, folder, port)
            )
            running[name].start()
        yield running
    finally:
        for printer in running.values():
            printer.begin_to_stop()
        for printer in running.values():
            printer.stop()


def run(
    printers: Mapping[str, tuple[int, Path]], ready: Callable[[dict[str, Address]], None]
) -> int:
    """Run virtual printers until SIGTERM or SIGINT; `ready` is told their addresses by name."""
    told = Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_signal: told.set())
        signal.signal(signal.SIGINT, lambda *_signal: told.set())
    with serve(printers) as running:
        ready({name: printer.address for name, printer in running.items()})
        told.wait()
    return 0


def _reset(connection: socket.socket) -> None:
    """Let closing the connection break it off (RST) instead of ending it in order."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
