"""The labels of a slip, a catalogue for each language."""

import json
from functools import cache
from pathlib import Path

FALLBACK = "en"
_FOLDER = Path(__file__).parent / "texts"


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def labels(language: str) -> dict[str, str]:
    """The labels in that language; English where it has no catalogue, for a slip must print."""
    known = language if language in languages() else FALLBACK
    catalogue: dict[str, str] = json.loads((_FOLDER / f"{known}.json").read_text("utf-8"))
    return catalogue
