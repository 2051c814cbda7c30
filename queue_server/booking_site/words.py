"""What the site says, in one language: texts, counts, days and times."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

#: Languages that the site speaks by itself; in another language of an office it speaks English.
LANGUAGES = ("pl", "en", "uk", "ru")

_OWN = files("queue_server.booking_site") / "texts"
_GLOSSARY = files("queue_server") / "web/static/texts"
_PLACE = re.compile(r"\{(\w+)\}")


def _east_slavic(number: int) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return _few_or_many(number)


def _polish(number: int) -> str:
    return "one" if number == 1 else _few_or_many(number)


def _few_or_many(number: int) -> str:
    return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"


def _english(number: int) -> str:
    return "one" if number == 1 else "other"


#: The plural category of a whole number, as CLDR has it.
PLURALS: dict[str, Callable[[int], str]] = {
    "pl": _polish,
    "en": _english,
    "uk": _east_slavic,
    "ru": _east_slavic,
}


@dataclass(frozen=True)
class Words:
    """The texts of a language."""

    language: str
    texts: Mapping[str, Any]

    def __call__(self, key: str, **about: object) -> str:
        """The text, with what stands in its braces."""
        return _filled(self.texts[key], about)

    def count(self, key: str, number: int) -> str:
        """The text in the form that goes with a number, named `count` in it."""
        forms: dict[str, str] = self.texts[key]
        form = PLURALS[self.spoken](number)
        return _filled(forms.get(form, forms["other"]), {"count": number})

    def of(self, by_language: Mapping[str, str] | None) -> str:
        """A text of the office in this language, else in its own."""
        if not by_language:
            return ""
        return by_language.get(self.language) or next(iter(by_language.values()))

    def day(self, moment: date) -> str:
        """`poniedziałek, 23 listopada`."""
        weekday, month = self(f"weekday_{moment.isoweekday()}"), self(f"month_{moment.month}")
        return f"{weekday}, {moment.day} {month}"

    def date(self, moment: date) -> str:
        """A day with its year."""
        return f"{self.day(moment)} {moment.year}"

    @staticmethod
    def time(moment: datetime) -> str:
        return f"{moment:%H:%M}"

    @property
    def spoken(self) -> str:
        """The language that the texts are in."""
        return spoken_for(self.language)


def spoken_for(language: str) -> str:
    """The language itself; English where the site does not speak it."""
    return language if language in LANGUAGES else "en"


def words_of(language: str, own: Mapping[str, Mapping[str, Any]] | None = None) -> Words:
    """The words of a language; `own`: by language, what the office says in place of some."""
    spoken = spoken_for(language)
    return Words(language, {**_built_in(spoken), **(own or {}).get(spoken, {})})


@cache
def _built_in(spoken: str) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for folder in (_GLOSSARY, _OWN):
        texts |= json.loads((folder / f"{spoken}.json").read_text(encoding="utf-8"))
    return texts


def _filled(text: str, about: Mapping[str, object]) -> str:
    """A text with what stands in its braces; what is not known stays as it is written."""
    return _PLACE.sub(lambda place: str(about.get(place[1], place[0])), text)
