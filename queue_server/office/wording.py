"""What pages say in the office's own words, in place of the texts of their catalogues."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from queue_server.office.fields import LANGUAGES, LINE, Language, Model, in_every_language
from queue_server.office.paths import Location, path_of, places

#: The pages by name: a page of its own for what several say in the same words.
Page = Literal[
    "kiosk",
    "display",
    "phone",
    "join",
    "status",
    "booking",
    "slip",
    "counter",
    "reception",
    "appointments",
    "supervisor",
    "audit",
    "report",
    "floor",
    "sign_in",
    "session",
    "account",
    "admin",
    "office",
    "keys",
    "staff",
    "devices",
    "tokens",
    "glossary",
    "first",
    "pair",
    "voice_test",
    "virtual_printer",
]

_PLACE = re.compile(r"\{(\w+)\}")

#: The forms that a number may ask for in any language, as CLDR has them.
FORMS = ("zero", "one", "two", "few", "many", "other")


def folder_of(package: str) -> Path:
    """Where a package lies; found without importing its code."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


_SERVER = folder_of("queue_server")
_STATIC = _SERVER / "web" / "static"

#: Pages that have their texts elsewhere than in a folder of their own name.
_ELSEWHERE = {
    "kiosk": folder_of("kiosk") / "web",
    "display": folder_of("display") / "web",
    "counter": folder_of("counter_client") / "web",
    "booking": _SERVER / "booking_site",
    "slip": folder_of("printers"),
    "glossary": _STATIC,
    **{page: _STATIC / "admin" / page for page in ("office", "keys", "staff", "devices", "tokens")},
}

#: Where each page has its texts, a file for each language.
CATALOGUES: dict[str, Path] = {
    page: _ELSEWHERE.get(page, _STATIC / page) / "texts" for page in get_args(Page)
}


def _kind(said: Any) -> str:
    return "[forms]" if isinstance(said, dict) else "[text]"


_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINE)
]
_Said = Annotated[
    Annotated[_Line, Tag("[text]")] | Annotated[dict[str, _Line], Tag("[forms]")],
    Discriminator(_kind),
]
_ByLanguage = Annotated[
    dict[Language, _Said],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, _Said]),
    Field(min_length=1),
]


class Wording(Model):
    """A text of a page in the office's own words."""

    page: Page = Field(
        description="The page; `display` is the counter board's as well, `slip` no page but"
        " paper, `floor` what pages of"
        " staff share, `admin` what those of the administration do, `glossary` what all do."
    )
    key: str = Field(description="The key of the text in the page's catalogue.")
    text: _ByLanguage = Field(
        description="What the page says instead, with the fields in braces that its own text has."
        " Where that changes with a number, a text for each form that the language has:"
        " `one`, `few`, `many` and `other` in Polish, Ukrainian and Russian, `one` and `other`"
        " in English. A language left out says what the product says."
    )


Catalogue = dict[str, Any]


@cache
def catalogues(page: str) -> dict[str, Catalogue]:
    """What the product says on a page, by language: texts, and by form those with a number."""
    files = sorted(CATALOGUES[page].glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def said(wording: Iterable[Wording], page: str, language: str) -> Catalogue:
    """What the office says in place of a page's own texts in a language, by key."""
    return {
        own.key: own.text[language] for own in wording if own.page == page and language in own.text
    }


def faults(office: Any, at: Location) -> Iterator[str]:
    """Texts that a page has not or says in another shape, and those that are there twice."""
    seen: dict[tuple[str, str], Location] = {}
    for location, own in places(office, "wording[]", at):
        page, key = (own.get("page"), own.get("key")) if isinstance(own, dict) else (None, None)
        if not isinstance(page, str) or page not in CATALOGUES or not isinstance(key, str):
            continue  # a fault of its own, told by the models
        path = path_of((*location, "key"))
        first = seen.setdefault((page, key), (*location, "key"))
        if first != (*location, "key"):
            yield f"{path}: {key!r} stands there twice, see {path_of(first)}"
        if key not in catalogues(page)[LANGUAGES[0]]:
            yield f"{path}: {key!r} is no text of this page"
        else:
            yield from _unlike(page, key, own.get("text"), (*location, "text"))


def without_lost(office: dict[str, Any]) -> dict[str, Any]:
    """A stored office without texts that the pages have no more: a newer product starts with it."""
    kept = [own for own in office.get("wording", []) if not any(faults({"wording": [own]}, ()))]
    return {**office, "wording": kept}


def _unlike(page: str, key: str, text: Any, at: Location) -> Iterator[str]:
    """Where the office's text has other forms or fields than the page's own."""
    first = catalogues(page)[LANGUAGES[0]][key]
    fields = _fields(first)
    if not isinstance(text, dict):
        yield from _unlike_forms(text, first, at)
        yield from _unknown_fields(text, fields, at)
        return
    for language, said_there in text.items():
        own = catalogues(page).get(str(language), {}).get(key)
        other = {"other": ""} if isinstance(first, dict) else ""  # the product does not speak it
        location = (*at, str(language))
        yield from _unlike_forms(said_there, other if own is None else own, location)
        yield from _unknown_fields(said_there, fields, location)
        for form, words in said_there.items() if isinstance(said_there, dict) else ():
            yield from _unknown_fields(words, fields, (*location, str(form)))


def _unlike_forms(said_there: Any, own: Any, at: Location) -> Iterator[str]:
    """The page's `own` text has a form for each number, or has none."""
    if isinstance(own, dict) and isinstance(said_there, str):
        yield f"{path_of(at)}: needs a text for each of the forms {', '.join(own)}"
    elif isinstance(own, str) and isinstance(said_there, dict):
        yield f"{path_of(at)}: should be one text, which has no forms for numbers"
    elif isinstance(own, dict) and isinstance(said_there, dict):
        for form in own:
            if form not in said_there:
                yield f"{path_of((*at, form))}: is missing"
        known = own if len(own) > 1 else FORMS  # in a language that the product does not speak
        for form in said_there:
            if form not in known:
                yield f"{path_of((*at, str(form)))}: is none of the forms {', '.join(known)}"


def _fields(text: Any) -> dict[str, None]:
    """What stands in braces in a text, or in any of its forms."""
    forms = text.values() if isinstance(text, dict) else (text,)
    return dict.fromkeys(name for form in forms for name in _PLACE.findall(form))


def _unknown_fields(words: Any, known: Iterable[str], at: Location) -> Iterator[str]:
    for name in _PLACE.findall(words) if isinstance(words, str) else ():
        if name not in known:
            fields = ", ".join(f"{{{field}}}" for field in known) or "it has none"
            yield f"{path_of(at)}: '{{{name}}}' is none of the text's fields: {fields}"
