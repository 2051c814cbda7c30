"""What commands may say: strict shapes, unknown fields refused, every fault with its path."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.functional_validators import model_validator

#: Marks that turn the direction of the text around them.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_BIG = 2**63 - 1


def _plain(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI:
            raise ValueError(f"the control character U+{ord(character):04X} is not allowed")
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_plain),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_plain),
]
TicketId = Annotated[int, Field(ge=1, le=_BIG)]
Channel = Literal["counter", "phone", "video"]


class Body(BaseModel):
    """A command's body. An empty one is `{}`."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Empty(Body):
    """Nothing needs to be said."""


class Take(Body):
    """Which service, or which services in order, and how the visitor is to be helped."""

    service: Name | None = None
    services: Annotated[list[Name], Field(min_length=1, max_length=20)] | None = None
    language: Name | None = None
    class_: Annotated[Name | None, Field(alias="class")] = None
    needs: Annotated[list[Name], Field(max_length=20)] = []
    cases: Annotated[int, Field(ge=1, le=50)] = 1
    reference: Text | None = None
    kiosk: Name | None = None
    channel: Channel | None = None

    @model_validator(mode="after")
    def _one_or_several(self) -> Take:
        if (self.service is None) == (self.services is None):
            raise ValueError("say either service or services")
        return self

    @property
    def wanted(self) -> list[str]:
        """The services in order."""
        return self.services or [self.service or ""]


class Open(Body):
    """Which work profile, and who sits there."""

    profile: Name | None = None
    clerk: Name | None = None


class Pause(Body):
    """Why."""

    reason: Text | None = None


class Next(Body):
    """What became of a visitor who was merely called."""

    current: Literal["done", "no_show", "return"] | None = None


class CallTicket(Body):
    """Which ticket, and why out of order."""

    ticket: TicketId
    reason: Text | None = None


class Serve(Body):
    """A ticket that waits or is parked, or the service of someone who took none."""

    ticket: TicketId | None = None
    service: Name | None = None
    language: Name | None = None
    cases: Annotated[int, Field(ge=1, le=50)] = 1

    @model_validator(mode="after")
    def _one(self) -> Serve:
        if (self.ticket is None) == (self.service is None):
            raise ValueError("say either ticket or service")
        return self


class Finish(Body):
    """How it ended."""

    outcome: Name | None = None
    note: Text | None = None


class Park(Body):
    """For how long, and whether any counter may pick the visitor up."""

    minutes: Annotated[float, Field(gt=0, le=1440, allow_inf_nan=False)] | None = None
    note: Text | None = None
    anyone: bool = False


class Transfer(Body):
    """Where to: exactly one of service, counter and clerk."""

    service: Name | None = None
    counter: Name | None = None
    clerk: Name | None = None
    position: Literal["due", "first", "last"] = "due"
    reason: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Transfer:
        if sum(target is not None for target in (self.service, self.counter, self.clerk)) != 1:
            raise ValueError("say exactly one of service, counter and clerk")
        return self


class Print(Body):
    """On which printer; where it came from unless said."""

    printer: Name | None = None


class Cancel(Body):
    """Why."""

    reason: Text | None = None


class Contact(Body):
    """Someone helped without a ticket."""

    topic: Name
    channel: Literal["counter", "phone", "video", "desk", "mail"]
    language: Name | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class Job(Body):
    """What became of a print job; `queued` gives back one of which no byte went out."""

    state: Literal["sent", "printed", "failed", "uncertain", "queued"]
    detail: Text | None = None


class CameOut(Body):
    """Whether an uncertain slip came out."""

    came_out: bool


class PrinterStatus(Body):
    """What a printer says of itself."""

    state: Literal[
        "online", "offline", "paper_out", "paper_near_end", "cover_open", "error", "unknown"
    ]
    detail: Text | None = None


class Late(Body):
    """How many minutes later the visitor will be there."""

    minutes: Annotated[int, Field(ge=1, le=600)]
