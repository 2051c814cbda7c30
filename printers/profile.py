"""What one printer can do: its paper, its letters, its knife."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COLUMNS = {58: 32, 80: 48}
"""Columns of font A (12 dots wide) by width of the paper in millimetres."""
CODE_PAGES = {"cp852": 18, "cp866": 17, "cp1125": 44, "cp1250": 45, "cp1251": 46}
"""The number that `ESC t` selects each page by, as Epson numbers them."""


class ProfileError(ValueError):
    """The printer's profile cannot be used; the message names the field."""


@dataclass(frozen=True)
class Profile:
    """A printer as the renderer knows it; `code_page` None means that nobody knows its page."""

    width_mm: int = 80
    code_page: str | None = None
    cut: bool = True

    def __post_init__(self) -> None:
        if self.width_mm not in COLUMNS:
            raise ProfileError(f"width_mm: {self.width_mm} is none of {sorted(COLUMNS)}")
        if self.code_page is not None and self.code_page not in CODE_PAGES:
            raise ProfileError(f"code_page: {self.code_page} is none of {sorted(CODE_PAGES)}")

    @property
    def columns(self) -> int:
        """Columns of font A."""
        return COLUMNS[self.width_mm]

    @property
    def width_dots(self) -> int:
        """Dots across the paper."""
        return self.columns * 12


def from_wire(printer: Mapping[str, Any]) -> Profile:
    """The profile in a `printer` view. Raises ProfileError."""
    return Profile(
        width_mm=printer.get("width_mm", 80),
        code_page=printer.get("code_page"),
        cut=bool(printer.get("cut", True)),
    )
