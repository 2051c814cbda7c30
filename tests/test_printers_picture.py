"""The interpreter: ESC/POS bytes read back as text, as a picture, as what stands where."""

import io
from typing import Any

import pytest
import segno
from PIL import Image

from printers import picture, slip
from printers.commands import Command, Reader, read
from printers.document import parse
from printers.profile import Profile
from printers.reading import Code, Dots, Feed, Knife, Line, Span, Style, items
from printers.render import render
from tests.slips import DOCUMENTS, URL

QR = b"\x1d(k\x03\x001C\x04\x1d(k\x03\x001E1\x1d(k\x07\x001P0A042\x1d(k\x03\x001Q0"


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"A042\n", [b"", b"\n"]),
        (b"\x1b@\x1bt\x12\x1d!\x11", [b"\x1b@", b"\x1bt", b"\x1d!"]),
        (b"\x1dV\x00\x1dV\x42\x03A", [b"\x1dV", b"\x1dV", b""]),
        (b"\x1dv0\x00\x02\x00\x01\x00\n\n\n", [b"\x1dv0", b"\n"]),
        (QR, [b"\x1d(k"] * 4),
        (b"\x1dk\x0412\x00\x1dk\x49\x0212\n", [b"\x1dk", b"\x1dk", b"\n"]),
        (b"\x1b*\x21\x01\x00\n\n\n\x1b*\x00\x02\x00\n\n\n", [b"\x1b*", b"\x1b*", b"\n"]),
        (b"\x1bD\x08\x10\x00\t", [b"\x1bD", b"\t"]),
        (b"A\x10\x04\x01B", [b"", b"\x10\x04", b""]),
    ],
)
def test_a_stream_is_cut_into_its_commands(data: bytes, names: list[bytes]) -> None:
    assert [command.name for command in read(data)] == names
    assert b"".join(command.raw for command in read(data)) == data


def test_the_bytes_may_come_one_by_one() -> None:
    slip_bytes = render(slip.lay_out(parse(DOCUMENTS["uk"]), 32), Profile(58, "cp852"))
    reader = Reader()
    commands: list[Command] = []
    for byte in slip_bytes:
        commands += reader.feed(bytes([byte]))
    assert b"".join(command.raw for command in commands) == slip_bytes
    assert reader.unfinished == b""


def test_a_command_broken_off_is_waited_for() -> None:
    reader = Reader()
    assert list(reader.feed(b"\x1dv0\x00\x01\x00\x02")) == []
    assert reader.unfinished == b"\x1dv0\x00\x01\x00\x02"
    assert [command.raw for command in reader.feed(b"\x00ab")] == [b"\x1dv0\x00\x01\x00\x02\x00ab"]


def test_the_paper_says_what_stands_where() -> None:
    data = (
        b"\x1b@\x1bt\x12\x1ba\x01Tw\xa2j \x1bE\x01numer\n\x1bE\x00\x1d!\x31A042\n\x1d!\x00"
        b"\x1bJ\x0c\x1bd\x02\x1ba\x02\x1dv0\x00\x01\x00\x01\x00\xf0" + QR + b"end\x1dVB\x00"
    )
    assert list(items(data)) == [
        Line((Span("Twój ", Style()), Span("numer", Style(bold=True))), "center", 30),
        Line((Span("A042", Style(4, 2)),), "center", 48),
        Feed(12),
        Feed(60),
        Dots(1, 1, b"\xf0", "right"),
        Code("A042", "M", 4, "right"),
        Knife(),
        Line((Span("end", Style()),), "right", 30),
    ]


def test_a_reset_takes_the_page_and_the_style_back() -> None:
    assert picture.text(b"\x1bt\x2e\xc0\x1b@\xc0\n") == ["└"]
    assert list(items(b"\x1d!\x77\x1bE\x01\x1b@A\n")) == [Line((Span("A", Style()),), "left", 30)]


def test_the_text_names_what_the_code_holds() -> None:
    assert picture.text(b"A042\n" + QR) == ["A042", "A042"]


@pytest.mark.parametrize(("width_mm", "paper_dots"), [(58, 464), (80, 640)])
@pytest.mark.parametrize("code_page", ["cp1251", None])
def test_the_picture_is_the_whole_slip_on_its_paper(
    code_page: str | None, width_mm: int, paper_dots: int
) -> None:
    profile = Profile(width_mm, code_page)
    data = render(slip.lay_out(parse(DOCUMENTS["uk"]), profile.columns), profile)
    image = Image.open(io.BytesIO(picture.picture(data, width_mm)))
    assert image.format == "PNG"
    assert image.width == paper_dots
    assert image.height > 2 * paper_dots if width_mm == 58 else image.height > paper_dots
    ink = image.getchannel(0).point(lambda level: 255 * (level < 128)).getbbox()
    margin = (paper_dots - profile.width_dots) // 2
    assert ink is not None
    assert ink[0] >= margin
    assert ink[2] <= paper_dots - margin


def test_text_and_dots_make_the_same_picture() -> None:
    """What goes as characters and what goes as dots looks alike and stands in the same place."""
    layout = slip.lay_out(parse(DOCUMENTS["uk"]), 48)
    as_text, as_dots = (
        Image.open(io.BytesIO(picture.picture(render(layout, Profile(80, code_page)), 80)))
        .getchannel(0)
        .point(lambda level: 255 * (level < 140))
        for code_page in ("cp1251", None)
    )
    assert as_text.size == as_dots.size
    different = sum(
        one != other for one, other in zip(as_text.tobytes(), as_dots.tobytes(), strict=True)
    )
    assert different < 0.003 * as_text.width * as_text.height


def test_the_code_in_the_picture_is_the_ticket_page() -> None:
    data = render(slip.lay_out(parse(DOCUMENTS["pl"]), 32), Profile(58, "cp852"))
    image = Image.open(io.BytesIO(picture.picture(data, 58))).getchannel(0)
    modules = [
        [bool(module) for module in row]
        for row in segno.make_qr(URL, error="M", boost_error=False).matrix
    ]
    side = len(modules) * 6
    left = (image.width - side) // 2
    dots: Any = image.load()
    found = [
        top
        for top in range(image.height - side)
        if all(
            (dots[left + 6 * x + 3, top + 6 * y + 3] < 128) == module
            for y, row in enumerate(modules)
            for x, module in enumerate(row)
        )
    ]
    assert found


@pytest.mark.parametrize("data", [b"", b"\x1b", b"\x1dv0\x00\xff\xff\xff\xff", b"\x1b@\x1dVB\x00"])
def test_a_slip_broken_off_still_makes_a_picture(data: bytes) -> None:
    assert Image.open(io.BytesIO(picture.picture(data, 80))).width == 640
