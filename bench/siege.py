"""What strangers who try to keep the server busy cost a clerk."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from subprocess import Popen
from time import sleep
from typing import Any

from bench.client import TAKE, next_at
from bench.figures import SIEGE, Reading, Readings
from bench.processes import Office, beside, measured

_IDLE = 10_000
#: What `okienko serve` lets come from one address.
_MOST = 1000
_CALLS, _EVERY_SECONDS = 60, 0.05
_NEXT = next_at(1)


def besieged(folder: Path, rounds: int) -> Readings:
    """*Next* among idle connections, guesses and requests that never end, and without them."""
    found = []
    with (
        measured(folder, "--most-connections", str(_MOST)) as office,
        beside("-m", "bench.attackers") as strangers,
    ):
        office.open_counters(1)
        for _ in range(_CALLS * (2 * rounds + 1)):
            office.client.ask(TAKE)
        next_times(office)
        for _ in range(rounds):
            calm = next_times(office)
            order(strangers, "attack", [office.port, _IDLE])
            busy = next_times(office)
            held = order(strangers, "rest", None)
            if held > _MOST:
                raise RuntimeError(f"{held} connections of one address were kept")
            found.append(Reading(median(busy), median(calm)))
    return {SIEGE: found}


def next_times(office: Office) -> list[float]:
    """How long *next* takes, again and again, in milliseconds."""
    times = []
    for _ in range(_CALLS):
        sleep(_EVERY_SECONDS)
        times.append(office.client.milliseconds(_NEXT))
    return times


def order(process: Popen[str], name: str, about: Any) -> Any:
    """Tell strangers what to do; what they answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({name: about}) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())
