"""The slip's document as it comes over the wire, validated into a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from printers import template
from printers.letters import clean
from printers.template import BUILT_IN, SlipLine


class DocumentError(ValueError):
    """The slip's document cannot be printed; the message names the path of the fault."""


@dataclass(frozen=True)
class Wait:
    """An expected wait as a range, in seconds."""

    low_seconds: float
    high_seconds: float


@dataclass(frozen=True)
class Document:
    """What a slip says, in the ticket's language; every text is printable as it stands."""

    language: str
    office: str
    branch: str
    number: str
    services: tuple[str, ...]
    issued: str
    where: str = ""
    ahead: int | None = None
    wait: Wait | None = None
    cases: int = 1
    url: str = ""
    documents: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    footer: str = ""
    address: str = ""
    service_texts: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """By name, what the office says in place of the product's own labels."""
    template: tuple[SlipLine, ...] = BUILT_IN


def parse(wire: object) -> Document:
    """Read a document from the wire; unknown fields are left for newer agents.

    Raises DocumentError with the path of the first fault.
    """
    if not isinstance(wire, Mapping):
        raise DocumentError("document: must be an object")
    return Document(
        language=_text(wire, "language", required=True),
        office=_text(wire, "office", required=True),
        branch=_text(wire, "branch", required=True),
        number=_text(wire, "number", required=True),
        services=_texts(wire, "services") or (_text(wire, "service", required=True),),
        issued=_text(wire, "issued", required=True),
        where=_text(wire, "where"),
        ahead=_count(wire, "ahead"),
        wait=_wait(wire),
        cases=_count(wire, "cases") or 1,
        url=_text(wire, "url"),
        documents=_texts(wire, "documents"),
        needs=_texts(wire, "needs"),
        footer=_text(wire, "footer"),
        address=_text(wire, "address"),
        service_texts=_texts(wire, "service_texts"),
        labels=_labels(wire),
        template=template.parse(wire.get("template")),
    )


def _text(wire: Mapping[str, Any], field: str, *, required: bool = False) -> str:
    value = wire.get(field)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise DocumentError(f"{field}: must be a text")
    printable = clean(value)
    if required and not printable:
        raise DocumentError(f"{field}: must not be empty")
    return printable


def _texts(wire: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = wire.get(field)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise DocumentError(f"{field}: must be a list of texts")
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise DocumentError(f"{field}[{index}]: must be a text")
    return tuple(text for text in map(clean, value) if text)


def _labels(wire: Mapping[str, Any]) -> dict[str, str]:
    value = wire.get("labels") or {}
    if not isinstance(value, Mapping):
        raise DocumentError("labels: must be an object")
    for name, text in value.items():
        if not isinstance(text, str):
            raise DocumentError(f"labels.{name}: must be a text")
    return {name: printable for name, text in value.items() if (printable := clean(text))}


def _count(wire: Mapping[str, Any], field: str) -> int | None:
    value = wire.get(field)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DocumentError(f"{field}: must be a whole number, 0 or more")
    return value


def _wait(wire: Mapping[str, Any]) -> Wait | None:
    value = wire.get("wait")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise DocumentError("wait: must be an object with low and high")
    low, high = (_seconds(value, end) for end in ("low", "high"))
    if high < low:
        raise DocumentError("wait.high: must not be less than wait.low")
    return Wait(low, high)


def _seconds(wait: Mapping[str, Any], end: str) -> float:
    value = wait.get(end)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e9:
        raise DocumentError(f"wait.{end}: must be seconds, 0 or more")
    return value
