"""The slip: from its document and template to a layout for one width of paper."""

import math
import re
from collections.abc import Iterator, Mapping

from printers.document import Document, Wait
from printers.layout import Align, Bars, Block, Cut, Gap, Layout, Logo, Pair, Qr, Rule, Text
from printers.letters import balance, cells, wrap
from printers.template import BUILT_IN, SlipLine, Values, says
from printers.texts import filled, labels

LARGEST = 8
"""ESC/POS enlarges letters at most eight times."""
FIT_MARGIN = 4
"""Columns kept white beside a text that fits the paper, so that it never touches the edges."""
SMALLEST_ROOM = 4
"""Letters that a line of any size has room for."""
HANGING_ROOM = 8
"""Letters that a line must have room for to go on under the first letter after its bullet."""
QR_MODULE_DOTS = 6
"""Dots a module: 0.75 mm, which every telephone reads."""
DOTS_PER_MM = 8

_BULLET = re.compile(r"[-–—•*] ")
_COPY = SlipLine(text="{copy}", align="center", bold=True)
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}


def lay_out(
    document: Document, columns: int, copy: int = 0, logos: Mapping[str, bytes] | None = None
) -> Layout:
    """Lay the slip out on that many columns; `copy` above 0 marks a reprint with its count.

    `logos` has the pictures that the template names; one that is not there is left out.
    """
    values = _values(document, copy)
    lines = document.template if says(document.template, "number", values) else BUILT_IN
    if copy > 0 and not says(lines, "copy", values):
        lines = (_COPY, *lines)
    blocks = (
        block
        for line in lines
        if line.applies(values)
        for block in _blocks(line, values, columns, logos or {})
    )
    return Layout(columns, (*blocks, Cut()))


def minutes(wait: Wait, texts: dict[str, str]) -> str:
    """The expected wait in whole minutes, never promising less than it may take."""
    low = math.floor(wait.low_seconds / 60)
    high = max(1, math.ceil(wait.high_seconds / 60))
    form = "wait_up_to" if low < 1 else "wait_about" if low == high else "wait_range"
    return filled(texts[form], low=low, high=high)


def _values(document: Document, copy: int) -> Values:
    """What each field of a template says on this slip."""
    texts = {**labels(document.language), **document.labels}
    said = {
        "office": document.office,
        "branch": document.branch,
        "address": document.address,
        "number": document.number,
        "issued": document.issued,
        "where": document.where,
        "ahead": "" if document.ahead is None else str(document.ahead),
        "wait": minutes(document.wait, texts) if document.wait else "",
        "cases": str(document.cases) if document.cases > 1 else "",
        "needs": ", ".join(document.needs),
        "copy": filled(texts["copy"], count=copy) if copy > 0 else "",
        "url": document.url,
        "footer": document.footer,
        **{f"label:{name}": text for name, text in texts.items()},
    }
    return {
        "service": document.services,
        "document": document.documents,
        "service_text": document.service_texts,
        **{name: (text,) if text else () for name, text in said.items()},
    }


def _blocks(
    line: SlipLine, values: Values, columns: int, logos: Mapping[str, bytes]
) -> Iterator[Block]:
    if line.text:
        for label, text in line.texts(values):
            yield from _fact(label, text, columns) if label else _text(line, text, columns)
    elif line.qr:
        dots = line.size if isinstance(line.size, int) else QR_MODULE_DOTS
        for content in line.contents(values):
            yield Qr(content, _ALIGNS.get(line.align, "center"), dots)
    elif line.barcode:
        for content in line.contents(values):
            yield Bars(content, _ALIGNS.get(line.align, "center"))
    elif line.logo in logos:
        align = _ALIGNS.get(line.align, "center")
        yield Logo(logos[line.logo], align, line.width_mm * DOTS_PER_MM or None)
    elif line.rule:
        yield Rule(dashed=line.rule == "dashed")
    elif line.space > 0:
        yield Gap(min(line.space, 255))


def _text(line: SlipLine, text: str, columns: int) -> Iterator[Text]:
    # White letters need black beside them.
    beside = 2 if line.inverse else 0
    width, height = _size(line.size, cells(text) + beside, columns)
    room = columns // width - beside
    align = _ALIGNS.get(line.align, "left")
    bullet = _BULLET.match(text)
    if bullet and align == "left" and room > HANGING_ROOM:
        first, *rest = wrap(text[bullet.end() :], room - 2) or ("",)
        lines = (bullet[0] + first, *("  " + more for more in rest))
    elif align == "left" or line.size == "fit":
        lines = wrap(text, room)
    else:
        lines = balance(text, room)
    if line.inverse:
        lines = tuple(f" {more} " for more in lines)
    if lines:
        yield Text(lines, align, width, height, line.bold, line.inverse)


def _size(size: int | str, letters: int, columns: int) -> tuple[int, int]:
    """How many times its letters are as wide and as high as common ones."""
    if size == "fit":
        size = max(1, (columns - FIT_MARGIN) // max(1, letters))
    widest = min(LARGEST, columns // SMALLEST_ROOM)
    if isinstance(size, int):
        return (max(1, min(size, widest)),) * 2
    return {"tall": (1, 2), "wide": (2, 1)}.get(size, (1, 1))


def _fact(label: str, value: str, columns: int) -> Iterator[Block]:
    if cells(label) + 2 + cells(value) <= columns:
        yield Pair(label, value)
    else:
        yield Text(wrap(label, columns))
        yield Text(balance(value, columns), "right", bold=True)
