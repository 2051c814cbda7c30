"""The bytes that a printer gets: letters by its code page, the rest as dots, nothing as '?'."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printers import picture, slip
from printers.commands import read
from printers.document import parse
from printers.font import CELL_HEIGHT, CELL_WIDTH, glyph
from printers.layout import Bars, Cut, Layout, Pair, Qr, Text
from printers.letters import clean, wrap
from printers.profile import CODE_PAGES, DOTS, NUMBERS, Profile, ProfileError, from_wire
from printers.raster import INK, LINE_DOTS
from printers.reading import Dots, items
from printers.render import encode, render
from tests.slip_templates import EVERY_ELEMENT, LOGO, png
from tests.slips import DOCUMENTS, URL

ALPHABET = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:–-•’'/×№()"
    "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяҐЄІЇґєії"
)
POLISH, UKRAINIAN, RUSSIAN = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "іїєґІЇЄҐ", "ыэъёЫЭЪЁ"
RULE_58 = b"\x1bJ\x0c\x1dv0\x00\x30\x00\x02\x00" + b"\xff" * 96 + b"\x1bJ\x0c"


def test_a_small_slip_byte_for_byte() -> None:
    document = {
        "language": "pl",
        "office": "Urząd",
        "branch": "Kraków",
        "number": "A042",
        "service": "Paszport",
        "issued": "20.11.2026 12:04",
        "ahead": 3,
        "url": "https://o.pl/t/1",
    }
    layout = slip.lay_out(parse(document), 32)
    assert (
        render(layout, Profile(58, "cp852"))
        == (
            b"\x1b@\x1bR\x00\x1bt\x12"
            b"\x1ba\x01\x1bE\x01Urz\xa5d\n\x1bE\x00Krak\xa2w\n"
            b"\x1bJ\x1eTw\xa2j numer\n\x1bJ\x08"
            b"\x1d!\x66\x1bE\x01A042\n\x1bE\x00\x1d!\x00\x1bJ\x0c"
            b"\x1d!\x01\x1bE\x01Paszport\n\x1bE\x00\x1d!\x00\x1bJ\x0a"
            # The rule is a picture as wide as the line, so it stands at the left.
            + RULE_58.replace(b"\x1dv0", b"\x1ba\x00\x1dv0")
            + b"Wydano          \x1bE\x0120.11.2026 12:04\n\x1bE\x00"
            b"Osoby przed Tob\xa5               \x1bE\x013\n\x1bE\x00"
            + RULE_58
            + b"\x1bJ\x0c\x1ba\x01"
            b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1"
            b"\x1d(k\x13\x001P0https://o.pl/t/1\x1d(k\x03\x001Q0"
            b"\x1bJ\x0cZeskanuj kod, aby \x98ledzi\x86\nkolejk\xa9 w telefonie\n"
            b"\x1dVB\x00"
        )
    )


def test_a_printer_without_a_knife_feeds_the_slip_out() -> None:
    assert render(Layout(32, (Cut(),)), Profile(58, "cp852", cut=False)).endswith(b"\x1bd\x05")


@pytest.mark.parametrize(
    ("code_page", "letters"),
    [
        ("cp852", POLISH),
        ("cp1250", POLISH + "„”–"),
        ("cp1251", UKRAINIAN + RUSSIAN + "№"),
        ("cp1125", UKRAINIAN + RUSSIAN + "№"),
        ("cp866", RUSSIAN + "їЇєЄ№"),
    ],
)
def test_letters_of_the_page_go_as_characters(code_page: str, letters: str) -> None:
    data = render(Layout(32, (Text((letters,)),)), Profile(58, code_page))
    assert picture.text(data) == [letters]
    assert bytes([NUMBERS["epson"][code_page]]) == data.split(b"\x1bt")[1][:1]


@pytest.mark.parametrize(
    ("code_page", "letters"),
    [
        ("cp852", UKRAINIAN),
        ("cp852", RUSSIAN),
        ("cp1250", UKRAINIAN),
        ("cp1251", POLISH),
        ("cp1125", POLISH),
        ("cp866", "іґІҐ"),
        (None, "plain ASCII"),
        (None, POLISH),
    ],
)
def test_letters_that_the_page_lacks_go_as_dots_that_read_the_same(
    code_page: str | None, letters: str
) -> None:
    data = render(Layout(32, (Text((letters,)),)), Profile(58, code_page))
    assert picture.text(data) == []
    assert read_dots(data) == [dots_like(letters)]


@pytest.mark.parametrize("width_mm", DOTS)
@pytest.mark.parametrize("code_page", [*CODE_PAGES, None])
@pytest.mark.parametrize("language", DOCUMENTS)
@pytest.mark.parametrize("lines", [None, EVERY_ELEMENT], ids=["built in", "every element"])
def test_every_slip_can_be_read_on_every_page(
    lines: list[Any] | None, language: str, code_page: str | None, width_mm: int
) -> None:
    """Letter by letter, from characters or from dots, in the order of the layout."""
    profile = Profile(width_mm, code_page)
    document = {**DOCUMENTS[language], "address": "Rynek 1", "template": {"lines": lines}}
    layout = slip.lay_out(parse(document), profile.columns, 1, {LOGO: png()})
    data = render(layout, profile)
    characters = picture.text(data)
    dots = read_dots(data)
    for block in layout.blocks:
        wrapped = lines_of(block, profile.columns)
        if isinstance(block, Qr | Bars):
            assert characters.pop(0) == block.content
        elif encoded := encode("\n".join(wrapped), code_page):
            expected = encoded.decode(code_page or "ascii").split("\n")
            assert [characters.pop(0) for _line in wrapped] == expected
        elif isinstance(block, Pair) or (
            isinstance(block, Text) and (block.width, block.height) == (1, 1)
        ):
            assert [dots.pop(0) for _line in wrapped] == [dots_like(line) for line in wrapped]
        elif isinstance(block, Text):
            # Enlarged letters that are as high as some lines of common ones; they are not read.
            high = max(LINE_DOTS, CELL_HEIGHT * block.height) * len(wrapped)
            del dots[: high // LINE_DOTS if high % LINE_DOTS == 0 else 0]
    assert characters == []
    assert dots == []


def lines_of(block: object, columns: int) -> tuple[str, ...]:
    if isinstance(block, Pair):
        between = columns - len(block.label) - len(block.value)
        return (block.label + " " * between + block.value,)
    return block.lines if isinstance(block, Text) else ()


def test_marks_that_the_page_lacks_become_plain_ones_and_letters_never() -> None:
    assert encode("10–20 • „Bilet”", "cp852") == b'10-20 * "Bilet"'
    assert encode("10–20 • „Bilet”", "cp1250") == b"10\x9620 \x95 \x84Bilet\x94"
    assert encode("зв’язок", "cp1125") == "зв'язок".encode("cp1125")
    assert encode("ґ", "cp866") is None


def test_dots_never_hold_what_a_printer_would_obey_at_once() -> None:
    """Enlarged letters of every kind, so that every pair of bytes has its chance."""
    lines = wrap(ALPHABET, 16)
    for size in range(1, 9):
        blocks = tuple(Text((line[: 48 // size],), "center", size, size) for line in lines)
        data = render(Layout(48, blocks), Profile(80, None))
        assert not any(command in data for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@given(st.text(max_size=60), st.sampled_from([*CODE_PAGES, None]))
def test_any_text_can_be_printed(text: str, code_page: str | None) -> None:
    lines = wrap(clean(text), 32)
    data = render(Layout(32, (Text(lines or ("",)), Cut())), Profile(58, code_page))
    assert data.endswith(b"\x1dVB\x00")


@pytest.mark.parametrize(
    ("profile", "selected"),
    [
        (Profile(58, "cp1250", numbering="clone"), b"\x1bt\x48"),
        (Profile(58, "cp1125", numbering="clone", code_page_number=61), b"\x1bt\x3d"),
        (Profile(58, "cp852", code_page_number=0), b"\x1bt\x00"),
    ],
)
def test_a_page_is_selected_by_the_number_it_has_on_that_printer(
    profile: Profile, selected: bytes
) -> None:
    assert selected in render(Layout(32, (Text(("Sala",)),)), profile)


def test_a_clone_gets_its_qr_code_as_dots_that_read_like_the_code() -> None:
    data = render(Layout(32, (Qr(URL),)), Profile(58, numbering="clone"))
    (dots,) = [item for item in items(data) if isinstance(item, Dots)]
    image = Image.frombytes("1", (dots.width_bytes * 8, dots.height), dots.data)
    modules = segno.make_qr(URL, error="m", boost_error=False).matrix
    left, size = (384 - len(modules) * 6) // 2, len(modules)
    centres = [
        [image.getpixel((left + 6 * x + 3, 6 * y + 3)) for x in range(size)] for y in range(size)
    ]
    assert centres == [[255 * (module & 1) for module in row] for row in modules]


def test_a_presenter_is_told_to_hold_the_cut_slip_out() -> None:
    data = render(Layout(32, (Cut(),)), Profile(58, "cp852", present=True))
    assert data.endswith(b"\x1dVB\x00\x1de\x03\x0c")
    assert [command.name for command in read(data)][-2:] == [b"\x1dV", b"\x1de"]


def test_a_printer_of_other_dots_has_other_columns() -> None:
    profile = from_wire({"width_mm": 80, "dots": 512})
    assert (profile.columns, profile.width_dots) == (42, 504)
    layout = slip.lay_out(parse(DOCUMENTS["uk"]), profile.columns)
    widest = max(i.width_bytes for i in items(render(layout, profile)) if isinstance(i, Dots))
    assert widest == 504 // 8


@pytest.mark.parametrize(
    "field",
    [
        {"width_mm": 57},
        {"code_page": "cp437"},
        {"profile": "star"},
        {"profile": "clone", "code_page": "cp1125"},
    ],
)
def test_a_profile_that_does_not_exist_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(ProfileError, match=list(field)[-1]):
        from_wire({"width_mm": 80, "code_page": None, "cut": True, **field})


def test_the_library_is_imported_without_traces(tmp_path: Path) -> None:
    """No folder left behind, no log handler of its own, no variable for child processes."""
    code = (
        "import logging, os, tempfile; before = os.listdir(tempfile.gettempdir());"
        "import printers.library;"
        "assert os.listdir(tempfile.gettempdir()) == before;"
        "assert not logging.root.handlers;"
        "assert not [name for name in os.environ if name.startswith('ESCPOS')]"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


@cache
def cell(letter: str, bold: bool) -> int:
    ink = glyph(letter, 1, 1, bold).point(lambda level: 255 * (level > INK)).convert("1")
    return int.from_bytes(ink.tobytes())


def dots_like(line: str) -> str:
    """The line with each letter as the first of the alphabet that looks just so (A, А)."""
    return "".join(nearest(cell(letter, bold=False))[1] for letter in line).strip()


def read_dots(data: bytes) -> list[str]:
    """Letters of common size read back from raster images by their look, line by line."""
    lines: list[str] = []
    for item in items(data):
        if isinstance(item, Dots) and item.height % LINE_DOTS == 0:
            image = Image.frombytes("1", (item.width_bytes * 8, item.height), item.data)
            lines.extend(
                read_line(upright(image.crop((0, top, image.width, top + CELL_HEIGHT))))
                for top in range(0, item.height, LINE_DOTS)
            )
    return lines


def upright(strip: Image.Image) -> Image.Image:
    """Black on white, also what is printed white on black: there most of its place is black."""
    place = strip.getbbox()
    if place is None or sum(strip.crop(place).histogram()[255:]) * 2 < area(place):
        return strip
    strip.paste(ImageChops.invert(strip.crop(place)), place)
    return strip


def area(place: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = place
    return (right - left) * (bottom - top)


def read_line(strip: Image.Image) -> str:
    """A line in the middle may stand half a cell aside; it stands where it looks like letters."""
    readings = []
    for aside in (0, CELL_WIDTH // 2):
        lefts = range(aside, strip.width - CELL_WIDTH + 1, CELL_WIDTH)
        cells = [strip.crop((left, 0, left + CELL_WIDTH, CELL_HEIGHT)) for left in lefts]
        letters = [nearest(int.from_bytes(dots.tobytes())) for dots in cells]
        unlike = sum(distance for distance, _letter in letters)
        readings.append((unlike, "".join(letter for _distance, letter in letters).strip()))
    return min(readings)[1]


@cache
def nearest(dots: int) -> tuple[int, str]:
    """How many dots are otherwise in the letter that looks most like these, and that letter."""
    looks = ((cell(letter, bold), letter) for bold in (False, True) for letter in ALPHABET)
    return min(((look ^ dots).bit_count(), letter) for look, letter in looks)
