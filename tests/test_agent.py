"""The agent of a kiosk PC as a process: its devices, what it says, and when it is missed."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import socketio
from click.testing import CliRunner

from counter_client.ports import Port
from counter_client.pseudo_port import PseudoPort
from kiosk import agent as agents
from kiosk import hardware, systemd
from printers.virtual import VirtualPrinter, serve
from queue_server.cli import main
from queue_server.memory.presence import AgentName, AgentWord, Presence
from tests.running_office import Office, running_office, until
from tests.small_office import TOWN, changed, small_office

AT = "/branches/town"
SOON_SECONDS = 20
SCANNER = {"id": "desk", "kiosk": "door", "agent": "pc", "serial": {"port": "/dev/missing"}}
OKIENKO = Path(sys.executable).with_name("okienko")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A town whose kiosk has a printer of its own, one to fall back on, and a scanner."""
    document = small_office()
    printers = [
        {"id": "own", "name": "Own", "host": "192.0.2.1", "agent": "pc", "fallback": "other"},
        {"id": "other", "name": "Other", "host": "192.0.2.2", "agent": "elsewhere"},
    ]
    document = changed(document, f"{TOWN}.printers", printers)
    kiosks = [{"id": "door", "name": "Door", "zone": "hall", "printers": ["own"]}]
    document = changed(document, f"{TOWN}.kiosks", kiosks)
    computers = [{"id": "pc", "name": "PC"}, {"id": "elsewhere", "name": "Elsewhere"}]
    document = changed(document, f"{TOWN}.agents", computers)
    document = changed(document, f"{TOWN}.scanners", [SCANNER])
    document["office"]["rules"] = {"agent_grace_seconds": 1}
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, config=document, args=["--no-devices"]) as ready:
        yield ready


@pytest.fixture
def printers(tmp_path: Path) -> Iterator[dict[str, VirtualPrinter]]:
    with serve({name: (0, tmp_path / name) for name in ("own", "other")}) as running:
        yield running


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PseudoPort]:
    port = PseudoPort(tmp_path / "scanner")
    yield port
    port.unplug()


