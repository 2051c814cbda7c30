"""What is answered about devices and programs' tokens."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from queue_server.web.shapes import Named, Shape, Texts


class Pairing(Shape):
    """A code to be approved; `token` once, and not for a screen, which has it as a cookie."""

    code: str
    expires_at: AwareDatetime
    token: str | None = None


class Wish(Shape):
    """The place whose page a screen was to show; null where it showed none, or has no such code."""

    kind: Literal["kiosk", "display", "board"] | None
    branch: str | None
    place: str | None


class OwnPairing(Shape):
    """How far the pairing of the caller's token is, and where its page is."""

    state: Literal["none", "waiting", "approved", "expired"]
    code: str | None
    expires_at: AwareDatetime | None
    page: str | None
    renew: bool


class Device(Shape):
    """A paired device; `known`: its place is in the office configuration."""

    id: int
    kind: Literal["kiosk", "display", "board", "agent"]
    branch: str
    place: str
    name: str | None
    known: bool
    page: str | None
    version: str | None
    paired_at: AwareDatetime
    renewed_at: AwareDatetime
    seen_at: AwareDatetime | None
    seen_from: str | None
    connections: int


class StandingPlace(Shape):
    """A place that a device can have; an agent of a kiosk or of the server has no name."""

    id: str
    name: Texts | None


class Places(Named):
    """Where devices of a branch may stand."""

    kiosks: list[StandingPlace]
    displays: list[StandingPlace]
    counters: list[StandingPlace]
    agents: list[StandingPlace]


class RenewedDevice(Device):
    """A device with its new token, as with `Pairing`."""

    token: str | None = None


class ApiToken(Shape):
    """What a program's token may do; never the token itself."""

    id: int
    name: str
    permissions: list[str]
    branches: list[str]
    made_at: AwareDatetime
    made_by: str | None
    expires_at: AwareDatetime
    expired: bool
    seen_at: AwareDatetime | None


class NewApiToken(ApiToken):
    """A token, told this once: an answer that is lost or repeated does not have it."""

    token: str | None = None
