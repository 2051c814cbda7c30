"""What differs between two offices, and how two people's changes go together."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.office import parse_office
from queue_server.office.differences import Merge, conflict, differences
from queue_server.office.naming import names_in
from queue_server.office.paths import path_of
from tests.small_office import NOTHING, changed, small_office

OFFICE: dict[str, Any] = parse_office(small_office()["office"]).model_dump(mode="json")


def edited(*edits: tuple[str, Any]) -> dict[str, Any]:
    """The small office with a value at each path."""
    document: dict[str, Any] = {"office": copy.deepcopy(OFFICE)}
    for path, value in edits:
        document = changed(document, f"office.{path}", value)
    office: dict[str, Any] = document["office"]
    return office


def told(before: Any, after: Any) -> list[tuple[str, str]]:
    return [(found.kind, found.path) for found in differences(before, after)]


def ids(parts: list[dict[str, Any]]) -> list[str]:
    return [part["id"] for part in parts]


SERVICES = "branches[0].services"
NEW = OFFICE["branches"][0]["services"][0] | {"id": "maps"}


def test_the_same_office_does_not_differ() -> None:
    assert told(OFFICE, copy.deepcopy(OFFICE)) == []


def test_a_changed_key_is_told_with_its_way_and_both_values() -> None:
    (found,) = differences(OFFICE, edited((f"{SERVICES}[1].prefix", "S")))
    assert (found.kind, found.path) == ("changed", f"office.{SERVICES}[1].prefix")
    assert [(step["key"], step.get("id")) for step in found.where] == [
        ("branches", "town"),
        ("services", "stamps"),
        ("prefix", None),
    ]
    assert found.where[1]["name"]["pl"] == "Pieczątki"
    assert (found.before, found.after) == ("E", "S")


@pytest.mark.parametrize(
    ("path", "value", "names"),
    [
        ("branches[0].counters[0].profile", "gone", {"profile": {"front": "Sala"}}),
        ("branches[0].kiosks[0].services", ["stamps"], {"services": {"stamps": "Pieczątki"}}),
        (
            "branches[0].profiles[0].serves[0].after_minutes",
            5,
            {"service": {"cards": "Dowody"}, "serves": {"cards": "Dowody"}},
        ),
        ("branches[0].services[0].prefix", "Z", {}),
    ],
)
def test_what_a_change_refers_to_is_named(path: str, value: Any, names: Any) -> None:
    after = edited((path, value))
    (found,) = differences(OFFICE, after)
    told = names_in(found, OFFICE, after)
    assert {k: {i: n["pl"] for i, n in ids.items()} for k, ids in told.items()} == names


def test_a_text_is_told_by_its_language() -> None:
    assert told(OFFICE, edited(("name.uk", "Управа"))) == [("changed", "office.name.uk")]


def test_a_part_before_others_changes_nothing_about_them() -> None:
    services = [NEW, *OFFICE["branches"][0]["services"]]
    assert told(OFFICE, edited((SERVICES, services))) == [("added", f"office.{SERVICES}[0]")]


def test_a_removed_part_is_told_by_its_place_in_the_older() -> None:
    assert told(OFFICE, edited((f"{SERVICES}[0]", NOTHING))) == [
        ("removed", f"office.{SERVICES}[0]")
    ]


def test_another_order_is_told_once() -> None:
    (found,) = differences(OFFICE, edited((SERVICES, OFFICE["branches"][0]["services"][::-1])))
    assert (found.kind, found.before, found.after) == (
        "moved",
        ["cards", "stamps"],
        ["stamps", "cards"],
    )


def test_texts_of_two_pages_are_told_apart_though_their_keys_are_the_same() -> None:
    kiosk, status = ({"page": page, "key": "open", "text": page} for page in ("kiosk", "status"))
    base, mine = edited(("wording", [kiosk, status])), edited(("wording", [status]))
    theirs = edited(("wording", [kiosk, status | {"text": "Zapraszamy"}]))
    assert told(base, theirs) == [("changed", "office.wording[1].text")]
    assert Merge().office(base, mine, theirs)["wording"] == theirs["wording"][1:]


def test_a_list_without_ids_is_told_as_a_whole() -> None:
    after = edited((f"{SERVICES}[0].documents", [{"pl": "Dowód"}]))
    assert told(OFFICE, after) == [("changed", f"office.{SERVICES}[0].documents")]


def test_changes_of_different_things_go_together() -> None:
    mine = edited((f"{SERVICES}[0].prefix", "C"), ("accent", "#112233"))
    theirs = edited((f"{SERVICES}[0].max_cases", 3), (f"{SERVICES}[1].prefix", "S"))
    merge = Merge()
    merged = merge.office(OFFICE, mine, theirs)
    assert merge.conflicts == []
    assert merged == edited(
        (f"{SERVICES}[0].prefix", "C"),
        ("accent", "#112233"),
        (f"{SERVICES}[0].max_cases", 3),
        (f"{SERVICES}[1].prefix", "S"),
    )


@pytest.mark.parametrize(("prefer", "prefix"), [("mine", "M"), ("theirs", "T")])
def test_changes_of_the_same_conflict_unless_one_is_preferred(prefer: Any, prefix: str) -> None:
    mine, theirs = (edited((f"{SERVICES}[0].prefix", letter)) for letter in "MT")
    merge = Merge()
    merge.office(OFFICE, mine, theirs)
    assert [path_of(at) for at in merge.conflicts] == ["office.branches.town.services.cards.prefix"]
    merged = Merge(prefer).office(OFFICE, mine, theirs)
    assert merged["branches"][0]["services"][0]["prefix"] == prefix


def test_what_one_removed_and_the_other_changed_conflicts() -> None:
    mine = edited((f"{SERVICES}[0]", NOTHING))
    theirs = edited((f"{SERVICES}[0].prefix", "T"))
    merge = Merge()
    merge.office(OFFICE, mine, theirs)
    (at,) = merge.conflicts
    change = conflict(at, mine, theirs)
    assert change.kind == "removed"
    assert change.path == f"office.{SERVICES}[0]"
    assert change.before["prefix"] == "T"
    assert change.after is None


def test_a_conflict_tells_both_values_and_where_mine_stands() -> None:
    mine = edited((f"{SERVICES}[1].prefix", "M"))
    theirs = edited((f"{SERVICES}[1].prefix", "T"), (f"{SERVICES}[0]", NOTHING))
    merge = Merge()
    merge.office(OFFICE, mine, theirs)
    (change,) = (conflict(at, mine, theirs) for at in merge.conflicts)
    assert (change.before, change.after) == ("T", "M")
    assert change.path == f"office.{SERVICES}[1].prefix"
    assert [step["key"] for step in change.where] == ["branches", "services", "prefix"]
    assert change.where[1]["id"] == OFFICE["branches"][0]["services"][1]["id"]


def test_parts_that_both_added_stand_side_by_side() -> None:
    mine = edited((f"{SERVICES}[2]", NEW))
    theirs = edited((f"{SERVICES}[2]", NEW | {"id": "plans"}))
    merged = Merge().office(OFFICE, mine, theirs)["branches"][0]["services"]
    assert ids(merged) == ["cards", "stamps", "maps", "plans"]


def test_my_order_is_kept_where_they_only_added() -> None:
    mine = edited((SERVICES, OFFICE["branches"][0]["services"][::-1]))
    theirs = edited((f"{SERVICES}[2]", NEW))
    merged = Merge().office(OFFICE, mine, theirs)["branches"][0]["services"]
    assert ids(merged) == ["stamps", "maps", "cards"]


PARTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=5).map(
    lambda found: [{"id": name, "value": value} for name, value in found.items()]
)


@given(base=PARTS, mine=PARTS, theirs=PARTS)
def test_a_merge_takes_every_change_of_one_side_alone(base: Any, mine: Any, theirs: Any) -> None:
    assert Merge().office({"p": base}, {"p": mine}, {"p": base}) == {"p": mine}
    assert Merge().office({"p": base}, {"p": base}, {"p": theirs}) == {"p": theirs}
    both = Merge("mine").office({"p": base}, {"p": mine}, {"p": theirs})["p"]
    assert len({part["id"] for part in both}) == len(both)
    for part in mine:
        if part not in base:
            assert part in both
