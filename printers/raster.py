"""Text as a raster image, for what the printer's own letters cannot say."""

from collections.abc import Iterable
from functools import lru_cache

import segno
from PIL import Image

from printers.font import CELL_HEIGHT, CELL_WIDTH, glyph
from printers.layout import Pair, Text
from printers.letters import cells, clusters

LINE_DOTS = 30
"""From one line of text to the next, as `ESC 2` spaces lines of font A."""
INK = 110
"""A dot is printed where the letter covers more than this of 255."""

_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def text(block: Text, columns: int) -> Image.Image:
    """The block as dots across the whole paper, black on white."""
    cell = CELL_WIDTH * block.width
    line_dots = max(LINE_DOTS, CELL_HEIGHT * block.height)
    ink = Image.new("1", (columns * CELL_WIDTH, line_dots * len(block.lines)))
    for row, line in enumerate(block.lines):
        spare = ink.width - cells(line) * cell
        left = {"left": 0, "center": spare // 2, "right": spare}[block.align]
        letters = _place(line, block.width, block.height, block.bold)
        for index, letter in letters:
            ink.paste(letter, (left + index * cell, row * line_dots))
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


def rule(columns: int) -> Image.Image:
    """A line across the paper, two dots thick."""
    return Image.new("1", (columns * CELL_WIDTH, 2))


def qr(content: str, module_dots: int, columns: int) -> Image.Image:
    """A QR code in the middle of the paper, for printers that cannot draw one."""
    matrix = segno.make_qr(content, error="m", boost_error=False).matrix
    modules = Image.new("1", (len(matrix[0]), len(matrix)))
    modules.putdata([255 * (module & 1) for row in matrix for module in row])
    width_dots = columns * CELL_WIDTH
    dots = min(module_dots, width_dots // modules.width)
    drawn = modules.resize((modules.width * dots, modules.height * dots))
    ink = Image.new("1", (width_dots, drawn.height))
    ink.paste(drawn, ((width_dots - drawn.width) // 2, 0))
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
