"""What stands on a slip, block by block, before it becomes bytes."""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Text:
    """Lines of one text, already wrapped; `width` and `height` enlarge the letters 1 to 8 times."""

    lines: tuple[str, ...]
    align: Align = "left"
    width: int = 1
    height: int = 1
    bold: bool = False
    inverse: bool = False
    """White on black."""


@dataclass(frozen=True)
class Pair:
    """A label at the left and its value, bold, at the right of the same line."""

    label: str
    value: str


@dataclass(frozen=True)
class Rule:
    """A thin line across the paper."""

    dashed: bool = False


@dataclass(frozen=True)
class Gap:
    """White paper, in dots (8 to the millimetre)."""

    dots: int


@dataclass(frozen=True)
class Qr:
    """A QR code; smaller than asked for where the paper is too narrow."""

    content: str
    align: Align = "center"
    module_dots: int = 6


@dataclass(frozen=True)
class Bars:
    """A barcode (Code 128); left out where the paper is too narrow or a letter has no code."""

    content: str
    align: Align = "center"


@dataclass(frozen=True)
class Logo:
    """A picture file, PNG or JPEG; left out where it cannot be read."""

    data: bytes
    align: Align = "center"
    width_dots: int | None = None
    """Left out: a dot for each of its pixels."""


@dataclass(frozen=True)
class Cut:
    """The end of the slip: cut, or fed out far enough to be torn off."""


Block = Text | Pair | Rule | Gap | Qr | Bars | Logo | Cut


@dataclass(frozen=True)
class Layout:
    """A slip for paper of that many columns of font A."""

    columns: int
    blocks: tuple[Block, ...]
