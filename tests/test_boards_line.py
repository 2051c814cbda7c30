"""Boards on a serial line: the program itself, between a real server and virtual boards."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from display.virtual import VirtualBoards
from tests.running_office import Office, running_office, until

ROOT = Path(__file__).resolve().parents[1]
BRANCH, SERVICE = "krakow", "residence-permit"
SOON_SECONDS = 20

LINES: list[dict[str, Any]] = [
    {
        "id": "hall",
        "agent": "hall",
        "line": {"port": "/dev/missing", "baud": 115200},
        "protocol": "ascii",
        "repeat_seconds": 1,
        "blink_seconds": 2,
        "lost_seconds": 1,
        "boards": [
            {"id": "one", "address": 1, "shows": [{"counter": "1"}], "closed": "OFF", "free": "-"},
            {"id": "two", "address": 2, "shows": [{"counter": "2"}]},
            {
                "id": "crossing",
                "address": 9,
                "width": 7,
                "rows": 2,
                "text": "{number}{arrow}{counter}",
                "shows": [{"counter": "1", "arrow": "left"}, {"counter": "2", "arrow": "right"}],
            },
        ],
    },
    {
        "id": "second",
        "agent": "second",
        "line": {"port": "/dev/missing"},
        "protocol": "binary",
        "boards": [{"id": "one", "address": 126, "shows": [{"counter": "1"}]}],
    },
]
LINES.append({**LINES[1], "id": "remote", "agent": "remote"})


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    document = yaml.safe_load((ROOT / "config.yaml").read_text())
    branch = document["office"]["branches"][0]
    branch["board_lines"] = LINES
    branch["agents"] += [{"id": line["id"], "name": line["id"]} for line in LINES]
    path = tmp_path_factory.mktemp("config") / "config.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True))
    return path


@pytest.fixture(scope="module")
def office(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, config=config, args=["--no-devices"]) as ready:
        yield ready


@contextmanager
def boards(path: Path, protocol: str = "ascii") -> Iterator[VirtualBoards]:
    virtual = VirtualBoards(path, protocol)
    virtual.start()
    yield virtual
    virtual.stop()


@contextmanager
def serving(office: Office, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    okienko = Path(sys.executable).with_name("okienko")
    process = subprocess.Popen([okienko, "agent", "--server", office.url, *arguments])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def hall(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualBoards]:
    """The line of three boards, with the program that serves it and a line of its own besides."""
    path = tmp_path_factory.mktemp("lines") / "hall"
    missing = path.with_name("second")  # a line that is not there holds up nobody
    ports = (
        "--at",
        f"{BRANCH}/board_line/hall={path}",
        "--at",
        f"{BRANCH}/board_line/second={missing}",
    )
    with (
        boards(path) as virtual,
        serving(office, *ports, f"{BRANCH}/hall", f"{BRANCH}/second"),
    ):
        until(lambda: text(virtual, 1) is not None)
        yield virtual


@pytest.fixture(autouse=True)
def _closed(office: Office) -> Iterator[None]:
    """Counters 1 and 2 begin and end closed, with nobody."""
    yield
    for counter in ("1", "2"):
        if office.read(f"/branches/{BRANCH}/counters/{counter}")["ticket"]:
            office.at(BRANCH, counter, "finish")
        office.at(BRANCH, counter, "close")


def text(virtual: VirtualBoards, address: int, row: int = 1) -> str | None:
    shown = virtual.shows(address, row)
    return shown.text if shown else None


def call(office: Office, counter: str) -> str:
    ticket = office.take(BRANCH, SERVICE)
    office.at(BRANCH, counter, "open")
    return str(office.at(BRANCH, counter, "call", {"ticket": ticket["id"]})["ticket"]["number"])


def awaited(virtual: VirtualBoards, texts: dict[tuple[int, int], str]) -> None:
    """Wait until rows of boards show these texts."""
    shown = virtual.wait_for(
        lambda v: all(text(v, *place) == wanted for place, wanted in texts.items()), SOON_SECONDS
    )
    assert shown, {place: text(virtual, *place) for place in texts}


def test_several_boards_on_one_line_show_their_counters(
    office: Office, hall: VirtualBoards
) -> None:
    awaited(hall, {(1, 1): " OFF", (2, 1): "    ", (9, 1): " " * 7})
    office.at(BRANCH, "1", "open")
    awaited(hall, {(1, 1): "   -"})
    first, second = call(office, "1"), call(office, "2")
    awaited(hall, {(1, 1): first, (2, 1): second})
    awaited(hall, {(9, 1): f"{second}>2".rjust(7), (9, 2): f"{first}<1".rjust(7)})
    office.at(BRANCH, "1", "finish")
    awaited(hall, {(1, 1): "   -", (9, 1): f"{second}>2".rjust(7), (9, 2): " " * 7})
    office.at(BRANCH, "1", "close")
    awaited(hall, {(1, 1): " OFF", (2, 1): second})
    assert hall.reader.broken == 0


def test_a_call_blinks_and_then_stands_and_a_recall_blinks_again(
    office: Office, hall: VirtualBoards
) -> None:
    number = call(office, "1")

    def blinks(value: bool) -> bool:
        def so(virtual: VirtualBoards) -> bool:
            shown = virtual.shows(1)
            return bool(shown and shown.text == number and shown.blink is value)

        return hall.wait_for(so, SOON_SECONDS)

    assert blinks(True)
    assert blinks(False)
    office.at(BRANCH, "1", "recall")
    assert blinks(True)
    office.at(BRANCH, "1", "start")
    assert blinks(False)


def test_the_standing_text_is_sent_again(office: Office, hall: VirtualBoards) -> None:
    number = call(office, "1")
    told = [shown for _, shown in hall.history if shown.address == 1 and shown.text == number]
    assert hall.wait_for(
        lambda v: (
            sum(s.address == 1 and s.text == number and not s.blink for _, s in v.history)
            >= len(told) + 2
        ),
        SOON_SECONDS,
    )


def test_unplugged_and_plugged_in_again_it_shows_what_is_true_then(
    office: Office, hall: VirtualBoards
) -> None:
    first = call(office, "1")
    awaited(hall, {(1, 1): first})
    hall.unplug()
    office.at(BRANCH, "1", "finish")
    second = call(office, "1")
    assert text(hall, 1) is None
    hall.plug()
    awaited(hall, {(1, 1): second, (2, 1): "    "})


def test_a_server_that_is_away_is_told_and_followed_again(
    office: Office, hall: VirtualBoards
) -> None:
    number = call(office, "1")
    awaited(hall, {(1, 1): number})
    office.kill()
    awaited(hall, {(1, 1): "  --", (2, 1): "  --"})
    office.start()
    awaited(hall, {(1, 1): number, (2, 1): "    "})


def test_a_line_behind_a_serial_server_is_blanked_at_the_end(office: Office) -> None:
    number = call(office, "1")
    with socket.create_server(("127.0.0.1", 0)) as serial_server:
        serial_server.settimeout(SOON_SECONDS)
        port = f"socket://127.0.0.1:{serial_server.getsockname()[1]}"
        at = f"{BRANCH}/board_line/remote={port}"
        with serving(office, "--at", at, f"{BRANCH}/remote") as program:
            connection, _ = serial_server.accept()
            received = bytearray()
            reader = Thread(target=receive, args=(connection, received))
            reader.start()
            until(lambda: number.encode() in received)
            program.send_signal(signal.SIGTERM)
            assert program.wait(SOON_SECONDS) == 0
            reader.join(SOON_SECONDS)
            connection.close()
    assert bytes(received).endswith(b"\x7e\x07\x7e\x01\x00    " + received[-2:])


def receive(connection: socket.socket, received: bytearray) -> None:
    while data := connection.recv(4096):
        received += data


def test_virtual_boards_of_the_command_line_can_be_pulled_out(tmp_path: Path) -> None:
    okienko = Path(sys.executable).with_name("okienko")
    port = tmp_path / "board"
    process = subprocess.Popen(
        [okienko, "virtual", "board", "--port", port],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert process.stdin
    assert process.stdout
    assert "port" in process.stdout.readline()
    line = os.open(port, os.O_WRONLY | os.O_NOCTTY)
    os.write(line, b"\x02031BA042\x0304")
    assert process.stdout.readline() == (
        '{"address": 3, "row": 1, "text": "A042", "blink": true}\n'
    )
    process.stdin.write("unplug\n")
    until(lambda: not port.is_symlink())
    with pytest.raises(OSError, match="Input/output error"):
        os.write(line, b"\x02")
    os.close(line)
    process.stdin.write("plug\n")
    until(port.is_symlink)
    process.terminate()
    assert process.wait(SOON_SECONDS) == 0
    for stream in (process.stdin, process.stdout):
        stream.close()
