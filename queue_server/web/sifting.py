"""What sockets say, before anything believes it.

Socket.IO tells by events that a socket has come or gone, and a client may send events of any name:
such a one would be taken for the news. Nor may one socket come twice. Whoever says what no page or
agent of ours says is let go.
"""

from __future__ import annotations

import logging
from typing import Any

from flask_socketio import SocketIO

from queue_server.web.connections import Connections

log = logging.getLogger(__name__)

#: What only the server itself says.
_RESERVED = frozenset({"connect", "disconnect"})


class Unheard(Exception):  # it is no error of ours
    """No page or agent of ours says this."""


def attach(socketio: SocketIO, connections: Connections) -> None:
    """Sift what comes to `socketio` by its sockets."""
    server: Any = socketio.server  # type: ignore[attr-defined]
    hear, connect, handle = (
        server.eio.handlers["message"],
        server._handle_connect,
        server._handle_event,
    )

    def heard(eio: str, message: str | bytes) -> None:
        if not connections.may_say_more(eio):
            return
        try:
            if isinstance(message, bytes):
                raise Unheard
            hear(eio, message)
        except Exception as fault:  # noqa: BLE001  # whatever a stranger's text makes of a parser
            log.info("a socket said what cannot be read: %s", type(fault).__name__)
            connections.close(eio)

    def connected(eio: str, namespace: str | None, said: Any) -> None:
        if server.manager.sid_from_eio_sid(eio, namespace or "/"):
            raise Unheard
        connect(eio, namespace, said)

    def handled(eio: str, namespace: str | None, number: int | None, said: Any) -> None:
        if not (isinstance(said, list) and said and isinstance(said[0], str)):
            raise Unheard
        if said[0] in _RESERVED:
            raise Unheard
        handle(eio, namespace, number, said)

    server.eio.handlers["message"] = heard
    server._handle_connect, server._handle_event = connected, handled
