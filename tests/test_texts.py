"""The catalogues of all pages: the same texts in every language, in the words of the glossary."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from queue_server.office.wording import CATALOGUES

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("pl", "en", "uk", "ru")
PLURALS = {
    "pl": {"one", "few", "many", "other"},
    "en": {"one", "other"},
    "uk": {"one", "few", "many", "other"},
    "ru": {"one", "few", "many", "other"},
}
GLOSSARY = ROOT / "queue_server/web/static/texts"
FOLDERS = sorted(
    {
        file.parent
        for pattern in (
            "*/web/texts/*.json",
            "queue_server/web/static/**/texts/*.json",
            "printers/texts/*.json",
            "queue_server/booking_site/texts/*.json",
            "queue_server/messaging/texts/*.json",
        )
        for file in ROOT.glob(pattern)
        if "vendor" not in file.parts
    }
)

# What a page never says, and the glossary's word for it.
FORBIDDEN = {
    "pl": {
        r"\blicznik": "stanowisko",
        r"\bpołącze": "wezwanie",
        r"\bokien(ko|ka|ku|kiem|ek)\b": "stanowisko",
        r"\bpetent": "klient",
        r"\bnumer(ek|ka|ki|kiem)\b": "bilet",
        r"\bdokument\w* (biura|konfiguracji|konfiguracyjn)": "konfiguracja biura",
        r"\bwywoł(aj|ano|anie|ani)": "wezwanie",
    },
    "en": {
        r"\bdesk number": "counter",
        r"\btoken\b": "ticket",
        r"\boffice document": "configuration",
    },
    "uk": {r"\bлічильник": "вікно", r"\bквит(ок|ка|ки)\b": "талон", r"\bдзвін(ок|ка)\b": "виклик"},
    "ru": {r"\bсч[её]тчик": "окно", r"\bбилет": "талон", r"\bзвон(ок|ка)\b": "вызов"},
}
PRODUCT_NAME = "Okienko"

Text: TypeAlias = str | dict[str, str]


def catalogue(folder: Path, language: str) -> dict[str, Text]:
    texts: dict[str, Text] = json.loads((folder / f"{language}.json").read_text())
    return texts


def forms(text: Text) -> Iterator[str]:
    """The text itself, or each of its plural forms."""
    if isinstance(text, str):
        yield text
    else:
        yield from text.values()


def placeholders(text: Text) -> set[str]:
    return {name for form in forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def name(folder: Path) -> str:
    return str(folder.relative_to(ROOT))


def documented_labels() -> dict[str, tuple[str, ...]]:
    """The labels that docs/glossary.md shows, by key, in its own order en, pl, uk, ru."""
    labels = {}
    for line in (ROOT / "docs/glossary.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            labels[cells[0].strip("`")] = tuple(cells[1:5])
    return labels


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_page_speaks_every_language(folder: Path) -> None:
    assert {file.stem for file in folder.glob("*.json")} >= set(LANGUAGES)


def test_every_page_can_be_put_in_the_offices_own_words() -> None:
    mails = ROOT / "queue_server/messaging/texts"  # which have letters
    assert set(CATALOGUES.values()) == set(FOLDERS) - {mails}


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_every_language_has_the_same_texts(folder: Path) -> None:
    first = catalogue(folder, LANGUAGES[0])
    for language in LANGUAGES[1:]:
        other = catalogue(folder, language)
        assert other.keys() == first.keys()
        for key, text in first.items():
            assert placeholders(other[key]) == placeholders(text), f"{language}: {key}"
            assert isinstance(other[key], dict) == isinstance(text, dict), f"{language}: {key}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_texts_have_each_form_that_their_language_needs(folder: Path, language: str) -> None:
    for key, text in catalogue(folder, language).items():
        if isinstance(text, dict):
            assert text.keys() == PLURALS[language], key


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_ragged(folder: Path, language: str) -> None:
    for key, text in catalogue(folder, language).items():
        for form in forms(text):
            assert form.strip() == form != "", key
            assert "  " not in form, key


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_only_the_words_of_the_glossary(folder: Path, language: str) -> None:
    for key, text in catalogue(folder, language).items():
        for form in forms(text):
            for word, instead in FORBIDDEN[language].items():
                found = re.search(word, form.replace(PRODUCT_NAME, ""), re.IGNORECASE)
                assert not found, f"{key}: {form!r} says {found[0]!r}, the glossary {instead!r}"


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder != GLOSSARY], ids=name)
def test_no_page_gives_a_glossary_label_of_its_own(folder: Path) -> None:
    assert catalogue(folder, "en").keys() & catalogue(GLOSSARY, "en").keys() == set()


def test_the_glossary_shows_exactly_the_labels_of_the_catalogue() -> None:
    catalogues = [catalogue(GLOSSARY, language) for language in ("en", "pl", "uk", "ru")]
    assert documented_labels() == {
        key: tuple(labels[key] for labels in catalogues) for key in catalogues[0]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_glossary_has_a_label_of_its_own(language: str) -> None:
    keys_by_label: dict[tuple[str, str], list[str]] = {}
    for key, label in catalogue(GLOSSARY, language).items():
        section = key.split(".")[0]
        keys_by_label.setdefault((section, str(label)), []).append(key)
    assert [keys for keys in keys_by_label.values() if len(keys) > 1] == []
