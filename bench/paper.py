"""What a printer that does not answer costs those who call, and how soon boards show a call."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep

from bench.client import KRAKOW, SERVICE, next_at, post
from bench.credentials import AGENT
from bench.figures import BOARD, PRINTER, Reading, Readings, percentile
from bench.processes import Office, beside, measured
from display.virtual import VirtualBoards
from printers.faults import Control, Faults

_TAKE = post(f"{KRAKOW}/tickets", {"service": SERVICE, "kiosk": "entrance"})
_NEXT = next_at(1)
_BLOCKS, _CALLS = 4, 100
#: Enough visitors before that each *next* finds one.
_WAITING = 20
#: The demo's board above counter 1, and the pause in which its line falls silent.
_BOARD, _QUIET_SECONDS = 1, 0.25


def stalled(folder: Path, rounds: int) -> Readings:
    """*Next* among tickets with slips, while the slips' printer is stalled and while it prints.

    And, while it is stalled, how long after the answer the call stands on a serial board of the
    same agent.
    """
    printer_times, board_times = [], []
    slips = folder / "slips"
    virtual = ("-m", "queue_server.cli", "virtual", "printer", "--port", "0", "--folder", slips)
    with measured(folder / "data") as office, beside(*map(str, virtual)) as printer:
        boards = VirtualBoards(folder / "boards")
        boards.start()
        control = Control(slips)
        with beside(*_agent(office, printer, boards, slips)):
            office.open_counters(1)
            for _ in range(_WAITING):
                office.client.ask(_TAKE)
            for _ in range(rounds):
                times: dict[bool, list[float]] = {True: [], False: []}
                for block in range(_BLOCKS):
                    fault = block % 2 == 1
                    control.write(Faults(stalled=fault))
                    times[fault] += _times(office)
                printer_times.append(
                    Reading(percentile(times[True], 99), percentile(times[False], 99))
                )
                board_times.append(Reading(percentile(_shown(office, boards), 99)))
        boards.stop()
    return {PRINTER: printer_times, BOARD: board_times}


def _agent(office: Office, printer: Popen[str], boards: VirtualBoards, slips: Path) -> list[str]:
    assert printer.stdout is not None
    (port,) = json.loads(printer.stdout.readline()).values()
    places = (
        f"krakow/printer/entrance=127.0.0.1:{port}",
        f"krakow/board_line/hall={boards.port.path}",
    )
    token = slips / "agent.token"
    token.write_text(AGENT)
    options = [part for place in places for part in ("--at", place)]
    return [
        "-m",
        "queue_server.cli",
        "agent",
        "--server",
        office.url,
        "--token-file",
        str(token),
        *options,
        "krakow/server",
    ]


def _times(office: Office) -> list[float]:
    times = []
    for _ in range(_CALLS):
        office.client.ask(_TAKE)
        times.append(office.client.milliseconds(_NEXT))
    return times


def _shown(office: Office, boards: VirtualBoards) -> list[float]:
    """From each answer to the number on the board, in milliseconds."""
    times = []
    for _ in range(_CALLS):
        sleep(_QUIET_SECONDS)
        office.client.ask(_TAKE)
        number = office.client.ask(_NEXT)["ticket"]["number"]
        answered = monotonic()

        def is_there(virtual: VirtualBoards, number: str = number) -> bool:
            shown = virtual.shows(_BOARD)
            # A board of four characters shows A1000 as 1000.
            return shown is not None and bool(shown.text) and number.endswith(shown.text)

        if not boards.wait_for(is_there):
            raise RuntimeError(f"the board never showed {number}")
        times.append((monotonic() - answered) * 1000)
    return times
