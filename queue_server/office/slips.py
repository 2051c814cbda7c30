"""The slip as the office designs it: its lines, what they may say, and on which slips."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from queue_server.office.fields import LANGUAGES, SERVED, Id, Language, Line, Model

#: Fields that some slips have nothing to say in; a condition may ask for these.
OptionalField = Literal[
    "where",
    "ahead",
    "wait",
    "cases",
    "needs",
    "document",
    "service_text",
    "copy",
    "url",
    "footer",
]
#: Fields that every slip says.
ALWAYS = ("office", "branch", "address", "number", "service", "issued")
FIELDS = (*ALWAYS, *get_args(OptionalField))
#: Fields that stand on a line for each of what they say.
REPEATED = ("service", "document", "service_text")
#: The product's own words for fields, as `{label:number}`.
LABELS = ("number", "issued", "where", "ahead", "wait", "cases", "needs", "bring", "scan")

#: What is larger is no logo: a slip is 80 mm wide.
LOGO_BYTES = 512 * 1024
LOGO_PIXELS = 2000

_FIELD = re.compile(r"\{([^{}]*)\}")
_WORDS = tuple(f"label:{label}" for label in LABELS)
_ELEMENTS = ("text", "logo", "qr", "barcode", "rule", "space")
#: What changes how an element looks, and which elements it can.
_LOOKS = {
    "label": ("text",),
    "align": ("text", "logo", "qr", "barcode"),
    "size": ("text", "qr"),
    "bold": ("text",),
    "inverse": ("text",),
    "width_mm": ("logo",),
}
_SMALLEST_QR = 3


def fields_of(text: str) -> list[str]:
    """The fields in a text, by their names."""
    return _FIELD.findall(text)


def _with_known_fields(text: str) -> str:
    names = fields_of(text)
    for name in names:
        if name not in FIELDS and name not in _WORDS:
            known = FIELDS if not name.startswith("label:") else _WORDS
            listed = ", ".join(f"{{{field}}}" for field in known)
            raise ValueError(f"'{{{name}}}' is none of the fields {listed}")
    if re.search(r"[{}]", _FIELD.sub("", text)):
        raise ValueError("a brace stands alone")
    return text


def _in_every_language(value: Any, info: ValidationInfo) -> Any:
    """A plain text is the same in every language, and its faults are told once."""
    if not isinstance(value, str):
        return value
    return dict.fromkeys(info.context or LANGUAGES, _with_known_fields(value))


SlipTexts = Annotated[
    dict[Language, Annotated[Line, AfterValidator(_with_known_fields)]],
    BeforeValidator(_in_every_language, json_schema_input_type=str | dict[Language, Line]),
    Field(min_length=1),
]
Served = Annotated[str, StringConstraints(pattern=SERVED, max_length=200)]
Size = Literal[1, 2, 3, 4, 5, 6, 7, 8, "tall", "wide", "fit"]


class SlipLine(Model):
    """A line of the slip: one of text, logo, qr, barcode, rule and space, and how it looks.

    It is left out where one of its fields has nothing to say.
    """

    text: SlipTexts | None = Field(None, description="A text with fields, such as `{number}`.")
    label: SlipTexts | None = Field(
        None, description="Stands at the left of the text, which goes to the right."
    )
    logo: Served | None = Field(
        None, description="Where a PNG or JPEG picture is served: a file of the media folder."
    )
    qr: SlipTexts | None = Field(None, description="What a QR code holds, such as `{url}`.")
    barcode: SlipTexts | None = Field(
        None, description="What a barcode (Code 128) holds: Latin letters, digits, signs."
    )
    rule: Literal["solid", "dashed"] | None = Field(None, description="A line across the paper.")
    space: int | None = Field(None, ge=1, le=240, description="White paper, in eighths of a mm.")
    align: Literal["left", "center", "right"] | None = Field(
        None, description="Left out: texts at the left, pictures and codes in the middle."
    )
    size: Size | None = Field(
        None,
        description="How many times as large as common letters, twice as high or as wide only, "
        "or as large as fits in one line. Of a QR code: dots for each of its squares, from 3; "
        "left out: 6.",
    )
    bold: bool = Field(False, description="Whether its letters are bold.")
    inverse: bool = Field(False, description="Whether it is white on black.")
    width_mm: int | None = Field(
        None, ge=5, le=72, description="Of a logo. Left out: a dot for each of its pixels."
    )
    when: OptionalField | None = Field(
        None, description="Only on slips where this field has something to say."
    )
    unless: OptionalField | None = Field(
        None, description="Only on slips where this field has nothing to say."
    )
    services: list[Id] = Field([], description="Only on slips of these. Left out: of all.")
    languages: list[Language] = Field(
        [], description="Only on slips in these languages. Left out: in all."
    )

    @model_validator(mode="after")
    def _one_element(self) -> SlipLine:
        elements = [name for name in _ELEMENTS if getattr(self, name) is not None]
        if len(elements) != 1:
            found = " and ".join(elements) or "none"
            raise ValueError(f"should have one of {', '.join(_ELEMENTS)}, not {found}")
        for look, wearers in _LOOKS.items():
            if getattr(self, look) in (None, False):
                continue
            if elements[0] not in wearers:
                raise ValueError(f"{look} goes with {' or '.join(wearers)}, not {elements[0]}")
            if self.label is not None and look != "label":
                raise ValueError(f"{look} does not go with a label")
        if self.qr and self.size not in (None, *range(_SMALLEST_QR, 9)):
            raise ValueError(f"a QR code's size is from {_SMALLEST_QR} to 8, not {self.size}")
        said = [texts for texts in (self.text, self.label, self.qr, self.barcode) if texts]
        names = {name for texts in said for text in texts.values() for name in fields_of(text)}
        if len(repeated := sorted(names & {*REPEATED})) > 1:
            listed = " and ".join(f"{{{name}}}" for name in repeated)
            raise ValueError(f"{listed} each need lines of their own")
        return self

    def is_on(self, services: Collection[str], language: str) -> bool:
        """Whether it stands on a slip of these services in this language."""
        return (not self.services or any(service in self.services for service in services)) and (
            not self.languages or language in self.languages
        )

    @property
    def always_says_number(self) -> bool:
        """Whether every slip has it, with the ticket's number."""
        if not self.text or self.when or self.unless or self.services or self.languages:
            return False
        return all(
            "number" in names and {*names} <= {*ALWAYS, *_WORDS}
            for names in map(fields_of, self.text.values())
        )


class Slip(Model):
    """The slip, line by line from its top."""

    lines: list[SlipLine] = Field(min_length=1, max_length=60, description="Its lines.")

    @field_validator("lines")
    @classmethod
    def _numbered(cls, lines: list[SlipLine]) -> list[SlipLine]:
        if not any(line.always_says_number for line in lines):
            raise ValueError("no text without conditions says {number}")
        return lines
