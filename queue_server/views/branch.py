"""The branch as a whole, and the part of it that a kiosk offers."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office import Branch, Counter, Office, Service
from queue_server.store import counters, events, lines, series
from queue_server.store.counters import Session
from queue_server.views.printer import printers_json, uncertain_json
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


def branches(moment: Moment) -> list[Json]:
    """Every branch, shortly."""
    return [
        {
            "id": branch.id,
            "name": branch.name,
            "address": branch.address,
            "time_zone": branch.time_zone,
            "open": any(_reason(moment, branch, s, {}, {}) is None for s in branch.services),
        }
        for branch in moment.office.branches
    ]


def branch_view(moment: Moment, branch_id: str, _id: str | None = None) -> Json:
    """Everything about a branch that pages look names up in, with its live counts."""
    branch = moment.branch(branch_id)
    offered = services_json(moment, branch, branch.services)
    sessions = counters.of_branch(moment.db, branch.id)
    is_open = any(service["open"] for service in offered)
    return head_json(moment, branch) | {
        "id": branch.id,
        "name": branch.name,
        "address": branch.address,
        "time_zone": branch.time_zone,
        "open": is_open,
        "reason": None if is_open else offered[0]["reason"],
        "zones": [{"id": z.id, "name": z.name, "sound_area": z.sound_area} for z in branch.zones],
        "groups": _named(branch.groups),
        "services": offered,
        "profiles": [
            {"id": p.id, "name": p.name, "services": [w.service for w in p.serves]}
            for p in branch.profiles
        ],
        "counters": [
            _counter_json(counter, sessions.get(counter.id) or Session(branch.id, counter.id))
            for counter in branch.counters
        ],
        "displays": [{"id": d.id, "name": d.name, "zones": d.zones} for d in branch.displays],
        "kiosks": _named(branch.kiosks),
        "printers": printers_json(moment, branch, [p.id for p in branch.printers]),
        "alerts": [
            *_unserved(branch, offered, sessions),
            *_unheard(moment, branch),
            *({"kind": "uncertain_slip"} | slip for slip in uncertain_json(moment, branch)),
        ],
    }


def _unserved(
    branch: Branch, offered: list[Json], sessions: dict[str, Session]
) -> list[dict[str, str]]:
    """Services in which people wait though no open counter serves them: for the supervisor."""
    profiles = [
        branch.profile[session.profile]
        for session in sessions.values()
        if session.open and session.profile in branch.profile
    ]
    served = {serving.service for profile in profiles for serving in profile.serves}
    return [
        {"kind": "unserved", "service": service["id"]}
        for service in offered
        if service["waiting"] and service["id"] not in served
    ]


def _unheard(moment: Moment, branch: Branch) -> list[dict[str, str]]:
    """Displays and sound areas in which calls are not heard: for the supervisor."""
    about = {"display_mute": "display", "silent_area": "sound_area"}
    return [
        {"kind": alert.kind, about[alert.kind]: alert.id, "reason": alert.reason}
        for alert in sorted(moment.setting.speaking.alerts)
        if alert.branch == branch.id
    ]


def kiosk_view(moment: Moment, branch_id: str, kiosk_id: str | None) -> Json:
    """What a kiosk offers now."""
    branch = moment.branch(branch_id)
    kiosk = branch.kiosk.get(kiosk_id or "")
    if kiosk is None:
        raise NotFound(f"branch {branch_id} has no kiosk {kiosk_id!r}")
    services = [branch.service[s] for s in kiosk.services] or branch.services
    offered = services_json(moment, branch, services)
    groups = {service.group for service in services}
    is_open = any(service["open"] for service in offered)
    return head_json(moment, branch) | {
        "kiosk": {
            "id": kiosk.id,
            "name": kiosk.name,
            "zone": kiosk.zone,
            "layout": kiosk.layout,
            "idle_seconds": kiosk.idle_seconds,
            "services": [service.id for service in services],
            "staffed": kiosk.staffed,
        },
        "branch": {"id": branch.id, "name": branch.name, "time_zone": branch.time_zone},
        "open": is_open,
        "reason": None if is_open else offered[0]["reason"],
        "opens_at": None if is_open else opening_json(moment, branch),
        "zones": [{"id": z.id, "name": z.name} for z in branch.zones],
        "groups": _named(group for group in branch.groups if group.id in groups),
        "services": offered,
        "printers": printers_json(moment, branch, kiosk.printers),
        "uncertain": uncertain_json(moment, branch, kiosk.id),
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
        "needs": _named(office.needs),
        "outcomes": _named(office.outcomes),
        "pause_reasons": _named(office.pause_reasons),
        "topics": _named(office.topics),
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


def _counter_json(counter: Counter, session: Session) -> Json:
    return {
        "id": counter.id,
        "label": counter.label,
        "name": counter_name(counter),
        "zone": counter.zone,
        "directions": counter.directions,
        "channel": counter.channel.value,
        "open": session.open,
        "paused": session.paused,
        "pause_reason": session.pause_reason,
        "profile": session.profile if session.open else counter.profile,
        "profiles": counter.profiles or [counter.profile],
        "clerk": session.clerk,
    }


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


def _named(parts: Any) -> list[Json]:
    return [{"id": part.id, "name": part.name} for part in parts]
