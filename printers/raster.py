"""Text as a raster image, for what the printer's own letters cannot say."""

import io
from collections.abc import Iterable
from functools import lru_cache

import segno
from PIL import Image, ImageChops

from printers.font import CELL_HEIGHT, CELL_WIDTH, glyph
from printers.layout import Align, Logo, Pair, Qr, Rule, Text
from printers.letters import cells, clusters

LINE_DOTS = 30
"""From one line of text to the next, as `ESC 2` spaces lines of font A."""
INK = 110
"""A dot is printed where the letter covers more than this of 255."""

DASH_DOTS = 8
LARGEST_LOGO = 2000
"""Pixels of a side; what is larger is not even read."""
HIGHEST_LOGO_DOTS = 480
"""60 mm."""

_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def text(block: Text, columns: int) -> Image.Image:
    """The block as dots across the whole paper, black on white."""
    cell = CELL_WIDTH * block.width
    line_dots = max(LINE_DOTS, CELL_HEIGHT * block.height)
    ink = Image.new("1", (columns * CELL_WIDTH, line_dots * len(block.lines)))
    for row, line in enumerate(block.lines):
        spare = ink.width - cells(line) * cell
        left = _left(block.align, spare)
        letters = _place(line, block.width, block.height, block.bold)
        for index, letter in letters:
            dots = ImageChops.invert(letter) if block.inverse else letter
            ink.paste(dots, (left + index * cell, row * line_dots))
    return _on_paper(ink)


def pair(block: Pair, columns: int) -> Image.Image:
    """The pair as dots across the whole paper, black on white."""
    ink = Image.new("1", (columns * CELL_WIDTH, LINE_DOTS))
    for index, letter in _place(block.label, 1, 1, bold=False):
        ink.paste(letter, (index * CELL_WIDTH, 0))
    first = columns - cells(block.value)
    for index, letter in _place(block.value, 1, 1, bold=True):
        ink.paste(letter, ((first + index) * CELL_WIDTH, 0))
    return _on_paper(ink)


def rule(block: Rule, columns: int) -> Image.Image:
    """A line across the paper, two dots thick."""
    line = Image.new("1", (columns * CELL_WIDTH, 2), 0)
    if block.dashed:
        for left in range(0, line.width, 2 * DASH_DOTS):
            line.paste(1, (left + DASH_DOTS, 0, left + 2 * DASH_DOTS, 2))
    return line


def modules(content: str) -> list[bytearray] | None:
    """A QR code's modules, row by row; None where a code cannot hold so much."""
    try:
        return list(segno.make_qr(content, error="m", boost_error=False).matrix)
    except ValueError:
        return None


def qr(block: Qr, matrix: list[bytearray], module_dots: int, columns: int) -> Image.Image:
    """A QR code for printers that cannot draw one."""
    drawn = Image.new("1", (len(matrix[0]), len(matrix)))
    drawn.putdata([255 * (module & 1) for row in matrix for module in row])
    size = (drawn.width * module_dots, drawn.height * module_dots)
    return _across(drawn.resize(size), block.align, columns)


def logo(block: Logo, columns: int) -> Image.Image | None:
    """The picture in black and white, its shades as scattered dots; None where it is none."""
    try:
        with Image.open(io.BytesIO(block.data), formats=("PNG", "JPEG")) as file:
            if max(file.size) > LARGEST_LOGO:
                return None
            on_white = Image.new("RGBA", file.size, "white")
            on_white.alpha_composite(file.convert("RGBA"))
    except (OSError, ValueError, SyntaxError):  # all that Pillow says of broken files
        return None
    width = min(block.width_dots or on_white.width, columns * CELL_WIDTH)
    scale = min(width / on_white.width, HIGHEST_LOGO_DOTS / on_white.height)
    if block.width_dots is None:
        scale = min(scale, 1)
    size = (max(1, round(on_white.width * scale)), max(1, round(on_white.height * scale)))
    grey = on_white.convert("L").resize(size, Image.Resampling.LANCZOS)
    return _across(ImageChops.invert(grey).convert("1"), block.align, columns)


def _left(align: Align, spare: int) -> int:
    return {"left": 0, "center": spare // 2, "right": spare}[align]


def _across(drawn: Image.Image, align: Align, columns: int) -> Image.Image:
    ink = Image.new("1", (columns * CELL_WIDTH, drawn.height))
    ink.paste(drawn, (_left(align, ink.width - drawn.width), 0))
    return _on_paper(ink)


def _place(line: str, width: int, height: int, bold: bool) -> Iterable[tuple[int, Image.Image]]:
    for index, cluster in enumerate(clusters(line)):
        yield index, _dots(cluster, width, height, bold)


@lru_cache(maxsize=4096)
def _dots(cluster: str, width: int, height: int, bold: bool) -> Image.Image:
    letter = glyph(cluster, width, height, bold)
    return letter.point([255 * (level > INK) for level in range(256)]).convert("1")


def _on_paper(ink: Image.Image) -> Image.Image:
    """Black on white, and no run of bytes that a printer would take for a real-time command.

    Printers look for `DLE EOT` and its like in whatever comes, pictures too; one dot more where
    a picture happens to hold such bytes is not seen, a stray status byte would be.
    """
    dots = ink.tobytes()
    for command in _REAL_TIME:
        dots = dots.replace(command, b"\x18" + command[1:])
    return Image.frombytes("1", ink.size, bytes(byte ^ 0xFF for byte in dots))
