"""A marker in every field: which fields the API has, what is said in each, where it is found."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.running_office import Asking

#: A marker of each form; `{n}` becomes a number of its own. They have no letter that JSON escapes.
TEXT = "Marker{n}Q"
EMAIL = "marker{n}q@example.org"
PHONE = "+48 6007 00{n}"
ADDRESS = "2001:db8:7e57::{n}"

Json = dict[str, Any]


class Markers:
    """Says something else in each field, and knows which was said where.

    `document`: the OpenAPI document of the server that is asked.
    """

    def __init__(self, document: Json) -> None:
        self._calls: dict[str, tuple[str, Json]] = {
            call["operationId"]: (path, call | {"method": method})
            for path, methods in document["paths"].items()
            for method, call in methods.items()
        }
        self._schemas: Json = document["components"]["schemas"]
        self.said: dict[str, str] = {}

    def fields(self) -> set[str]:
        """Every text that a body or a question may say: `operation path.of.field`."""
        found = set()
        for name, (_, call) in self._calls.items():
            if body := call.get("requestBody"):
                schema = body["content"]["application/json"]["schema"]
                found |= {f"{name} {field}" for field in self._texts(schema, "")}
            for parameter in call["parameters"]:
                if parameter["in"] == "query" and [*self._texts(parameter["schema"], "")]:
                    found.add(f"{name} ?{parameter['name']}")
        return found

    def unsaid(self) -> set[str]:
        """The fields in which nothing was marked."""
        return {
            field
            for field in self.fields()
            if not any(fnmatchcase(said, field) for said in self.said)
        }

    def say(
        self, who: Asking, name: str, body: Any = None, *, status: int = 0, **place: Any
    ) -> Any:
        """Call `name` at a place, each `{n}` in the body a new number; its answer.

        `status`: how it is refused.
        """
        path, call = self._calls[name]
        path = path.format(**place)
        if call["method"] == "get":
            query = {key: self.mark(f"{name} ?{key}", text) for key, text in body.items()}
            answer = who.get(path, params=query)
        else:
            answer = who.post(path, self._marked(body or {}, f"{name} "))
        expected = answer.status_code == status if status else answer.ok
        assert expected, f"{name}: {answer.status_code} {answer.text}"
        return answer.json()

    def mark(self, field: str, form: str) -> str:
        """A new marker, said in this field; a text without `{n}` stays as it is."""
        if "{n}" not in form:
            return form
        number = str(len(self.said) + 100)
        assert field not in self.said, f"{field} is said already"
        (marker,) = (known for known in (TEXT, EMAIL, PHONE, ADDRESS) if known in form)
        self.said[field] = marker.replace("{n}", number)
        return form.replace("{n}", number)

    def found(self, *folders: Path) -> set[str]:
        """The fields whose markers stand in some file below these folders."""
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        contents = [file.read_bytes().lower() for file in files]
        return {
            field
            for field, text in self.said.items()
            if any(text.lower().encode() in content for content in contents)
        }

    def _marked(self, body: Any, field: str) -> Any:
        if isinstance(body, Mapping):
            dot = "" if field.endswith(" ") else "."
            return {key: self._marked(value, f"{field}{dot}{key}") for key, value in body.items()}
        if isinstance(body, list):
            return [self._marked(value, field) for value in body]
        return self.mark(field, body) if isinstance(body, str) else body

    def _texts(self, schema: Json, field: str) -> Iterator[str]:
        if reference := schema.get("$ref"):
            yield from self._texts(self._schemas[reference.rpartition("/")[2]], field)
        for part in (one for kind in ("anyOf", "oneOf", "allOf") for one in schema.get(kind, [])):
            yield from self._texts(part, field)
        if schema.get("type") == "string" and not {"enum", "const"} & schema.keys():
            yield field
        if schema.get("type") == "array":
            yield from self._texts(schema["items"], field)
        if schema.get("type") == "object":
            dot = f"{field}." if field else ""
            for name, part in schema.get("properties", {}).items():
                yield from self._texts(part, f"{dot}{name}")
            if others := schema.get("additionalProperties"):
                anything = {"type": "string"}
                yield from self._texts(anything if others is True else others, f"{dot}*")
