"""The slip's template: every element, what each field says, and any template on any paper."""

from pathlib import Path
from typing import Any

import pytest
import segno
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from printers import picture, slip, template
from printers.document import parse
from printers.layout import Layout, Logo
from printers.letters import cells
from printers.logos import Logos
from printers.profile import CODE_PAGES, DOTS, Profile
from printers.raster import LARGEST_LOGO
from printers.reading import Barcode, Code, Dots, Feed, Knife, Line, Span, Style, items
from printers.render import encode, render
from queue_server.office.slips import FIELDS, LABELS, LOGO_PIXELS, Slip
from tests.slip_templates import ANY_LINES, EVERY_ELEMENT, LOGO, png
from tests.slips import DOCUMENTS, URL

HOW_TO = Path(__file__).resolve().parents[1] / "docs/how-to/print-slips.md"
FULL = DOCUMENTS["pl"] | {"address": "Rynek 1", "service_texts": ["Pokój 5"]}
NUMBER = {"text": "{number}"}


def printed(
    lines: list[dict[str, Any]],
    document: dict[str, Any] | None = None,
    profile: Profile | None = None,
    copy: int = 0,
    logos: dict[str, bytes] | None = None,
) -> bytes:
    profile = profile or Profile(58, "cp1250")
    wire = (document or FULL) | {"template": {"lines": lines}}
    return render(slip.lay_out(parse(wire), profile.columns, copy, logos), profile)


def said(lines: list[dict[str, Any]], **options: Any) -> list[str]:
    return picture.text(printed(lines, **options))


def looks(line: dict[str, Any], columns: int = 32) -> Any:
    """What stands above the number, which every template has."""
    profile = Profile(58 if columns == 32 else 80, "cp1250")
    *above, _number, _cut = items(printed([line, NUMBER], profile=profile, logos={LOGO: png()}))
    return above[0] if len(above) == 1 else above


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ({"text": "Sala"}, Line((Span("Sala", Style()),), "left", 30)),
        (
            {"text": "Sala {number}", "align": "right", "bold": True},
            Line((Span("Sala A042", Style(bold=True)),), "right", 30),
        ),
        (
            {"text": "{number}", "size": 3, "inverse": True, "align": "center"},
            Line((Span(" A042 ", Style(3, 3, inverse=True)),), "center", 72),
        ),
        (
            {"text": "{number}5", "size": "fit", "inverse": True},
            Line((Span(" A0425 ", Style(4, 4, inverse=True)),), "left", 96),
        ),
        ({"text": "Sala", "size": "tall"}, Line((Span("Sala", Style(1, 2)),), "left", 48)),
        ({"text": "Sala", "size": "wide"}, Line((Span("Sala", Style(2, 1)),), "left", 30)),
        ({"text": "Sala", "size": "fit"}, Line((Span("Sala", Style(7, 7)),), "left", 168)),
        (
            {"label": "Bilet", "text": "{number}"},
            Line((Span("Bilet" + 23 * " ", Style()), Span("A042", Style(bold=True))), "left", 30),
        ),
        (
            {"text": "• {document}"},
            [
                Line((Span("• ważny paszport", Style()),), "left", 30),
                Line((Span("• 4 fotografie 35 × 45 mm", Style()),), "left", 30),
                Line((Span("  z ostatnich 6 miesięcy", Style()),), "left", 30),
            ],
        ),
        ({"qr": "{url}"}, Code(URL, "M", 6, "center")),
        ({"qr": "{url}", "size": 3, "align": "right"}, Code(URL, "M", 3, "right")),
        ({"barcode": "{number}"}, Barcode("A042", 3, 80, "center")),
        ({"barcode": "a{b"}, Barcode("a{b", 3, 80, "center")),
        ({"barcode": 24 * "0"}, []),
        ({"barcode": "Ł042"}, []),
        ({"space": 17}, Feed(17)),
        ({"space": 1000}, Feed(255)),
        ({"rule": "solid"}, [Feed(12), Dots(48, 2, 96 * b"\xff", "left"), Feed(12)]),
        ({"rule": "dashed"}, [Feed(12), Dots(48, 2, 48 * b"\xff\x00", "left"), Feed(12)]),
    ],
)
def test_a_line_looks_as_it_says(line: dict[str, Any], item: Any) -> None:
    assert looks(line) == item


