"""What is wrong with boards and keypads in a configuration is told with its path."""

from typing import Any

import pytest

from queue_server.office import check
from tests.small_office import NOTHING, TOWN, changed, small_office

LINE = f"{TOWN}.board_lines[0]"
OWN = f"{TOWN}.board_protocols[0]"
PAD = f"{TOWN}.keypads[0]"


def office() -> Any:
    """The small office with a line of one board, a protocol and a keypad."""
    document = small_office()
    document["office"]["branches"][0] |= {
        "board_protocols": [{"id": "own", "body": "{address}{text}", "frame": "{body}"}],
        "board_lines": [
            {
                "id": "hall",
                "line": {"port": "/dev/ttyUSB0"},
                "protocol": "own",
                "boards": [{"id": "one", "shows": [{"counter": "1"}]}],
            }
        ],
        "keypads": [
            {
                "id": "one",
                "counter": "1",
                "serial": {"port": "socket://192.0.2.9:4001"},
                "keys": [{"key": "enter", "does": "next"}],
                "feedback": {"frame": "{CR}{text}", "bad": "{BEL}"},
            }
        ],
    }
    return document


def test_boards_and_keypads_that_are_right_have_no_fault() -> None:
    assert check(office()) == ([], [])


NO_BYTE = "is no byte such as {STX} or {x02}"
TWO = {"id": "two", "shows": [{"counter": "1"}]}
FAULTS: list[tuple[str, Any, str]] = [
    (f"{LINE}.line.port", NOTHING, ": is missing"),
    (f"{LINE}.line.port", "COM3", ": should be a device such as /dev/ttyUSB0 or a serial server"),
    (f"{LINE}.line.baud", 12, ": should be greater than or equal to 300, not 12"),
    (f"{LINE}.protocol", "led", ": 'led' is none of the branch's board_protocols"),
    (f"{LINE}.boards[0].shows[0].counter", "9", ": '9' is none of the branch's counters"),
    (f"{LINE}.boards[0].shows[0].arrow", "back", ": should be 'left', 'right', 'up' or 'down'"),
    (
        f"{LINE}.boards[0].text",
        "{name}",
        f": '{{name}}' {NO_BYTE} and none of the fields {{number}}",
    ),
    (f"{LINE}.boards[1]", {**TWO, "id": "one", "address": 2}, ".id: 'one' stands there twice"),
    (f"{OWN}.body", "{address:hex9}{text}", ": '{address:hex9}': address can be written as byte"),
    (
        f"{OWN}.body",
        "{adress}{text}",
        f": '{{adress}}' {NO_BYTE} and none of the fields {{address}}",
    ),
    (f"{OWN}.body", "{address}", ": has no {text}"),
    (f"{OWN}.body", "{text}{", ": a brace stands alone"),
    (f"{OWN}.body", "{blink}{text}", ": has {blink}, but blink_on is missing"),
    (f"{OWN}.frame", "{STX}", ": has no {body}"),
    (f"{OWN}.frame", "{body}{checksum}", ": has {checksum}, but the checksum is none"),
    (f"{OWN}.checksum", "crc32", ": should be 'none', 'sum', 'xor', "),
    (f"{OWN}.blink_on", "{xZZ}", f": '{{xZZ}}' {NO_BYTE}"),
    (f"{OWN}.arrows", {"left": "←"}, ".left: a sign beyond ASCII stands outside of braces"),
    (f"{PAD}.counter", "9", ": '9' is none of the branch's counters"),
    (f"{PAD}.serial", {}, ".port: is missing"),
    (f"{PAD}.keys[0].does", "dance", ": should be 'next', 'recall'"),
    (f"{PAD}.keys[1]", {"key": "enter", "does": "finish"}, ".key: 'enter' stands there twice"),
    (f"{PAD}.feedback.frame", "{number}", f": '{{number}}' {NO_BYTE} and none of the fields"),
]


@pytest.mark.parametrize(("path", "value", "goes_on"), FAULTS)
def test_a_fault_is_named_with_its_path(path: str, value: Any, goes_on: str) -> None:
    (fault,) = check(changed(office(), path, value)).faults
    assert fault.startswith(path + goes_on)


@pytest.mark.parametrize("agent", [{}, {"agent": "server"}, {"agent": "pc"}])
def test_a_port_of_one_computer_has_one_device(agent: dict[str, str]) -> None:
    document = office()
    document["office"]["branches"][0]["agents"] = [{"id": "pc", "name": "PC"}]
    line = document["office"]["branches"][0]["board_lines"][0]["line"]["port"]
    pad = {"id": "other", "counter": "1", "serial": {"port": line}} | agent
    found = check(changed(document, f"{TOWN}.keypads[1]", pad)).faults
    path = f"{TOWN}.keypads[1].serial.port"
    taken = f"{path}: {line!r} is the place of another device, see {LINE}.line.port"
    assert found == ([] if agent == {"agent": "pc"} else [taken])


@pytest.mark.parametrize(
    ("path", "value"), [(f"{PAD}.serial", NOTHING), (f"{PAD}.input", "/dev/input/event3")]
)
def test_a_keypad_is_in_one_place(path: str, value: Any) -> None:
    faults = check(changed(office(), path, value)).faults
    assert faults == [f"{PAD}: should have either serial or input"]


def test_boards_of_one_line_need_a_protocol_that_tells_them_apart() -> None:
    document = changed(office(), f"{OWN}.body", "{text}")
    assert check(document).faults == []
    assert check(changed(document, f"{LINE}.boards[1]", {**TWO, "address": 2})).faults == [
        f"{LINE}.protocol: 'own' has no {{address}} to tell 2 boards apart"
    ]
