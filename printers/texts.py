"""The labels of a slip, a catalogue for each language."""

import json
import re
from functools import cache
from pathlib import Path

FALLBACK = "en"
_FOLDER = Path(__file__).parent / "texts"
_PLACE = re.compile(r"\{(\w+)\}")


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def labels(language: str) -> dict[str, str]:
    """The labels in that language; English where it has no catalogue, for a slip must print."""
    known = language if language in languages() else FALLBACK
    catalogue: dict[str, str] = json.loads((_FOLDER / f"{known}.json").read_text("utf-8"))
    return catalogue


def filled(text: str, **values: object) -> str:
    """A label with what stands in its braces; what is not known stays as it is written."""
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
