"""The pictures of slips in the how-tos: `python -m docs.slip_pictures`.

Each is drawn from the very bytes that such a printer gets, a pixel to the dot.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from printers import picture, slip
from printers.document import parse
from printers.profile import Profile
from printers.render import render
from queue_server.office import Office, load
from queue_server.office.slips import Slip
from queue_server.picturing import Sample, preview
from tests.slips import DOCUMENTS

FOLDER = Path(__file__).parent / "pictures"
DEMO = Path(__file__).parents[1] / "config.yaml"
GAP_DOTS = 40
ISSUED_AT = datetime(2026, 11, 20, 11, 4, tzinfo=UTC)
LETTERS = (
    ("uk", Profile(80, "cp1251")),
    ("uk", Profile(80, None)),
    ("pl", Profile(58, None, cut=False, numbering="clone")),
)
"""A printer's own letters, dots for letters, and 58 mm."""
SHORT = {
    "lines": [
        {"text": "{office}", "align": "center"},
        {"space": 16},
        {"text": "{number}", "align": "center", "size": "fit", "inverse": True},
        {"space": 16},
        {"text": "{service}", "align": "center", "size": 2},
        {"text": "Wait: {wait}", "align": "center", "when": "wait"},
        {"rule": "dashed"},
        {"text": "{where}", "align": "center", "bold": True},
        {"space": 16},
        {"barcode": "{number}"},
        {"space": 16},
    ]
}


def main() -> None:
    """Picture what letters a printer may have, and what an office may design."""
    letters = [_drawn(language, profile) for language, profile in LETTERS]
    _save(letters, "slip-letters.png")
    _save(_designs(load(DEMO).office), "slip-designs.png")


def _designs(office: Office) -> Iterable[bytes]:
    """The demo office's slip on both papers, and a short one in its place."""
    krakow = office.branches[0]
    short = office.model_copy(update={"slip": Slip.model_validate(SHORT)})
    for design, printer, service, language in (
        (office, "entrance", "residence-permit", "pl"),
        (office, "employers", "work-permit", "uk"),
        (short, "entrance", "card-collection", "en"),
    ):
        sample = Sample(ISSUED_AT, service, language)
        url = "https://kolejka.example"
        yield preview(design, krakow, krakow.printer[printer], sample, Path("media"), url)


def _drawn(language: str, profile: Profile) -> bytes:
    layout = slip.lay_out(parse(DOCUMENTS[language]), profile.columns)
    return picture.picture(render(layout, profile), profile.width_mm)


def _save(drawn: Iterable[bytes], name: str) -> None:
    """Put slips side by side."""
    slips = [Image.open(io.BytesIO(one)) for one in drawn]
    width = sum(one.width for one in slips) + GAP_DOTS * (len(slips) - 1)
    side_by_side = Image.new("LA", (width, max(one.height for one in slips)))
    left = 0
    for one in slips:
        side_by_side.paste(one, (left, 0))
        left += one.width + GAP_DOTS
    few = side_by_side.convert("RGBA").quantize(32, Image.Quantize.FASTOCTREE)
    few.save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
