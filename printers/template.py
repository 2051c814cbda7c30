"""The slip's template: its lines, as the office designed them or as they are built in.

The server validates a template; here whatever cannot be understood is passed over, for a slip must
print.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from printers.letters import clean

FIELD = re.compile(r"\{(\w+(?::\w+)?)\}")
"""`{number}`, and `{label:number}` for the product's own word for it."""

Values = Mapping[str, Sequence[str]]
"""By field what it says: nothing, one text, or one for each line that it stands on."""


@dataclass(frozen=True)
class SlipLine:
    """A line of a template; one of text, logo, qr, barcode, rule and space makes it what it is."""

    text: str = ""
    label: str = ""
    """Stands at the left of a text that goes to the right."""
    logo: str = ""
    """Where the server has the picture, such as `/media/logo.png?v=1`."""
    qr: str = ""
    barcode: str = ""
    rule: str = ""
    space: int = 0
    """White paper, in dots."""
    align: str = ""
    size: int | str = ""
    bold: bool = False
    inverse: bool = False
    width_mm: int = 0
    """Of a logo; 0: a dot for each of its pixels."""
    when: str = ""
    unless: str = ""

    def applies(self, values: Values) -> bool:
        """Whether its conditions hold: fields that say something, and fields that do not."""
        return (not self.when or bool(values.get(self.when))) and not values.get(self.unless)

    def texts(self, values: Values) -> Iterator[tuple[str, str]]:
        """Label and text with their fields filled, once for each line that a field stands on.

        None where a field has nothing to say.
        """
        return ((label, text) for label, text in _filled((self.label, self.text), values))

    def contents(self, values: Values) -> Iterator[str]:
        """What its code holds, in the same way."""
        return (content for (content,) in _filled((self.qr or self.barcode,), values))


def says(lines: Sequence[SlipLine], field: str, values: Values) -> bool:
    """Whether one of these lines will print that field."""
    return any(
        f"{{{field}}}" in line.text and line.applies(values) and any(line.texts(values))
        for line in lines
    )


def parse(wire: object) -> tuple[SlipLine, ...]:
    """The lines of a document's template; those built in where it has none."""
    entries = wire.get("lines") if isinstance(wire, Mapping) else None
    if not isinstance(entries, list):
        return BUILT_IN
    return tuple(_line(entry) for entry in entries if isinstance(entry, Mapping)) or BUILT_IN


def _filled(texts: Sequence[str], values: Values) -> Iterator[list[str]]:
    names = sorted({name for text in texts for name in FIELD.findall(text)})
    for chosen in product(*(values.get(name, ()) for name in names)):
        said = dict(zip(names, chosen, strict=True))
        yield [_fill(text, said) for text in texts]


def _fill(text: str, said: Mapping[str, str]) -> str:
    return FIELD.sub(lambda field: said[field[1]], text)


_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("text", "label", "logo", "qr", "barcode", "rule"), (str,)),
    **dict.fromkeys(("align", "when", "unless"), (str,)),
    **dict.fromkeys(("bold", "inverse"), (bool,)),
    **dict.fromkeys(("space", "width_mm"), (int,)),
    "size": (int, str),
}


def _line(wire: Mapping[str, Any]) -> SlipLine:
    known: dict[str, Any] = {
        key: clean(value) if isinstance(value, str) else value
        for key, value in wire.items()
        if isinstance(value, _KINDS.get(key, ()))
    }
    return SlipLine(**known)


BUILT_IN = (
    SlipLine(text="{office}", align="center", bold=True),
    SlipLine(text="{branch}", align="center"),
    SlipLine(space=30),
    SlipLine(text="{label:number}", align="center"),
    SlipLine(space=8),
    SlipLine(text="{number}", align="center", size="fit", bold=True),
    SlipLine(space=12),
    SlipLine(text="{copy}", align="center", bold=True),
    SlipLine(space=12, when="copy"),
    SlipLine(text="{service}", align="center", size="tall", bold=True),
    SlipLine(space=10),
    SlipLine(rule="solid"),
    SlipLine(label="{label:issued}", text="{issued}"),
    SlipLine(label="{label:where}", text="{where}"),
    SlipLine(label="{label:ahead}", text="{ahead}"),
    SlipLine(label="{label:wait}", text="{wait}"),
    SlipLine(label="{label:cases}", text="{cases}"),
    SlipLine(label="{label:needs}", text="{needs}"),
    SlipLine(rule="solid", when="document"),
    SlipLine(text="{label:bring}", bold=True, when="document"),
    SlipLine(text="• {document}"),
    SlipLine(rule="solid", when="service_text"),
    SlipLine(text="{service_text}"),
    SlipLine(rule="solid", when="url"),
    SlipLine(space=12, when="url"),
    SlipLine(qr="{url}"),
    SlipLine(space=12, when="url"),
    SlipLine(text="{label:scan}", align="center", when="url"),
    SlipLine(rule="solid", when="footer"),
    SlipLine(text="{footer}", align="center"),
)
