"""A stream of ESC/POS bytes, read command by command as a printer reads it.

Written from the command reference alone and sharing nothing with the renderer, so that a mistake
there cannot hide here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

DLE, ESC, FS, GS = b"\x10", b"\x1b", b"\x1c", b"\x1d"
TEXT = b""
"""The name of a run of characters."""

_ARGUMENTS = {
    **dict.fromkeys((ESC + b"@", ESC + b"2", ESC + b"i", ESC + b"m", ESC + b"S", ESC + b"L"), 0),
    **{ESC + bytes([name]): 1 for name in b" !-3=AEGJKMRTVadert{"},
    **dict.fromkeys((ESC + b"$", ESC + b"\\", ESC + b"c", ESC + b"B"), 2),
    ESC + b"p": 3,
    **{GS + bytes([name]): 1 for name in b"!BHIabfhrw:/"},
    **dict.fromkeys((GS + b"L", GS + b"W", GS + b"P", GS + b"$", GS + b"\\"), 2),
    FS + b".": 0,
    FS + b"&": 0,
    **{FS + bytes([name]): 1 for name in b"!-CW"},
    **dict.fromkeys((FS + b"S", FS + b"p"), 2),
    DLE + b"\x04": 1,
    DLE + b"\x05": 1,
    DLE + b"\x14": 3,
}
"""How many bytes follow each command of a fixed length."""


@dataclass(frozen=True)
class Command:
    """One command: its name (`GS v 0` is b"\\x1dv0"), its arguments and data, and all its bytes."""

    name: bytes
    arguments: bytes
    raw: bytes


class Reader:
    """Cuts a stream into commands, however its bytes arrive."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands that `data` completes."""
        self._rest += data
        while self._rest and (command := _first(self._rest)):
            self._rest = self._rest[len(command.raw) :]
            yield command

    @property
    def unfinished(self) -> bytes:
        """The beginning of a command whose rest has not come."""
        return self._rest


def read(data: bytes) -> list[Command]:
    """All commands in `data`; one broken off at its end is left out."""
    return list(Reader().feed(data))


def _first(data: bytes) -> Command | None:
    """The first command of `data`, None while it is not whole."""
    lead = data[:1]
    if lead in (DLE, ESC, FS, GS):
        return _escaped(data) if len(data) > 1 else None
    if lead < b" ":
        return Command(lead, b"", lead)
    end = next((at for at, byte in enumerate(data) if byte < 0x20), len(data))
    return Command(TEXT, data[:end], data[:end])


def _escaped(data: bytes) -> Command | None:
    name = data[:2]
    if name == GS + b"v":
        return _raster(data)
    if name == GS + b"(" or name == FS + b"(":
        return _sized(data)
    if name == GS + b"V":
        length = 4 if data[2:3] >= b"A" else 3
    elif name == GS + b"k":
        return _barcode(data)
    elif name == GS + b"e":
        length = 3 + {3: 1, 32: 2}.get(data[2] if len(data) > 2 else 0, 0)
    elif name == ESC + b"*":
        return _column_image(data)
    elif name == ESC + b"D":
        length = data.find(b"\x00") + 1 or len(data) + 1
    else:
        length = 2 + _ARGUMENTS.get(name, 0)
    return _whole(data, 2, length)


def _whole(data: bytes, name: int, length: int) -> Command | None:
    if len(data) < length:
        return None
    return Command(data[:name], data[name:length], data[:length])


def _raster(data: bytes) -> Command | None:
    if len(data) < 8:
        return None
    width_bytes = int.from_bytes(data[4:6], "little")
    height = int.from_bytes(data[6:8], "little")
    return _whole(data, 3, 8 + width_bytes * height)


def _sized(data: bytes) -> Command | None:
    if len(data) < 5:
        return None
    return _whole(data, 3, 5 + int.from_bytes(data[3:5], "little"))


def _barcode(data: bytes) -> Command | None:
    if len(data) < 4:
        return None
    if data[2] > 6:
        return _whole(data, 2, 4 + data[3])
    return _whole(data, 2, data.find(b"\x00", 3) + 1 or len(data) + 1)


def _column_image(data: bytes) -> Command | None:
    if len(data) < 5:
        return None
    rows = 3 if data[2] >= 32 else 1
    return _whole(data, 2, 5 + rows * int.from_bytes(data[3:5], "little"))
