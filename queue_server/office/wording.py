"""What pages say in the office's own words, in place of the texts of their catalogues."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from queue_server.office.fields import LANGUAGES, Model, Texts
from queue_server.office.paths import Location, path_of, places

Page = Literal["kiosk", "display", "counter", "phone", "join", "status"]

_PLACE = re.compile(r"\{(\w+)\}")


def folder_of(package: str) -> Path:
    """Where a package lies; found without importing its code."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


_STATIC = folder_of("queue_server") / "web" / "static"

#: Where each page has its texts, a file for each language.
CATALOGUES: dict[str, Path] = {
    "kiosk": folder_of("kiosk") / "web" / "texts",
    "display": folder_of("display") / "web" / "texts",
    "counter": folder_of("counter_client") / "web" / "texts",
    **{page: _STATIC / page / "texts" for page in ("phone", "join", "status")},
}


class Wording(Model):
    """A text of a page in the office's own words."""

    page: Page = Field(description="The page; `display` is the counter board's as well.")
    key: str = Field(description="The key of the text in the page's catalogue.")
    text: Texts = Field(
        description="What the page says instead, with the fields in braces that its own text has."
        " A language left out says what the product says."
    )


@cache
def catalogue(page: str, language: str) -> dict[str, Any]:
    """What the product says on a page: texts, and by form those that change with a number."""
    texts: dict[str, Any] = json.loads((CATALOGUES[page] / f"{language}.json").read_text("utf-8"))
    return texts


def said(wording: Iterable[Wording], page: str, language: str) -> dict[str, str]:
    """What the office says in place of a page's own texts in a language, by key."""
    return {
        own.key: own.text[language] for own in wording if own.page == page and language in own.text
    }


def faults(office: Any, at: Location) -> Iterator[str]:
    """Texts that a page has not, that cannot be changed, or that are there twice."""
    seen: dict[tuple[str, str], Location] = {}
    for location, own in places(office, "wording[]", at):
        page, key = (own.get("page"), own.get("key")) if isinstance(own, dict) else (None, None)
        if not isinstance(page, str) or page not in CATALOGUES or not isinstance(key, str):
            continue  # a fault of its own, told by the models
        path = path_of((*location, "key"))
        first = seen.setdefault((page, key), (*location, "key"))
        if first != (*location, "key"):
            yield f"{path}: {key!r} stands there twice, see {path_of(first)}"
        original = catalogue(page, LANGUAGES[0]).get(key)
        if original is None:
            yield f"{path}: {key!r} is no text of this page"
        elif not isinstance(original, str):
            yield f"{path}: {key!r} has a form for each number, and cannot be changed"
        else:
            yield from _unknown_places(own.get("text"), original, (*location, "text"))


def without_lost(office: dict[str, Any]) -> dict[str, Any]:
    """A stored office without texts that the pages have no more: a newer product starts with it."""
    kept = [own for own in office.get("wording", []) if not any(faults({"wording": [own]}, ()))]
    return {**office, "wording": kept}


def _unknown_places(text: Any, original: str, at: Location) -> Iterator[str]:
    known = _PLACE.findall(original)
    by_language = text.items() if isinstance(text, dict) else ()
    spoken = [(at, text), *(((*at, str(language)), words) for language, words in by_language)]
    for location, words in spoken:
        for name in _PLACE.findall(words) if isinstance(words, str) else ():
            if name not in known:
                fields = ", ".join(f"{{{place}}}" for place in known) or "it has none"
                yield f"{path_of(location)}: '{{{name}}}' is none of the text's fields: {fields}"
