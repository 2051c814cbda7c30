"""The sentence of a call, to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import queue_server
from queue_server.voice import LANGUAGES, LanguageUnknown, phrase
from queue_server.voice.espeak import SPEAKERS
from queue_server.voice.letters import NAMES, name
from queue_server.voice.numbers import NUMERALS
from queue_server.voice.phrases import WORDS, spoken

TEXTS = Path(queue_server.__file__).parent / "web" / "static" / "texts"

#: Language, number, counter label, the whole sentence, the short one.
SENTENCES = [
    (
        ("pl", "A042", "5"),
        "Numer A czterdzieści dwa, stanowisko pięć",
        "A czterdzieści dwa, stanowisko pięć",
    ),
    (
        ("en", "A042", "5"),
        "Number A forty-two, counter five",
        "A forty-two, counter five",
    ),
    (
        ("uk", "A042", "5"),
        "Номер А сорок два, вікно п’ять",
        "А сорок два, вікно п’ять",
    ),
    (
        ("ru", "A042", "5"),
        "Номер А сорок два, окно пять",
        "А сорок два, окно пять",
    ),
    (
        ("pl", "C105", "12B"),
        "Numer ce sto pięć, stanowisko dwanaście be",
        "ce sto pięć, stanowisko dwanaście be",
    ),
    (
        ("en", "C105", "12B"),
        "Number C one hundred and five, counter twelve B",
        "C one hundred and five, counter twelve B",
    ),
    (
        ("uk", "C105", "12B"),
        "Номер це сто п’ять, вікно дванадцять бе",
        "це сто п’ять, вікно дванадцять бе",
    ),
    (
        ("ru", "C105", "12B"),
        "Номер цэ сто пять, окно двенадцать бэ",
        "цэ сто пять, окно двенадцать бэ",
    ),
    (
        ("pl", "A1000", "INFO"),
        "Numer A tysiąc, stanowisko INFO",
        "A tysiąc, stanowisko INFO",
    ),
    (
        ("en", "A1000", "INFO"),
        "Number A one thousand, counter INFO",
        "A one thousand, counter INFO",
    ),
    (
        ("uk", "A1000", "INFO"),
        "Номер А тисяча, вікно INFO",
        "А тисяча, вікно INFO",
    ),
    (
        ("ru", "A1000", "INFO"),
        "Номер А тысяча, окно INFO",
        "А тысяча, окно INFO",
    ),
    (
        ("pl", "021", "1"),
        "Numer dwadzieścia jeden, stanowisko jeden",
        "dwadzieścia jeden, stanowisko jeden",
    ),
    (
        ("en", "021", "1"),
        "Number twenty-one, counter one",
        "twenty-one, counter one",
    ),
    (
        ("uk", "021", "1"),
        "Номер двадцять один, вікно один",
        "двадцять один, вікно один",
    ),
    (
        ("ru", "021", "1"),
        "Номер двадцать один, окно один",
        "двадцать один, окно один",
    ),
]

#: How labels of every kind are spoken, in the order of LANGUAGES.
LABELS = {
    "A042": ("A czterdzieści dwa", "A forty-two", "А сорок два", "А сорок два"),
    "A000": ("A zero", "A zero", "А нуль", "А ноль"),
    "12": ("dwanaście", "twelve", "дванадцять", "двенадцать"),
    "A2000": ("A dwa tysiące", "A two thousand", "А дві тисячі", "А две тысячи"),
    "AB007": ("A be siedem", "A B seven", "А бе сім", "А бэ семь"),
    "PIT21": (
        "pe I te dwadzieścia jeden",
        "P I T twenty-one",
        "пе І те двадцять один",
        "пэ И тэ двадцать один",
    ),
    "Ż3": ("żet trzy", "Z three", "зет три", "зет три"),
    "Ł3": ("eł trzy", "L three", "ель три", "эль три"),
    "b-12/3": ("be dwanaście trzy", "B twelve three", "бе дванадцять три", "бэ двенадцать три"),
    "1000000": (
        "jeden zero zero zero zero zero zero",
        "one zero zero zero zero zero zero",
        "один нуль нуль нуль нуль нуль нуль",
        "один ноль ноль ноль ноль ноль ноль",
    ),
    "": ("", "", "", ""),
}


@pytest.mark.parametrize(("call", "whole", "short"), SENTENCES)
def test_a_call_is_a_sentence(call: tuple[str, str, str], whole: str, short: str) -> None:
    assert phrase(*call, short=False) == whole
    assert phrase(*call, short=True) == short


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_spoken_by_its_letters_and_numbers(label: str) -> None:
    assert tuple(spoken(language, label) for language in LANGUAGES) == LABELS[label]


def test_a_call_in_a_language_without_words_is_refused() -> None:
    with pytest.raises(LanguageUnknown, match="tlh"):
        phrase("tlh", "A042", "5", short=False)
    with pytest.raises(LanguageUnknown, match="tlh"):
        name("tlh", "A")


def test_every_language_has_words_numerals_letters_and_a_speaker() -> None:
    assert set(WORDS) == set(NUMERALS) == set(NAMES) == set(SPEAKERS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_call_are_the_glossary_s(language: str) -> None:
    texts = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    words = WORDS[language]
    assert (words.number, words.counter) == (texts["word.number"], texts["word.counter"].lower())
