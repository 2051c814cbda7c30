"""What keypads and the terminal say, a catalogue for each language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FALLBACK = "en"
_FOLDER = Path(__file__).with_name("texts")


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def texts(language: str) -> dict[str, Any]:
    """The catalogue of a language; English where there is none."""
    known = language if language in languages() else FALLBACK
    catalogue: dict[str, Any] = json.loads((_FOLDER / f"{known}.json").read_text("utf-8"))
    return catalogue
