"""Every key of the office configuration is called something in every language."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.office import Office

FOLDER = Path(__file__).resolve().parents[1] / "queue_server/web/static/admin/keys/texts"
LANGUAGES = ("pl", "en", "uk", "ru")
SCHEMA: Any = Office.model_json_schema(mode="serialization")


def keys() -> Iterator[tuple[str, str]]:
    """Every part and key of the schema."""
    for part, about in {"Office": SCHEMA, **SCHEMA["$defs"]}.items():
        for key in about.get("properties", {}):
            yield part, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_label(language: str) -> None:
    labels = json.loads((FOLDER / f"{language}.json").read_text())
    missing = [
        f"{part}.{key}"
        for part, key in keys()
        if f"key.{key}" not in labels and f"key.{part}.{key}" not in labels
    ]
    assert missing == []


def test_no_label_or_help_is_of_a_key_that_does_not_exist() -> None:
    labels = json.loads((FOLDER / "en.json").read_text())
    names = {key for _, key in keys()} | {f"{part}.{key}" for part, key in keys()}
    told = [name.partition(".")[2] for name in labels if name.startswith(("key.", "help."))]
    assert [name for name in told if name not in names] == []
