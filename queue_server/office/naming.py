"""What the ids in a change stand for, as people call it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from queue_server.office.differences import Difference
from queue_server.office.paths import path_of, places
from queue_server.office.references import REFERENCES

#: By key, what its ids are called: texts by language, or a label.
Names = dict[str, dict[str, Any]]

_EVERYWHERE = (
    ("slip.lines[].services[]", "services"),
    *((f"branches[].{pattern}", kind) for pattern, kind in REFERENCES),
)
#: References that parts without an id are told apart by.
_TELL_APART = (
    "branches[].profiles[].serves[].service",
    "branches[].board_lines[].boards[].shows[].counter",
)


def names_in(difference: Difference, *offices: Any) -> Names:
    """The names of what a change refers to; what was removed has its own from the older office."""
    at = path_of(tuple(0 if isinstance(step, int) else step for step in difference.location[1:]))
    at = at.replace("[0]", "[]")
    said = {*_ids(difference.before), *_ids(difference.after)}
    said |= {*_ids([step.get("id") for step in difference.where])}
    found: Names = {}
    for pattern, kind in _referred(at):
        for office in offices:
            for part in _parts(office, difference, kind):
                if part.get("id") in said and (called := part.get("name") or part.get("label")):
                    for key in _keys(pattern):
                        found.setdefault(key, {})[part["id"]] = called
    return found


def _referred(at: str) -> Iterator[tuple[str, str]]:
    """The references at a place, below it, and those that tell apart the parts that it is in."""
    for pattern, kind in _EVERYWHERE:
        is_below = pattern.startswith(at) and pattern[len(at) : len(at) + 1] in ("", ".", "[")
        told_apart = pattern.rpartition(".")[0] if pattern in _TELL_APART else None
        if is_below or (told_apart and at.startswith(f"{told_apart}.")):
            yield pattern, kind
    branch, _, kind = at.rpartition(".")
    if branch == "branches[]":  # the order of its parts
        yield at, kind


def _keys(pattern: str) -> list[str]:
    """A reference's key; and the list's whose parts it tells apart, as `serves` by `service`."""
    steps = [step.removesuffix("[]") for step in pattern.split(".")]
    return steps[-2:] if pattern in _TELL_APART else steps[-1:]


def _parts(office: Any, difference: Difference, kind: str) -> Iterator[dict[str, Any]]:
    """The parts of a kind: of the branch that the change is in, or of any."""
    first = difference.where[0] if difference.where else {}
    branch_id = first.get("id") if first.get("key") == "branches" else None
    for _, branch in places(office, "branches[]"):
        if isinstance(branch, dict) and branch_id in (None, branch.get("id")):
            yield from (part for _, part in places(branch, f"{kind}[]") if isinstance(part, dict))


def _ids(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _ids(part)
