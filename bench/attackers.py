"""Strangers, from one address, in a process of their own.

`python -m bench.attackers` reads orders, a line of JSON each, and answers each with a line:
`{"attack": [port, count]}` opens so many connections that say nothing, opens those anew that are
closed, guesses passwords, and sends requests that never end; it answers once all have been opened.
`{"rest": null}` ends all that, and answers how many connections were open.
"""

from __future__ import annotations

import json
import resource
import socket
import sys
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from time import sleep

#: An address of the loopback that nobody else comes from.
_FROM = ("127.0.0.2", 0)
_OPENED_A_SECOND = 500
_GUESSES_A_SECOND = 10
_SLOW = 50


class Attack:
    """What goes on until it is ended."""

    def __init__(self, port: int, count: int) -> None:
        self._port = port
        self._count = count
        self._over = Event()
        self._idle: list[socket.socket] = []
        self.all_tried = Event()
        self._threads = [Thread(target=part) for part in (self._fill, self._guess, self._dawdle)]
        for thread in self._threads:
            thread.start()

    def end(self) -> int:
        """Let go; how many connections were open."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        still_open = sum(_is_open(one) for one in self._idle)
        for one in self._idle:
            one.close()
        return still_open

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port), 5, _FROM)

    def _fill(self) -> None:
        tried = 0
        while not self._over.wait(1 / _OPENED_A_SECOND):
            if len(self._idle) >= self._count:
                one = self._idle.pop(0)
                if _is_open(one):
                    self._idle.append(one)
                    continue
                one.close()
            with suppress(OSError):
                self._idle.append(self._connect())
            tried += 1
            if tried == self._count:
                self.all_tried.set()

    def _guess(self) -> None:
        while not self._over.wait(1 / _GUESSES_A_SECOND):
            guessing = HTTPConnection("127.0.0.1", self._port, 5, source_address=_FROM)
            with suppress(OSError, HTTPException):
                said = json.dumps({"login": "admin", "password": "guess"})
                head = {"Content-Type": "application/json"}
                guessing.request("POST", "/api/v1/session", said, head)
                guessing.getresponse().read()
            guessing.close()

    def _dawdle(self) -> None:
        slow: list[socket.socket] = []
        while not self._over.wait(1):
            with suppress(OSError):
                while len(slow) < _SLOW:
                    slow.append(self._connect())
                    slow[-1].sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            for one in list(slow):
                try:
                    one.sendall(b"a")
                except OSError:
                    slow.remove(one)
        for one in slow:
            one.close()


def _is_open(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def main() -> None:
    """Obey until standard input ends."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    attack: Attack | None = None
    for line in sys.stdin:
        ((name, about),) = json.loads(line).items()
        if name == "attack":
            attack = Attack(*about)
            attack.all_tried.wait()
            sleep(0.5)
            print(json.dumps(True), flush=True)
        elif attack is not None:
            print(json.dumps(attack.end()), flush=True)
            attack = None


if __name__ == "__main__":
    main()
