"""Templates of slips: one with every element, and any that is valid."""

import io
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from queue_server.office.slips import FIELDS, LABELS, REPEATED

Line = dict[str, Any]
LOGO = "/media/logo.png?v=1"

EVERY_ELEMENT: list[Line] = [
    {"logo": LOGO, "width_mm": 20},
    {"text": "{office}", "align": "center", "bold": True},
    {"text": "{address}", "align": "right"},
    {"text": "{copy}", "align": "center", "inverse": True},
    {"text": "{label:number}: {number}"},
    {"text": "{number}", "align": "center", "size": "fit", "bold": True},
    {"text": "{service}", "size": "tall"},
    {"text": "{service}", "size": "wide", "align": "center"},
    {"text": "{branch}", "size": 2, "inverse": True},
    {"rule": "dashed"},
    {"label": "{label:wait}", "text": "{wait}"},
    {"label": "{label:ahead}", "text": "{ahead}", "unless": "wait"},
    {"text": "– {document}"},
    {"space": 30},
    {"text": "{service_text}", "when": "service_text"},
    {"barcode": "{number}", "align": "right"},
    {"qr": "{url}", "size": 4, "align": "left"},
    {"text": "{footer}", "align": "center"},
]


def png(width: int = 320, height: int = 112, mode: str = "L", colour: Any = 0) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height), colour).save(written, "PNG")
    return written.getvalue()


_WORDS = st.text("aąBżЇєыЩ0-–•.,'„ ’{", min_size=1, max_size=30).map(
    lambda text: text.replace("{", "").strip() or "A"
)
_ONCE = [field for field in FIELDS if field not in REPEATED]
_SAID = st.one_of(
    _WORDS,
    st.sampled_from([f"{{{field}}}" for field in (*_ONCE, *(f"label:{x}" for x in LABELS))]),
)
_TEXTS = st.builds(
    "{}{} {}".format,
    st.sampled_from(["", "• "]),
    st.lists(_SAID, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", *(f"{{{field}}}" for field in REPEATED)]),
).map(str.strip)
_OPTIONAL = st.sampled_from(FIELDS[6:])
_CONDITIONS = st.fixed_dictionaries({}, optional={"when": _OPTIONAL, "unless": _OPTIONAL})
_ALIGN = st.sampled_from(["left", "center", "right"])
_SIZES = st.sampled_from([*range(1, 9), "tall", "wide", "fit"])
_ELEMENTS = st.one_of(
    st.fixed_dictionaries(
        {"text": _TEXTS},
        optional={"align": _ALIGN, "size": _SIZES, "bold": st.booleans(), "inverse": st.booleans()},
    ),
    st.fixed_dictionaries({"text": _TEXTS, "label": st.sampled_from(["{label:wait}", "Ґ: "])}),
    st.fixed_dictionaries(
        {"logo": st.just("/media/logo.png")},
        optional={"align": _ALIGN, "width_mm": st.integers(5, 72)},
    ),
    st.fixed_dictionaries({"qr": _TEXTS}, optional={"align": _ALIGN, "size": st.integers(3, 8)}),
    st.fixed_dictionaries({"barcode": _TEXTS}, optional={"align": _ALIGN}),
    st.fixed_dictionaries({"rule": st.sampled_from(["solid", "dashed"])}),
    st.fixed_dictionaries({"space": st.integers(1, 240)}),
)
ANY_LINE = st.builds(lambda element, about: element | about, _ELEMENTS, _CONDITIONS)
ANY_LINES = st.lists(ANY_LINE, max_size=12).map(lambda lines: [*lines, {"text": "{number}"}])
"""Lines that a configuration may have; plain texts, so that they are those on the wire too."""