@pytest.mark.parametrize(
    ("line", "left", "width", "height"),
    [
        ({}, 32, 320, 112),
        ({"align": "left", "width_mm": 20}, 0, 160, 56),
        ({"align": "right", "width_mm": 72}, 0, 384, 134),
    ],
)
def test_a_logo_is_as_wide_as_asked_for_and_never_wider_than_the_paper(
    line: dict[str, Any], left: int, width: int, height: int
) -> None:
    dots = looks({"logo": LOGO} | line)
    ink = b"\x00" * (left // 8) + b"\xff" * (width // 8) + b"\x00" * (48 - (left + width) // 8)
    assert dots == Dots(48, height, ink * height, "left")


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", png()[:60], png(LARGEST_LOGO + 1, 1), b"\xff\xd8\xff\xe0broken"],
)
def test_a_logo_that_cannot_be_read_is_left_out(data: bytes) -> None:
    assert said([{"logo": LOGO}, NUMBER], logos={LOGO: data}) == ["A042"]


def test_a_high_logo_takes_six_centimetres_at_most_and_what_is_clear_stays_white() -> None:
    high, clear = (
        render(Layout(32, (Logo(data),)), Profile(58, None))
        for data in (png(40, 1000), png(40, 40, "RGBA", (0, 0, 0, 0)))
    )
    assert [item.height for item in items(high) if isinstance(item, Dots)] == [480]
    assert [set(item.data) for item in items(clear) if isinstance(item, Dots)] == [{0}]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("office", "Urząd Wojewódzki w Krakowie"),
        ("branch", "Obsługa cudzoziemców, ul. Przy Rondzie 6"),
        ("address", "Rynek 1"),
        ("number", "A042"),
        ("service", "Karta pobytu – złożenie wniosku"),
        ("issued", "20.11.2026 12:04"),
        ("where", "Sala główna, parter"),
        ("ahead", "7"),
        ("wait", "10–20 min"),
        ("cases", "2"),
        ("needs", "tłumacz języka migowego"),
        ("document", "ważny paszport 4 fotografie 35 × 45 mm z ostatnich 6 miesięcy"),
        ("service_text", "Pokój 5"),
        ("copy", "Kopia nr 3"),
        ("url", URL),
        ("footer", "Bilet jest ważny dziś do końca godzin pracy. Dziękujemy!"),
    ],
)
def test_each_field_says_what_it_is(field: str, text: str) -> None:
    assert field in FIELDS
    lines = [{"text": f"{{{field}}}"}, {"text": "{copy}|{number}"}, NUMBER]
    shown = " ".join(said(lines, profile=Profile(80, "cp1250"), copy=3))
    assert shown == f"{text} Kopia nr 3|A042 A042"


def test_the_office_and_the_renderer_know_the_same_fields_and_labels() -> None:
    """The renderer is the agent's and imports nothing of the server's, so both have a list."""
    names = [*FIELDS, *(f"label:{label}" for label in LABELS)]
    lines = [{"text": f"{name}={{{name}}}"} for name in names]
    shown = said([*lines, NUMBER], copy=1, profile=Profile(80, "cp1250"))
    assert [name for name in names if not any(s.startswith(f"{name}=") for s in shown)] == []
    assert LOGO_PIXELS == LARGEST_LOGO


def test_a_line_is_left_out_where_a_field_has_nothing_to_say() -> None:
    bare = {k: FULL[k] for k in ("language", "office", "branch", "number", "service", "issued")}
    lines = [{"text": f"{field}: {{{field}}}"} for field in FIELDS]
    wide = Profile(80, "cp1250")
    shown = [line.partition(":")[0] for line in said(lines, document=bare, profile=wide)]
    assert shown == ["office", "branch", "number", "service", "issued"]
    conditions = [{"text": "w", "when": "wait"}, {"text": "u", "unless": "wait"}, NUMBER]
    assert said(conditions, document=bare) == ["u", "A042"]
    assert said(conditions) == ["w", "A042"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ([{"text": "{copy} {number}"}], ["Kopia nr 2 A042"]),
        ([NUMBER], ["Kopia nr 2", "A042"]),
        ([{"text": "{copy}", "unless": "copy"}, NUMBER], ["Kopia nr 2", "A042"]),
    ],
)
def test_a_copy_says_that_it_is_one_whatever_the_template(
    lines: list[dict[str, Any]], shown: list[str]
) -> None:
    assert said(lines, copy=2) == shown


