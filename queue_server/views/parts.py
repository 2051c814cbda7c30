"""What several views show: the office, its services, names by language."""

from __future__ import annotations

from typing import Any

from queue_server.moment import Moment
from queue_server.office import Branch, Counter, Office, Service
from queue_server.store import events, lines, series
from queue_server.views.tickets import local, wait_json

Json = dict[str, Any]

#: Languages named in themselves.
LANGUAGE_NAMES = {
    "pl": "Polski",
    "en": "English",
    "uk": "Українська",
    "ru": "Русский",
    "de": "Deutsch",
    "be": "Беларуская",
}


def head_json(moment: Moment, branch: Branch) -> Json:
    """What every view of a branch begins with."""
    office = moment.office
    return {
        "rev": events.revision(moment.db, branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, branch.zone_info),
        "office": office_json(moment),
        "classes": [
            {
                "id": c.id,
                "name": c.name,
                "weight": c.weight,
                "precedence": c.id not in ("walk_in", "appointment"),
                "staff_confirms": c.staff_confirms,
            }
            for c in office.classes
        ],
        "needs": named(office.needs),
        "outcomes": named(office.outcomes),
        "pause_reasons": named(office.pause_reasons),
        "topics": named(office.topics),
        "languages": languages_json(office),
    }


def office_json(moment: Moment) -> Json:
    """The office's own name, marks and languages."""
    office = moment.office
    return {
        "name": office.name,
        "logo": office.logo,
        "accent": office.accent,
        "languages": office.languages,
        "announce": office.announce,
        "demo": moment.setting.demo,
    }


def languages_json(office: Office) -> list[Json]:
    """The office's languages, each named in itself."""
    return [{"id": lang, "name": LANGUAGE_NAMES.get(lang, lang)} for lang in office.languages]


def services_json(moment: Moment, branch: Branch, services: list[Service]) -> list[Json]:
    """Services with their state, who waits and how long a newcomer would."""
    counts = lines.waiting_counts(moment.db, branch.id)
    day = moment.today(branch)
    issued = series.issued(moment.db, branch.id, day)
    last = series.last_in_series(moment.db, branch.id, day)
    shown = []
    for service in services:
        reason = _reason(moment, branch, service, issued, last)
        shown.append(
            {
                "id": service.id,
                "name": service.name,
                "group": service.group,
                "prefix": service.prefix,
                "channel": service.channel.value,
                "zone": service.zone,
                "open": reason is None,
                "reason": reason,
                "waiting": counts.get(service.id, 0),
                "wait": wait_json(moment.waits.services.get((branch.id, service.id))),
                "max_cases": service.max_cases,
                "documents": service.documents,
                "target_wait_seconds": service.target_wait_minutes * 60,
            }
        )
    return shown


def _reason(
    moment: Moment,
    branch: Branch,
    service: Service,
    issued: dict[str, int],
    last: dict[str, int],
) -> str | None:
    if closed := moment.closed_because(branch, service):
        return closed
    if service.last is not None and last.get(service.prefix, service.first - 1) >= service.last:
        return "numbers_exhausted"
    limit = service.limit_per_day if moment.setting.keeps_hours else None
    return "limit_reached" if limit is not None and issued.get(service.id, 0) >= limit else None


#: The fixed label of a counter; a number or short word follows.
_COUNTER = {"pl": "Stanowisko", "en": "Counter", "uk": "Вікно", "ru": "Окно"}


def counter_name(counter: Counter) -> dict[str, str]:
    """A counter's name by language; made of its label where it has none of its own."""
    return counter.name or {lang: f"{word} {counter.label}" for lang, word in _COUNTER.items()}


#: Weekdays from Monday, by language.
_WEEKDAYS = {
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "uk": ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}


def opening_json(moment: Moment, branch: Branch) -> dict[str, str] | None:
    """When a closed branch opens next, in words: `16:00` today, `Monday, 08:00` later."""
    opens_at = moment.opens_at(branch)
    if opens_at is None:
        return None
    later = opens_at.date() != moment.today(branch)
    return {
        language: f"{days[opens_at.weekday()]}, {opens_at:%H:%M}" if later else f"{opens_at:%H:%M}"
        for language, days in _WEEKDAYS.items()
    }


def named(parts: Any) -> list[Json]:
    """The ids and names of parts of the configuration."""
    return [{"id": part.id, "name": part.name} for part in parts]
