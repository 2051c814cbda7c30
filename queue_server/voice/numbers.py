"""Whole numbers in words: nominative, masculine, as they name a ticket or a counter.

Our own tables, and not num2words: that one is right in these four languages too, but importing
it takes about 50 ms and 3 MB for fifty languages, it is LGPL and needs docopt, which nobody has
kept since 2014. The whole of what a hall needs is one rule and four tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.voice.errors import LanguageUnknown

#: Numbers from here on have no words; a longer one is read digit by digit.
LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Numerals:
    """One language's words. `units` go from 0 to 19, `tens` from 20, `hundreds` from 100."""

    units: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]
    #: "thousand" on its own and after a count that takes the singular, the few, the many.
    thousands: tuple[str, str, str, str]
    #: Whether 21 thousand takes the singular (uk, ru) or the many (pl).
    singular_recurs: bool = False
    #: Units whose word is another before "thousand", a feminine noun in uk and ru.
    feminine: tuple[tuple[str, str], ...] = ()
    #: Between tens and units, and before what follows a full hundred or thousand.
    hyphen: str = " "
    conjunction: str = " "


def _words(words: str) -> tuple[str, ...]:
    """Words parted by spaces; an underscore is a space inside one."""
    return tuple(word.replace("_", " ") for word in words.split())


NUMERALS = {
    "pl": Numerals(
        units=_words(
            "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście "
            "dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście "
            "dziewiętnaście"
        ),
        tens=_words(
            "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
            "osiemdziesiąt dziewięćdziesiąt"
        ),
        hundreds=_words(
            "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"
        ),
        thousands=("tysiąc", "tysiąc", "tysiące", "tysięcy"),
    ),
    "en": Numerals(
        units=_words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ),
        tens=_words("twenty thirty forty fifty sixty seventy eighty ninety"),
        hundreds=_words(
            "one_hundred two_hundred three_hundred four_hundred five_hundred six_hundred "
            "seven_hundred eight_hundred nine_hundred"
        ),
        thousands=("one thousand", "thousand", "thousand", "thousand"),
        hyphen="-",
        conjunction=" and ",
    ),
    "uk": Numerals(
        units=_words(
            "нуль один два три чотири п’ять шість сім вісім дев’ять десять одинадцять "
            "дванадцять тринадцять чотирнадцять п’ятнадцять шістнадцять сімнадцять "
            "вісімнадцять дев’ятнадцять"
        ),
        tens=_words("двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто"),
        hundreds=_words("сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот"),
        thousands=("тисяча", "тисяча", "тисячі", "тисяч"),
        singular_recurs=True,
        feminine=(("один", "одна"), ("два", "дві")),
    ),
    "ru": Numerals(
        units=_words(
            "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать "
            "двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
            "восемнадцать девятнадцать"
        ),
        tens=_words("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"),
        hundreds=_words("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"),
        thousands=("тысяча", "тысяча", "тысячи", "тысяч"),
        singular_recurs=True,
        feminine=(("один", "одна"), ("два", "две")),
    ),
}


def in_words(language: str, number: int) -> str:
    """`number` in words; raises `LanguageUnknown`, and `ValueError` outside 0 to 999,999."""
    if not 0 <= number < LIMIT:
        raise ValueError(f"{number} is outside 0 to {LIMIT - 1}")
    numerals = NUMERALS.get(language)
    if numerals is None:
        raise LanguageUnknown(language)
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(numerals, rest)
    spoken = _thousands(numerals, thousands)
    if not rest:
        return spoken
    joint = numerals.conjunction if rest < 100 else " "
    return spoken + joint + _below_thousand(numerals, rest)


def _below_thousand(numerals: Numerals, number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(numerals, rest)
    spoken = numerals.hundreds[hundreds - 1]
    return spoken + numerals.conjunction + _below_hundred(numerals, rest) if rest else spoken


def _below_hundred(numerals: Numerals, number: int) -> str:
    if number < 20:
        return numerals.units[number]
    tens, unit = divmod(number, 10)
    spoken = numerals.tens[tens - 2]
    return spoken + numerals.hyphen + numerals.units[unit] if unit else spoken


def _thousands(numerals: Numerals, count: int) -> str:
    alone, singular, few, many = numerals.thousands
    if count == 1:
        return alone
    spoken = _below_thousand(numerals, count)
    for masculine, feminine in numerals.feminine:
        if spoken.endswith(f" {masculine}") or spoken == masculine:
            spoken = spoken.removesuffix(masculine) + feminine
    if count % 100 in {11, 12, 13, 14}:
        return f"{spoken} {many}"
    if count % 10 == 1 and numerals.singular_recurs:
        return f"{spoken} {singular}"
    return f"{spoken} {few if count % 10 in {2, 3, 4} else many}"
