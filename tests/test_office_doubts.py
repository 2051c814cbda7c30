"""What is doubtful in a configuration is a warning with its path; it loads all the same."""

from typing import Any

import pytest

from queue_server.office import check, parse
from tests.small_office import NOTHING, TOWN, changed, small_office

SILENT = {"id": "hall", "name": "Hol", "zones": ["hall"], "voice": False}
BACK = {"id": "back", "name": "Zaplecze", "serves": [{"service": "cards"}]}
KEYS = [{"key": key, "does": "next"} for key in ("x1F", "key-117", "Entr", "f12", "/", "[")]
# Where something is changed, to what, and the warning.
DOUBTS: list[tuple[str, Any, str]] = [
    (f"{TOWN}.name.ru", NOTHING, f"{TOWN}.name: has no text in ru"),
    (f"{TOWN}.name.pl", NOTHING, f"{TOWN}.name: has no text in pl, the office's own language"),
    (f"{TOWN}.name.ua", "Місто", f"{TOWN}.name.ua: is not among the office's languages"),
    (
        f"{TOWN}.services[1].prefix",
        "O",
        f"{TOWN}.services[1].prefix: 'O' before digits reads like one of them",
    ),
    (
        f"{TOWN}.services[1].prefix",
        "BI",
        f"{TOWN}.services[1].prefix: 'BI' before digits reads like one of them",
    ),
    (f"{TOWN}.services[1].prefix", "Ą", f"{TOWN}.services[1].prefix: 'A' and 'Ą' look alike"),
    (f"{TOWN}.counters[0].directions", NOTHING, f"{TOWN}.counters[0]: has no directions"),
    (
        f"{TOWN}.profiles[0].serves[1]",
        NOTHING,
        f"{TOWN}.services[1]: no counter has a profile that serves it",
    ),
    (f"{TOWN}.profiles[1]", BACK, f"{TOWN}.profiles[1]: no counter opens with it"),
    (
        f"{TOWN}.keypads",
        [{"id": "a", "counter": "1", "input": "/dev/input/a", "keys": KEYS}],
        f"{TOWN}.keypads[0].keys[2].key: 'Entr' is the name of no key",
    ),
    (f"{TOWN}.displays", [], f"{TOWN}.zones[0]: no display shows its calls"),
    (f"{TOWN}.displays", [SILENT], f"{TOWN}.zones[0]: no display speaks in its sound area"),
    (
        f"{TOWN}.services[0].booking",
        {"capacity": 1, "walk_in_percent": 60},
        (
            f"{TOWN}: booked visits take 40% of its counters; above 30% they are no longer called"
            " at their time in a full hall"
        ),
    ),
    (f"{TOWN}.hours", {}, f"{TOWN}.kiosks[0]: offers nothing that is ever open"),
    (
        f"{TOWN}.planned_counters",
        [{"profile": "front", "counters": 2}],
        f"{TOWN}.planned_counters[0].counters: 1 of its counters are offered the profile 'front'",
    ),
]


def test_the_small_office_has_neither_fault_nor_doubt() -> None:
    assert check(small_office()) == ([], [])


@pytest.mark.parametrize(("path", "value", "warning"), DOUBTS)
def test_what_is_doubtful_is_a_warning(path: str, value: Any, warning: str) -> None:
    document = changed(small_office(), path, value)
    assert check(document) == ([], [warning])
    parse(document)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("P", "R", "are alike to readers of Cyrillic"),
        ("AH", "AN", "are alike to readers of Cyrillic"),
        ("M", "N", "sound alike"),
        ("Z", "Ż", "look alike"),
        ("A", "AA", None),
        ("A", "W", None),
    ],
)
def test_prefixes_that_people_confuse_are_told(first: str, second: str, alike: str | None) -> None:
    document = changed(small_office(), f"{TOWN}.services[0].prefix", first)
    document = changed(document, f"{TOWN}.services[1].prefix", second)
    told = [f"{TOWN}.services[1].prefix: '{first}' and '{second}' {alike}"] if alike else []
    assert check(document).warnings == told


def test_tickets_past_the_end_of_service_are_doubtful() -> None:
    document = changed(small_office(), f"{TOWN}.hours", {"mon": ["08:00-15:00"]})
    document = changed(document, f"{TOWN}.issue_hours", {"mon": ["07:30-14:00", "14:30-15:00"]})
    assert check(document) == ([], [])
    document = changed(document, f"{TOWN}.issue_hours", {"mon": ["08:00-15:01"]})
    found = [
        f"{TOWN}.services[{n}]: its tickets are issued past the end of its hours on mon"
        for n in (0, 1)
    ]
    assert check(document).warnings == found


def test_prefixes_alike_in_cyrillic_do_not_matter_where_nobody_reads_it() -> None:
    document = changed(small_office(), "office.languages", ["pl", "en"])
    document = changed(document, f"{TOWN}.name", "Miasto")
    document = changed(document, f"{TOWN}.services[0].prefix", "P")
    document = changed(document, f"{TOWN}.services[1].prefix", "R")
    assert check(document) == ([], [])


def test_a_service_routed_by_language_is_served_in_every_language() -> None:
    document = changed(small_office(), f"{TOWN}.services[1].route_by_language", True)
    assert check(document) == ([], [])
    document = changed(document, f"{TOWN}.profiles[0].languages", ["pl", "uk"])
    assert check(document).warnings == [
        f"{TOWN}.services[1]: is routed by language, and no counter serves it in en, ru"
    ]


def test_a_zone_is_heard_through_another_of_its_sound_area() -> None:
    desk = {"id": "desk", "name": "Punkt", "sound_area": "floor"}
    document = changed(small_office(), f"{TOWN}.zones[0].sound_area", "floor")
    document = changed(document, f"{TOWN}.zones[1]", desk)
    document = changed(document, f"{TOWN}.displays[1]", {**SILENT, "id": "desk", "zones": ["desk"]})
    assert check(document) == ([], [])