@pytest.fixture
def start(
    office: Office, printers: dict[str, VirtualPrinter], scanner: PseudoPort, tmp_path: Path
) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start the agent of a name."""
    started = []
    at = [
        *(
            f"town/printer/{name}=127.0.0.1:{virtual.address[1]}"
            for name, virtual in printers.items()
        ),
        f"town/scanner/desk={scanner.path}",
    ]
    options = [part for place in at for part in ("--at", place)]

    def run(name: str, *more: str, **environment: str) -> "subprocess.Popen[bytes]":
        command = [str(OKIENKO), "agent", "--server", office.url, *options, *more, f"town/{name}"]
        process = subprocess.Popen(command, env={**os.environ, **environment})
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def agent(office: Office, name: str = "pc") -> dict[str, Any]:
    found: dict[str, Any] = next(a for a in office.read(AT)["agents"] if a["id"] == name)
    return found


def states(office: Office) -> dict[str, str]:
    """By device, what the agent that is there says; what one said that is gone counts no more."""
    said = agent(office)
    there = said["devices"] if said["state"] == "present" else []
    return {device["id"]: device["state"] for device in there}


def away(office: Office) -> set[str]:
    return {a["agent"] for a in office.read(AT)["alerts"] if a["kind"] == "agent_away"}


def lost(office: Office) -> list[str]:
    return [a["id"] for a in office.read(AT)["alerts"] if a["kind"] == "device_lost"]


def printer(office: Office, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p for p in office.read(AT)["printers"] if p["id"] == name)
    return found


def test_an_agent_killed_is_missed_and_its_slips_come_out_of_the_fallback(
    office: Office,
    start: Callable[..., "subprocess.Popen[bytes]"],
    printers: dict[str, VirtualPrinter],
) -> None:
    until(lambda: away(office) == {"pc", "elsewhere"})  # never came since the server started
    until(lambda: printer(office, "own")["detail"] == "its agent is away")
    process = start("pc")
    start("elsewhere")
    until(lambda: agent(office)["state"] == "present" and not away(office))
    until(lambda: states(office) == {"own": "online", "desk": "online"})
    said = agent(office)
    assert (said["version"], said["host"]) == (version("okienko"), socket.gethostname())
    until(lambda: printer(office, "own")["ok"] and printer(office, "other")["ok"])
    process.kill()
    until(lambda: away(office) == {"pc"})
    until(lambda: not printer(office, "own")["ok"])
    office.take("town", "cards", kiosk="door")
    assert printers["other"].paper.wait_for(1, SOON_SECONDS)
    assert agent(office)["state"] == "away"
    start("pc")
    until(lambda: printer(office, "own")["ok"] and not away(office))
    assert printers["own"].paper.slips() == []


def test_what_is_scanned_reaches_the_page_of_the_kiosk_and_a_scanner_may_be_pulled_out(
    office: Office, start: Callable[..., "subprocess.Popen[bytes]"], scanner: PseudoPort
) -> None:
    heard: list[dict[str, str]] = []
    page = socketio.Client(reconnection=False)
    page.on("scan", heard.append)
    page.connect(office.url, transports=["websocket"])
    page.call("watch", {"view": "kiosk", "branch": "town", "id": "door"})
    start("pc")
    until(lambda: states(office).get("desk") == "online")
    scanner.write(b"https://example.org/t/abc\r")
    until(lambda: len(heard) == 1)
    scanner.unplug()
    until(lambda: states(office).get("desk") == "offline" and lost(office) == ["desk"])
    scanner.plug()
    until(lambda: states(office).get("desk") == "online" and lost(office) == [])
    scanner.write(b"no end of line")
    until(lambda: len(heard) == 2)
    scan = {"branch": "town", "kiosk": "door", "code": "https://example.org/t/abc"}
    assert heard == [scan, scan | {"code": "no end of line"}]
    unknown = page.call("scan", {"branch": "town", "kiosk": "none", "code": "x"})
    assert unknown["error"]["code"] == "not_found"
    assert page.call("present", {"branch": "town", "agent": "x"})["error"]["code"] == "not_found"
    assert page.call("present", {"branch": 7})["error"]["code"] == "invalid"
    page.disconnect()


def test_what_is_typed_into_a_virtual_scanner_is_scanned(tmp_path: Path) -> None:
    command = [str(OKIENKO), "virtual", "scanner", "--port", str(tmp_path / "scanner")]
    piped = subprocess.PIPE
    with subprocess.Popen(command, stdin=piped, stdout=piped, text=True, bufsize=1) as process:
        assert process.stdin
        assert process.stdout
        assert "port" in process.stdout.readline()
        with Port(str(tmp_path / "scanner")).open(SOON_SECONDS) as line:
            process.stdin.write("A042\n")
            assert line.read(5) == b"A042\r"
        process.terminate()


def publish(office: Office, scanners: list[dict[str, Any]]) -> None:
    draft = f"/office/drafts/{office.do('/office/drafts', {'name': 'Scanners'})['id']}"
    document = office.read(draft)["document"]
    document["branches"][0]["scanners"] = scanners
    edition = office.do(f"{draft}/save", {"edition": 1, "document": document})["edition"]
    office.do(f"{draft}/publish", {"edition": edition})


def test_a_new_revision_is_worked_without_a_restart(
    office: Office, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    process = start("pc")
    until(lambda: states(office) == {"own": "online", "desk": "online"})
    second = SCANNER | {"id": "second", "serial": {"port": "/dev/missing-too"}}
    publish(office, [SCANNER, second])
    until(lambda: states(office) == {"own": "online", "desk": "online", "second": "offline"})
    publish(office, [second])
    until(lambda: states(office) == {"own": "online", "second": "offline"})
    assert lost(office) == [], "nobody ever had it"
    publish(office, [SCANNER])
    until(lambda: states(office) == {"own": "online", "desk": "online"})
    assert process.poll() is None


def test_one_that_is_connected_and_says_nothing_is_missed_and_one_that_speaks_is_back() -> None:
    name, grace = AgentName("town", "pc"), timedelta(seconds=15)
    found, began = Presence(), datetime(2026, 3, 2, 9, tzinfo=UTC)

    def look(seconds: float) -> set[AgentName]:
        found.look([name], began + timedelta(seconds=seconds), grace)
        return set(found.away)

    def hear(seconds: float) -> bool:
        word = AgentWord("1", "pc", (), began + timedelta(seconds=seconds))
        return found.hear("socket", name, word)

    assert look(0) == look(14.9) == set()
    assert look(15) == {name}
    assert hear(16)
    assert look(16) == set()
    assert not hear(20), "nothing new but the time"
    assert look(49.9) == look(50) == look(64.9) == set()
    assert look(65) == {name}
    assert found.state(*name) == "away"
    hear(70)
    assert look(70) == set()
    found.leave("socket")
    assert look(71) == set()
    assert found.state(*name) == "awaited"


def test_a_second_agent_of_the_same_name_works_nothing_until_the_first_is_gone(
    office: Office,
    start: Callable[..., "subprocess.Popen[bytes]"],
    printers: dict[str, VirtualPrinter],
    tmp_path: Path,
) -> None:
    first = start("pc")
    until(lambda: states(office).get("own") == "online")
    log = tmp_path / "second.log"
    log.touch()
    start("pc", "--at", "town/printer/own=127.0.0.1:1", "--log", str(log))
    until(lambda: "pc already works on the computer" in log.read_text())
    until(lambda: "town/printer/other: is no device of this agent" in log.read_text())
    assert printer(office, "own")["state"] == "online"
    office.take("town", "cards", kiosk="door")
    assert printers["own"].paper.wait_for(1, SOON_SECONDS)
    first.kill()
    until(lambda: "127.0.0.1:1: " in (printer(office, "own")["detail"] or ""))


def test_systemd_hears_that_it_is_ready_and_lives_and_that_it_ends(
    start: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(SOON_SECONDS)
        log = tmp_path / "agent.log"
        process = start("pc", "--log", str(log), NOTIFY_SOCKET=str(tmp_path / "notify"))
        assert listening.recv(100) == b"READY=1"
        assert listening.recv(100) == b"WATCHDOG=1"
        until(lambda: "working for" in log.read_text())
        process.terminate()
        while (heard := listening.recv(100)) == b"WATCHDOG=1":
            pass
        assert heard == b"STOPPING=1"
    assert process.wait(SOON_SECONDS) == 0


def test_a_unit_runs_the_same_command(monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["/opt/okienko/bin/okienko", "agent", "--unit", "--server", "http://q", "town/pc"]
    monkeypatch.setattr(sys, "argv", command)
    told = CliRunner().invoke(main, command[1:])
    assert told.exit_code == 0
    assert "ExecStart=/opt/okienko/bin/okienko agent --server http://q town/pc\n" in told.output
    assert "WatchdogSec=" in told.output
    assert "50%%" in systemd.unit(["okienko", "50%"])


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["town"], "is not of the form BRANCH/NAME"),
        (["--at", "town/own=192.0.2.1:9100", "town/pc"], "is not BRANCH/KIND/ID"),
        (["--at", "town/printer/own", "town/pc"], "is not BRANCH/KIND/ID=PLACE"),
        (["--at", "town/printer/own=192.0.2.1", "town/pc"], "is not HOST:PORT or /dev/"),
        (["--server", "127.0.0.1:8000", "town/pc"], "is no address such as http://"),
        (["--log", "/missing/agent.log", "town/pc"], "No such file or directory"),
    ],
)
def test_what_cannot_be_read_is_refused(arguments: list[str], fault: str) -> None:
    refused = CliRunner().invoke(main, ["agent", *arguments])
    assert (fault in refused.output, type(refused.exception)) == (True, SystemExit)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["printer", "--port", "0", "--folder", "/dev/null/slips"], "Not a directory"),
        (["board", "--port", "/missing/board"], "No such file or directory"),
        (["keypad", "--encoding", "klingon"], "unknown encoding: klingon"),
    ],
)
def test_a_virtual_device_that_cannot_be_there_says_why(arguments: list[str], fault: str) -> None:
    refused = CliRunner().invoke(main, ["virtual", *arguments])
    assert (fault in refused.output, type(refused.exception)) == (True, SystemExit)


def test_a_device_that_is_not_understood_is_told_and_holds_up_no_other() -> None:
    workshop = hardware.Workshop("http://127.0.0.1:1", None, lambda *_scan: None)
    made = workshop.make(hardware.Name("town", "scanner", "x"), {"id": "x", "kiosk": "k"})
    assert made.health().state == "error"


class Faulty(hardware.Unusable):
    """A device with a fault of its own making."""

    def start(self) -> None:
        Thread(target=self.break_down).start()

    def break_down(self) -> None:
        raise RuntimeError("a fault in the program")


def test_a_program_whose_device_dies_ends_so_that_it_is_started_again(
    office: Office, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware.Workshop, "make", lambda *_about: Faulty(""))
    with ThreadPoolExecutor() as pool:
        ended = pool.submit(agents.run, office.url, ["town/pc"])
        assert ended.result(SOON_SECONDS) == 1
    assert "a fault in the program" in capfd.readouterr().err
