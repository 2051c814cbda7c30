"""An office configuration that comes from outside: as YAML, whole or only its office."""

from __future__ import annotations

from typing import Any

import yaml

from queue_server.domain.errors import Invalid
from queue_server.office.configuration import Office
from queue_server.office.reading import ConfigurationFault, parse_office
from queue_server.office.syntax import read_yaml


def read_office(text: str) -> dict[str, Any]:
    """The office of a YAML text; refuses with `invalid` what is no YAML, or no office at all.

    Faults within the office are left for its form to show.
    """
    document, faults = read_yaml(text)
    if faults:
        raise Invalid([("yaml", fault) for fault in faults])
    if isinstance(document, dict) and "office" in document:
        document = document["office"]
    if not isinstance(document, dict) or not document.keys() & Office.model_fields.keys():
        raise Invalid([("yaml", "there is no office in it")])
    return complete(document)


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """A document with every key that it leaves out; one with faults as it is."""
    try:
        return parse_office(document).model_dump(mode="json")
    except ConfigurationFault:
        return document


def write_office(document: dict[str, Any]) -> str:
    """An office as YAML, as `okienko config export` writes it."""
    return yaml.safe_dump({"office": document}, allow_unicode=True, sort_keys=False, width=100)
