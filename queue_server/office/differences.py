"""What differs between two office configurations, and how two people's changes go together.

Parts of a list are told apart by their id (or the service, counter, key, text of a page that they
are about), so that one added before another changes nothing about that other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from queue_server.office.paths import Location, path_of

#: What a part of a list may be told apart by.
_NAMES = (("id",), ("service",), ("counter",), ("page", "key"), ("key",), ("date",), ("name",))
#: In place of what is not there.
_ABSENT: Any = object()

Prefer = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Difference:
    """One change. `location` leads to it in the newer document; to what was removed, in the older.

    `where` names the way: keys, and for parts of a list the part itself.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    location: Location
    where: tuple[dict[str, Any], ...]
    before: Any = None
    after: Any = None

    @property
    def path(self) -> str:
        return path_of(self.location)


def differences(before: Any, after: Any) -> list[Difference]:
    """Every change from one office document to another, in the order of the newer."""
    return list(_between(before, after, ("office",), ("office",), ()))


def _between(
    before: Any, after: Any, old: Location, new: Location, where: tuple[dict[str, Any], ...]
) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*after, *before]):
            at = (*where, {"key": key})
            yield from _between(before.get(key), after.get(key), (*old, key), (*new, key), at)
        return
    if (was := _by_name(before)) is not None and (is_now := _by_name(after)) is not None:
        yield from _between_lists(was, is_now, old, new, where)
        return
    yield Difference("changed", new, where, before, after)


def _between_lists(
    was: dict[Any, tuple[int, Any]],
    is_now: dict[Any, tuple[int, Any]],
    old: Location,
    new: Location,
    where: tuple[dict[str, Any], ...],
) -> Iterator[Difference]:
    for name, (place, part) in is_now.items():
        at = (*where[:-1], _named(where[-1:], name, part))
        if name in was:
            earlier, before = was[name]
            yield from _between(before, part, (*old, earlier), (*new, place), at)
        else:
            yield Difference("added", (*new, place), at, None, part)
    for name, (place, part) in was.items():
        if name not in is_now:
            at = (*where[:-1], _named(where[-1:], name, part))
            yield Difference("removed", (*old, place), at, part, None)
    kept_before = [name for name in was if name in is_now]
    kept_after = [name for name in is_now if name in was]
    if kept_before != kept_after:
        yield Difference("moved", new, where, kept_before, kept_after)


def _named(key: tuple[dict[str, Any], ...], name: Any, part: dict[str, Any]) -> dict[str, Any]:
    """The step to a part of a list: its key, its id, and what people call it."""
    step = dict(key[0]) if key else {}
    called = part.get("name") or part.get("text")
    if not isinstance(called, dict):
        return step | {"id": name}
    said = {language: _in_any_form(words) for language, words in called.items()}
    return step | {"id": name, "name": said}


def _in_any_form(words: Any) -> Any:
    """A text; of one with a form for each number, the last."""
    return next(reversed(words.values()), "") if isinstance(words, dict) else words


def _by_name(parts: Any) -> dict[Any, tuple[int, dict[str, Any]]] | None:
    """The parts of a list by what tells them apart; None for a list of anything else."""
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return None
    for keys in _NAMES:
        found = {_name(part, keys): (i, part) for i, part in enumerate(parts)}
        if len(found) == len(parts) and None not in found:
            return found
    return None


def _name(part: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """What these keys tell a part apart by; None where one says nothing."""
    said = [part.get(key) for key in keys]
    if not all(isinstance(value, str | int) for value in said):
        return None
    return said[0] if len(said) == 1 else " ".join(map(str, said))


def conflict(at: Location, mine: Any, theirs: Any) -> Difference:
    """What both changed, as the change of theirs into mine; `at` is where a `Merge` found it."""
    location: Location = at[:1]
    where: tuple[dict[str, Any], ...] = ()
    for name in at[1:]:
        own, other = _by_name(mine), _by_name(theirs)
        if own or other:
            place, part = (own or {}).get(name) or (other or {})[name]
            where = (*where[:-1], _named(where[-1:], name, part))
            location = (*location, place)
            mine, theirs = ((side or {}).get(name, (0, None))[1] for side in (own, other))
        else:
            where = (*where, {"key": name})
            location = (*location, name)
            mine, theirs = (side.get(name) for side in (mine, theirs))
    return Difference("removed" if mine is None else "changed", location, where, theirs, mine)


@dataclass
class Merge:
    """My changes of `base` put upon theirs; `conflicts` are where both changed the same."""

    prefer: Prefer | None = None
    conflicts: list[Location] = field(default_factory=list)

    def office(self, base: Any, mine: Any, theirs: Any) -> Any:
        """The office document with both changes."""
        return self._merged(base, mine, theirs, ("office",))

    def _merged(self, base: Any, mine: Any, theirs: Any, at: Location) -> Any:
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._dicts(base if isinstance(base, dict) else {}, mine, theirs, at)
        lists = [_by_name(found) for found in (base, mine, theirs)]
        if all(found is not None for found in lists):
            was, mine_is, theirs_is = (
                {name: part for name, (_, part) in (found or {}).items()} for found in lists
            )
            return self._lists(was, mine_is, theirs_is, at)
        return self._chosen(mine, theirs, at)

    def _chosen(self, mine: Any, theirs: Any, at: Location) -> Any:
        if self.prefer is None:
            self.conflicts.append(at)
        return mine if self.prefer == "mine" else theirs

    def _dicts(
        self, base: dict[Any, Any], mine: dict[Any, Any], theirs: dict[Any, Any], at: Location
    ) -> dict[Any, Any]:
        merged = {}
        for key in dict.fromkeys([*theirs, *mine]):
            was, mine_is, theirs_is = (side.get(key, _ABSENT) for side in (base, mine, theirs))
            value = self._merged(was, mine_is, theirs_is, (*at, key))
            if value is not _ABSENT:
                merged[key] = value
        return merged

    def _lists(
        self, base: dict[Any, Any], mine: dict[Any, Any], theirs: dict[Any, Any], at: Location
    ) -> list[Any]:
        """Parts in their order, or in mine where I have changed that."""
        kept = [name for name in base if name in mine and name in theirs]
        moved = [name for name in mine if name in kept] != kept
        first, second = (mine, theirs) if moved else (theirs, mine)
        order = list(first)
        for place, name in enumerate(second):
            if name not in first:
                before = next((n for n in reversed(list(second)[:place]) if n in order), None)
                order.insert(order.index(before) + 1 if before is not None else 0, name)
        parts = self._dicts(base, mine, theirs, at)
        return [parts[name] for name in order if name in parts]
