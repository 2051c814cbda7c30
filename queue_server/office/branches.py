"""A branch of the office: its services, and the counters, screens and printers that serve them."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field

from queue_server.domain.dispatch import Profile, Serving
from queue_server.domain.schedule import Schedule
from queue_server.office.agents import Agent, Scanner
from queue_server.office.devices import (
    BUILT_IN_PROTOCOLS,
    BoardLine,
    BoardProtocol,
    Keypad,
)
from queue_server.office.fields import (
    Id,
    Label,
    Language,
    Model,
    Named,
    Texts,
)
from queue_server.office.hours import HoursOfBranch
from queue_server.office.media import Playlist, VolumeHours
from queue_server.office.printers import Printer
from queue_server.office.services import Channel, Service


class Zone(Named):
    """A waiting area; counters and displays stand in zones."""

    sound_area: Id | None = Field(
        None, description="Zones with the same one hear each other. Left out: the zone by itself."
    )
    exits: Texts | None = Field(
        None, description="The way out, shown in a fire. Left out: the branch's."
    )


class Group(Named):
    """A heading on the kiosk under which services stand."""


class ServedWork(Model):
    """A service in a work profile."""

    service: Id = Field(description="The service.")
    after_minutes: float = Field(
        0, ge=0, le=600, description="How much later than its due time a ticket counts here."
    )


class WorkProfile(Named):
    """The services that a counter serves, and the languages that it speaks."""

    serves: list[ServedWork] = Field(min_length=1, description="Its work.")
    languages: list[Language] = Field(
        [], description="For services routed by language. Left out: all of the office's."
    )


class Counter(Model):
    """A workstation that calls."""

    id: Id = Field(description="Stands in addresses and reports.")
    label: Label = Field(description="What boards show and voices speak.")
    name: Texts | None = Field(None, description="What people read in place of the label.")
    zone: Id = Field(description="Where it stands.")
    directions: Texts | None = Field(None, description="The way to it: floor, room, arrow.")
    channel: Channel = Field(Channel.COUNTER, description="How it serves.")
    quiet: bool = Field(False, description="Whether its calls are shown but not spoken.")
    profile: Id = Field(description="The work profile that it opens with.")
    profiles: list[Id] = Field(
        [], description="Those offered first on its page; any profile of the branch can be chosen."
    )


class Message(Model):
    """A text on displays."""

    id: Id = Field(description="Names it, once on any display.")
    text: Texts = Field(description="What people read.")
    urgent: bool = Field(False, description="Whether it stands out.")
    running: bool = Field(
        False, description="Whether it runs across the screen, in one line of any length."
    )


class Display(Named):
    """A hall screen that shows and speaks the calls of its zones."""

    zones: list[Id] = Field(min_length=1, description="Whose calls it shows.")
    languages: list[Language] = Field(
        [], description="Those of its texts. Left out: all of the office's."
    )
    voice: bool = Field(True, description="Whether it may speak.")
    rows: int = Field(4, ge=1, le=20, description="How many calls it lists.")
    theme: Literal["dark", "light"] = Field("dark", description="Its colours.")
    messages: list[Message] = Field([], description="Shown here besides the branch's.")
    volume: list[VolumeHours] = Field(
        [], description="How loud at which hours; at others as the device is set."
    )


class Kiosk(Named):
    """A touch terminal where visitors take tickets."""

    zone: Id = Field(description="Where it stands.")
    services: list[Id] = Field([], description="What it offers. Left out: all of the branch.")
    printers: list[Id] = Field(
        [], description="It prints on the first that works. Left out: the number stays on screen."
    )
    layout: Literal["auto", "low_reach"] = Field(
        "auto", description="`low_reach` keeps everything within reach of someone seated."
    )
    idle_seconds: int = Field(
        45, ge=10, le=600, description="After so long untouched it asks, then starts again."
    )
    staffed: Texts | None = Field(None, description="Where people help who cannot use it.")


class Branch(HoursOfBranch):
    """An office at one address, with its time zone."""

    address: Texts = Field(description="As on the slip.")
    training: bool = Field(
        False, description="Whether staff learn here: marked everywhere, not spoken, not counted."
    )
    exits: Texts | None = Field(None, description="The way out, shown big in a fire.")
    zones: list[Zone] = Field(min_length=1, description="Its waiting areas.")
    groups: list[Group] = Field([], description="The kiosk's first step.")
    services: list[Service] = Field(min_length=1, description="In the order of the kiosk.")
    profiles: list[WorkProfile] = Field(min_length=1, description="What its counters do.")
    counters: list[Counter] = Field(min_length=1, description="Its workstations.")
    displays: list[Display] = Field([], description="Its hall screens.")
    kiosks: list[Kiosk] = Field([], description="Its touch terminals.")
    printers: list[Printer] = Field([], description="Its slip printers.")
    board_protocols: list[BoardProtocol] = Field(
        [], description="Besides the built-in `ascii` and `binary`."
    )
    board_lines: list[BoardLine] = Field([], description="Its counter and direction boards.")
    keypads: list[Keypad] = Field([], description="Its counters' keypads.")
    scanners: list[Scanner] = Field([], description="Its kiosks' scanners on serial lines.")
    agents: list[Agent] = Field([], description="Its computers with devices that are no kiosks.")
    messages: list[Message] = Field([], description="Shown on every display.")
    playlists: list[Playlist] = Field(
        [], description="Pictures and videos beside the calls; those of the hour in turn."
    )
    most_waiting_from_home: int = Field(
        100, ge=1, le=100_000, description="How many may wait from home in all its services."
    )

    @cached_property
    def service(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def counter(self) -> dict[str, Counter]:
        return {counter.id: counter for counter in self.counters}

    @cached_property
    def schedule(self) -> dict[str, Schedule]:
        """The hours of each service."""
        return {service.id: self.schedule_of(service) for service in self.services}

    @cached_property
    def profile(self) -> dict[str, Profile]:
        """The work profiles as the dispatch rule reads them."""
        return {profile.id: _as_profile(profile) for profile in self.profiles}

    @cached_property
    def display(self) -> dict[str, Display]:
        return {display.id: display for display in self.displays}

    @cached_property
    def kiosk(self) -> dict[str, Kiosk]:
        return {kiosk.id: kiosk for kiosk in self.kiosks}

    @cached_property
    def printer(self) -> dict[str, Printer]:
        return {printer.id: printer for printer in self.printers}

    @cached_property
    def board_line(self) -> dict[str, BoardLine]:
        return {line.id: line for line in self.board_lines}

    @cached_property
    def board_protocol(self) -> dict[str, BoardProtocol]:
        return BUILT_IN_PROTOCOLS | {protocol.id: protocol for protocol in self.board_protocols}

    @cached_property
    def keypad(self) -> dict[str, Keypad]:
        return {keypad.id: keypad for keypad in self.keypads}


def _as_profile(profile: WorkProfile) -> Profile:
    serves = tuple(Serving(w.service, timedelta(minutes=w.after_minutes)) for w in profile.serves)
    return Profile(profile.id, serves, frozenset(profile.languages))
