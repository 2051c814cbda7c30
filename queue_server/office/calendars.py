"""Calendars of public holidays that an office can follow, with names in four languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Literal

from holidays import HolidayBase, country_holidays

CalendarName = Literal["pl"]
Calendar = Callable[[date], dict[str, str] | None]

#: The library's Polish name, and what people call the day. It has no Russian ones.
_POLISH = {
    "Nowy Rok": ("Nowy Rok", "New Year’s Day", "Новий рік", "Новый год"),
    "Święto Trzech Króli": ("Święto Trzech Króli", "Epiphany", "Богоявлення", "Богоявление"),
    "Niedziela Wielkanocna": ("Wielkanoc", "Easter Sunday", "Великдень", "Пасха"),
    "Poniedziałek Wielkanocny": (
        "Poniedziałek Wielkanocny",
        "Easter Monday",
        "Великодній понеділок",
        "Пасхальный понедельник",
    ),
    "Święto Państwowe": ("Święto Pracy", "Labour Day", "День праці", "День труда"),
    "Święto Narodowe Trzeciego Maja": (
        "Święto Konstytucji 3 Maja",
        "Constitution Day",
        "День Конституції 3 травня",
        "День Конституции 3 мая",
    ),
    "Zielone Świątki": ("Zielone Świątki", "Pentecost", "П’ятидесятниця", "Пятидесятница"),
    "Dzień Bożego Ciała": (
        "Boże Ciało",
        "Corpus Christi",
        "Свято Божого Тіла",
        "Праздник Тела Христова",
    ),
    "Wniebowzięcie Najświętszej Marii Panny": (
        "Wniebowzięcie Najświętszej Maryi Panny",
        "Assumption Day",
        "Внебовзяття Пресвятої Діви Марії",
        "Успение Пресвятой Девы Марии",
    ),
    "Uroczystość Wszystkich Świętych": (
        "Wszystkich Świętych",
        "All Saints’ Day",
        "День усіх святих",
        "День всех святых",
    ),
    "Narodowe Święto Niepodległości": (
        "Narodowe Święto Niepodległości",
        "Independence Day",
        "День незалежності Польщі",
        "День независимости Польши",
    ),
    "Wigilia Bożego Narodzenia": ("Wigilia", "Christmas Eve", "Святвечір", "Сочельник"),
    "Boże Narodzenie (pierwszy dzień)": (
        "Boże Narodzenie",
        "Christmas Day",
        "Різдво",
        "Рождество",
    ),
    "Boże Narodzenie (drugi dzień)": (
        "Drugi dzień Bożego Narodzenia",
        "Second Day of Christmas",
        "Другий день Різдва",
        "Второй день Рождества",
    ),
}
_LANGUAGES = ("pl", "en", "uk", "ru")


@cache
def calendar_of(name: CalendarName) -> Calendar:
    """The holidays of a country, by date; a name that is new to us is the same everywhere."""
    return partial(_holiday, name)


def _holiday(country: CalendarName, day: date) -> dict[str, str] | None:
    found = _known(country).get(day)
    if found is None:
        return None
    return dict(zip(_LANGUAGES, _POLISH.get(found, (found,) * 4), strict=True))


@cache
def _known(country: CalendarName) -> HolidayBase:
    return country_holidays(country.upper(), language=country)
