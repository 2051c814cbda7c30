"""The sentence of a call. Numbers stay in the nominative, so that recorded clips could join."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queue_server.voice.errors import LanguageUnknown
from queue_server.voice.letters import name
from queue_server.voice.numbers import LIMIT, in_words


@dataclass(frozen=True, slots=True)
class Words:
    """What stands before the number and before the counter: the glossary's labels."""

    number: str
    counter: str


WORDS = {
    "pl": Words("Numer", "stanowisko"),
    "en": Words("Number", "counter"),
    "uk": Words("Номер", "вікно"),
    "ru": Words("Номер", "окно"),
}

LANGUAGES = tuple(WORDS)

#: From this many letters on a run is a word (INFO), not letters to be spelled (PIT).
WORD_LETTERS = 4

#: A label's runs of digits and of letters.
RUNS = re.compile(r"\d+|[^\W\d_]+")


def phrase(
    language: str, number: str, counter_label: str, short: bool, frame: str | None = None
) -> str:
    """What a call says: "Number A forty-two, counter five"; short: without "Number".

    `frame`: a sentence in place of that, with `{number}` and `{counter}`. Raises `LanguageUnknown`.
    """
    told = {"number": spoken(language, number), "counter": spoken(language, counter_label)}
    return (frame or frame_of(language, short)).format_map(told)


def frame_of(language: str, short: bool) -> str:
    """What a call says around its number and counter; raises `LanguageUnknown`."""
    words = words_of(language)
    called = "{number}" if short else f"{words.number} {{number}}"
    return f"{called}, {words.counter} {{counter}}"


def words_of(language: str) -> Words:
    """What stands before number and counter in `language`; raises `LanguageUnknown`."""
    words = WORDS.get(language)
    if words is None:
        raise LanguageUnknown(language)
    return words


def spoken(language: str, label: str) -> str:
    """A number or a counter label in words: `A042` → "A forty-two", `12B` → "twelve B".

    Zeros before a number are not spoken, nor are signs between letters and digits.
    """
    return " ".join(_spoken_run(language, run) for run in RUNS.findall(label))


def _spoken_run(language: str, run: str) -> str:
    if run.isdecimal():
        if int(run) < LIMIT:
            return in_words(language, int(run))
        return " ".join(in_words(language, int(digit)) for digit in run)
    if len(run) >= WORD_LETTERS:
        return run
    return " ".join(name(language, letter) for letter in run)
