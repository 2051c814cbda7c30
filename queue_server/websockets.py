"""WebSockets for Engine.IO on gunicorn's gevent worker.

Those that Engine.IO brings compress a message anew for every screen, read each connection in a
greenlet of its own and send from queues only. Here nothing is compressed, a message to many is
framed once, and what the kernel takes at once is sent at once.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha1
from socket import SHUT_RDWR
from typing import Any

import gevent
from engineio.packet import MESSAGE, Packet
from gevent.lock import Semaphore
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Event, Message, Ping, TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import ACCEPT_GUID, ProtocolError

#: Sent one after another before others have their turn: about a millisecond.
_AT_A_TIME = 64
_RECEIVED_BYTES = 4096


class WebSockets:
    """The open WebSockets of an Engine.IO server. `give_way` lets others have their turn."""

    def __init__(self, engine: Any, give_way: Callable[[], None]) -> None:
        self._engine = engine
        self._give_way = give_way
        self._open: dict[str, WebSocket] = {}
        engine._async = engine._async | {"websocket": self._accept}

    def send(self, sessions: Iterable[str], text: str) -> None:
        """Send a message to Engine.IO sessions; it is queued for those that cannot take it now."""
        message = Packet(MESSAGE, text)
        frame = _framed(message.encode())
        for place, sid in enumerate(sessions, start=1):
            session, websocket = self._engine.sockets.get(sid), self._open.get(sid)
            if session is None or session.closed:
                continue  # gone, perhaps while others were sent to
            if not (websocket and session.queue.empty() and websocket.send_now(frame)):
                session.send(message)
            if place % _AT_A_TIME == 0:
                self._give_way()

    def _accept(self, handle: Any, engine: Any) -> Callable[..., Any]:
        """What Engine.IO makes of an upgrade request; `handle` is a method of its session."""

        def upgrade(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
                start_response("426 Upgrade Required", [("Sec-WebSocket-Version", "13")])
                return []
            websocket = WebSocket(environ, engine.max_http_buffer_size)
            sid = handle.__self__.sid
            self._open[sid] = websocket
            try:
                handle(websocket)
            finally:
                if self._open.get(sid) is websocket:
                    del self._open[sid]
            raise StopIteration  # tells gunicorn that the connection is over

        return upgrade


class WebSocket:
    """One connection, as Engine.IO wants it: `send`, `wait`, `close`.

    Engine.IO gives `socket` its time-out, so a screen that is gone holds up nobody for long.
    """

    def __init__(self, environ: dict[str, Any], largest_message: int) -> None:
        self.socket = environ["gunicorn.socket"]
        self._largest_message = largest_message
        self._frames = Connection(ConnectionType.SERVER)
        self._messages: deque[str | bytes] = deque()
        self._part: Any = None
        self._writing = Semaphore()
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "").encode()
        accept = b64encode(sha1(key + ACCEPT_GUID, usedforsecurity=False).digest())
        self.socket.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )

    def send(self, message: str) -> None:
        """Send a message; waits while the connection cannot take it."""
        self._send_all(_framed(message))

    def send_now(self, frame: bytes) -> bool:
        """Send a frame if the connection takes it, or some of it, at once."""
        if self._writing.locked():
            return False
        try:
            sent = self.socket.send(frame, 0, 0.0)
        except BlockingIOError:
            return False
        except OSError:
            return True  # it is broken; whoever waits for its messages finds out
        if sent < len(frame):
            self._writing.acquire()
            gevent.spawn(self._send_rest, frame[sent:])
        return True

    def _send_rest(self, rest: bytes) -> None:
        try:
            self.socket.sendall(rest)
        except OSError:
            self._shut()
        finally:
            self._writing.release()

    def wait(self) -> str | bytes | None:
        """The next message; None once the connection has ended."""
        while not self._messages:
            try:
                data = self.socket.recv(_RECEIVED_BYTES)
                if not data:
                    return None
                self._frames.receive_data(data)
                for event in self._frames.events():
                    self._hear(event)
            except (OSError, ProtocolError):
                return None
        return self._messages.popleft()

    def _hear(self, event: Event) -> None:
        if isinstance(event, Message):
            self._part = event.data if self._part is None else self._part + event.data
            if len(self._part) > self._largest_message:
                raise ConnectionAbortedError("a message is too large")
            if event.message_finished:
                self._messages.append(self._part)
                self._part = None
        elif isinstance(event, Ping):
            self._send_all(self._frames.send(event.response()))
        elif isinstance(event, CloseConnection):
            self._send_all(self._frames.send(event.response()))
            raise ConnectionAbortedError("the screen has closed it")

    def close(self) -> None:
        """End the connection; whoever waits for its messages is told."""
        with suppress(OSError, ProtocolError):
            self._send_all(self._frames.send(CloseConnection(CloseReason.NORMAL_CLOSURE)))
        self._shut()

    def _shut(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(SHUT_RDWR)

    def _send_all(self, data: bytes) -> None:
        with self._writing:
            self.socket.sendall(data)


@lru_cache(maxsize=8)
def _framed(message: str) -> bytes:
    """A message as its frame, made once for all screens."""
    return Connection(ConnectionType.SERVER).send(TextMessage(message))
