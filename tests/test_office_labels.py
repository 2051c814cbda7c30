"""Every key of the office configuration is called something in every language."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.office import Office
from queue_server.office.wording import CATALOGUES

FOLDER = Path(__file__).resolve().parents[1] / "queue_server/web/static/admin/keys/texts"
LANGUAGES = ("pl", "en", "uk", "ru")
#: Keys whose label says it all.
PLAIN = {
    word
    for line in (
        "name address branches zones groups services profiles counters displays kiosks printers",
        "messages playlists needs outcomes topics classes rules letters serves service counter",
        "kiosk profile channel theme voice urgent documents date mon tue wed thu fri sat sun left",
        "right up down width cut baud bits parity stop_bits bold inverse arrow no_show revive",
        "times days_off exceptional_days boards keypads scanners agents port line lines",
    )
    for word in line.split()
}
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


def test_every_page_with_texts_has_a_label() -> None:
    labels = json.loads((FOLDER / "en.json").read_text())
    assert {f"choice.page.{page}" for page in CATALOGUES} - labels.keys() == set()


def test_every_key_is_explained_unless_its_label_says_it_all() -> None:
    texts = json.loads((FOLDER / "en.json").read_text())
    unexplained = [
        f"{part}.{key}"
        for part, about in {"Office": SCHEMA, **SCHEMA["$defs"]}.items()
        for key, described in about.get("properties", {}).items()
        if "description" in described and key not in PLAIN
        if f"help.{key}" not in texts and f"help.{part}.{key}" not in texts
    ]
    assert unexplained == []


def test_no_label_or_help_is_of_a_key_that_does_not_exist() -> None:
    labels = json.loads((FOLDER / "en.json").read_text())
    names = {key for _, key in keys()} | {f"{part}.{key}" for part, key in keys()}
    told = [name.partition(".")[2] for name in labels if name.startswith(("key.", "help."))]
    assert [name for name in told if name not in names] == []
