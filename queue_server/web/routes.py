"""Which route a path has, found once: to look through all of them costs a tenth of an answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from werkzeug.routing import MapAdapter

#: Of paths that have been asked for; each counter's and display's are few, visitors' are not.
_MOST_REMEMBERED = 4096

#: By method and path, the rule and what stands in its places.
Matches = dict[tuple[str, str], tuple[Any, dict[str, Any]]]


def remember(adapter: MapAdapter, matches: Matches) -> MapAdapter:
    """The adapter of a request, which knows what others of the same path found."""
    if not adapter.websocket:
        found = partial(_match, adapter.match, matches, (adapter.default_method, adapter.path_info))
        adapter.match = found  # type: ignore[method-assign]
    return adapter


def _match(
    match: Any, matches: Matches, key: tuple[str, str], *about: Any, **more: Any
) -> tuple[Any, dict[str, Any]]:
    """What Werkzeug's own finds; what it raises is not remembered."""
    if about or more != {"return_rule": True}:
        other: tuple[Any, dict[str, Any]] = match(*about, **more)
        return other
    if key not in matches:
        if len(matches) >= _MOST_REMEMBERED:
            matches.clear()
        matches[key] = match(return_rule=True)
    rule, places = matches[key]
    return rule, dict(places)
