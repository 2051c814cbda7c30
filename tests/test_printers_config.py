"""Printers in the office configuration: every way to reach one, every fault by its path."""

from typing import Any

import pytest

from printers import profile
from queue_server.office import check, parse_office, stored_office
from queue_server.office.printers import Printer
from queue_server.office.references import WAYS
from tests.small_office import small_office

Json = dict[str, Any]
AT = "office.branches[0].printers[0]"


def with_printers(*printers: Json) -> Json:
    configuration: Json = small_office()
    named = [{"id": f"p{n}", "name": "Drukarka"} | printer for n, printer in enumerate(printers)]
    branch = configuration["office"]["branches"][0]
    branch["printers"] = named
    branch["kiosks"][0]["printers"] = ["p0"]
    return configuration


def faults(*printers: Json) -> list[str]:
    return check(with_printers(*printers)).faults


@pytest.mark.parametrize(
    "printer",
    [
        {"host": "192.0.2.17"},
        {"host": "192.0.2.17", "port": 9101, "fallback": "p1"},
        {"serial": {"device": "/dev/ttyUSB0", "baud": 9600, "flow": "xon_xoff"}},
        {"usb": {"vendor": "04B8", "product": "0e15", "serial": "J1"}},
        {"cups": {"queue": "slips", "server": "print.office.example"}},
        {"device": "/dev/usb/lp0"},
        {"host": "fe80::1"},
        {"host": "p", "profile": "clone", "code_page": "cp1125", "code_page_number": 61},
        {"host": "p", "width_mm": 58, "dots": 420, "cut": False},
        {"host": "p", "present": True},
    ],
)
def test_a_printer_is_configured_in_one_of_five_ways(printer: Json) -> None:
    document = with_printers(printer, {"host": "other"})
    assert check(document).faults == []
    kept = parse_office(document["office"]).branches[0].printers[0].model_dump(mode="json")
    profile.from_wire(kept)
    way = next(way for way in WAYS if way in printer)
    (fault,) = faults(printer, {way: printer[way], "port": printer.get("port", 9100)})
    there = f"{AT[:-3]}[1]"
    assert fault.startswith(f"{there}.{way}")
    assert f"is the place of another device, see {AT}.{way}" in fault
    # An office that an earlier release took with it goes on.
    twice = with_printers(printer, {way: printer[way], "port": printer.get("port", 9100)})
    assert len(stored_office(twice["office"]).branches[0].printers) == 2


@pytest.mark.parametrize(
    ("printer", "fault"),
    [
        ({}, f"{AT}: should have one of host, serial, usb, cups, device, not none"),
        ({"host": "p", "device": "/dev/usb/lp0"}, f"{AT}: should have one of"),
        ({"host": "p", "bluetooth": {}}, f"{AT}.bluetooth: is no key of this part"),
        ({"serial": {}}, f"{AT}.serial.device: is missing"),
        ({"serial": {"device": "COM1"}}, f"{AT}.serial.device: 'COM1' is no path of a device"),
        ({"serial": {"device": "/dev/ttyS0", "baud": 12345}}, f"{AT}.serial.baud: "),
        ({"serial": {"device": "/dev/ttyS0", "flow": "dtr"}}, f"{AT}.serial.flow: "),
        ({"usb": {"vendor": "4b8", "product": "0e15"}}, f"{AT}.usb.vendor: '4b8' is not four"),
        ({"usb": {"vendor": 1208, "product": "0e15"}}, f"{AT}.usb.vendor: should be a text"),
        ({"host": "192.0.2.7:9100"}, f"{AT}.host: '192.0.2.7:9100' names a port"),
        ({"cups": {"queue": "two words"}}, f"{AT}.cups.queue: 'two words' is no name"),
        ({"cups": {"queue": "-h"}}, f"{AT}.cups.queue: '-h' is no name"),
        ({"device": "/etc/passwd"}, f"{AT}.device: '/etc/passwd' is no path of a device"),
        ({"host": "p", "profile": "star"}, f"{AT}.profile: "),
        ({"host": "p", "width_mm": 57}, f"{AT}.width_mm: "),
        ({"host": "p", "dots": 5760}, f"{AT}.dots: "),
        ({"host": "p", "code_page": "cp437"}, f"{AT}.code_page: "),
        ({"host": "p", "code_page_number": 72}, f"{AT}.code_page_number: is the number of no"),
        (
            {"host": "p", "profile": "clone", "code_page": "cp1125"},
            f"{AT}.code_page_number: is missing",
        ),
        ({"host": "p", "fallback": "p0"}, f"{AT}.fallback: is the printer itself"),
        ({"host": "p", "fallback": "p9"}, f"{AT}.fallback: 'p9' is none of the branch's printers"),
    ],
)
def test_every_fault_of_a_printer_is_told_by_its_path(printer: Json, fault: str) -> None:
    found = faults(printer)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_the_configuration_and_the_renderer_know_the_same_profiles() -> None:
    """The renderer is the agent's and imports nothing of the server's, so both have a list."""
    properties = Printer.model_json_schema()["properties"]
    assert properties["profile"]["enum"] == list(profile.NUMBERS)
    assert properties["width_mm"]["enum"] == list(profile.DOTS)
    assert set(properties["code_page"]["anyOf"][0]["enum"]) == set(profile.CODE_PAGES)
