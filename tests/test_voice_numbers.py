"""Numbers in words, to the letter."""

from __future__ import annotations

import pytest

from queue_server.voice.errors import LanguageUnknown
from queue_server.voice.numbers import LIMIT, NUMERALS, in_words

WORDS = {
    "pl": {
        0: "zero",
        1: "jeden",
        2: "dwa",
        12: "dwanaście",
        14: "czternaście",
        19: "dziewiętnaście",
        20: "dwadzieścia",
        21: "dwadzieścia jeden",
        42: "czterdzieści dwa",
        100: "sto",
        101: "sto jeden",
        105: "sto pięć",
        111: "sto jedenaście",
        200: "dwieście",
        999: "dziewięćset dziewięćdziesiąt dziewięć",
        1000: "tysiąc",
        1001: "tysiąc jeden",
        1100: "tysiąc sto",
        2000: "dwa tysiące",
        5000: "pięć tysięcy",
        12000: "dwanaście tysięcy",
        21000: "dwadzieścia jeden tysięcy",
        22000: "dwadzieścia dwa tysiące",
        101101: "sto jeden tysięcy sto jeden",
    },
    "en": {
        0: "zero",
        1: "one",
        2: "two",
        12: "twelve",
        14: "fourteen",
        19: "nineteen",
        20: "twenty",
        21: "twenty-one",
        42: "forty-two",
        100: "one hundred",
        101: "one hundred and one",
        105: "one hundred and five",
        111: "one hundred and eleven",
        200: "two hundred",
        999: "nine hundred and ninety-nine",
        1000: "one thousand",
        1001: "one thousand and one",
        1100: "one thousand one hundred",
        2000: "two thousand",
        5000: "five thousand",
        12000: "twelve thousand",
        21000: "twenty-one thousand",
        22000: "twenty-two thousand",
        101101: "one hundred and one thousand one hundred and one",
    },
    "uk": {
        0: "нуль",
        1: "один",
        2: "два",
        12: "дванадцять",
        14: "чотирнадцять",
        19: "дев’ятнадцять",
        20: "двадцять",
        21: "двадцять один",
        42: "сорок два",
        100: "сто",
        101: "сто один",
        105: "сто п’ять",
        111: "сто одинадцять",
        200: "двісті",
        999: "дев’ятсот дев’яносто дев’ять",
        1000: "тисяча",
        1001: "тисяча один",
        1100: "тисяча сто",
        2000: "дві тисячі",
        5000: "п’ять тисяч",
        12000: "дванадцять тисяч",
        21000: "двадцять одна тисяча",
        22000: "двадцять дві тисячі",
        101101: "сто одна тисяча сто один",
    },
    "ru": {
        0: "ноль",
        1: "один",
        2: "два",
        12: "двенадцать",
        14: "четырнадцать",
        19: "девятнадцать",
        20: "двадцать",
        21: "двадцать один",
        42: "сорок два",
        100: "сто",
        101: "сто один",
        105: "сто пять",
        111: "сто одиннадцать",
        200: "двести",
        999: "девятьсот девяносто девять",
        1000: "тысяча",
        1001: "тысяча один",
        1100: "тысяча сто",
        2000: "две тысячи",
        5000: "пять тысяч",
        12000: "двенадцать тысяч",
        21000: "двадцать одна тысяча",
        22000: "двадцать две тысячи",
        101101: "сто одна тысяча сто один",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_a_number_is_in_words_by_the_rules_of_its_language(language: str) -> None:
    assert {number: in_words(language, number) for number in WORDS[language]} == WORDS[language]


def test_every_language_has_a_table_here() -> None:
    assert set(WORDS) == set(NUMERALS)


@pytest.mark.parametrize("language", NUMERALS)
def test_no_two_numbers_sound_alike(language: str) -> None:
    numbers = [*range(30_000), *range(30_000, LIMIT, 97)]
    assert len({in_words(language, number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_a_number_without_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to 999999"):
        in_words("pl", number)


def test_a_language_without_numerals_is_refused() -> None:
    with pytest.raises(LanguageUnknown, match="tlh"):
        in_words("tlh", 1)
