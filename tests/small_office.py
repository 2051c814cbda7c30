"""A small configuration without fault or warning, and copies of it with something changed."""

import copy
import re
from typing import Any

#: What takes a key or an entry away.
NOTHING = object()
#: The path of the only branch.
TOWN = "office.branches[0]"
Location = tuple[str | int, ...]


def small_office() -> dict[str, Any]:
    counter = {"id": "1", "label": "1", "zone": "hall", "profile": "front"}
    town = {
        "id": "town",
        "name": {"pl": "Miasto", "en": "Town", "uk": "Місто", "ru": "Город"},
        "address": "Rynek 1",
        "zones": [{"id": "hall", "name": "Hol"}],
        "groups": [{"id": "all", "name": "Wszystko"}],
        "services": [
            {"id": "cards", "name": "Dowody", "zone": "hall", "group": "all"},
            {"id": "stamps", "name": "Pieczątki", "zone": "hall", "prefix": "E"},
        ],
        "profiles": [
            {
                "id": "front",
                "name": "Sala",
                "serves": [{"service": "cards"}, {"service": "stamps"}],
            }
        ],
        "counters": [{**counter, "directions": "Parter"}],
        "displays": [{"id": "hall", "name": "Hol", "zones": ["hall"]}],
        "kiosks": [{"id": "hall", "name": "Hol", "zone": "hall", "printers": ["a"]}],
        "printers": [{"id": "a", "name": "Hol", "host": "10.0.0.5"}],
    }
    return {"office": {"name": "Urząd", "branches": [town]}}


def changed(document: Any, path: str, value: Any) -> Any:
    """A copy with `value` at the path; the index after the last appends."""
    document = copy.deepcopy(document)
    *way, last = location_of(path)
    parent = document
    for part in way:
        parent = parent[part]
    if value is NOTHING:
        del parent[last]
    elif isinstance(parent, list) and last == len(parent):
        parent.append(value)
    else:
        parent[last] = value
    return document


def location_of(path: str) -> Location:
    return tuple(int(n) if n else key for n, key in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path))
