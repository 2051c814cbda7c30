"""What hangs on which computer: by agent, the devices that it works."""

from __future__ import annotations

from typing import NamedTuple

from queue_server.office.agents import Scanner
from queue_server.office.branches import Branch
from queue_server.office.devices import BoardLine, Keypad
from queue_server.office.printers import Printer


class Hung(NamedTuple):
    """A device; `kind` is `printer`, `board_line`, `keypad` or `scanner`."""

    kind: str
    device: Printer | BoardLine | Keypad | Scanner


def hardware(branch: Branch) -> dict[str, list[Hung]]:
    """The devices of every agent that has some."""
    found: dict[str, list[Hung]] = {}
    for kind, devices in (
        ("printer", branch.printers),
        ("board_line", branch.board_lines),
        ("keypad", branch.keypads),
    ):
        for device in devices:
            found.setdefault(device.agent, []).append(Hung(kind, device))
    for scanner in branch.scanners:
        found.setdefault(scanner.agent or scanner.kiosk, []).append(Hung("scanner", scanner))
    return found
