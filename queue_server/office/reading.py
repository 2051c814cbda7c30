"""From a file or a document to the office configuration, or to every fault that it has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from queue_server.office import references, wiring
from queue_server.office.configuration import Configuration, Office
from queue_server.office.doubts import doubts
from queue_server.office.fields import LANGUAGES, MEANT
from queue_server.office.files import missing
from queue_server.office.paths import path_of, places
from queue_server.office.syntax import read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SUBJECT = re.compile(r"^(Input|String|List|Dictionary|Value|Keys) should\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SHOWN = 60
#: What the validator puts into a path: a key itself is wrong, a text or its forms.
_NO_KEYS = ("[key]", "[text]", "[forms]")


class ConfigurationFault(ValueError):
    """The configuration cannot be used; `faults` has a line with its path for each reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def split_fault(line: str) -> tuple[str, str]:
    """The path and the words of a fault or doubt."""
    path, _, words = line.partition(": ")
    return path, words


class Findings(NamedTuple):
    """What keeps a configuration from being used, and what is only doubtful."""

    faults: list[str]
    warnings: list[str]


def load(path: Path) -> Configuration:
    """Read config.yaml; raises `ConfigurationFault` with every fault and its path."""
    document, faults = _document(path)
    if faults:
        raise ConfigurationFault(faults)
    return parse(document)


def parse(document: Any) -> Configuration:
    """A configuration from its parsed document; raises `ConfigurationFault`."""
    configuration, faults = _validated(document)
    if configuration is None or faults:
        raise ConfigurationFault(faults)
    return configuration


def parse_office(document: Any) -> Office:
    """A revision from its document, that of the key `office`; raises `ConfigurationFault`."""
    return parse({"office": document}).office


def stored_office(document: Any) -> Office:
    """A revision that was published; raises `ConfigurationFault`.

    An earlier release may have let through what is a fault now, and an office works with it.
    """
    configuration, faults = _validated({"office": document}, stored=True)
    if configuration is None or faults:
        raise ConfigurationFault(faults)
    return configuration.office


def check_file(path: Path) -> Findings:
    """Everything to be said about a configuration file."""
    document, faults = _document(path)
    if faults:
        return Findings(faults, [])
    configuration, faults = _validated(document)
    if configuration is None or faults:
        return Findings(faults, [])
    return Findings(list(missing(configuration)), list(doubts(configuration.office)))


def check(document: Any) -> Findings:
    """Everything to be said about a parsed document; doubts only once it has no faults."""
    configuration, faults = _validated(document)
    if configuration is None or faults:
        return Findings(faults, [])
    return Findings([], list(doubts(configuration.office)))


def _document(path: Path) -> tuple[Any, list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return None, [
            f"{path}: is not UTF-8 text: byte {error.start} is {error.object[error.start]:#x}"
        ]
    except OSError as error:
        return None, [f"{path}: cannot be read: {error.strerror}"]
    document, faults = read_yaml(text)
    return document, [f"{path}:{fault}" for fault in faults]


def _validated(document: Any, *, stored: bool = False) -> tuple[Configuration | None, list[str]]:
    """The configuration, unless its shape has faults; and all faults."""
    faults: list[str] = []
    configuration = None
    try:
        configuration = Configuration.model_validate(
            {} if document is None else document, context=_languages(document)
        )
    except ValidationError as error:
        faults += [f"{_path(fault)}: {_words(fault)}" for fault in error.errors(include_url=False)]
    faults += references.faults(document)
    if not stored:
        for location, office in places(document, "office"):
            faults += wiring.faults(office, location)
    return configuration, faults


def _languages(document: Any) -> tuple[str, ...]:
    """The office's languages as far as they can be told before the document is known to be good."""
    listed = [language for _, language in places(document, "office.languages[]")]
    return tuple(language for language in listed if isinstance(language, str)) or LANGUAGES


def _path(fault: ErrorDetails) -> str:
    return path_of(tuple(part for part in fault["loc"] if part not in _NO_KEYS))


def _words(fault: ErrorDetails) -> str:
    """What is wrong, without the validator's own terms."""
    value = fault["input"]
    match fault["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is no key of this part"
        case "value_error":
            return str(fault["ctx"]["error"])
        case "string_type" if isinstance(value, bool | int | float):
            return 'should be a text; put it in quotes, as in "5"'
        case "model_type" | "dict_type":
            return "should have keys of its own" + _not(value)
        case "string_pattern_mismatch":
            return f"should be {MEANT[fault['ctx']['pattern']]}" + _not(value)
        case _:
            return _SUBJECT.sub("should", fault["msg"]) + _not(value)


def _not(value: Any) -> str:
    """The value found, as far as it helps to see it."""
    if value is None:
        return ", not nothing"
    if not isinstance(value, str | int | float):
        return ""
    shown = repr(value)
    cyrillic = _CYRILLIC.search(shown)
    letter = f" ({cyrillic[0]!r} is a Cyrillic letter)" if cyrillic else ""
    return f", not {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}{letter}"
