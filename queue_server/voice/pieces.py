"""A call cut into the pieces that are recorded one by one: words, letters, numerals.

A piece is named as its recording is. Numbers are the longest recordings there are: `142.wav`, else
`100.wav` and `42.wav`, else `100.wav`, `40.wav` and `2.wav`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from string import Formatter

from queue_server.voice.letters import name
from queue_server.voice.numbers import LIMIT, NUMERALS, in_words
from queue_server.voice.phrases import RUNS, WORD_LETTERS, frame_of

Has = Callable[[str], bool]

#: Signs that end a clause, and those that are no part of a recording.
_ENDS = (",", ".", ";", ":", "!", "?", "–", "—")
_SIGNS = "".join(_ENDS) + "… "


@dataclass(frozen=True, slots=True)
class Piece:
    """What is recorded at once: the name of its clip, and its text for a voice without it."""

    clip: str
    text: str
    ends_clause: bool = False


def pieces(
    language: str,
    number: str,
    counter_label: str,
    short: bool,
    has: Has,
    frame: str | None = None,
) -> list[Piece]:
    """The pieces of a call; `has(clip)` says what is recorded. Raises `LanguageUnknown`.

    Their texts in a row are the sentence of `phrase`; of each row of a frame's words is one clip.
    """
    labels = {"number": number, "counter": counter_label}
    found: list[Piece] = []
    for words, field, _, _ in Formatter().parse(frame or frame_of(language, short)):
        if found and words.lstrip().startswith(_ENDS):
            found[-1] = replace(found[-1], ends_clause=True)
        if text := words.strip(_SIGNS):
            found.append(Piece(text.lower(), text, words.rstrip().endswith(_ENDS)))
        if field:
            found += _label(language, labels[field], has)
    return found


def _label(language: str, label: str, has: Has) -> Iterator[Piece]:
    for run in RUNS.findall(label):
        if not run.isdecimal():
            if len(run) >= WORD_LETTERS:
                yield Piece(run.lower(), run)
            else:
                yield from (Piece(letter.upper(), name(language, letter)) for letter in run)
        elif int(run) < LIMIT:
            yield from _number(language, int(run), has)
        else:
            yield from (Piece(digit, in_words(language, int(digit))) for digit in run)


def _number(language: str, number: int, has: Has) -> list[Piece]:
    whole = [Piece(str(number), in_words(language, number))]
    size = next((size for size in (1000, 100, 10) if number >= size), 1)
    head = number // size * size
    if has(str(number)) or number < 20 or head == number:
        return whole
    rest = number - head
    joint = NUMERALS[language].conjunction.strip() if size > 10 and rest < 100 else ""
    parts = [
        Piece(str(head), in_words(language, head)),
        *([Piece(joint, joint)] if joint else []),
        *_number(language, rest, has),
    ]
    return parts if any(has(part.clip) for part in parts if part.clip != joint) else whole
