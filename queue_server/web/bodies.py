"""What commands may say: strict shapes, unknown fields refused, every fault with its path."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.functional_validators import model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

#: Control characters, line and paragraph separators, and marks that turn the text around them.
_CONTROL = r"\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_A_CONTROL = re.compile(f"[{_CONTROL}]")
#: One line in which something can be read.
_LINE = f"^[^{_CONTROL}]*[^{_CONTROL}\\s][^{_CONTROL}]*$"

_BIG = 2**63 - 1


def _line(text: str) -> str:
    if found := _A_CONTROL.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise PydanticCustomError("control", "The character {code} is not allowed", {"code": code})
    if not text.strip():
        raise PydanticCustomError("blank", "There is nothing to read in it")
    return text.strip()


Text = TypeAliasType(
    "Text",
    Annotated[
        str,
        Field(min_length=1, max_length=500, json_schema_extra={"pattern": _LINE}),
        AfterValidator(_line),
    ],
)
Name = TypeAliasType(
    "Name",
    Annotated[
        str,
        Field(min_length=1, max_length=80, json_schema_extra={"pattern": _LINE}),
        AfterValidator(_line),
    ],
)


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 2.0 is 2."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_WHOLE = BeforeValidator(_whole)
Cases = Annotated[int, Field(ge=1, le=50), _WHOLE]
TicketId = Annotated[int, Field(ge=1, le=_BIG), _WHOLE]
Channel = Literal["counter", "phone", "video"]


class Body(BaseModel):
    """A command's body. An empty one is `{}`."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class OneOf(Body):
    """A body that says exactly one of some things."""

    one_of: ClassVar[tuple[str, ...]]

    @model_validator(mode="after")
    def _exactly_one(self) -> OneOf:
        if sum(getattr(self, name) is not None for name in self.one_of) != 1:
            raise PydanticCustomError(
                "one_of",
                "Say exactly one of {names}",
                {"names": ", ".join(_said(self.one_of)), "path": self.one_of[0]},
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler.resolve_ref_schema(handler(core))
        schema["oneOf"] = [
            {"required": [name], "properties": {name: {"not": {"type": "null"}}}}
            for name in _said(cls.one_of)
        ]
        return schema


def _said(names: tuple[str, ...]) -> list[str]:
    """Fields as JSON says them: `class` is a word of Python's own."""
    return [name.rstrip("_") for name in names]


class Empty(Body):
    """Nothing needs to be said."""


class Take(OneOf):
    """Which service, or which services in order, and how the visitor is to be helped.

    `reason`: why; staff must say it for the class `appointment` without an appointment.
    """

    one_of = ("service", "services")

    service: Name | None = None
    services: Annotated[list[Name], Field(min_length=1, max_length=20)] | None = None
    language: Name | None = None
    class_: Annotated[Name | None, Field(alias="class")] = None
    needs: Annotated[list[Name], Field(max_length=20)] = []
    cases: Cases = 1
    reference: Text | None = None
    kiosk: Name | None = None
    printer: Name | None = None
    channel: Channel | None = None
    reason: Text | None = None

    @property
    def wanted(self) -> list[str]:
        """The services in order."""
        return self.services or [self.service or ""]


class Open(Body):
    """Which work profile, and who sits there; an account is its own clerk.

    `take_over`: from whoever works there, and from one's own other counter, which is closed.
    """

    profile: Name | None = None
    clerk: Name | None = None
    take_over: bool = False


class Pause(Body):
    """Why."""

    reason: Text | None = None


class Next(Body):
    """What became of a visitor who was merely called, and of whom that is said."""

    current: Literal["done", "no_show", "return"] | None = None
    ticket: TicketId | None = None


class CallTicket(Body):
    """Which ticket, and why out of order."""

    ticket: TicketId
    reason: Text | None = None


class Serve(OneOf):
    """A ticket that waits or is parked, or the service of someone who took none."""

    one_of = ("ticket", "service")

    ticket: TicketId | None = None
    service: Name | None = None
    language: Name | None = None
    cases: Cases = 1
    reason: Text | None = None


class Finish(Body):
    """How it ended."""

    outcome: Name | None = None
    note: Text | None = None


class Park(Body):
    """For how long, and whether any counter may pick the visitor up."""

    minutes: Annotated[float, Field(gt=0, le=1440, allow_inf_nan=False)] | None = None
    note: Text | None = None
    anyone: bool = False


class Transfer(OneOf):
    """Where to: exactly one of service, counter and clerk."""

    one_of = ("service", "counter", "clerk")

    service: Name | None = None
    counter: Name | None = None
    clerk: Name | None = None
    position: Literal["due", "first", "last"] = "due"
    reason: Text | None = None


class Print(Body):
    """On which printer; where it came from unless said."""

    printer: Name | None = None


class Priority(OneOf):
    """Where in the line, or as which class, and why."""

    one_of = ("position", "class_")

    position: Literal["first", "due", "last"] | None = None
    class_: Annotated[Name | None, Field(alias="class")] = None
    reason: Text


class Correct(Body):
    """The service that was meant."""

    service: Name
    reason: Text | None = None


class Cancel(Body):
    """Why."""

    reason: Text | None = None


class Contact(Body):
    """Someone helped without a ticket."""

    topic: Name
    channel: Literal["counter", "phone", "video", "desk", "mail"]
    language: Name | None = None
    count: Annotated[int, Field(ge=1, le=1000), _WHOLE] = 1


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
    ] = "unknown"
    detail: Text | None = None


class Late(Body):
    """How many minutes later the visitor will be there; the office's shortest unless said."""

    minutes: Annotated[int, Field(ge=1, le=600), _WHOLE] | None = None
