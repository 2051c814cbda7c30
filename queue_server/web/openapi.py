"""OpenAPI 3.1 generated from the table of calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema

from queue_server.domain.access import PUBLIC
from queue_server.problems import MEDIA_TYPE
from queue_server.web import shapes
from queue_server.web.contract import BASE, Call, Contract

_REF = "#/components/schemas/{model}"
#: Printable ASCII; spaces around it are not part of a header.
_KEY = "^[!-~]([ -~]*[!-~])?$"
_PLACE = re.compile(r"<(\w+)>")


def document(contract: Contract, version: str) -> dict[str, Any]:
    """The whole contract."""
    models = [call.body for call in contract.calls if call.body] + [shapes.Problem, shapes.Fault]
    references, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=_REF, by_alias=True
    )
    components: dict[str, Any] = dict(schemas["$defs"])
    bodies = {model: reference for (model, _), reference in references.items()}
    paths: dict[str, Any] = {}
    for call in contract.calls:
        path = _PLACE.sub(r"{\1}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, components, bodies)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Okienko",
            "version": version,
            "summary": "Customer-flow queue management for offices with service counters",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(call: Call, components: dict[str, Any], bodies: Mapping[Any, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.summary,
        "parameters": _parameters(call, components),
        "responses": _responses(call, components),
    }
    if call.body is not None:
        schema = bodies[call.body]  # two parts may have a body of the same name
        about["requestBody"] = {
            "content": {"application/json": {"schema": schema}},
            "required": _needs_a_body(call.body),
        }
    return about


def _needs_a_body(kind: type[BaseModel]) -> bool:
    """Whether an empty body, which is `{}`, is refused."""
    try:
        kind.model_validate({})
    except ValidationError:
        return True
    return False


def _parameters(call: Call, components: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PLACE.findall(call.path)
    ]
    if call.query is not None:
        schema = call.query.model_json_schema(ref_template=_REF)
        components |= schema.pop("$defs", {})
        found += [
            {"name": name, "in": "query", "required": False, "schema": about}
            for name, about in schema["properties"].items()
        ]
    if call.method == "POST":
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": _KEY}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _responses(call: Call, components: dict[str, Any]) -> dict[str, Any]:
    answer = TypeAdapter(call.answer).json_schema(
        ref_template=_REF, by_alias=True, mode="serialization"
    )
    components |= answer.pop("$defs", {})
    content = {"application/json": {"schema": answer}}
    found: dict[str, Any] = {str(call.status): {"description": "Done.", "content": content}}
    refused: dict[int, list[str]] = {503: ["storage_unavailable"]}
    if "<" in call.path:
        refused[404] = ["not_found"]
    if call.query is not None:
        refused[422] = ["invalid"]
    if call.method == "POST":
        refused |= {
            400: ["malformed_json"],
            413: ["too_large"],
            415: ["unsupported_media_type"],
            422: ["invalid", "idempotency_key_reused", "invalid_idempotency_key"],
        }
    if call.needs == PUBLIC:
        refused[429] = ["too_many_requests"]
    else:
        refused |= {401: ["not_signed_in"], 403: ["forbidden"]}
    for refusal in call.refuses:
        refused.setdefault(refusal.status, []).append(refusal.code)
    for status, codes in sorted(refused.items()):
        schema = {"$ref": _REF.format(model="Problem")}
        found[str(status)] = {
            "description": f"Refused: {', '.join(sorted(codes))}.",
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    return found
