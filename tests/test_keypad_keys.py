"""From bytes and input events to the names of keys, and what unplugging looks like."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from counter_client.keys import CODES, DEFAULT_KEYS, EVENT, InputKeys, SerialKeys, byte_name
from counter_client.ports import Port
from counter_client.virtual import VirtualKeypad
from queue_server.office.devices import Key

WAIT_SECONDS = 10.0


@pytest.fixture
def pad(tmp_path: Path) -> Iterator[VirtualKeypad]:
    virtual = VirtualKeypad(tmp_path / "pad")
    virtual.start()
    yield virtual
    virtual.stop()


@pytest.fixture
def line(pad: VirtualKeypad) -> Iterator[serial.Serial]:
    with Port(str(pad.port.path)).open() as opened:
        yield opened


@pytest.mark.parametrize(
    ("byte", "name"),
    [(0x34, "4"), (0x0D, "enter"), (0x08, "backspace"), (0x2B, "+"), (0x4E, "n"), (0x02, "x02")],
)
def test_a_byte_is_named(byte: int, name: str) -> None:
    assert byte_name(byte) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [(2, "1"), (11, "0"), (82, "0"), (73, "9"), (96, "enter"), (28, "enter"), (78, "+"),
     (74, "-"), (55, "*"), (98, "/"), (83, "."), (14, "backspace"), (16, "q"), (50, "m"),
     (59, "f1"), (88, "f12")],
)  # fmt: skip
def test_an_input_code_is_named_as_the_byte_of_the_same_key(code: int, name: str) -> None:
    assert CODES[code] == name


def test_keys_without_a_configuration_do_what_a_configuration_may_say() -> None:
    for key, does in DEFAULT_KEYS.items():
        assert Key.model_validate({"key": key, "does": does}).does == does


def test_a_serial_keypad_sends_a_byte_for_each_key(pad: VirtualKeypad, line: serial.Serial) -> None:
    keys = SerialKeys(line, "bytes")
    pad.press("4", "2", "enter")
    pressed = list(keys.keys(WAIT_SECONDS))
    while len(pressed) < 3:
        pressed += keys.keys(WAIT_SECONDS)
    assert pressed == ["4", "2", "enter"]
    assert list(keys.keys(0)) == []


def test_a_serial_keypad_may_send_lines(pad: VirtualKeypad, line: serial.Serial) -> None:
    keys = SerialKeys(line, "lines")
    pad.port.write(b"KEY1\r\nKE")
    pressed = list(keys.keys(WAIT_SECONDS))
    pad.port.write(b"Y2\r\n")
    while len(pressed) < 2:
        pressed += keys.keys(WAIT_SECONDS)
    assert pressed == ["KEY1", "KEY2"]


def test_an_unplugged_serial_keypad_is_noticed(pad: VirtualKeypad, line: serial.Serial) -> None:
    keys = SerialKeys(line, "bytes")
    pad.port.unplug()
    with pytest.raises(OSError, match=r"."):
        list(keys.keys(WAIT_SECONDS))


def test_two_programs_do_not_share_a_line(pad: VirtualKeypad, line: serial.Serial) -> None:
    with pytest.raises(OSError, match="exclusively lock"):
        Port(str(pad.port.path)).open()


def test_an_input_device_tells_what_is_pressed_and_not_what_is_held_or_let_go(
    tmp_path: Path,
) -> None:
    device = tmp_path / "event3"
    os.mkfifo(device)
    writer = os.open(device, os.O_RDWR)
    keys = InputKeys(str(device))
    events = [
        (1, 80, 1),
        (4, 4, 458843),
        (1, 80, 2),
        (1, 80, 0),
        (0, 0, 0),
        (1, 96, 1),
        (1, 240, 1),
    ]
    os.write(writer, b"".join(EVENT.pack(0, 0, *event) for event in events))
    assert list(keys.keys(WAIT_SECONDS)) == ["2", "enter", "key-240"]
    os.write(writer, EVENT.pack(0, 0, 1, 96, 1))
    keys.forget()
    assert list(keys.keys(0)) == []
    os.close(writer)
    with pytest.raises(OSError, match="is gone"):
        list(keys.keys(WAIT_SECONDS))
    keys.close()
