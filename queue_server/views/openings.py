"""Open or closed in words: the reason, the break's hours, when it opens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from queue_server.admission import Admission
from queue_server.domain.schedule import Standing, business_day
from queue_server.views.tickets import local

Json = dict[str, Any]

#: Weekdays from Monday, by language.
_WEEKDAYS = {
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "uk": ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_TOMORROW = {"pl": "jutro", "en": "tomorrow", "uk": "завтра", "ru": "завтра"}
#: So many days ahead, a weekday alone can mean only one.
_WITHIN_DAYS = 6


def closed_json(found: Admission | Standing, now: datetime, zone: ZoneInfo) -> Json:
    """Whether something is open, else why not and what comes next.

    `says` are the office's own words for the reason, `break` its hours, `opens_at` is in words.
    """
    opens_at = found.opens_at
    began_at = found.began_at.astimezone(zone) if found.began_at else None
    return {
        "open": found.reason is None,
        "reason": found.reason,
        "says": found.says if found.reason else None,
        "break": f"{began_at:%H:%M}–{opens_at.astimezone(zone):%H:%M}"
        if began_at and opens_at
        else None,
        "opens": local(opens_at, zone),
        "opens_at": opening_words(opens_at, now, zone) if opens_at else None,
    }


def whole_json(services: Sequence[Json]) -> Json:
    """The same for several services together: closed as the one is that opens first."""
    if any(service["open"] for service in services):
        return {"open": True} | dict.fromkeys(("reason", "says", "break", "opens", "opens_at"))
    first = min(services, key=lambda service: service["opens"] or "9999")
    return {key: first[key] for key in ("open", "reason", "says", "break", "opens", "opens_at")}


def opening_words(at: datetime, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """`16:00` today, `tomorrow, 08:00`, `Monday, 08:00`, and with its date when that is far."""
    there, today = at.astimezone(zone), business_day(now, zone)
    return {lang: f"{_day(there.date(), today, lang)}{there:%H:%M}" for lang in _WEEKDAYS}


def _day(day: date, today: date, language: str) -> str:
    ahead = (day - today).days
    if ahead <= 1:
        return f"{_TOMORROW[language]}, " if ahead else ""
    weekday = _WEEKDAYS[language][day.weekday()]
    return f"{weekday}, " if ahead <= _WITHIN_DAYS else f"{weekday} {day:%d.%m}, "
