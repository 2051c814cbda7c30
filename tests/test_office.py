"""The office configuration as the rest of the server reads it, and the demo office."""

import json
from datetime import time, timedelta
from pathlib import Path

import pytest

from queue_server.domain.schedule import Interval
from queue_server.office import ConfigurationFault, check_file, load, parse, parse_office
from tests.small_office import TOWN, changed, small_office

DEMO = Path(__file__).resolve().parents[1] / "config.yaml"


def test_the_demo_office_loads_without_fault_or_warning() -> None:
    assert check_file(DEMO) == ([], [])


def test_the_demo_office_has_what_every_screen_needs() -> None:
    krakow, nowy_sacz = load(DEMO).office.branches
    assert (krakow.id, nowy_sacz.id) == ("krakow", "nowy-sacz")
    assert len(krakow.counters) >= 12
    assert len(krakow.kiosks) >= 3
    assert len(krakow.displays) >= 3
    assert len(nowy_sacz.counters) == 3
    for branch in (krakow, nowy_sacz):
        assert set(branch.displays[0].zones) == {zone.id for zone in branch.zones}


def test_no_step_of_a_demo_kiosk_offers_more_than_six_choices() -> None:
    for branch in load(DEMO).office.branches:
        for kiosk in branch.kiosks:
            services = [branch.service[s] for s in kiosk.services] or branch.services
            groups = [service.group for service in services]
            assert len({g for g in groups if g}) + groups.count(None) <= 6
            assert all(groups.count(group) <= 6 for group in groups)


def test_a_plain_text_is_the_same_in_every_language_of_the_office() -> None:
    document = changed(small_office(), "office.languages", ["pl", "de"])
    document = changed(document, f"{TOWN}.name", {"pl": "Miasto", "de": "Stadt"})
    office = parse(document).office
    assert office.name == {"pl": "Urząd", "de": "Urząd"}
    assert office.branches[0].name == {"pl": "Miasto", "de": "Stadt"}
    assert parse(small_office()).office.name == dict.fromkeys(("pl", "en", "uk", "ru"), "Urząd")


def test_a_revision_is_read_from_its_own_document() -> None:
    document = small_office()["office"]
    assert parse_office(document) == parse(small_office()).office
    with pytest.raises(ConfigurationFault, match=r"office\.accent: should be a colour"):
        parse_office(document | {"accent": "blue"})


def test_what_was_read_and_written_reads_the_same_again() -> None:
    configuration = load(DEMO)
    assert parse(json.loads(configuration.model_dump_json())) == configuration


def test_hours_are_intervals_per_weekday_in_order() -> None:
    tuesday = ["16:00-19:00", "08:00-15:00"]
    hours = (
        parse(changed(small_office(), f"{TOWN}.hours", {"tue": tuesday})).office.branches[0].hours
    )
    assert hours is not None
    assert hours.weekly[0] == ()
    assert hours.weekly[1] == (Interval(time(8), time(15)), Interval(time(16), time(19)))


def test_the_dispatch_rule_gets_profiles_and_weights() -> None:
    help_out = {"service": "stamps", "after_minutes": 2.5}
    office = parse(changed(small_office(), f"{TOWN}.profiles[0].serves[1]", help_out)).office
    serves = office.branches[0].profile["front"].serves
    assert [(s.service, s.after) for s in serves] == [
        ("cards", timedelta(0)),
        ("stamps", timedelta(minutes=2.5)),
    ]
    assert office.weighing.weights == {"walk_in": 1, "appointment": 10}


def test_a_class_may_have_its_own_target_wait() -> None:
    document = small_office()
    document["office"]["classes"] = [
        {"id": "walk_in", "name": "Bez umówienia"},
        {"id": "appointment", "name": "Wizyta umówiona", "target_wait_minutes": 0},
    ]
    office = parse(document).office
    service = office.branches[0].services[0]
    assert office.target_wait(service, "walk_in") == timedelta(minutes=20)
    assert office.target_wait(service, "appointment") == timedelta(0)
