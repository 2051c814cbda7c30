"""What several views show: the office, its services, names by language."""

from __future__ import annotations

from typing import Any

from queue_server.admission import Admissions
from queue_server.moment import Moment
from queue_server.office import Branch, Counter, Office, Service
from queue_server.office.wording import said
from queue_server.store import events, lines
from queue_server.views.openings import closed_json
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
        "training": branch.training,
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
        "booking_url": moment.setting.booking_url,
    }


def site_texts(office: Office) -> Json:
    """By language, what the booking site says in the office's own words."""
    return {
        language: said(office.wording, "glossary", language)
        | said(office.wording, "booking", language)
        for language in office.languages
    }


def languages_json(office: Office) -> list[Json]:
    """The office's languages, each named in itself."""
    return [{"id": lang, "name": LANGUAGE_NAMES.get(lang, lang)} for lang in office.languages]


def queued(branch: Branch) -> list[Service]:
    """The services whose visitors stand in the queue; a group's meeting has no tickets."""
    return [service for service in branch.services if service.has_tickets]


def services_json(moment: Moment, branch: Branch, services: list[Service]) -> list[Json]:
    """Services with their state, who waits and how long a newcomer would."""
    counts = lines.waiting_counts(moment.db, branch.id)
    admissions = Admissions(moment, branch)
    shown = []
    for service in services:
        admission = admissions.of(service)
        shown.append(
            {
                "id": service.id,
                "name": service.name,
                "group": service.group,
                "prefix": service.prefix,
                "channel": service.channel.value,
                "zone": service.zone,
                "waiting": counts.get(service.id, 0),
                "wait": None
                if admission.reason == "suspended"
                else wait_json(moment.waits.services.get((branch.id, service.id))),
                "max_cases": service.max_cases,
                "documents": service.documents,
                "target_wait_seconds": service.target_wait_minutes * 60,
                "allowed_until": local(admissions.allowed_until(service), branch.zone_info),
            }
            | closed_json(admission, moment.now, branch.zone_info)
        )
    return shown


#: The fixed label of a counter; a number or short word follows.
_COUNTER = {"pl": "Stanowisko", "en": "Counter", "uk": "Вікно", "ru": "Окно"}


def counter_name(counter: Counter) -> dict[str, str]:
    """A counter's name by language; made of its label where it has none of its own."""
    return counter.name or {lang: f"{word} {counter.label}" for lang, word in _COUNTER.items()}


def named(parts: Any) -> list[Json]:
    """The ids and names of parts of the configuration."""
    return [{"id": part.id, "name": part.name} for part in parts]
