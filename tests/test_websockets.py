"""A screen's connection: nothing is lost or mixed up where it is slow, nothing too large let in."""

from collections.abc import Iterator

import engineio
import gevent
import pytest
from gevent import socket
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from queue_server.websockets import WebSocket, WebSockets

LARGEST = 1000
LONG = "long " * 100_000


class Screen:
    """The other end of a WebSocket."""

    def __init__(self) -> None:
        self.far, self.socket = socket.socketpair()
        self.far.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        environ = {
            "gunicorn.socket": self.far,
            "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        self.server = WebSocket(environ, LARGEST)
        self.greeting = self.socket.recv(1000)
        self._frames = Connection(ConnectionType.CLIENT)

    def say(self, text: str) -> None:
        self.socket.sendall(self._frames.send(TextMessage(text)))

    def hear(self, messages: int) -> list[str]:
        """So many messages, whole."""
        heard = [""]
        while len(heard) <= messages:
            self._frames.receive_data(self.socket.recv(65536))
            for event in self._frames.events():
                assert isinstance(event, TextMessage)
                heard[-1] += event.data
                if event.message_finished:
                    heard.append("")
        return heard[:-1]


@pytest.fixture
def screen() -> Iterator[Screen]:
    one = Screen()
    yield one
    one.far.close()
    one.socket.close()


def frame(text: str) -> bytes:
    return Connection(ConnectionType.SERVER).send(TextMessage(text))


def test_the_handshake_offers_no_compression(screen: Screen) -> None:
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in screen.greeting
    assert b"Extensions" not in screen.greeting


def test_a_slow_screen_gets_its_messages_whole_and_in_order(screen: Screen) -> None:
    assert screen.server.send_now(frame(LONG))
    assert not screen.server.send_now(frame("at once"))
    gevent.spawn(screen.server.send, "queued")
    assert screen.hear(2) == [LONG, "queued"]


def test_a_message_is_heard_and_a_ping_is_not_one(screen: Screen) -> None:
    screen.socket.sendall(bytes([0x89, 0x80, 0, 0, 0, 0]))
    screen.say("2probe")
    assert screen.server.wait() == "2probe"


def test_a_message_that_is_too_large_ends_the_connection(screen: Screen) -> None:
    screen.say("x" * (LARGEST + 1))
    assert screen.server.wait() is None


def test_who_waits_hears_that_the_server_closed(screen: Screen) -> None:
    gevent.spawn(screen.server.close)
    assert screen.server.wait() is None


def test_who_waits_hears_that_the_screen_closed(screen: Screen) -> None:
    screen.socket.sendall(Connection(ConnectionType.CLIENT).send(CloseConnection(1000)))
    assert screen.server.wait() is None


def test_a_screen_that_leaves_while_a_hall_is_told_keeps_the_news_from_nobody() -> None:
    engine = engineio.Server(async_mode="gevent")
    hall = {name: engineio.socket.Socket(engine, name) for name in map(str, range(130))}
    engine.sockets.update(hall)
    gevent.spawn(hall["100"].close, wait=False, abort=True)  # when the first have been told
    WebSockets(engine, gevent.sleep).send(hall, "A001")
    told = {name for name, screen in hall.items() if screen.queue.get_nowait() is not None}
    assert told == hall.keys() - {"100"}
