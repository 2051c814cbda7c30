"""YAML as it is written, with the line and column of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import yaml

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]  # either of two classes
    """Dates stay the texts that they are in JSON too; the models read them."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
    }


#: What PyYAML's constructors raise for values that do not fit their tag, such as `!!int x`.
_BAD_VALUE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_yaml(text: str) -> tuple[Any, list[str]]:
    """The document, or the faults of its syntax, each as `line:column: reason`."""
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            faults = [] if root is None else list(_keys_written_twice(root))
            return (None if root is None or faults else loader.construct_document(root)), faults
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        reason = ", ".join(part for part in (error.problem, error.context) if part)
        return None, [f"{_at(error.problem_mark or error.context_mark)}: {reason}"]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [f"{line}: the character {error.character!r} is not allowed in YAML"]
    except _BAD_VALUE as error:
        return None, [f"1: a value cannot be read: {error}"]


def _keys_written_twice(root: yaml.Node) -> Iterator[str]:
    """YAML forbids them, PyYAML takes the last: either would lose a setting silently."""
    seen: set[int] = set()  # an alias brings its node again
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            nodes += reversed([value for _, value in node.value])
            yield from _twice([key for key, _ in node.value if isinstance(key, yaml.ScalarNode)])


def _twice(keys: list[yaml.ScalarNode]) -> Iterator[str]:
    first: dict[tuple[str, str], yaml.ScalarNode] = {}
    for key in keys:
        other = first.setdefault((key.tag, key.value), key)
        if other is not key:
            at, there = _at(key.start_mark), _at(other.start_mark)
            yield f"{at}: {key.value!r} is written twice, first at {there}"


def _at(mark: yaml.Mark | None) -> str:
    return "1" if mark is None else f"{mark.line + 1}:{mark.column + 1}"
