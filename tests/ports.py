"""Ports for servers that tests start."""

import secrets
import socket

#: Linux gives no connection such a port of its own, so one stays free while a server restarts.
PORTS = range(20_000, 32_000)

#: Whoever has a port for TCP holds the same for UDP until the tests end.
_marks: list[socket.socket] = []


def free_port() -> int:
    """A port of the loopback that nobody listens on, and that no other test is given."""
    while True:
        port = secrets.choice(PORTS)
        mark = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with socket.socket() as probe:
            try:
                mark.bind(("127.0.0.1", port))
                probe.bind(("127.0.0.1", port))
            except OSError:
                mark.close()
                continue
        _marks.append(mark)
        return port