def test_what_a_newer_server_may_say_does_not_keep_a_slip_from_printing() -> None:
    newer: list[Any] = [
        {"video": "x"},
        {"text": "{horoscope}"},
        {"text": "A", "size": "giant", "align": "middle", "bold": "very", "blink": True},
        {"text": 7},
        "line",
        {"text": "\x1b{number}"},
    ]
    assert said(newer) == ["A", "A042"]
    built_in = said([], document=FULL)
    for lines in ([], [{"text": "Sala"}], [{"text": "{number} {horoscope}"}]):
        assert said(lines) == built_in
    wire = FULL | {"template": "lines"}
    assert parse(wire).template == template.BUILT_IN


@pytest.mark.parametrize("width_mm", DOTS)
@pytest.mark.parametrize("language", DOCUMENTS)
def test_the_built_in_template_of_the_how_to_is_the_built_in_one(
    language: str, width_mm: int
) -> None:
    text = HOW_TO.read_text().split("```yaml\n")[2].partition("```")[0]
    lines = yaml.safe_load(text)["slip"]["lines"]
    Slip.model_validate({"lines": lines})
    profile = Profile(width_mm, "cp1251")
    document = DOCUMENTS[language] | {"service_texts": ["Pokój 5"]}
    assert printed(lines, document, profile, 1) == printed([], document, profile, 1)


_VALUES = st.text("aBżЇєы0 -•/„x’", max_size=60)
_DOCUMENTS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["pl", "en", "uk", "ru", "de"]),
        "number": st.from_regex(r"[A-ZŁ]{0,3}[0-9]{1,6}", fullmatch=True),
        **dict.fromkeys(("office", "branch", "service", "issued"), _VALUES.map("x{}".format)),
    },
    optional={
        "ahead": st.integers(0, 10**9),
        "wait": st.integers(0, 10**6).map(lambda low: {"low": low, "high": low + 900}),
        "cases": st.integers(0, 10**6),
        **dict.fromkeys(("where", "footer", "address"), _VALUES),
        "url": st.text("abc/?=", min_size=1, max_size=900),
        **dict.fromkeys(
            ("documents", "needs", "services", "service_texts"), st.lists(_VALUES, max_size=3)
        ),
    },
)
_PROFILES = st.builds(
    Profile,
    st.sampled_from([58, 80]),
    st.sampled_from([*CODE_PAGES, None]),
    dots=st.sampled_from([None, 240, 420, 832]),
)


@settings(max_examples=100)
@given(ANY_LINES, _DOCUMENTS, _PROFILES, st.integers(0, 2))
def test_any_template_prints_any_slip_within_its_paper(
    lines: list[dict[str, Any]], document: dict[str, Any], profile: Profile, copy: int
) -> None:
    Slip.model_validate({"lines": lines})
    logos = {"/media/logo.png": png(300, 40)}
    found = list(items(printed(lines, document, profile, copy, logos)))
    assert isinstance(found[-1], Knife)
    if encode(document["number"], profile.code_page):
        assert document["number"] in [item.text for item in found if isinstance(item, Line)]
    for item in found:
        match item:
            case Line():
                assert not {"?", "\ufffd"} & {*item.text} - {*document.get("url", "")}
                width = sum(cells(span.text) * span.style.width for span in item.spans)
                assert width <= profile.columns
            case Dots():
                assert item.width_bytes * 8 <= profile.width_dots + 7
            case Code():
                side = len(segno.make_qr(item.content, error="m", boost_error=False).matrix)
                assert side * item.module_dots <= profile.width_dots
            case Barcode():
                modules = 11 * (len(item.content) + 2) + 13
                assert modules * item.module_dots <= profile.width_dots


def test_every_element_can_be_pictured() -> None:
    data = printed(EVERY_ELEMENT, profile=Profile(80, "cp1250"), copy=1, logos={LOGO: png()})
    assert picture.picture(data, 80).startswith(b"\x89PNG")


def test_an_agent_fetches_a_logo_once_for_each_version() -> None:
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        if address == "/media/away.png":
            raise OSError("no route")
        return address.encode()

    logos = Logos(fetch)
    for address in ("/media/a.png?v=1", "/media/a.png?v=1", "/media/a.png?v=2", "/media/a.png?v=2"):
        assert logos.get(address) == address.encode()
    assert logos.get("/media/away.png") is None
    assert logos.get("/media/away.png") is None
    assert asked == ["/media/a.png?v=1", "/media/a.png?v=2", "/media/away.png"]
