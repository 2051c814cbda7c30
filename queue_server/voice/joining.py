"""A call as parts to be joined: clips, and between them what the synthesiser says in one breath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queue_server.voice.clips import Clip, ClipFolder
from queue_server.voice.pieces import Has, Piece, pieces

#: Silence after a word, before the counter, and how much of both a brisk call keeps.
WORD_PAUSE_SECONDS = 0.05
CLAUSE_PAUSE_SECONDS = 0.28
BRISK_PAUSES = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A clip; without one, words that are not recorded."""

    text: str
    clip: Clip | None = None
    ends_clause: bool = False

    def pause_seconds(self, brisk: bool) -> float:
        pause_seconds = CLAUSE_PAUSE_SECONDS if self.ends_clause else WORD_PAUSE_SECONDS
        return pause_seconds * BRISK_PAUSES if brisk else pause_seconds


def parts_of(
    clips: ClipFolder | None,
    language: str,
    number: str,
    counter_label: str,
    short: bool,
    frame: str | None = None,
) -> Sequence[Part]:
    """The parts of a call, in order. Raises `LanguageUnknown`."""

    def find(name: str) -> Clip | None:
        clip = clips.find(language, name) if clips else None
        return clip if clips and clip and clips.sound(clip) else None

    has: Has = lambda name: find(name) is not None  # noqa: E731
    cut = pieces(language, number, counter_label, short, has, frame)
    parts: list[Part] = []
    for piece in cut:
        part = Part(piece.text, find(piece.clip), piece.ends_clause)
        if parts and not part.clip and not parts[-1].clip:
            parts[-1] = _together(parts[-1], piece)
        else:
            parts.append(part)
    return parts


def _together(part: Part, piece: Piece) -> Part:
    comma = "," if part.ends_clause else ""
    return Part(f"{part.text}{comma} {piece.text}", None, piece.ends_clause)
