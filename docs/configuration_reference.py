"""Writes the tables of docs/reference/configuration.md from the models of the configuration.

`python docs/configuration_reference.py` brings the page up to date; a test fails when it is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from queue_server.office import Configuration, fields

PAGE = Path(__file__).parent / "reference/configuration.md"
MARK = "<!-- From here on written by docs/configuration_reference.py -->\n"
KINDS = {
    "id": fields.ID,
    "class id": fields.CLASS_ID,
    "language": fields.LANGUAGE,
    "prefix": fields.PREFIX,
    "label": fields.LABEL,
    "interval": fields.INTERVAL,
    "time of day": fields.CLOCK,
    "colour": fields.COLOUR,
    "host": fields.HOST,
    "media path": fields.MEDIA,
    "served path": fields.SERVED,
    "web address": fields.WEB_ADDRESS,
}

Schema = dict[str, Any]


def with_tables(page: str) -> str:
    """The page with everything below its mark written anew."""
    return page.partition(MARK)[0] + MARK + "\n" + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    whole = Configuration.model_json_schema()
    parts: dict[str, Schema] = whole.pop("$defs")
    yield "## Kinds of values"
    yield ""
    yield "- **texts**: a text by language, or one text for all languages"
    yield "- **date**: a day such as 2026-12-24"
    for name, pattern in KINDS.items():
        yield f"- **{name}**: {fields.MEANT[pattern]}"
    for part in [whole, *(parts[name] for name in _in_order(whole, parts))]:
        yield ""
        yield f"## {_heading(part['title'])}"
        yield ""
        yield part["description"]
        yield ""
        yield "| key | value | default | meaning |"
        yield "|---|---|---|---|"
        for key, value in part["properties"].items():
            meaning = value.get("description") or parts[_reference(value)]["description"]
            default = "**needed**" if key in part.get("required", ()) else _default(value)
            yield f"| `{key}` | {_kind(value, parts)} | {default} | {meaning} |"


def _in_order(part: Schema, parts: dict[str, Schema]) -> list[str]:
    """The parts that a part is made of, each before its own."""
    found: list[str] = []
    for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(part)):
        if "properties" in parts[name]:
            found += [n for n in [name, *_in_order(parts[name], parts)] if n not in found]
    return found


def _heading(title: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", title).capitalize()


def _reference(value: Schema) -> str:
    return str(value["$ref"]).rpartition("/")[2]


def _default(value: Schema) -> str:
    default = value.get("default")
    if default in (None, []) or isinstance(default, dict):
        return ""
    return f"`{default}`" if isinstance(default, str) else f"`{json.dumps(default)}`"


def _kind(value: Schema, parts: dict[str, Schema]) -> str:
    match value:
        case {"$ref": _}:
            part = parts[_reference(value)]
            heading = _heading(part["title"])
            anchor = heading.lower().replace(" ", "-")
            return _kind(part, parts) if "enum" in part else f"[{heading.lower()}](#{anchor})"
        case {"enum": choices}:
            return " or ".join(f"`{choice}`" for choice in choices)
        case {"anyOf": [{"type": "string"}, {"patternProperties": _}]}:
            return "texts"
        case {"anyOf": [only, {"type": "null"}]}:
            return _kind(only, parts)
        case {"type": "array", "items": items}:
            return f"list of: {_kind(items, parts)}"
    return _plain_kind(value)


def _plain_kind(value: Schema) -> str:
    match value:
        case {"pattern": pattern}:
            return next(name for name, known in KINDS.items() if known == pattern)
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer"}:
            return "whole number" + _bounds(value)
        case {"type": "number"}:
            return "number" + _bounds(value)
        case {"format": "path" | "date" as kind}:
            return str(kind)
        case {"type": "string"}:
            return "text"
    raise ValueError(f"no words for {value}")


def _bounds(value: Schema) -> str:
    words = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}
    return "".join(f" {word} {value[key]:g}" for key, word in words.items() if key in value)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
