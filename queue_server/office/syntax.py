"""YAML as it is written, with the line and column of what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import yaml

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Deepest document: far more than the schema has.
DEEPEST = 40
#: Most values with every alias written out: an office has thousands.
_MOST_VALUES = 200_000
#: What JSON can say too.
_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "str", "seq", "map")
)


class _Loader(_SAFE):  # type: ignore[misc]  # either of two classes
    """What JSON can say, and nothing else. Dates stay texts; the models read them."""

    yaml_constructors: ClassVar = {
        tag: construct
        for tag, construct in _SAFE.yaml_constructors.items()
        if tag in _TAGS or tag is None
    }
    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
    }


def _number(loader: _Loader, node: yaml.ScalarNode) -> float:
    value: float = loader.construct_yaml_float(node)
    if not math.isfinite(value):
        raise _fault(f"{node.value} is no number", node)
    return value


_Loader.add_constructor("tag:yaml.org,2002:float", _number)

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
            if root is not None:
                _measure(root, {}, {})
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


class _Size(NamedTuple):
    """How many values a node has with every alias written out, and how deep they are nested."""

    values: int
    depth: int


def _measure(node: yaml.Node, known: dict[int, _Size], around: dict[int, yaml.Node]) -> _Size:
    """The size of a node within those `around` it; raises what no office could mean.

    A few lines of aliases of aliases would otherwise be millions of values.
    """
    if id(node) in around:
        raise _fault("an alias stands within what it stands for", around[id(node)])
    size = known.get(id(node))
    if size is None and len(around) < DEEPEST:
        around[id(node)] = node
        inner = [_measure(part, known, around) for part in _parts(node)]
        del around[id(node)]
        values = 1 + sum(part.values for part in inner)
        size = known[id(node)] = _Size(values, 1 + max((part.depth for part in inner), default=0))
    if size is None or len(around) + size.depth > DEEPEST:
        raise _fault("this is nested too deep", node)
    if size.values > _MOST_VALUES:
        raise _fault(f"with its aliases this has more than {_MOST_VALUES:,} values", node)
    return size


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _fault(problem: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


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
