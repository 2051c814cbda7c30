"""The public holidays of Poland as days off, with their names."""

import re
from datetime import date, timedelta

from queue_server.office.calendars import calendar_of

POLAND = calendar_of("pl")


def test_poland_has_its_fourteen_holidays() -> None:
    days = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    assert [f"{day:%m-%d}" for day in days if POLAND(day)] == [
        *("01-01", "01-06", "04-05", "04-06", "05-01", "05-03", "05-24"),
        *("06-04", "08-15", "11-01", "11-11", "12-24", "12-25", "12-26"),
    ]


def test_every_holiday_has_a_name_in_four_languages() -> None:
    for ahead in range(15 * 365):
        names = POLAND(date(2025, 1, 1) + timedelta(days=ahead))
        if names is not None:
            assert list(names) == ["pl", "en", "uk", "ru"]
            assert names["pl"] != names["en"]
            assert re.search("[а-яіїєґ]", names["uk"])
            assert re.search("[а-я]", names["ru"])
