"""Strangers who flood the booking site, in a process of their own.

`python -m bench.flood` reads orders as `bench.attackers` does: `{"attack": [port, threads]}` looks
at free times and sends the form for one again and again; `{"rest": null}` ends that and answers how
many requests were answered. It yields to everything else here, since real ones come from elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from threading import Event, Thread
from urllib.parse import urlencode

_PATH = "/pl/at/krakow/residence-permit"
_NICE = 19
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
_START = re.compile(r'name="start" value="([^"]+)"')


class Flood:
    """What goes on until it is ended."""

    def __init__(self, port: int, threads: int) -> None:
        self._port = port
        self._over = Event()
        self._answered = [0] * threads
        self._threads = [Thread(target=self._ask, args=(at,)) for at in range(threads)]
        for thread in self._threads:
            thread.start()

    def end(self) -> int:
        """Let go; how many requests were answered."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        return sum(self._answered)

    def _ask(self, at: int) -> None:
        while not self._over.is_set():
            connection = HTTPConnection("127.0.0.1", self._port, 20)
            with suppress(OSError, HTTPException):
                self._visit(connection, at)
            connection.close()

    def _visit(self, connection: HTTPConnection, at: int) -> None:
        """Look at the times, then ask for each of them."""
        connection.request("GET", f"{_PATH}/times")
        response = connection.getresponse()
        page = response.read().decode()
        self._answered[at] += 1
        cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        fields = dict(_HIDDEN.findall(page))
        for start, once in zip(_START.findall(page), cycle(range(10_000)), strict=False):
            if self._over.is_set():
                return
            form = urlencode(fields | {"start": start, "once": f"{fields['once']}{once}"})
            connection.request("POST", f"{_PATH}/hold", form, head)
            connection.getresponse().read()
            self._answered[at] += 1


def main() -> None:
    """Obey until standard input ends."""
    os.nice(_NICE)
    flood: Flood | None = None
    for line in sys.stdin:
        ((name, about),) = json.loads(line).items()
        if name == "attack":
            flood = Flood(*about)
            print(json.dumps(True), flush=True)
        elif flood is not None:
            print(json.dumps(flood.end()), flush=True)
            flood = None


if __name__ == "__main__":
    main()
