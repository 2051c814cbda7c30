"""A branch of the office: its services, and the counters, screens and printers that serve them."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from queue_server.domain.dispatch import Profile, Serving
from queue_server.domain.schedule import WeeklyHours
from queue_server.office.devices import (
    BUILT_IN_PROTOCOLS,
    BoardLine,
    BoardProtocol,
    Keypad,
)
from queue_server.office.fields import (
    Day,
    Id,
    Label,
    Language,
    Model,
    Named,
    Prefix,
    Texts,
    TimeZone,
    interval,
)
from queue_server.office.media import Playlist, VolumeHours
from queue_server.office.printers import Printer


class Channel(StrEnum):
    """How a service is given."""

    COUNTER = "counter"
    PHONE = "phone"
    VIDEO = "video"


class Zone(Named):
    """A waiting area; counters and displays stand in zones."""

    sound_area: Id | None = Field(
        None, description="Zones with the same one hear each other. Left out: the zone by itself."
    )


class Group(Named):
    """A heading on the kiosk under which services stand."""


class Hours(Model):
    """Weekly hours in the branch's local time. A day left out is closed."""

    mon: Day = Field([])
    tue: Day = Field([])
    wed: Day = Field([])
    thu: Day = Field([])
    fri: Day = Field([])
    sat: Day = Field([])
    sun: Day = Field([])

    @cached_property
    def weekly(self) -> WeeklyHours:
        """Per weekday (Monday first) its intervals in order."""
        days = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return tuple(tuple(sorted(interval(text) for text in day)) for day in days)


class Service(Named):
    """What a visitor comes for. Services with the same prefix share the day's number series."""

    group: Id | None = Field(
        None, description="The group on the kiosk. Left out: on the kiosk's first step by itself."
    )
    zone: Id = Field(description="Where its visitors wait.")
    prefix: Prefix = Field("A", description="Stands before the number.")
    first: int = Field(1, ge=0, le=999_999, description="The first number of a day.")
    last: int | None = Field(
        None,
        ge=0,
        le=999_999,
        description="The last number of a day; then no more are issued. Left out: no end.",
    )
    channel: Channel = Field(Channel.COUNTER, description="How it is given.")
    target_wait_minutes: int = Field(
        20, ge=0, le=600, description="How long a visitor may wait before the ticket is due."
    )
    handling_minutes: float = Field(
        8, gt=0, le=480, description="How long one matter takes, until there is experience."
    )
    max_cases: int = Field(1, ge=1, le=50, description="How many matters one ticket may carry.")
    limit_per_day: int | None = Field(
        None, ge=0, description="How many tickets a day. Left out: no limit."
    )
    route_by_language: bool = Field(
        False, description="Whether only a counter that speaks the ticket's language calls it."
    )
    documents: list[Texts] = Field([], description="What to bring.")
    hours: Hours | None = Field(
        None, description="When tickets are issued. Left out: the branch's hours."
    )


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


class Branch(Named):
    """An office at one address, with its time zone."""

    address: Texts = Field(description="As on the slip.")
    time_zone: TimeZone = Field("Europe/Warsaw", description="A name of the IANA database.")
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
    messages: list[Message] = Field([], description="Shown on every display.")
    playlists: list[Playlist] = Field(
        [], description="Pictures and videos beside the calls; those of the hour in turn."
    )
    hours: Hours | None = Field(None, description="When it is open. Left out: always.")

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def service(self) -> dict[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def counter(self) -> dict[str, Counter]:
        return {counter.id: counter for counter in self.counters}

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
