"""The agent as a process between the real server and a real virtual printer."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Condition, Timer
from typing import Any

import pytest
import yaml

from counter_client.following import Following, View
from printers import picture
from printers.faults import Faults
from printers.virtual import SERIAL, VirtualPrinter, serve
from tests.ports import free_port
from tests.running_office import Office, running_office

ROOT = Path(__file__).resolve().parents[1]
BRANCH, PRINTER, KIOSK, SERVICE = "krakow", "low", "low", "residence-permit"
WAIT_SECONDS = 60
ENDED = {"slip_printed", "slip_failed", "slip_uncertain"}
AGENT = """
import json, sys
from kiosk.agent import run
from kiosk.hardware import Name
from printers.transport import Limits
url, places = json.loads(sys.argv[1])
elsewhere = {Name("krakow", "printer", name): place for name, place in places.items()}
limits = Limits(stall_seconds=1, finish_seconds=1)
sys.exit(run(url, [f"krakow/{name}" for name in places], elsewhere, limits=limits))
"""
MORTAL = """
import json, os, signal, sys
from threading import Timer
from counter_client import client
from kiosk import agent
from kiosk.hardware import Name
from printers import network, transport

steps_left = 0
transport._CHUNK_BYTES = 400

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def step():
    global steps_left
    steps_left -= 1
    if steps_left == 0:
        die()

def deadly(function):
    def tried(*arguments):
        step()
        try:
            return function(*arguments)
        finally:
            step()
    return tried

def post(self, path, body, key):
    post_once(self, path, body, key)
    if body["state"] in ("printed", "uncertain"):
        Timer(0.05, die).start()  # soon there is nothing left to do

network.SocketLine.write = deadly(network.SocketLine.write)
post_once, client.Client.post = deadly(client.Client.post), post
url, name, port = json.loads(sys.argv[1])
elsewhere = {Name("krakow", "printer", name): f"127.0.0.1:{port}"}
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        steps_left = int(line)
        os._exit(agent.run(url, [f"krakow/{name}"], elsewhere))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) * -1, flush=True)
