"""Counter boards and keypads of a branch: where they are, how they are spoken to, what they do."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from queue_server.office.fields import Id, Language, Model
from queue_server.office.templates import template

_PORT = re.compile(r"/\S+|(socket|rfc2217)://[^\s/]+:[0-9]{1,5}")
_INPUT = re.compile(r"/dev/\S+")


def _port(text: str) -> str:
    if not _PORT.fullmatch(text):
        raise ValueError(
            "should be a device such as /dev/ttyUSB0 or a serial server such as"
            f" socket://192.0.2.9:4001, not {text!r}"
        )
    return text


def _input(text: str) -> str:
    if not _INPUT.fullmatch(text):
        raise ValueError(f"should be a device such as /dev/input/event3, not {text!r}")
    return text


Port = Annotated[str, AfterValidator(_port)]
InputDevice = Annotated[str, AfterValidator(_input)]
Bytes = Annotated[str, Field(max_length=40), AfterValidator(template)]
Arrow = Literal["left", "right", "up", "down"]
Encoding = Literal["ascii", "cp852", "cp1250", "cp1251", "cp1125", "cp866"]


class SerialPort(Model):
    """A serial line of this computer, or of a serial server on the network."""

    port: Port = Field(description="`/dev/serial/by-id/…`, or `socket://host:port`.")
    baud: int = Field(9600, ge=300, le=921_600, description="Its speed.")
    bits: Literal[7, 8] = Field(8, description="Bits of a byte.")
    parity: Literal["none", "even", "odd"] = Field("none", description="Its parity bit.")
    stop_bits: Literal[1, 2] = Field(1, description="Bits after a byte.")
    rs485: bool = Field(
        False, description="Whether the port has to be switched to sending (most adapters do it)."
    )


class Arrows(Model):
    """The bytes by which a board shows arrows; each takes the place of one character."""

    left: Bytes = Field("<", description="To the left.")
    right: Bytes = Field(">", description="To the right.")
    up: Bytes = Field("^", description="Straight on.")
    down: Bytes = Field("v", description="Down.")


class BoardProtocol(Model):
    """How boards are spoken to: the frame that puts a text on one of them."""

    id: Id = Field(description="What lines name it by.")
    checksum: Literal["none", "sum", "xor", "crc16_modbus", "crc16_ccitt"] = Field(
        "none", description="Over the body: the sum of its bytes, their exclusive or, a CRC-16."
    )
    encoding: Encoding = Field("ascii", description="The letters that the boards have.")
    align: Literal["left", "right"] = Field("right", description="Where a short text stands.")
    arrows: Arrows = Field(Arrows(), description="What `{arrow}` is in a board's text.")
    blink_on: Bytes | None = Field(
        None, description="`{blink}` while blinking. Left out: the text comes and goes instead."
    )
    blink_off: Bytes = Field("{x00}", description="`{blink}` otherwise.")
    body: str = Field(
        max_length=200,
        description="What the checksum is made of, from `{address}` `{row}` `{blink}` `{text}`.",
    )
    frame: str = Field(
        "{body}",
        max_length=200,
        description="All that is sent, from `{body}`, its `{length}` and its `{checksum}`.",
    )

    @field_validator("body")
    @classmethod
    def _body(cls, body: str, info: ValidationInfo) -> str:
        template(body, "address", "row", "blink", "text")
        if "{text}" not in body:
            raise ValueError("has no {text}")
        if "{blink}" in body and info.data.get("blink_on") is None:
            raise ValueError("has {blink}, but blink_on is missing")
        return body

    @field_validator("frame")
    @classmethod
    def _frame(cls, frame: str, info: ValidationInfo) -> str:
        template(frame, "body", "length", "checksum")
        if "{body}" not in frame:
            raise ValueError("has no {body}")
        if "checksum" in info.data and ("{checksum" in frame) != (info.data["checksum"] != "none"):
            has = "has {checksum}" if "{checksum" in frame else "has no {checksum}"
            raise ValueError(f"{has}, but the checksum is {info.data['checksum']}")
        return frame


class Shown(Model):
    """A counter whose number a board shows."""

    counter: Id = Field(description="The counter.")
    arrow: Arrow | None = Field(None, description="The way to it from this board.")


class Board(Model):
    """A board above a counter, or one that shows the way to several."""

    id: Id = Field(description="Its name in the log.")
    address: int = Field(1, ge=0, le=255, description="What it is set to listen to.")
    shows: list[Shown] = Field(min_length=1, description="Whose numbers it shows.")
    width: int = Field(4, ge=1, le=80, description="Characters in a row.")
    rows: int = Field(1, ge=1, le=16, description="Its rows; each shows one number.")
    order: Literal["newest", "listed"] = Field(
        "newest", description="The newest call first, or each counter in a row of its own."
    )
    text: str = Field(
        "{number}",
        max_length=80,
        description="A row, from `{number}`, `{counter}` (its label) and `{arrow}`.",
    )
    free: str | None = Field(
        None, max_length=80, description="Where an open counter has nobody. Left out: blank."
    )
    paused: str | None = Field(
        None, max_length=80, description="Where a counter is paused. Left out: blank."
    )
    closed: str | None = Field(
        None, max_length=80, description="Where a counter is closed. Left out: blank."
    )
    lost: str | None = Field(
        "--", max_length=80, description="Once the server has been away for a while."
    )

    @field_validator("text")
    @classmethod
    def _text(cls, text: str) -> str:
        return template(text, "number", "counter", "arrow")


class BoardLine(Model):
    """A line with one board or several; one program serves it."""

    id: Id = Field(description="Its name in the log and in the branch's `agents`.")
    agent: Id = Field("server", description="Who serves it: `server`, a kiosk, or one of `agents`.")
    line: SerialPort = Field(description="Where it is.")
    protocol: Id = Field(description="`ascii`, `binary`, or one of `board_protocols`.")
    repeat_seconds: float = Field(
        10, ge=0.5, le=3600, description="The standing text is sent again so often."
    )
    gap_milliseconds: int = Field(20, ge=0, le=1000, description="The silence between two frames.")
    blink_seconds: float = Field(10, ge=0, le=120, description="How long a call blinks.")
    lost_seconds: float = Field(
        10, ge=0, le=600, description="How long the server may be away before boards say so."
    )
    boards: list[Board] = Field(min_length=1, description="The boards on it.")


Action = Literal[
    "next",
    "recall",
    "start",
    "finish",
    "no_show",
    "park",
    "put_back",
    "call",
    "clear",
    "undo",
    "open",
    "close",
    "pause",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
]


class Key(Model):
    """A key of a keypad."""

    key: str = Field(
        min_length=1, max_length=40, description="Its sign or name, as the keypad's log tells it."
    )
    does: Action = Field(description="A command, or a digit of a number.")


class Feedback(Model):
    """How a keypad answers: on a small display, by a beep, or both."""

    port: SerialPort | None = Field(None, description="Left out: the keypad's own.")
    frame: str = Field(
        "{CR}{text}", max_length=200, description="What puts a text on it, from `{text}`."
    )
    width: int = Field(16, ge=4, le=80, description="Its characters.")
    encoding: Encoding = Field("ascii", description="The letters that it has.")
    language: Language | None = Field(None, description="Left out: the office's first.")
    good: Bytes | None = Field(None, description="Sent when a key has done its work.")
    bad: Bytes | None = Field(None, description="Sent when it could not, such as `{BEL}`.")

    @field_validator("frame")
    @classmethod
    def _frame(cls, frame: str) -> str:
        return template(frame, "text")


class Keypad(Model):
    """Keys with which a clerk works a counter."""

    id: Id = Field(description="Its name in the log and in the branch's `agents`.")
    agent: Id = Field("server", description="Who reads it: `server`, a kiosk, or one of `agents`.")
    counter: Id = Field(description="The counter that it works.")
    serial: SerialPort | None = Field(None, description="Where it is, if on a serial line.")
    input: InputDevice | None = Field(
        None, description="Where it is, if the system knows it as a keyboard."
    )
    reads: Literal["bytes", "lines"] = Field(
        "bytes", description="What a key sends on a serial line."
    )
    keys: list[Key] = Field([], description="Left out: those of a numeric keypad.")
    feedback: Feedback | None = Field(None, description="Left out: it gives none.")

    @model_validator(mode="after")
    def _somewhere(self) -> Keypad:
        if (self.serial is None) == (self.input is None):
            raise ValueError("should have either serial or input")
        return self


#: The protocols that every branch has, by id.
BUILT_IN_PROTOCOLS = {
    protocol.id: protocol
    for protocol in (
        BoardProtocol(
            id="ascii",
            checksum="xor",
            blink_on="B",
            blink_off="S",
            body="{address:dec2}{row:dec1}{blink}{text}{ETX}",
            frame="{STX}{body}{checksum:hex2}",
        ),
        BoardProtocol(
            id="binary",
            checksum="crc16_modbus",
            blink_on="{x01}",
            body="{address}{row}{blink}{text}",
            frame="{x7E}{length}{body}{checksum:low_high}",
        ),
    )
}
