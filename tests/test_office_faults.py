"""Everything that keeps a configuration from being used is told, with the path of where it is."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.office import ConfigurationFault, check, parse
from queue_server.office.syntax import read_yaml
from tests.small_office import NOTHING, TOWN, Location, changed, small_office

DEMO = Path(__file__).resolve().parents[1] / "config.yaml"
# Read once and without the sharing that YAML's aliases bring.
DEMO_DOCUMENT = json.loads(json.dumps(read_yaml(DEMO.read_text())[0]))

SERVICE = {"id": "third", "name": "Trzecia", "zone": "hall"}
ID = "should be at most 40 lower-case letters, digits and hyphens, such as main-hall"
LATIN = "should be at most three Latin capital letters"
LANGUAGE = "should be the code of a language in two or three lower-case letters, such as uk"
SERIES = f"differs from that of {TOWN}.services[0], though numbers of the prefix 'A' are one series"

# Where something is changed, to what, and how the fault goes on after that path.
SHAPES: list[tuple[str, Any, str]] = [
    ("office", "Urząd", ": should have keys of its own, not 'Urząd'"),
    ("office.colour", "red", ": is no key of this part"),
    ("office.accent", "blue", ": should be a colour such as #0b4f8a, not 'blue'"),
    ("office.languages", [], ": should have at least 1 item after validation, not 0"),
    (f"{TOWN}.id", NOTHING, ": is missing"),
    (f"{TOWN}.messages", [{"id": "Free", "text": "x"}], f"[0].id: {ID}, not 'Free'"),
    (f"{TOWN}.services", {}, ": should be a valid list"),
    (f"{TOWN}.kiosks", None, ": should be a valid list, not nothing"),
    (f"{TOWN}.counters[0].id", 1, ': should be a text; put it in quotes, as in "5"'),
    (f"{TOWN}.services[0].prefx", "B", ": is no key of this part"),
    (f"{TOWN}.services[0].prefix", "ABCD", f": {LATIN}, not 'ABCD'"),
    (f"{TOWN}.services[0].prefix", "А", f": {LATIN}, not 'А' ('А' is a Cyrillic letter)"),
    (f"{TOWN}.services[0].first", -1, ": should be greater than or equal to 0, not -1"),
    (f"{TOWN}.services[0].handling_minutes", float("inf"), ": should be a finite number, not inf"),
    (f"{TOWN}.printers[0].width_mm", 60, ": should be 58 or 80, not 60"),
    (f"{TOWN}.name", {}, ": should have at least 1 item after validation, not 0"),
    (f"{TOWN}.name", {"PL": "Miasto"}, f".PL: {LANGUAGE}, not 'PL'"),
    (f"{TOWN}.name.pl", "A\x07", ": should be one line without control characters, not 'A\\x07'"),
    (
        f"{TOWN}.name.pl",
        "A\u202e",
        ": should be one line without control characters, not 'A\\u202e'",
    ),
    (f"{TOWN}.time_zone", "Europe", ": 'Europe' is not a time zone of the IANA database"),
    (f"{TOWN}.time_zone", "../x", ": '../x' is not a time zone of the IANA database"),
    (
        f"{TOWN}.hours",
        {"mon": ["8-15"]},
        ".mon[0]: should be an interval such as 08:00-15:00, not '8-15'",
    ),
    (
        f"{TOWN}.hours",
        {"mon": ["25:00-26:00"]},
        ".mon: '25:00-26:00' is not an interval such as 08:00-15:00",
    ),
    (
        f"{TOWN}.hours",
        {"tue": ["15:00-08:00"]},
        ".tue: the interval '15:00-08:00' ends before it begins",
    ),
    (
        f"{TOWN}.hours",
        {"fri": ["08:00-12:00", "11:00-15:00"]},
        ".fri: the intervals 08:00-12:00 and 11:00-15:00 overlap",
    ),
    (
        f"{TOWN}.hours",
        {"fri": ["20:00-24:00", "23:00-23:30"]},
        ".fri: the intervals 20:00-24:00 and 23:00-23:30 overlap",
    ),
    (
        f"{TOWN}.exceptional_days",
        [{"date": "2020-02-30", "hours": ["08:00-12:00"]}],
        "[0].date: '2020-02-30' is not a date such as 2026-12-24",
    ),
    (f"{TOWN}.days_off", [{"date": 5}], "[0].date: '5' is not a date such as 2026-12-24"),
    (
        f"{TOWN}.days_off",
        [{"date": "2026-12-24", "until": "2026-12-23"}],
        "[0]: the days off end on 2026-12-23, before they begin",
    ),
    (f"{TOWN}.holidays", "xx", ": should be 'pl', not 'xx'"),
    (
        "office.wording",
        [{"page": "join", "key": "waiting", "text": {"en": {"one": "1", "other": ""}}}],
        "[0].text.en.other: should have at least 1 character, not ''",
    ),
]
REFERENCES: list[tuple[str, Any, str]] = [
    ("office.announce", ["de"], "[0]: 'de' is not among the office's languages"),
    (f"{TOWN}.services[0].zone", "yard", ": 'yard' is none of the branch's zones"),
    (
        f"{TOWN}.exceptional_days",
        [{"date": "2026-12-05", "hours": ["09:00-13:00"], "services": ["maps"]}],
        "[0].services[0]: 'maps' is none of the branch's services",
    ),
    (
        "office.wording",
        [{"page": "kiosk", "key": "start.nothing", "text": "x"}],
        "[0].key: 'start.nothing' is no text of this page",
    ),
    (
        "office.wording",
        [{"page": "kiosk", "key": "people.waiting", "text": "x"}],
        "[0].text: needs a text for each of the forms one, few, many, other",
    ),
    (
        "office.wording",
        [{"page": "kiosk", "key": "people.waiting", "text": {"en": "{count} in the queue"}}],
        "[0].text.en: needs a text for each of the forms one, other",
    ),
    (
        "office.wording",
        [{"page": "kiosk", "key": "people.waiting", "text": {"en": {"one": "{count} person"}}}],
        "[0].text.en.other: is missing",
    ),
    (
        "office.wording",
        [
            {
                "page": "join",
                "key": "waiting",
                "text": {"en": {"one": "1", "few": "2", "other": "3"}},
            }
        ],
        "[0].text.en.few: is none of the forms one, other",
    ),
    (
        "office.wording",
        [{"page": "join", "key": "waiting", "text": {"en": {"one": "1", "other": "{people}"}}}],
        "[0].text.en.other: '{people}' is none of the text's fields: {count}",
    ),
    (
        "office.wording",
        [
            {
                "page": "join",
                "key": "waiting",
                "text": {"de": {"one": "1", "dual": "2", "other": "3"}},
            }
        ],
        "[0].text.de.dual: is none of the forms zero, one, two, few, many, other",
    ),
    (
        "office.wording",
        [{"page": "status", "key": "open", "text": {"en": {"other": "Open"}}}],
        "[0].text.en: should be one text, which has no forms for numbers",
    ),
    (
        "office.wording",
        [{"page": "status", "key": "opens_at", "text": {"en": "{when}, {where}"}}],
        "[0].text.en: '{where}' is none of the text's fields: {when}",
    ),
    (
        "office.wording",
        [{"page": "status", "key": "open", "text": "Open since {when}"}],
        "[0].text: '{when}' is none of the text's fields: it has none",
    ),
    (
        "office.wording",
        [{"page": "status", "key": "open", "text": "x"}] * 2,
        "[1].key: 'open' stands there twice, see office.wording[0].key",
    ),
    ("office.spoken_call", {"short": {"pl": "{number}"}}, ".short.pl: '{counter}' is missing"),
    (
        "office.letters",
        {"wait_link": {"subject": "{day}", "body": "{link}"}},
        (
            ".wait_link.subject: '{day}' is none of"
            " {office}, {branch}, {address}, {service}, {where}, {link}"
        ),
    ),
    (
        "office.letters",
        {"link": {"subject": "x", "body": {"pl": "{link}", "en": "x", "uk": "{link}"}}},
        ".link.body.en: '{link}' is missing",
    ),
    (
        f"{TOWN}.exceptional_days",
        [{"date": "2026-12-05", "hours": []}] * 2,
        f"[1].date: 2026-12-05 is an exceptional day already, see {TOWN}.exceptional_days[0]",
    ),
    (
        f"{TOWN}.planned_counters",
        [{"profile": "some", "counters": 1}],
        "[0].profile: 'some' is none of the branch's profiles",
    ),
    (f"{TOWN}.services[0].group", "some", ": 'some' is none of the branch's groups"),
    (
        f"{TOWN}.profiles[0].serves[2]",
        {"service": "x"},
        ".service: 'x' is none of the branch's services",
    ),
    (f"{TOWN}.profiles[0].languages", ["de"], "[0]: 'de' is not among the office's languages"),
    (f"{TOWN}.counters[0].zone", "yard", ": 'yard' is none of the branch's zones"),
    (f"{TOWN}.counters[0].profile", "back", ": 'back' is none of the branch's profiles"),
    (f"{TOWN}.counters[0].profiles", ["front", "x"], "[1]: 'x' is none of the branch's profiles"),
    (f"{TOWN}.displays[0].zones[0]", "yard", ": 'yard' is none of the branch's zones"),
    (f"{TOWN}.displays[0].languages", ["de"], "[0]: 'de' is not among the office's languages"),
    (f"{TOWN}.kiosks[0].zone", "yard", ": 'yard' is none of the branch's zones"),
    (f"{TOWN}.kiosks[0].services", ["x"], "[0]: 'x' is none of the branch's services"),
    (f"{TOWN}.kiosks[0].printers[1]", "b", ": 'b' is none of the branch's printers"),
    (f"{TOWN}.printers[0].agent", "yard", ": 'yard' is none of the branch's agents"),
]
AGREEMENT: list[tuple[str, Any, str]] = [
    (
        "office.classes",
        [{"id": "walk_in", "name": "x"}],
        ": the built-in class 'appointment' is missing",
    ),
    (
        "office.rules",
        {"late_minutes": [5, 5]},
        ".late_minutes[1]: 5 stands there twice, see office.rules.late_minutes[0]",
    ),
    (
        "office.branches[1]",
        small_office()["office"]["branches"][0],
        f".id: 'town' stands there twice, see {TOWN}.id",
    ),
    (
        f"{TOWN}.services[2]",
        {**SERVICE, "id": "cards"},
        f".id: 'cards' stands there twice, see {TOWN}.services[0].id",
    ),
    (f"{TOWN}.services[2]", {**SERVICE, "first": 101}, f".first: {SERIES}"),
    (f"{TOWN}.services[2]", {**SERVICE, "last": 999}, f".last: {SERIES}"),
    (f"{TOWN}.services[0].last", 0, ": 0 comes before the first number, 1"),
    (
        f"{TOWN}.displays[0].zones[1]",
        "hall",
        f": 'hall' stands there twice, see {TOWN}.displays[0].zones[0]",
    ),
]


@pytest.mark.parametrize(("path", "value", "goes_on"), SHAPES + REFERENCES + AGREEMENT)
def test_a_fault_is_named_with_its_path(path: str, value: Any, goes_on: str) -> None:
    document = changed(small_office(), path, value)
    assert check(document) == ([path + goes_on], [])
    with pytest.raises(ConfigurationFault) as raised:
        parse(document)
    assert raised.value.faults == [path + goes_on]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("zones", "id"),
        ("groups", "id"),
        ("profiles", "id"),
        ("counters", "id"),
        ("counters", "label"),
        ("displays", "id"),
        ("kiosks", "id"),
        ("printers", "id"),
    ],
)
def test_nothing_of_a_branch_has_the_name_of_another(kind: str, key: str) -> None:
    first = small_office()["office"]["branches"][0][kind][0]
    others = {"id": "other", "label": "OTHR", "host": "10.0.0.6"}
    second = first | {other: others[other] for other in others if other in first and other != key}
    document = changed(small_office(), f"{TOWN}.{kind}[1]", second)
    assert check(document).faults == [
        f"{TOWN}.{kind}[1].{key}: {first[key]!r} stands there twice, see {TOWN}.{kind}[0].{key}"
    ]


def test_a_counter_opens_with_one_of_its_own_profiles() -> None:
    back = {"id": "back", "name": "Zaplecze", "serves": [{"service": "cards"}]}
    document = changed(small_office(), f"{TOWN}.profiles[1]", back)
    document = changed(document, f"{TOWN}.counters[0].profiles", ["back"])
    assert check(document).faults == [
        f"{TOWN}.counters[0].profile: 'front' is not among the counter's profiles"
    ]


def test_a_message_of_a_display_is_not_one_of_its_branch() -> None:
    message = {"id": "free", "text": "Bezpłatne"}
    document = changed(small_office(), f"{TOWN}.messages", [message])
    document = changed(document, f"{TOWN}.displays[0].messages", [message])
    assert check(document).faults == [
        f"{TOWN}.displays[0].messages[0].id: 'free' is a message of the whole branch already"
    ]


def test_faults_of_every_sort_are_told_at_once() -> None:
    document = small_office()
    changes: dict[str, Any] = {
        "office.accent": "blue",
        f"{TOWN}.services[0].zone": "yard",
        f"{TOWN}.services[1].color": "red",
        f"{TOWN}.counters[1]": small_office()["office"]["branches"][0]["counters"][0],
        f"{TOWN}.kiosks[0].idle_seconds": 5,
    }
    for path, value in changes.items():
        document = changed(document, path, value)
    assert sorted(fault.partition(":")[0] for fault in check(document).faults) == [
        "office.accent",
        f"{TOWN}.counters[1].id",
        f"{TOWN}.counters[1].label",
        f"{TOWN}.kiosks[0].idle_seconds",
        f"{TOWN}.services[0].zone",
        f"{TOWN}.services[1].color",
    ]


def every_place(node: Any, at: Location = ()) -> Iterator[Location]:
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from every_place(value, (*at, key))


WORDS = ["main-hall", "residence", "A", "pl", "08:00-15:00", "1", "server"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(WORDS)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner)
    ),
    max_leaves=6,
)
CHANGES = st.tuples(st.sampled_from(list(every_place(DEMO_DOCUMENT))), st.just(NOTHING) | VALUES)


@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_no_document_makes_the_check_itself_fail(changes: list[tuple[Location, Any]]) -> None:
    document = deepcopy(DEMO_DOCUMENT)
    for location, value in changes:
        change_if_there(document, location, value)
    faults, warnings = check(document)
    assert all(": " in line for line in faults + warnings)
    if faults:
        with pytest.raises(ConfigurationFault):
            parse(document)
    else:
        parse(document)


def change_if_there(node: Any, location: Location, value: Any) -> None:
    key, *rest = location
    keys = range(len(node)) if isinstance(node, list) else node if isinstance(node, dict) else ()
    if key not in keys:
        return  # an earlier change took it away
    if rest:
        change_if_there(node[key], tuple(rest), value)
    elif value is NOTHING:
        del node[key]
    else:
        node[key] = value