"""

Start = Callable[..., "subprocess.Popen[bytes]"]


class Watched:
    """The printer's view as its server shows it, to wait for."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.state: str | None = None
        self._changed = Condition()

    def lost(self) -> None:
        pass

    def receive(self, state: Mapping[str, Any]) -> None:
        with self._changed:
            self.jobs = state["jobs"]
            self.state = (state["status"] or {}).get("state")
            self._changed.notify_all()

    def wait_for(self, predicate: Callable[["Watched"], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: predicate(self), WAIT_SECONDS), (
                self.state,
                self.jobs,
            )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo office with one printer for all slips but the employers', whose has a fallback.

    Each is left to an agent of its own in these tests, and no agent is ever missed.
    """
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    for kiosk in config["office"]["branches"][0]["kiosks"]:
        kiosk["printers"] = [kiosk["id"] if kiosk["id"] == "employers" else PRINTER]
    config["office"]["rules"] = {"agent_grace_seconds": 3600}
    for described in config["office"]["branches"][0]["printers"]:
        if described["id"] in ("low", "entrance", "employers"):
            described["agent"] = described["id"]
        if described["id"] == "employers":
            described["fallback"] = "entrance"
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, config=config, args=["--no-devices"]) as ready:
        yield ready


@contextlib.contextmanager
def watching(office: Office, printer: str) -> Iterator[Watched]:
    seen = Watched()
    following = Following(office.url, [(View("printer", BRANCH, printer), seen)], retry_seconds=0.2)
    following.start()
    yield seen
    following.stop()


@pytest.fixture
def watched(office: Office) -> Iterator[Watched]:
    with watching(office, PRINTER) as seen:
        yield seen


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({PRINTER: (free_port(), tmp_path / PRINTER)}) as printers:
        yield printers[PRINTER]


@pytest.fixture
def start_agent(office: Office, printer: VirtualPrinter) -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def start(**others: VirtualPrinter) -> "subprocess.Popen[bytes]":
            printers = {PRINTER: printer, **others}
            places = {name: place(printer) for name, printer in printers.items()}
            told = json.dumps([office.url, places])
            process = subprocess.Popen([sys.executable, "-c", AGENT, told], cwd=ROOT)
            stack.callback(end, process)
            return process

        yield start


def place(printer: VirtualPrinter) -> str:
    at = printer.address
    return at if isinstance(at, str) else f"{at[0]}:{at[1]}"


def end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def take(office: Office, language: str = "pl") -> dict[str, Any]:
    ticket: dict[str, Any] = office.take(BRANCH, SERVICE, kiosk=KIOSK, language=language)
    return ticket


def fate(office: Office, ticket: Mapping[str, Any]) -> list[str]:
    """What became of the ticket's print jobs, in order of the events."""
    events = office.read(f"/tickets/{ticket['id']}")["events"]
    return [event["kind"] for event in events if event["kind"].startswith("slip_")]


def await_end(watched: Watched, office: Office, *tickets: Mapping[str, Any]) -> None:
    """Wait until every job of the tickets has ended; each end comes with a view."""

    def ended(_seen: Watched) -> bool:
        events = [fate(office, ticket) for ticket in tickets]
        return all(
            kinds.count("slip_ordered") == sum(kind in ENDED for kind in kinds) for kinds in events
        )

    watched.wait_for(ended)


def await_claim(watched: Watched, office: Office, ticket: Mapping[str, Any]) -> None:
    """Wait until an agent has said that it sends the ticket's slip."""
    watched.wait_for(lambda _seen: "slip_sent" in fate(office, ticket))


def numbers(printer: VirtualPrinter) -> list[str]:
    """The number on each slip that reached its end."""
    slips = [path.read_bytes() for path in printer.paper.slips()]
    return [picture.text(slip)[3] for slip in slips if slip.endswith(b"\x1dVB\x00")]


def test_a_ticket_becomes_a_slip_and_its_reprint_a_copy(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    start_agent()
    ticket = take(office)
    await_end(watched, office, ticket)
    office.do(f"/tickets/{ticket['id']}/print", {"printer": PRINTER})
    await_end(watched, office, ticket)
    first, again = (picture.text(path.read_bytes()) for path in printer.paper.slips())
    assert ticket["number"] in first
    assert {line.strip() for line in again} - {line.strip() for line in first} == {"Kopia nr 1"}
    assert fate(office, ticket) == ["slip_ordered", "slip_sent", "slip_printed"] * 2
    assert watched.state == "online"


def test_an_agent_killed_within_a_job_leaves_it_uncertain_and_it_is_not_printed_again(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    agent = start_agent()
    watched.wait_for(lambda seen: seen.state == "online")
    printer.set_faults(Faults(slow_bytes_per_second=200))
    ticket = take(office)
    watched.wait_for(lambda seen: [job["state"] for job in seen.jobs] == ["sent"])
    end(agent)
    printer.set_faults(Faults())
    start_agent()
    later = take(office)
    await_end(watched, office, ticket, later)
    assert fate(office, ticket) == ["slip_ordered", "slip_sent", "slip_uncertain"]
    assert fate(office, later) == ["slip_ordered", "slip_sent", "slip_printed"]
    assert numbers(printer)[-1:] == [later["number"]]
    assert numbers(printer).count(ticket["number"]) <= 1


def test_wherever_in_a_job_the_agent_is_killed_no_slip_comes_out_twice_and_none_is_lost(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    """A hundred agents, each killed before or after one of the steps that a job is made of."""
    steps = [*range(1, 51)] * 2
    random.Random(20261120).shuffle(steps)
    told = json.dumps([office.url, PRINTER, printer.port])
    numbered: dict[str, dict[str, Any]] = {}
    with mortal_agents(told) as live_until:
        for step in steps:
            ticket = take(office, language=("pl", "uk")[step % 2])
            numbered[ticket["number"]] = ticket
            live_until(step)
    start_agent()
    await_end(watched, office, *numbered.values())
    fates = {number: fate(office, ticket) for number, ticket in numbered.items()}
    assert all(len(ENDED & set(events)) == 1 for events in fates.values()), fates
    assert all(events.count("slip_sent") <= 1 for events in fates.values())
    slips = [path.read_bytes() for path in printer.paper.slips()]
    begun = [line for slip in slips for line in picture.text(slip) if line in fates]
    assert len(begun) == len(set(begun))
    printed = {number for number, events in fates.items() if "slip_printed" in events}
    whole = [line for s in slips if s.endswith(b"\x1dVB\x00") for line in picture.text(s)]
    assert printed <= set(whole)
    uncertain = {number for number, events in fates.items() if "slip_uncertain" in events}
    assert len(printed) + len(uncertain) == len(fates)
    assert printed
    assert uncertain


@contextlib.contextmanager
def mortal_agents(told: str) -> Iterator[Callable[[int], None]]:
    """Runs agents, one after another, each killed with SIGKILL at the given step."""
    mother = subprocess.Popen(
        [sys.executable, "-c", MORTAL, told],
        cwd=ROOT,
        text=True,
        bufsize=1,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert mother.stdin
    assert mother.stdout
    send, answers = mother.stdin, mother.stdout

    def live_until(step: int) -> None:
        print(step, file=send)
        pid = int(answers.readline())
        # One that has nothing to do, its job being done by the one before, is killed all the same.
        killer = Timer(1.0, os.kill, (pid, signal.SIGKILL))
        killer.start()
        assert answers.readline() == f"{signal.SIGKILL}\n"
        killer.cancel()
        killer.join()

    yield live_until
    send.close()
    assert mother.wait(WAIT_SECONDS) == 0
    answers.close()


def test_slips_wait_for_a_printer_that_is_away_and_come_out_once_it_is_back(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start, tmp_path: Path
) -> None:
    printer.stop()
    start_agent()
    watched.wait_for(lambda seen: seen.state == "offline")
    ticket = take(office)
    watched.wait_for(lambda seen: [job["state"] for job in seen.jobs] == ["queued"])
    with serve({PRINTER: (printer.port, tmp_path / PRINTER)}) as printers:
        await_end(watched, office, ticket)
        assert numbers(printers[PRINTER]) == [ticket["number"]]
    assert fate(office, ticket) == ["slip_ordered", "slip_sent", "slip_printed"]


def test_the_kiosk_learns_that_paper_is_out_and_the_slip_comes_when_there_is_some(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    printer.set_faults(Faults(paper_out=True))
    start_agent()
    watched.wait_for(lambda seen: seen.state == "paper_out")
    shown = office.read(f"/branches/{BRANCH}/kiosks/{KIOSK}")["printers"]
    assert {printer["id"]: printer["ok"] for printer in shown}[PRINTER] is False
    ticket = take(office)
    watched.wait_for(lambda seen: [job["state"] for job in seen.jobs] == ["queued"])
    printer.set_faults(Faults())
    await_end(watched, office, ticket)
    assert fate(office, ticket) == ["slip_ordered", "slip_sent", "slip_printed"]


def test_what_a_printer_cannot_print_comes_out_of_its_fallback_on_a_serial_line(
    office: Office, start_agent: Start, tmp_path: Path
) -> None:
    places = {"employers": (0, tmp_path / "employers"), "entrance": (SERIAL, tmp_path / "entrance")}
    with serve(places) as printers, watching(office, "entrance") as watched:
        printers["employers"].set_faults(Faults(cover_open=True))
        start_agent(**printers)
        ticket = office.take(BRANCH, "work-permit", kiosk="employers")
        assert printers["entrance"].paper.wait_for(1, WAIT_SECONDS)
        assert printers["employers"].paper.slips() == []
        assert numbers(printers["entrance"]) == [ticket["number"]]
        watched.wait_for(lambda _seen: "slip_printed" in fate(office, ticket))
        again = office.do(f"/tickets/{ticket['id']}/print", {"printer": "entrance"})
        assert again["job"]["copy"] == 1
        assert printers["entrance"].paper.wait_for(2, WAIT_SECONDS)


def test_a_stalled_printer_holds_up_no_clerk_and_its_slip_is_uncertain(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    printer.set_faults(Faults(stalled=True))
    start_agent()
    ticket = take(office, language="uk")
    watched.wait_for(lambda seen: [job["state"] for job in seen.jobs] == ["sent"])
    counter = office.read(f"/branches/{BRANCH}")["counters"][0]["id"]
    office.at(BRANCH, counter, "open")
    assert office.at(BRANCH, counter, "next")["ticket"]
    assert [job["state"] for job in watched.jobs] == ["sent"]
    await_end(watched, office, ticket)
    assert fate(office, ticket) == ["slip_ordered", "slip_sent", "slip_uncertain"]


def test_the_agent_outlives_its_server(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    agent = start_agent()
    watched.wait_for(lambda seen: seen.state == "online")
    for end_server in (office.kill, office.stop):
        slips = len(printer.paper.slips())
        end_server()
        office.start()
        ticket = take(office)
        assert printer.paper.wait_for(slips + 1, WAIT_SECONDS)
        assert numbers(printer)[-1] == ticket["number"]
    assert agent.poll() is None


def test_the_agent_ends_in_order_when_it_is_told_to(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    agent = start_agent()
    await_end(watched, office, take(office))
    agent.terminate()
    assert agent.wait(WAIT_SECONDS) == 0
