"""Faults between the parts of a document: ids used twice, names of things that are not there.

They are looked for in the document as written, so that they are told along with all other faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from queue_server.office import letters, speaking, wording
from queue_server.office.agents import SERVER
from queue_server.office.configuration import BUILT_IN
from queue_server.office.devices import BUILT_IN_PROTOCOLS
from queue_server.office.fields import LANGUAGES
from queue_server.office.paths import Location, path_of, places
from queue_server.office.services import Service

#: In a branch, what names something: where it stands, and where the ids stand that it may be.
REFERENCES = (
    ("services[].zone", "zones"),
    ("services[].group", "groups"),
    ("profiles[].serves[].service", "services"),
    ("planned_counters[].profile", "profiles"),
    ("days_off[].services[]", "services"),
    ("exceptional_days[].services[]", "services"),
    ("counters[].zone", "zones"),
    ("counters[].profile", "profiles"),
    ("counters[].profiles[]", "profiles"),
    ("displays[].zones[]", "zones"),
    ("kiosks[].zone", "zones"),
    ("kiosks[].services[]", "services"),
    ("kiosks[].printers[]", "printers"),
    ("printers[].agent", "agents"),
    ("board_lines[].agent", "agents"),
    ("keypads[].agent", "agents"),
    ("scanners[].agent", "agents"),
    ("scanners[].kiosk", "kiosks"),
    ("playlists[].displays[]", "displays"),
    ("printers[].fallback", "printers"),
    ("board_lines[].protocol", "board_protocols"),
    ("board_lines[].boards[].shows[].counter", "counters"),
    ("keypads[].counter", "counters"),
)
#: What may be named besides.
BUILT_IN_NAMES = {
    "board_lines[].protocol": tuple(BUILT_IN_PROTOCOLS),
}
#: What may stand only once in its list.
UNIQUE = (
    "languages[]",
    "announce[]",
    "rules.late_minutes[]",
    "slip.lines[].services[]",
    "slip.lines[].languages[]",
    "classes[].id",
    "needs[].id",
    "outcomes[].id",
    "pause_reasons[].id",
    "suspension_reasons[].id",
    "topics[].id",
    "branches[].id",
    "branches[].zones[].id",
    "branches[].groups[].id",
    "branches[].services[].id",
    "branches[].profiles[].id",
    "branches[].profiles[].languages[]",
    "branches[].profiles[].serves[].service",
    "branches[].counters[].id",
    "branches[].counters[].label",
    "branches[].counters[].profiles[]",
    "branches[].displays[].id",
    "branches[].displays[].zones[]",
    "branches[].displays[].languages[]",
    "branches[].displays[].messages[].id",
    "branches[].messages[].id",
    "branches[].playlists[].id",
    "branches[].playlists[].displays[]",
    "branches[].kiosks[].id",
    "branches[].kiosks[].services[]",
    "branches[].kiosks[].printers[]",
    "branches[].printers[].id",
    "branches[].board_protocols[].id",
    "branches[].board_lines[].id",
    "branches[].board_lines[].boards[].id",
    "branches[].board_lines[].boards[].address",
    "branches[].keypads[].id",
    "branches[].keypads[].keys[].key",
    "branches[].scanners[].id",
    "branches[].agents[].id",
)
#: What is a language of the office.
SPOKEN = (
    "announce[]",
    "slip.lines[].languages[]",
    "branches[].profiles[].languages[]",
    "branches[].displays[].languages[]",
)

#: How a printer can be reached.
WAYS = ("host", "serial", "usb", "cups", "device")

Document = dict[str, Any]


def faults(document: Any) -> Iterator[str]:
    """A line with its path for each thing that is there twice, or not at all."""
    for location, office in places(document, "office"):
        yield from _twice(office, location)
        yield from _not_spoken(office, location)
        yield from _without_built_in_classes(office, location)
        yield from _on_no_slip(office, location)
        yield from wording.faults(office, location)
        yield from letters.faults(office, location)
        yield from speaking.faults(office, location)
        for at, branch in places(office, "branches[]", location):
            if isinstance(branch, dict):
                yield from _nowhere(branch, at)
                yield from _series(branch, at)
                yield from _default_profiles(branch, at)
                yield from _days_twice(branch, at)
                yield from _printers(branch, at)
                yield from _shadowed_messages(branch, at)
                yield from _boards_alike(branch, at)
                yield from _agents_alike(branch, at)


def _twice(office: Any, at: Location) -> Iterator[str]:
    for pattern in UNIQUE:
        seen: dict[tuple[Location, Any], Location] = {}
        for location, value in places(office, pattern, at):
            if isinstance(value, str | int):
                last_index = max(i for i, part in enumerate(location) if isinstance(part, int))
                first = seen.setdefault((location[:last_index], value), location)
                if first != location:
                    yield f"{path_of(location)}: {value!r} stands there twice, see {path_of(first)}"


def _not_spoken(office: Any, at: Location) -> Iterator[str]:
    listed = [value for _, value in places(office, "languages[]")]
    languages = listed or LANGUAGES
    for pattern in SPOKEN:
        for location, value in places(office, pattern, at):
            if isinstance(value, str) and value not in languages:
                yield f"{path_of(location)}: {value!r} is not among the office's languages"


def _without_built_in_classes(office: Any, at: Location) -> Iterator[str]:
    for location, classes in places(office, "classes", at):
        ids = [value for _, value in places({"classes": classes}, "classes[].id")]
        for built_in in BUILT_IN:
            if built_in not in ids:
                yield f"{path_of(location)}: the built-in class {built_in!r} is missing"


def _on_no_slip(office: Any, at: Location) -> Iterator[str]:
    services = [value for _, value in places(office, "branches[].services[].id")]
    for location, value in places(office, "slip.lines[].services[]", at):
        if isinstance(value, str) and value not in services:
            yield f"{path_of(location)}: {value!r} is a service of no branch"


def _nowhere(branch: Document, at: Location) -> Iterator[str]:
    for pattern, kind in REFERENCES:
        if not isinstance(branch.get(kind, []), list):
            continue  # a fault of its own, told by the models
        ids = [value for _, value in places(branch, f"{kind}[].id")]
        if kind == "agents":  # every kiosk and the server are one as well
            ids += [SERVER, *(value for _, value in places(branch, "kiosks[].id"))]
        ids.extend(BUILT_IN_NAMES.get(pattern, ()))
        for location, value in places(branch, pattern, at):
            if isinstance(value, str) and value not in ids:
                yield f"{path_of(location)}: {value!r} is none of the branch's {kind}"


def _series(branch: Document, at: Location) -> Iterator[str]:
    """Numbers that end before they begin, and series that disagree where they do either."""
    default = Service.model_fields
    series: dict[Any, tuple[Location, Document]] = {}
    for location, service in places(branch, "services[]", at):
        if not isinstance(service, dict):
            continue
        first, last = service.get("first", default["first"].default), service.get("last")
        if isinstance(first, int) and isinstance(last, int) and last < first:
            yield f"{path_of((*location, 'last'))}: {last} comes before the first number, {first}"
        prefix = service.get("prefix", default["prefix"].default)
        if not isinstance(prefix, str):
            continue
        where, other = series.setdefault(prefix, (location, service))
        for key in ("first", "last"):
            if service.get(key, default[key].default) != other.get(key, default[key].default):
                yield (
                    f"{path_of((*location, key))}: differs from that of {path_of(where)}, "
                    f"though numbers of the prefix {prefix!r} are one series"
                )


def _default_profiles(branch: Document, at: Location) -> Iterator[str]:
    for location, counter in places(branch, "counters[]", at):
        if isinstance(counter, dict) and isinstance(counter.get("profiles"), list):
            profile, choice = counter.get("profile"), counter["profiles"]
            if isinstance(profile, str) and choice and profile not in choice:
                path = path_of((*location, "profile"))
                yield f"{path}: {profile!r} is not among the counter's profiles"


def _days_twice(branch: Document, at: Location) -> Iterator[str]:
    """A date that is exceptional twice for a service: neither could be told to be meant."""
    seen: dict[tuple[str, Any], Location] = {}
    for location, day in places(branch, "exceptional_days[]", at):
        if not isinstance(day, dict):
            continue
        listed = day.get("services")
        chosen = listed if isinstance(listed, list) and listed else [None]
        for service in (name for name in chosen if name is None or isinstance(name, str)):
            first = seen.setdefault((str(day.get("date")), service), location)
            if first != location:
                path, there = path_of((*location, "date")), path_of(first)
                yield f"{path}: {day.get('date')} is an exceptional day already, see {there}"


def _printers(branch: Document, at: Location) -> Iterator[str]:
    """Printers reached in no way or in two, or without what their letters need."""
    for location, printer in places(branch, "printers[]", at):
        if not isinstance(printer, dict):
            continue
        path, ways = path_of(location), [way for way in WAYS if printer.get(way) is not None]
        if len(ways) != 1:
            found = " and ".join(ways) or "none"
            yield f"{path}: should have one of {', '.join(WAYS)}, not {found}"
        if printer.get("fallback") is not None and printer["fallback"] == printer.get("id"):
            yield f"{path}.fallback: is the printer itself"
        page, number = printer.get("code_page"), printer.get("code_page_number")
        if number is not None and page is None:
            yield f"{path}.code_page_number: is the number of no code_page"
        if (printer.get("profile"), page, number) == ("clone", "cp1125", None):
            yield f"{path}.code_page_number: is missing; clones have no common one for cp1125"


def _shadowed_messages(branch: Document, at: Location) -> Iterator[str]:
    everywhere = [value for _, value in places(branch, "messages[].id")]
    for location, value in places(branch, "displays[].messages[].id", at):
        if value in everywhere:
            yield f"{path_of(location)}: {value!r} is a message of the whole branch already"


def _agents_alike(branch: Document, at: Location) -> Iterator[str]:
    """Computers named like a kiosk, or like the server itself."""
    taken = [SERVER, *(value for _, value in places(branch, "kiosks[].id"))]
    for location, value in places(branch, "agents[].id", at):
        if value in taken:
            yield f"{path_of(location)}: {value!r} is an agent already"


def _boards_alike(branch: Document, at: Location) -> Iterator[str]:
    """Lines of several boards whose protocol names none of them."""
    body = {
        protocol.get("id"): protocol.get("body")
        for _, protocol in places(branch, "board_protocols[]")
        if isinstance(protocol, dict) and isinstance(protocol.get("id"), str)
    }
    for location, line in places(branch, "board_lines[]", at):
        boards = [board for _, board in places(line, "boards[]")]
        protocol = line.get("protocol") if boards else None
        template = body.get(protocol) if isinstance(protocol, str) else None
        if len(boards) > 1 and isinstance(template, str) and "{address" not in template:
            yield (
                f"{path_of((*location, 'protocol'))}: {protocol!r} has no {{address}}"
                f" to tell {len(boards)} boards apart"
            )
