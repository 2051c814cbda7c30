"""Many screens in a process of its own: each a lean Socket.IO client on a WebSocket.

`python -m bench.screens` reads orders, a line of JSON each, and answers each with a line:
`{"watch": [port, count, view, branch, id]}` connects so many that watch a view and
`{"plain": [port, count]}` so many bare sockets that are sent frames; both answer when all are
there. `{"arrivals": since}` answers, for each screen that was sent something after that time of
CLOCK_MONOTONIC, when its first message was there, and `{"size": null}` how long the last was.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import zlib
from time import monotonic
from typing import Any

from bench.credentials import DISPLAY

#: Browsers offer compression; whether it is used is the server's choice.
_UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
_RECEIVED_BYTES = 1 << 18
_SHORT, _LONG = 126, 1 << 16


def text_frame(text: bytes, *, masked: bool = False) -> bytes:
    """A WebSocket text frame; the mask that clients need is all zeros."""
    mask, key = (0x80, bytes(4)) if masked else (0, b"")
    if len(text) < _SHORT:
        head = bytes([0x81, mask | len(text)])
    elif len(text) < _LONG:
        head = bytes([0x81, mask | 126]) + len(text).to_bytes(2, "big")
    else:
        head = bytes([0x81, mask | 127]) + len(text).to_bytes(8, "big")
    return head + key + text


class Screen:
    """One connection, and when its messages came."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.arrivals: list[float] = []
        self.size_bytes = 0
        self.there = True
        self._received = b""
        self._inflate: Any = None

    def take_in(self) -> None:
        """Receive what is there."""
        data = self.socket.recv(_RECEIVED_BYTES)
        if not data:
            raise ConnectionError("the server hung up")
        self._received += data
        while (message := self._message()) is not None:
            self._hear(message)

    def _message(self) -> bytes | None:
        """The next whole message, uncompressed; None until one is there."""
        data = self._received
        if len(data) < 2:
            return None
        start, length = 2, data[1] & 127
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            return None
        message, self._received = data[start : start + length], data[start + length :]
        if data[0] & 0x40 and self._inflate:
            message = self._inflate.decompress(message + b"\x00\x00\xff\xff")
        return message

    def _hear(self, message: bytes) -> None:
        self.arrivals.append(monotonic())
        self.size_bytes = len(message)


class Watcher(Screen):
    """Watches a view over Socket.IO, as pages do."""

    def __init__(self, port: int, view: str, branch: str, id_: str) -> None:
        super().__init__(port)
        self.there = False
        self._about = json.dumps(["watch", {"view": view, "branch": branch, "id": id_}]).encode()
        self.socket.sendall(_UPGRADE)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.socket.recv(1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode(errors="replace"))
        if b"permessage-deflate" in head:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def _hear(self, message: bytes) -> None:
        match message[:2]:
            case b"2":  # a ping
                self._say(b"3")
            case b"40":  # connected
                self._say(b"421" + self._about)
            case b"43":  # the answer to watch
                if b'"error"' in message[:20]:
                    raise ValueError(message.decode())
                self.there = True
            case b"42" if message.startswith(b'42["view"'):
                super()._hear(message)
            case _ if message[:1] == b"0":
                self._say(b'40{"token":"%b"}' % DISPLAY.encode())

    def _say(self, text: bytes) -> None:
        self.socket.sendall(text_frame(text, masked=True))


class Screens:
    """All of this process's screens, and the orders it is given."""

    def __init__(self) -> None:
        self._all: list[Screen] = []
        self._ready = selectors.DefaultSelector()
        self._ready.register(sys.stdin, selectors.EVENT_READ)

    def run(self) -> None:
        """Obey until standard input ends."""
        while True:
            for key, _events in self._ready.select():
                if key.data is not None:
                    self._take_in(key.data)
                    continue
                order = sys.stdin.readline()
                if not order:
                    return
                print(json.dumps(self._obey(json.loads(order))), flush=True)

    def _take_in(self, screen: Screen) -> None:
        try:
            screen.take_in()
        except ConnectionError:  # whoever waits for its arrival misses it
            self._ready.unregister(screen.socket)

    def _obey(self, order: dict[str, Any]) -> Any:
        ((name, about),) = order.items()
        match name:
            case "watch":
                port, count, *view = about
                return self._add([lambda: Watcher(port, *view)] * count)
            case "plain":
                port, count = about
                return self._add([lambda: Screen(port)] * count)
            case "arrivals":
                firsts = (next((t for t in s.arrivals if t > about), None) for s in self._all)
                return [first for first in firsts if first is not None]
            case "size":
                return max(screen.size_bytes for screen in self._all)
            case _:
                raise ValueError(f"what is {name}?")

    def _add(self, makers: list[Any]) -> int:
        """Connect them one after another, so that none waits in a line; how many there are."""
        for make in makers:
            screen = make()
            self._all.append(screen)
            self._ready.register(screen.socket, selectors.EVENT_READ, screen)
            while not screen.there:
                for key, _events in self._ready.select():
                    if key.data is not None:
                        key.data.take_in()
        return len(self._all)


if __name__ == "__main__":
    Screens().run()
