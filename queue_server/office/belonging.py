"""What belongs to a device's place: what it may name in a path, a view or a command."""

from __future__ import annotations

from queue_server.domain.access import DeviceKind
from queue_server.office.branches import Branch
from queue_server.office.devices import BoardLine, Keypad
from queue_server.office.hardware import hardware

#: What paths and bodies name that belongs to somebody's place.
PLACED = ("kiosk", "display", "counter", "printer", "agent")


def belongs(branch: Branch, kind: DeviceKind, place: str, thing: str, name: str) -> bool:
    """Whether the `thing` (one of `PLACED`) with this id belongs to a device there."""
    return name in _own(branch, kind, place).get(thing, ())


def may_work(branch: Branch, kind: DeviceKind, place: str, counter: str) -> bool:
    """Whether a device there may give a counter's commands: it has the counter's keypad."""
    return kind is DeviceKind.AGENT and any(
        isinstance(device, Keypad) and device.counter == counter
        for _, device in hardware(branch).get(place, [])
    )


def _own(branch: Branch, kind: DeviceKind, place: str) -> dict[str, set[str]]:
    match kind:
        case DeviceKind.KIOSK:
            return {"kiosk": {place}, "printer": _printers_of(branch, place)}
        case DeviceKind.DISPLAY:
            return {"display": {place}}
        case DeviceKind.BOARD:
            return {"counter": {place}}
        case DeviceKind.AGENT:
            return _of_agent(branch, place)


def _printers_of(branch: Branch, kiosk: str) -> set[str]:
    """The printers of a kiosk, and those that print in their place."""
    found: set[str] = set()
    left = list(branch.kiosk[kiosk].printers) if kiosk in branch.kiosk else []
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            fallback = branch.printer[name].fallback if name in branch.printer else None
            left += [fallback] if fallback else []
    return found


def _of_agent(branch: Branch, place: str) -> dict[str, set[str]]:
    own: dict[str, set[str]] = {"agent": {place}}
    for kind, device in hardware(branch).get(place, []):
        if isinstance(device, BoardLine):
            shown = {shows.counter for board in device.boards for shows in board.shows}
            own.setdefault("counter", set()).update(shown)
        elif isinstance(device, Keypad):
            own.setdefault("counter", set()).add(device.counter)
        elif kind == "printer":
            own.setdefault("printer", set()).add(device.id)
        elif kind == "scanner":
            own.setdefault("kiosk", set()).add(device.kiosk)  # type: ignore[union-attr]
    return own
