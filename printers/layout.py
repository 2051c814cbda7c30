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


@dataclass(frozen=True)
class Pair:
    """A label at the left and its value, bold, at the right of the same line."""

    label: str
    value: str


@dataclass(frozen=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True)
class Gap:
    """White paper, in dots (8 to the millimetre)."""

    dots: int


@dataclass(frozen=True)
class Qr:
    """A QR code in the middle of the paper."""

    content: str


@dataclass(frozen=True)
class Cut:
    """The end of the slip: cut, or fed out far enough to be torn off."""


Block = Text | Pair | Rule | Gap | Qr | Cut


@dataclass(frozen=True)
class Layout:
    """A slip for paper of that many columns of font A."""

    columns: int
    blocks: tuple[Block, ...]
