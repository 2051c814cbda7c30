"""Devices of an office that are said to be at one and the same place: neither would work there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from queue_server.office.agents import SERVER
from queue_server.office.paths import Location, path_of, places
from queue_server.office.printers import Printer

#: In a branch, where something stands that hangs on its agent's computer.
_LOCAL = (
    ("printers[]", "serial.device"),
    ("printers[]", "device"),
    ("printers[]", "usb"),
    ("printers[]", "cups"),
    ("board_lines[]", "line.port"),
    ("keypads[]", "serial.port"),
    ("keypads[]", "input"),
    ("scanners[]", "serial.port"),
)
_ON_THE_NETWORK = ("socket://", "rfc2217://")
#: What tells one USB device or one print queue from another.
_PARTS = ("vendor", "product", "serial", "queue", "server")


class _Plug(NamedTuple):
    """Where a device is: on whose computer, or in which branch's network, and at what address."""

    whose: tuple[Any, ...]
    address: str


def faults(office: Any, at: Location) -> Iterator[str]:
    """A line with its path for each device that is where another one is already."""
    seen: dict[_Plug, Location] = {}
    for branch_at, branch in places(office, "branches[]", at):
        for location, plug in _plugs(branch, branch_at):
            first = seen.setdefault(plug, location)
            if first != location:
                path, there = path_of(location), path_of(first)
                yield f"{path}: {plug.address!r} is the place of another device, see {there}"


def _plugs(branch: Any, at: Location) -> Iterator[tuple[Location, _Plug]]:
    for devices, key in _LOCAL:
        for device_at, device in places(branch, devices, at):
            for location, value in places(device, key, device_at):
                address = _joined(value) if isinstance(value, dict) else value
                if isinstance(address, str):
                    far = address.startswith(_ON_THE_NETWORK)
                    yield location, _Plug((at,) if far else _computer(device, at), address)
    for location, printer in places(branch, "printers[]", at):
        host = printer.get("host") if isinstance(printer, dict) else None
        if isinstance(host, str):
            port = printer.get("port", Printer.model_fields["port"].default)
            yield (*location, "host"), _Plug((at,), f"{host.lower()}:{port}")


def _computer(device: dict[str, Any], at: Location) -> tuple[Any, ...]:
    """The server is one for all branches; every other agent is its own branch's."""
    agent = device.get("agent") or device.get("kiosk") or SERVER
    return (SERVER,) if agent == SERVER else (at, str(agent))


def _joined(parts: dict[str, Any]) -> str:
    return ":".join(str(parts[key]).lower() for key in _PARTS if parts.get(key))
