"""What one printer can do: its paper, its letters, its knife."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DOTS = {58: 384, 80: 576}
"""Dots across the paper, 8 to the millimetre, by its width in millimetres."""
CELL_DOTS = 12
"""A letter of font A is so wide."""
CODE_PAGES = ("cp852", "cp1250", "cp1251", "cp1125", "cp866")
NUMBERS = {
    "epson": {"cp852": 18, "cp866": 17, "cp1125": 44, "cp1250": 45, "cp1251": 46},
    "clone": {"cp852": 54, "cp866": 59, "cp1250": 72, "cp1251": 73},
}
"""The number that `ESC t` selects each page by: as Epson numbers them, and as most printers
without a famous name do (NT-5890K, NT-80, P822D, POS-5890 in python-escpos' collection)."""


class ProfileError(ValueError):
    """The printer's profile cannot be used; the message names the field."""


@dataclass(frozen=True)
class Profile:
    """A printer as the renderer knows it; `code_page` None means that nobody knows its page."""

    width_mm: int = 80
    code_page: str | None = None
    cut: bool = True
    present: bool = False
    """Whether it holds the slip out, and takes it back when nobody takes it."""
    dots: int | None = None
    """Dots across the paper, where they are not the usual ones."""
    numbering: str = "epson"
    code_page_number: int | None = None
    """What `ESC t` selects the page by, where the numbering does not tell."""

    def __post_init__(self) -> None:
        for field, value, known in (
            ("width_mm", self.width_mm, DOTS),
            ("code_page", self.code_page, (None, *CODE_PAGES)),
            ("profile", self.numbering, NUMBERS),
        ):
            if value not in known:
                raise ProfileError(f"{field}: {value!r} is none of {list(known)}")
        if self.code_page and self.page_number is None:
            raise ProfileError(f"code_page_number: {self.code_page} has none in this profile")

    @property
    def columns(self) -> int:
        """Columns of font A."""
        return (self.dots or DOTS[self.width_mm]) // CELL_DOTS

    @property
    def width_dots(self) -> int:
        """Dots across the paper that letters can take."""
        return self.columns * CELL_DOTS

    @property
    def page_number(self) -> int | None:
        """What `ESC t` selects its code page by."""
        if self.code_page_number is not None:
            return self.code_page_number
        return NUMBERS[self.numbering].get(self.code_page or "")

    @property
    def draws_qr(self) -> bool:
        """Whether it draws QR codes by itself; most clones do not."""
        return self.numbering == "epson"


def from_wire(printer: Mapping[str, Any]) -> Profile:
    """The profile in a `printer` view. Raises ProfileError."""
    return Profile(
        width_mm=printer.get("width_mm", 80),
        code_page=printer.get("code_page"),
        cut=bool(printer.get("cut", True)),
        present=bool(printer.get("present", False)),
        dots=printer.get("dots"),
        numbering=printer.get("profile") or "epson",
        code_page_number=printer.get("code_page_number"),
    )
