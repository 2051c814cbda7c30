"""What stands in braces in texts of the office, and is put in when they are said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from queue_server.office.fields import placeholders
from queue_server.office.paths import Location, path_of, places


class Places(NamedTuple):
    """What may stand in a text's braces, and what has to."""

    known: tuple[str, ...]
    needed: tuple[str, ...] = ()


def faults_at(office: Any, pattern: str, told: Places, at: Location) -> Iterator[str]:
    """What the texts at a place say and cannot, or do not say and have to."""
    for location, said in places(office, pattern, at):
        for path, text in _texts(said, location):
            for fault in _faults_of(text, told):
                yield f"{path}: {fault}"


def _texts(said: Any, at: Location) -> Iterator[tuple[str, str]]:
    """Each text with its path: one in every language, or one for each; an empty one for none."""
    if isinstance(said, str) or said == {}:
        yield path_of(at), said or ""
    elif isinstance(said, dict):
        yield from (
            (path_of((*at, str(language))), text)
            for language, text in said.items()
            if isinstance(text, str)
        )


def _faults_of(text: str, told: Places) -> Iterator[str]:
    try:
        found = placeholders(text)
    except ValueError as error:
        yield f"the braces do not match: {error}"
        return
    for name in dict.fromkeys(found):
        if name not in told.known:
            yield f"'{{{name}}}' is none of " + ", ".join(f"{{{known}}}" for known in told.known)
    for name in told.needed:
        if name not in found:
            yield f"'{{{name}}}' is missing"
