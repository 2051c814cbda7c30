"""Where key presses come from: a serial line, or an input device of Linux."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import select
import struct
from collections.abc import Iterator
from typing import Protocol

import serial

log = logging.getLogger(__name__)

#: What a key does where the configuration does not say: those of a numeric keypad, and letters
#: for keypads that have more.
DEFAULT_KEYS = {
    **{digit: digit for digit in "0123456789"},
    "enter": "next",
    "+": "recall",
    "-": "no_show",
    "*": "park",
    "/": "finish",
    ".": "call",
    ",": "call",
    "backspace": "clear",
    "n": "next",
    "s": "start",
    "b": "put_back",
    "u": "undo",
    "o": "open",
    "c": "close",
    "p": "pause",
}

_NAMED_BYTES = {0x08: "backspace", 0x09: "tab", 0x0D: "enter", 0x1B: "escape", 0x20: "space"}
_NAMED_BYTES[0x7F] = "backspace"

# linux/input-event-codes.h: a row of keys is numbered from left to right.
_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./"}
_PAD = {55: "*", 71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+", 79: "1"}
_PAD |= {80: "2", 81: "3", 82: "0", 83: ".", 96: "enter", 98: "/", 117: "=", 121: ","}
_NAMED = {1: "escape", 14: "backspace", 15: "tab", 28: "enter", 57: "space", 111: "delete"}
_FUNCTION = {59 + n: f"f{n + 1}" for n in range(10)} | {87: "f11", 88: "f12"}
CODES = {first + n: sign for first, row in _ROWS.items() for n, sign in enumerate(row)}
CODES |= _PAD | _NAMED | _FUNCTION

#: struct input_event: the time, then type, code and value.
EVENT = struct.Struct("@llHHi")
EV_KEY = 1
PRESSED = 1
_EVIOCGRAB = 0x40044590
_EVENTS_READ = 64


class KeySource(Protocol):
    """An open keypad. Each may raise OSError once it is gone."""

    def keys(self, wait_seconds: float) -> Iterator[str]:
        """The names of the keys pressed, waiting so long for the first."""

    def forget(self) -> None:
        """Drop what has been pressed and not been read."""

    def close(self) -> None:
        """Let go of it."""


class SerialKeys:
    """A keypad that sends a byte for each key, or a line."""

    def __init__(self, line: serial.Serial, reads: str) -> None:
        self._line = line
        self._lines = reads == "lines"
        self._held = b""

    def keys(self, wait_seconds: float) -> Iterator[str]:
        self._line.timeout = wait_seconds
        data = self._line.read(1)
        data += self._line.read(self._line.in_waiting) if data else b""
        if self._lines:
            *complete, self._held = (self._held + data).replace(b"\r", b"\n").split(b"\n")
            yield from (
                text for raw in complete if (text := raw.decode("ascii", "replace").strip())
            )
        else:
            yield from map(byte_name, data)

    def forget(self) -> None:
        self._held = b""
        self._line.reset_input_buffer()

    def close(self) -> None:
        self._line.close()


class InputKeys:
    """A keypad that the system knows as a keyboard; its keys go nowhere else while it is open."""

    def __init__(self, path: str) -> None:
        """Raises OSError."""
        self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.ioctl(self._file, _EVIOCGRAB, 1)
        except OSError as error:
            log.warning("%s cannot be had alone: %s; its keys also go elsewhere", path, error)

    def keys(self, wait_seconds: float) -> Iterator[str]:
        if not select.select([self._file], [], [], wait_seconds)[0]:
            return
        data = os.read(self._file, EVENT.size * _EVENTS_READ)
        if not data:
            raise OSError("the input device is gone")
        whole = len(data) - len(data) % EVENT.size
        for _seconds, _micros, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == EV_KEY and value == PRESSED:  # neither let go nor repeated
                yield CODES.get(code, f"key-{code}")

    def forget(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._file, EVENT.size * _EVENTS_READ):
                pass

    def close(self) -> None:
        os.close(self._file)


def byte_name(byte: int) -> str:
    """The key that sends this byte: its sign, the name of Enter and the like, else `x1F`."""
    if byte in _NAMED_BYTES:
        return _NAMED_BYTES[byte]
    return chr(byte).lower() if 0x21 <= byte <= 0x7E else f"x{byte:02X}"
