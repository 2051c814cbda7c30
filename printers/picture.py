"""A slip as people see it, from the very bytes that a printer got: as text and as a picture."""

import io

import segno
from barcode.charsets import code128
from PIL import Image, ImageChops, ImageDraw

from printers.font import CELL_HEIGHT, CELL_WIDTH, glyph
from printers.letters import clusters
from printers.profile import DOTS
from printers.reading import Barcode, Code, Dots, Feed, Item, Knife, Line, Span, items

PAPER_DOTS = {58: 464, 80: 640}
INK = 24
PAPER = 253
_TOP_DOTS = 36
_TOOTH_DOTS = 8
_START_B = 104
_STOP = "1100011101011"


def text(data: bytes) -> list[str]:
    """The slip line by line as its characters say it, and what its codes hold.

    What was printed as a raster image has no characters and is left out.
    """
    lines: list[str] = []
    for item in items(data):
        if isinstance(item, Line):
            lines.append(item.text)
        elif isinstance(item, Code | Barcode):
            lines.append(item.content)
    return lines


def picture(data: bytes, width_mm: int, dots: int | None = None) -> bytes:
    """The slip as a PNG, a pixel to the dot, on paper with its margins and a torn edge.

    `dots` across the paper that are printed on, where they are not the usual ones.
    """
    width_dots = dots or DOTS[width_mm]
    placed: list[tuple[int, Image.Image]] = []
    top = _TOP_DOTS
    for item in items(data):
        strip = _strip(item, width_dots)
        if strip is not None:
            placed.append((top, strip))
        top += _height(item, strip)
    paper = Image.new("L", (PAPER_DOTS[width_mm], top + _TOP_DOTS), PAPER)
    left = (paper.width - width_dots) // 2
    for at, strip in placed:
        paper.paste(INK, (left, at), strip)
    png = io.BytesIO()
    Image.merge("LA", (paper, _edges(paper.size))).save(png, "PNG", optimize=True)
    return png.getvalue()


def _height(item: Item, strip: Image.Image | None) -> int:
    match item:
        case Feed():
            return item.dots
        case Line():
            return item.height_dots
        case Knife():
            return 0
    return strip.height if strip else 0


def _strip(item: Item, width_dots: int) -> Image.Image | None:
    """The item's ink across the printable width, None where it leaves the paper white."""
    match item:
        case Line():
            return _line(item, width_dots)
        case Dots():
            size = (item.width_bytes * 8, item.height)
            return _across(Image.frombytes("1", size, item.data), item.align, width_dots)
        case Code():
            return _across(_code(item), item.align, width_dots)
        case Barcode():
            return _across(_barcode(item), item.align, width_dots)
    return None


def _line(line: Line, width_dots: int) -> Image.Image:
    letters = [_letter(cluster, span) for span in line.spans for cluster in clusters(span.text)]
    tallest = max((letter.height for letter in letters), default=CELL_HEIGHT)
    ink = Image.new("L", (sum(letter.width for letter in letters) or CELL_WIDTH, tallest))
    left = 0
    for letter in letters:
        ink.paste(letter, (left, tallest - letter.height))
        left += letter.width
    return _across(ink, line.align, width_dots)


def _letter(cluster: str, span: Span) -> Image.Image:
    letter = glyph(cluster, span.style.width, span.style.height, span.style.bold)
    return ImageChops.invert(letter) if span.style.inverse else letter


def _barcode(barcode: Barcode) -> Image.Image:
    """Code 128 of code set B: its start, the letters, their check, its stop."""
    letters = [ord(char) - ord(" ") for char in barcode.content]
    check = (_START_B + sum(at * letter for at, letter in enumerate(letters, 1))) % 103
    symbols = [code128.CODES[value] for value in (_START_B, *letters, check)]
    modules = "".join(symbols) + _STOP
    ink = Image.new("L", (len(modules), 1))
    ink.putdata([255 * int(module) for module in modules])
    size = (ink.width * barcode.module_dots, barcode.height_dots)
    return ink.resize(size, Image.Resampling.NEAREST)


def _code(code: Code) -> Image.Image:
    matrix = segno.make_qr(code.content, error=code.level, boost_error=False).matrix
    modules = Image.new("L", (len(matrix[0]), len(matrix)))
    modules.putdata([255 * (module & 1) for row in matrix for module in row])
    return modules.resize(
        (modules.width * code.module_dots, modules.height * code.module_dots),
        Image.Resampling.NEAREST,
    )


def _across(ink: Image.Image, align: str, width_dots: int) -> Image.Image:
    spare = width_dots - ink.width
    strip = Image.new("L", (width_dots, ink.height))
    strip.paste(ink.convert("L"), ({"center": spare // 2, "right": spare}.get(align, 0), 0))
    return strip


def _edges(size: tuple[int, int]) -> Image.Image:
    """The paper's outline: straight where it was cut before, toothed where it was torn off."""
    width, height = size
    outline = Image.new("L", size)
    teeth = [
        (x, height - (_TOOTH_DOTS if index % 2 else 0))
        for index, x in enumerate(range(width, -_TOOTH_DOTS, -_TOOTH_DOTS))
    ]
    ImageDraw.Draw(outline).polygon([(0, 0), (width, 0), *teeth], 255)
    return outline
