"""Letters as dots, on the grid of a receipt printer's font A: cells of 12 × 24 dots.

DejaVu Sans Mono comes with python-barcode, so it is there on every machine; it has the Polish,
Ukrainian and Russian letters. The bold face is made as printers make it: printed again, a dot
aside.
"""

from functools import cache, lru_cache
from importlib.resources import files

from PIL import Image, ImageChops, ImageDraw, ImageFont

CELL_WIDTH = 12
CELL_HEIGHT = 24
_BASELINE = 19
_SIZE = 19.9
_PATH = str(files("barcode") / "fonts" / "DejaVuSansMono.ttf")


@cache
def _face(scale: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_PATH, _SIZE * scale, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def glyph(cluster: str, width: int, height: int, bold: bool) -> Image.Image:
    """The letter, white on black in shades of grey, `width` × `height` times the size of a cell."""
    scale = max(width, height)
    cell = Image.new("L", (CELL_WIDTH * scale, CELL_HEIGHT * scale))
    ImageDraw.Draw(cell).text(
        (CELL_WIDTH * scale / 2, _BASELINE * scale), cluster, 255, _face(scale), anchor="ms"
    )
    wanted = (CELL_WIDTH * width, CELL_HEIGHT * height)
    regular = cell if cell.size == wanted else cell.resize(wanted, Image.Resampling.BOX)
    return _emphasised(regular, round(width * 0.6)) if bold else regular


def _emphasised(regular: Image.Image, dots: int) -> Image.Image:
    bold = regular
    for right in range(1, dots + 1):
        moved = Image.new("L", regular.size)
        moved.paste(regular, (right, 0))
        bold = ImageChops.lighter(bold, moved)
    return bold
