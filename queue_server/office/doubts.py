"""What is doubtful in an office configuration that could be used as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from queue_server.domain.schedule import Interval, Purpose
from queue_server.office.branches import Branch, Kiosk
from queue_server.office.configuration import Office
from queue_server.office.fields import Model
from queue_server.office.hours import WEEK
from queue_server.office.paths import Location, path_of
from queue_server.office.services import Service
from queue_server.office.speaking import SpokenCall
from queue_server.office.wording import Wording


def _alike(*pairs: str) -> list[set[str]]:
    return [set(pair) for pair in pairs]


_CYRILLIC_LANGUAGES = {"be", "bg", "mk", "ru", "sr", "uk"}
#: A Latin capital, and the one whose sound it has to readers of Cyrillic.
_CYRILLIC = _alike("BV", "CS", "HN", "PR", "XH", "YU")
_SPOKEN = _alike("BP", "DT", "MN")
_WRITTEN = _alike("AĄ", "CĆ", "EĘ", "LŁ", "NŃ", "OÓ", "OQ", "SŚ", "ZŹ", "ZŻ", "ŹŻ")
_LIKE_DIGITS = ("I", "O")
#: A key's name, as the log of its keypad tells it, where it is not a line of its own.
_KEY = re.compile(
    "[!-@[-`a-z{-~]|enter|backspace|tab|escape|space|delete|f[1-9]|f1[0-2]|x[0-9A-F]{2}|key-[0-9]+"
)
#: Up to this share of booked visits, the dispatch rule keeps them on time.
_BOOKED_AT_MOST = 0.3


def doubts(office: Office) -> Iterator[str]:
    """A line with its path for each; none of them keeps the office from working."""
    yield from _untranslated(office, office, ("office",))
    if not office.branches:
        yield "office.branches: there is no branch yet"
    for index, branch in enumerate(office.branches):
        at: Location = ("office", "branches", index)
        yield from _confusable_prefixes(office, branch, at)
        yield from _unserved(office, branch, at)
        yield from _hours(branch, at)
        yield from _unseen(branch, at)
        yield from _booked_full(branch, at)
        yield from _no_keys(branch, at)
        for number, counter in enumerate(branch.counters):
            if counter.directions is None:
                yield f"{path_of((*at, 'counters', number))}: has no directions"
        for number, kiosk in enumerate(branch.kiosks):
            if not any(_ever_open(branch, service) for service in _offered(branch, kiosk)):
                yield f"{path_of((*at, 'kiosks', number))}: offers nothing that is ever open"


def _untranslated(office: Office, node: object, at: Location) -> Iterator[str]:
    if isinstance(node, Wording | SpokenCall):
        return  # a language left out says what the product says
    if isinstance(node, dict):
        if missing := [language for language in office.languages if language not in node]:
            own = ", the office's own language" if missing[0] == office.languages[0] else ""
            yield f"{path_of(at)}: has no text in {missing[0]}{own}" + "".join(
                f", {language}" for language in missing[1:]
            )
        for language in node:
            if language not in office.languages:
                yield f"{path_of((*at, language))}: is not among the office's languages"
    elif isinstance(node, Model):
        for key in (key for key in type(node).model_fields if key in node.model_fields_set):
            yield from _untranslated(office, getattr(node, key), (*at, key))
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            yield from _untranslated(office, entry, (*at, index))


def _confusable_prefixes(office: Office, branch: Branch, at: Location) -> Iterator[str]:
    where: dict[str, str] = {}
    for index, service in enumerate(branch.services):
        where.setdefault(service.prefix, path_of((*at, "services", index, "prefix")))
    for prefix, path in where.items():
        if prefix.endswith(_LIKE_DIGITS):
            yield f"{path}: {prefix!r} before digits reads like one of them"
    ways = [(_SPOKEN, "sound alike"), (_WRITTEN, "look alike")]
    if _CYRILLIC_LANGUAGES.intersection(office.languages):
        ways.append((_CYRILLIC, "are alike to readers of Cyrillic"))
    for first, second in combinations(where, 2):
        for pairs, alike in ways:
            if _differ_only_by(first, second, pairs):
                yield f"{where[second]}: {first!r} and {second!r} {alike}"


def _differ_only_by(first: str, second: str, pairs: list[set[str]]) -> bool:
    return len(first) == len(second) and all(
        a == b or {a, b} in pairs for a, b in zip(first, second, strict=True)
    )


def _unserved(office: Office, branch: Branch, at: Location) -> Iterator[str]:
    """Services that nobody can call, and profiles that nobody can open with."""
    usable = {p for counter in branch.counters for p in (counter.profile, *counter.profiles)}
    profiles = [profile for profile in branch.profiles if profile.id in usable]
    for index, service in enumerate(branch.services):
        path = path_of((*at, "services", index))
        serving = [p for p in profiles if service.id in (work.service for work in p.serves)]
        if not serving and service.has_tickets:
            yield f"{path}: no counter has a profile that serves it"
        elif serving and service.route_by_language:
            spoken = {s for profile in serving for s in profile.languages or office.languages}
            if silent := [language for language in office.languages if language not in spoken]:
                yield f"{path}: is routed by language, and no counter serves it in " + ", ".join(
                    silent
                )
    for index, profile in enumerate(branch.profiles):
        if profile.id not in usable:
            yield f"{path_of((*at, 'profiles', index))}: no counter opens with it"


def _hours(branch: Branch, at: Location) -> Iterator[str]:
    """Tickets issued past the end of service, and plans that nobody could keep."""
    for index, service in enumerate(branch.services):
        week = branch.schedule[service.id].weekly
        if Purpose.ISSUE not in week or Purpose.SERVICE not in week:
            continue
        for day, served, issued in zip(
            WEEK, week[Purpose.SERVICE], week[Purpose.ISSUE], strict=True
        ):
            if _ends(issued) > _ends(served):
                path = path_of((*at, "services", index))
                yield f"{path}: its tickets are issued past the end of its hours on {day}"
    for index, plan in enumerate(branch.planned_counters):
        able = sum(plan.profile in (c.profile, *c.profiles) for c in branch.counters)
        if plan.counters > able:
            path = path_of((*at, "planned_counters", index, "counters"))
            yield f"{path}: {able} of its counters are offered the profile {plan.profile!r}"


def _ends(day: tuple[Interval, ...]) -> int:
    """The minute of a day when its last interval ends; 0 where there is none."""
    return (day[-1].closes.hour * 60 + day[-1].closes.minute or 24 * 60) if day else 0


def _unseen(branch: Branch, at: Location) -> Iterator[str]:
    """Zones whose calls nobody sees, or nobody hears."""
    seen = {zone for display in branch.displays for zone in display.zones}
    voiced = {zone for display in branch.displays if display.voice for zone in display.zones}
    heard = {zone.sound_area or zone.id for zone in branch.zones if zone.id in voiced}
    for index, zone in enumerate(branch.zones):
        path = path_of((*at, "zones", index))
        if zone.id not in seen:
            yield f"{path}: no display shows its calls"
        elif (zone.sound_area or zone.id) not in heard:
            yield f"{path}: no display speaks in its sound area"


def _booked_full(branch: Branch, at: Location) -> Iterator[str]:
    """More booked visits than can be called at their time while walk-ins wait."""
    booked = sum(
        (
            sum(counter.profile in _serving(branch, service) for counter in branch.counters)
            if booking.capacity is None
            else booking.capacity
        )
        * (1 - booking.walk_in_share)
        for service in branch.services
        if (booking := service.booking) and not booking.group
    )
    share = booked / len(branch.counters)
    if share > _BOOKED_AT_MOST:
        yield (
            f"{path_of(at)}: booked visits take {share:.0%} of its counters; above"
            f" {_BOOKED_AT_MOST:.0%} they are no longer called at their time in a full hall"
        )


def _serving(branch: Branch, service: Service) -> set[str]:
    return {p.id for p in branch.profiles if service.id in (work.service for work in p.serves)}


def _offered(branch: Branch, kiosk: Kiosk) -> list[Service]:
    return [branch.service[service] for service in kiosk.services] or branch.services


def _ever_open(branch: Branch, service: Service) -> bool:
    week = branch.schedule[service.id].weekly.get(Purpose.ISSUE)
    return service.limit_per_day != 0 and (week is None or any(week))


def _no_keys(branch: Branch, at: Location) -> Iterator[str]:
    for number, keypad in enumerate(branch.keypads):
        for index, key in enumerate(keypad.keys if keypad.reads == "bytes" else []):
            if not _KEY.fullmatch(key.key):
                path = path_of((*at, "keypads", number, "keys", index, "key"))
                yield f"{path}: {key.key!r} is the name of no key"
