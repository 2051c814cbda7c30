"""What a printer would put on paper: ESC/POS bytes read back into lines, pictures and codes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from printers.commands import ESC, GS, Command, read

PAGES = {
    0: "cp437",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    54: "cp852",
    59: "cp866",
    72: "cp1250",
    73: "cp1251",
}
"""Code pages by the number of `ESC t`: Epson's, then those of many other printers."""
QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_ALIGNS = {0: "left", 1: "center", 2: "right"}
_CHARACTER_DOTS = 24


@dataclass(frozen=True)
class Style:
    """How letters are printed."""

    width: int = 1
    height: int = 1
    bold: bool = False
    inverse: bool = False


@dataclass(frozen=True)
class Span:
    """Letters of one style."""

    text: str
    style: Style


@dataclass(frozen=True)
class Line:
    """A printed line and the paper it takes, in dots."""

    spans: tuple[Span, ...]
    align: str
    height_dots: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Feed:
    """White paper, in dots."""

    dots: int


@dataclass(frozen=True)
class Dots:
    """A raster image: rows of bytes, the leftmost dot in the highest bit."""

    width_bytes: int
    height: int
    data: bytes
    align: str


@dataclass(frozen=True)
class Code:
    """A QR code that the printer draws itself."""

    content: str
    level: str
    module_dots: int
    align: str


@dataclass(frozen=True)
class Barcode:
    """A Code 128, of its code set B, that the printer draws itself."""

    content: str
    module_dots: int
    height_dots: int
    align: str


@dataclass(frozen=True)
class Knife:
    """A cut."""


Item = Line | Feed | Dots | Code | Barcode | Knife


def items(data: bytes) -> Iterator[Item]:
    """What those bytes put on paper, from top to bottom, on a printer just switched on."""
    printer = _Printer()
    for command in read(data):
        yield from printer.obey(command)
    yield from printer.line_feed(only_text=True)


class _Printer:
    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._style = Style()
        self._align = "left"
        self._page = PAGES[0]
        self._spacing_dots = 30
        self._spans: list[Span] = []
        self._module_dots = 3
        self._level = "L"
        self._content = ""
        self._bar_dots = 3
        self._bar_height_dots = 162

    def obey(self, command: Command) -> Iterator[Item]:
        match command.name:
            case b"":
                text = command.raw.decode(self._page, errors="replace")
                self._spans.append(Span(text, self._style))
            case b"\n":
                yield from self.line_feed()
            case b"\x1bd":
                yield from self.line_feed(only_text=True)
                yield Feed(command.arguments[0] * self._spacing_dots)
            case b"\x1bJ":
                yield from self.line_feed(only_text=True)
                yield Feed(command.arguments[0])
            case b"\x1dv0":
                yield self._raster(command.arguments)
            case b"\x1d(k":
                yield from self._symbol(command.arguments[2:])
            case b"\x1dk":
                yield from self._barcode(command.arguments)
            case b"\x1dV" | b"\x1bi" | b"\x1bm":
                yield Knife()
            case _:
                self._set(command.name, command.arguments)

    def line_feed(self, *, only_text: bool = False) -> Iterator[Line]:
        if self._spans or not only_text:
            tallest = max((span.style.height for span in self._spans), default=1)
            height_dots = max(self._spacing_dots, tallest * _CHARACTER_DOTS)
            yield Line(tuple(self._spans), self._align, height_dots)
        self._spans = []

    def _set(self, name: bytes, arguments: bytes) -> None:
        if name == ESC + b"@":
            self._reset()
        elif name == ESC + b"t":
            self._page = PAGES.get(arguments[0], PAGES[0])
        elif name == ESC + b"a":
            self._align = _ALIGNS.get(arguments[0] % 48, "left")
        elif name == ESC + b"2":
            self._spacing_dots = 30
        elif name == ESC + b"3":
            self._spacing_dots = arguments[0]
        elif name == GS + b"w":
            self._bar_dots = arguments[0]
        elif name == GS + b"h":
            self._bar_height_dots = arguments[0]
        elif arguments:
            self._style = self._styled(name, arguments[0])

    def _styled(self, name: bytes, value: int) -> Style:
        if name in (ESC + b"E", ESC + b"G"):
            return replace(self._style, bold=bool(value & 1))
        if name == GS + b"B":
            return replace(self._style, inverse=bool(value & 1))
        if name == GS + b"!":
            return replace(self._style, width=(value >> 4) + 1, height=(value & 0x0F) + 1)
        if name == ESC + b"!":
            width, height = 1 + (value >> 5 & 1), 1 + (value >> 4 & 1)
            return replace(self._style, width=width, height=height, bold=bool(value & 8))
        return self._style

    def _raster(self, arguments: bytes) -> Dots:
        width_bytes = int.from_bytes(arguments[1:3], "little")
        height = int.from_bytes(arguments[3:5], "little")
        return Dots(width_bytes, height, arguments[5:], self._align)

    def _barcode(self, arguments: bytes) -> Iterator[Barcode]:
        """`GS k 73 n {B…`; others are not drawn."""
        if arguments[:1] == b"I" and arguments[2:4] == b"{B":
            content = arguments[4:].replace(b"{{", b"{").decode("ascii", errors="replace")
            yield Barcode(content, self._bar_dots, self._bar_height_dots, self._align)

    def _symbol(self, parameters: bytes) -> Iterator[Code]:
        """`GS ( k` for QR codes: set up, store, print."""
        kind, function, values = parameters[:1], parameters[1:2], parameters[2:]
        if kind != b"1":
            return
        if function == b"C":
            self._module_dots = values[0]
        elif function == b"E":
            self._level = QR_LEVELS.get(values[0], "L")
        elif function == b"P":
            self._content = values[1:].decode("utf-8", errors="replace")
        elif function == b"Q" and self._content:
            yield Code(self._content, self._level, self._module_dots, self._align)
