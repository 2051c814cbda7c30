"""The pictures of slips in the how-to: `python -m docs.slip_pictures`.

Each is drawn from the very bytes that such a printer gets, a pixel to the dot.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from printers import picture, slip
from printers.document import parse
from printers.profile import Profile
from printers.render import render
from tests.slips import DOCUMENTS

FOLDER = Path(__file__).parent / "pictures"
GAP_DOTS = 40
SHOWN = (
    ("uk", Profile(80, "cp1251")),
    ("uk", Profile(80, None)),
    ("pl", Profile(58, None, cut=False, numbering="clone")),
)


def main() -> None:
    """Picture slips of three printers side by side: its letters, dots for letters, 58 mm."""
    slips = [Image.open(io.BytesIO(_drawn(language, profile))) for language, profile in SHOWN]
    width = sum(drawn.width for drawn in slips) + GAP_DOTS * (len(slips) - 1)
    side_by_side = Image.new("LA", (width, max(drawn.height for drawn in slips)))
    left = 0
    for drawn in slips:
        side_by_side.paste(drawn, (left, 0))
        left += drawn.width + GAP_DOTS
    few = side_by_side.convert("RGBA").quantize(32, Image.Quantize.FASTOCTREE)
    few.save(FOLDER / "slip-letters.png", optimize=True)


def _drawn(language: str, profile: Profile) -> bytes:
    layout = slip.lay_out(parse(DOCUMENTS[language]), profile.columns)
    return picture.picture(render(layout, profile), profile.width_mm)


if __name__ == "__main__":
    main()
