"""Where something stands in a document, and what stands at such a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Location = tuple[int | str, ...]


def path_of(location: Location) -> str:
    """`office.branches[0].services[2].prefix` from its location."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "the document"


def places(node: Any, pattern: str, at: Location = ()) -> Iterator[tuple[Location, Any]]:
    """All that stands at `zones[].id` and the like, as far as the document has that shape."""
    head, _, rest = pattern.partition(".")
    key = head.removesuffix("[]")
    if not isinstance(node, dict) or key not in node:
        return
    here, found = (*at, key), node[key]
    if key != head:
        entries = found if isinstance(found, list) else []
        items: list[tuple[Location, Any]] = [((*here, i), e) for i, e in enumerate(entries)]
    else:
        items = [(here, found)]
    for location, item in items:
        if rest:
            yield from places(item, rest, location)
        else:
            yield location, item
