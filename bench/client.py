"""Lean HTTP clients on kept connections, so that the server is measured and not its client."""

from __future__ import annotations

import json
import selectors
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from bench.credentials import PROGRAM

BASE = "/api/v1"
KRAKOW = f"{BASE}/branches/krakow"
#: A service of the demo's branch, and a profile that serves it and that counters 1 to 8 have.
SERVICE = "residence-permit"
PROFILE = "residence"

_RECEIVED_BYTES = 65536


def post(path: str, body: dict[str, Any] | None = None) -> bytes:
    """A POST of JSON as bytes."""
    content = json.dumps(body or {}).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {PROGRAM}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    ).encode() + content


BARE = post("/bare")
TAKE = post(f"{KRAKOW}/tickets", {"service": SERVICE})


def next_at(counter: int | str) -> bytes:
    """*Next* at a counter, which is done with the visitor it holds."""
    return post(f"{KRAKOW}/counters/{counter}/next", {"current": "done"})


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def send(self, request: bytes) -> None:
        """Send a request; its answer has to be received before the next."""
        self._received = b""
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """Take in what is there; the whole answer once it is, else None."""
        data = self.socket.recv(_RECEIVED_BYTES)
        if not data:
            raise ConnectionError("the server hung up")
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(self._received.decode(errors="replace"))
        return body

    def ask(self, request: bytes) -> Any:
        """Send a request and wait for what it is answered."""
        self.send(request)
        while (body := self.receive()) is None:
            pass
        return json.loads(body)

    def milliseconds(self, request: bytes) -> float:
        """How long a request takes to its answer's last byte."""
        began = perf_counter()
        self.send(request)
        while self.receive() is None:
            pass
        return (perf_counter() - began) * 1000

    def close(self) -> None:
        self.socket.close()


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.partition(b"\r\n")[0])


def rate(port: int, scripts: Sequence[Callable[[], Iterator[bytes]]], seconds: float) -> float:
    """Calls answered a second while as many clients as `scripts` send what theirs says."""
    with ExitStack() as open_clients, selectors.DefaultSelector() as ready:
        for script in scripts:
            client, requests = Client(port), script()
            open_clients.callback(client.close)
            ready.register(client.socket, selectors.EVENT_READ, (client, requests))
            client.send(next(requests))
        answered, began = 0, perf_counter()
        while perf_counter() - began < seconds:
            for key, _events in ready.select():
                client, requests = key.data
                if client.receive() is not None:
                    answered += 1
                    client.send(next(requests))
        return answered / (perf_counter() - began)


def serving(counter: int) -> Callable[[], Iterator[bytes]]:
    """A script: a ticket is taken and the next one is called at `counter`, over and over."""

    def script() -> Iterator[bytes]:
        while True:
            yield TAKE
            yield next_at(counter)

    return script
