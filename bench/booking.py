"""What a flood on the booking site costs a clerk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from bench.client import TAKE
from bench.credentials import BOOKING
from bench.figures import FLOOD, Reading, Readings
from bench.processes import beside, free_port, measured
from bench.siege import next_times, order

_CALLS = 60
_THREADS = 32
_START_SECONDS = 30.0
#: A flood that is not answered floods nothing.
_LEAST_ANSWERED = 20


def flooded(folder: Path, rounds: int) -> Readings:
    """*Next* while strangers ask the booking site for all that it can give, and without them."""
    found = []
    with (
        measured(folder) as office,
        _site(office.url) as port,
        beside("-m", "bench.flood") as strangers,
    ):
        office.open_counters(1)
        for _ in range(_CALLS * (2 * rounds + 1)):
            office.client.ask(TAKE)
        next_times(office)
        for _ in range(rounds):
            calm = next_times(office)
            order(strangers, "attack", [port, _THREADS])
            sleep(1)
            busy = next_times(office)
            answered = order(strangers, "rest", None)
            if answered < _LEAST_ANSWERED:
                raise RuntimeError(f"only {answered} requests of the flood were answered")
            found.append(Reading(median(busy), median(calm)))
    return {FLOOD: found}


@contextmanager
def _site(server: str) -> Iterator[int]:
    """The booking site of a server, as `okienko serve` starts it; its port."""
    port = free_port()
    bind = f"127.0.0.1:{port}"
    command = ["-m", "queue_server.booking_site", server, "--bind", bind, "--url", f"http://{bind}"]
    environment = {**os.environ, "OKIENKO_TOKEN": BOOKING}
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        until = monotonic() + _START_SECONDS
        while monotonic() < until:
            with suppress(OSError):
                connection = HTTPConnection("127.0.0.1", port, 10)
                connection.request("GET", "/pl/")
                if connection.getresponse().status == 200:
                    break
            sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(10)
