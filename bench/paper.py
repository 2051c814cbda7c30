"""What a printer that does not answer costs those who call."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import Popen

from bench.client import KRAKOW, SERVICE, next_at, post
from bench.figures import PRINTER, Reading, Readings, percentile
from bench.processes import Office, beside, measured
from printers.faults import Control, Faults

_TAKE = post(f"{KRAKOW}/tickets", {"service": SERVICE, "kiosk": "entrance"})
_NEXT = next_at(1)
_BLOCKS, _CALLS = 4, 100
#: Enough visitors before that each *next* finds one.
_WAITING = 20


def stalled(folder: Path, rounds: int) -> Readings:
    """*Next* among tickets with slips, while the slips' printer is stalled and while it prints."""
    found = []
    slips = folder / "slips"
    virtual = ("-m", "queue_server.cli", "virtual", "printer", "--port", "0", "--folder", slips)
    with measured(folder / "data") as office, beside(*map(str, virtual)) as printer:
        control = Control(slips)
        with beside(*_agent(office, printer)):
            office.open_counters(1)
            for _ in range(_WAITING):
                office.client.ask(_TAKE)
            for _ in range(rounds):
                times: dict[bool, list[float]] = {True: [], False: []}
                for block in range(_BLOCKS):
                    fault = block % 2 == 1
                    control.write(Faults(stalled=fault))
                    times[fault] += _times(office)
                found.append(Reading(percentile(times[True], 99), percentile(times[False], 99)))
    return {PRINTER: found}


def _agent(office: Office, printer: Popen[str]) -> list[str]:
    assert printer.stdout is not None
    (port,) = json.loads(printer.stdout.readline()).values()
    place = f"krakow/entrance=127.0.0.1:{port}"
    options = ["--server", office.url, "--at", place, "krakow/entrance"]
    return ["-m", "queue_server.cli", "agent", *options]


def _times(office: Office) -> list[float]:
    times = []
    for _ in range(_CALLS):
        office.client.ask(_TAKE)
        times.append(office.client.milliseconds(_NEXT))
    return times
