"""From the view `agent` to devices at work: printers, lines of boards, keypads, scanners."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol

from counter_client import keypad
from counter_client.client import Client
from counter_client.following import Follower, View
from counter_client.plugging import Health
from display import line
from kiosk import scanner
from printers.reaching import Address, reach
from printers.transport import Limits
from printers.worker import Pace, Worker

log = logging.getLogger(__name__)

Json = Mapping[str, Any]

#: The lists of the view, by the kind of what they list.
LISTS = {
    "printer": "printers",
    "board_line": "board_lines",
    "keypad": "keypads",
    "scanner": "scanners",
}


class Device(Protocol):
    """Something that hangs on this computer, worked in threads of its own."""

    def followers(self) -> Iterable[tuple[View, Follower]]:
        """What it has to know of the server."""

    def health(self) -> Health:
        """How it is."""

    def start(self) -> None:
        """Begin to work."""

    def stop(self) -> None:
        """Stop in order and let go of the hardware."""


class Name(NamedTuple):
    """A device of the office: `krakow/printer/low`."""

    branch: str
    kind: str
    id: str


def name_of(text: str) -> Name:
    """Read `BRANCH/KIND/ID`; raises ValueError."""
    parts = text.split("/")
    if len(parts) != 3 or not all(parts) or parts[1] not in LISTS:
        raise ValueError(f"{text!r} is not BRANCH/KIND/ID, KIND one of {', '.join(LISTS)}")
    return Name(*parts)


class Unusable:
    """A device whose settings this agent does not understand, as an older one may not."""

    def __init__(self, fault: str) -> None:
        self._fault = fault

    def followers(self) -> Iterable[tuple[View, Follower]]:
        return ()

    def health(self) -> Health:
        return Health("error", self._fault)

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


@dataclass(frozen=True)
class Workshop:
    """Makes devices that work for one server. `elsewhere`: what is reached at another place."""

    url: str
    token: str | None
    scanned: Callable[[str, str, str], None]
    """Gets the branch, the kiosk and the code of each scan."""
    elsewhere: Mapping[Name, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)

    def make(self, name: Name, settings: Json) -> Device:
        """The device as the view describes it."""
        makers: dict[str, Callable[[Name, Json, str | None], Device]] = {
            "printer": self._printer,
            "board_line": self._board_line,
            "keypad": self._keypad,
            "scanner": self._scanner,
        }
        try:
            return makers[name.kind](name, settings, self.elsewhere.get(name))
        except (KeyError, TypeError, ValueError) as error:
            log.error("%s cannot be used: %r", "/".join(name), error)
            return Unusable(repr(error))

    def _printer(self, name: Name, _settings: Json, place: str | None) -> Device:
        address = address_of(place) if place else None
        client = Client(self.url, self.token, patience_seconds=0)
        way = partial(reach, address=address, limits=self.limits)
        return Worker((name.branch, name.id), client, way, self.limits, self.pace)

    def _board_line(self, name: Name, settings: Json, place: str | None) -> Device:
        own = dict(settings)
        if place:
            own["line"] = {**own["line"], "port": place}
        return line.BoardLine(line.Settings.of(name.branch, own, settings["protocol"]))

    def _keypad(self, name: Name, settings: Json, place: str | None) -> Device:
        own = dict(settings)
        if place and own["serial"]:
            own["serial"] = {**own["serial"], "port": place}
        elif place:
            own["input"] = place
        described = keypad.Settings.of(name.branch, own, settings["language"])
        return keypad.Keypad(described, self.url, self.token)

    def _scanner(self, name: Name, settings: Json, place: str | None) -> Device:
        own = dict(settings)
        if place:
            own["serial"] = {**own["serial"], "port": place}
        tell = partial(self.scanned, name.branch, settings["kiosk"])
        return scanner.Scanner(scanner.Settings.of(own), tell)


def address_of(place: str) -> Address:
    """`HOST:PORT`, or the path of a serial port."""
    if place.startswith("/"):
        return place
    host, colon, port = place.rpartition(":")
    if not (host and colon and port.isdigit()):
        raise ValueError(f"{place!r} is not HOST:PORT or /dev/…")
    return host, int(port)
