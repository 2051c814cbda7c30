"""The agent as a process between the real server and a real virtual printer."""

import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import pytest
import yaml

from printers import picture
from printers.agent import Agent
from printers.faults import Faults
from printers.virtual import VirtualPrinter, serve
from printers.wire import Views
from tests.running_office import Office, running_office
from tests.slips import leave_printers_alone

ROOT = Path(__file__).resolve().parents[1]
BRANCH, PRINTER, KIOSK, SERVICE = "krakow", "low", "low", "residence-permit"
WAIT_SECONDS = 60
ENDED = {"slip_printed", "slip_failed", "slip_uncertain"}
AGENT = """
import json, sys
from printers.agent import run
url, printer, port = json.loads(sys.argv[1])
sys.exit(run(url, [printer], {printer: ("127.0.0.1", port)}))
"""

Start = Callable[[], "subprocess.Popen[bytes]"]


class Watched:
    """The printer's view as its server shows it, to wait for."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.state: str | None = None
        self._changed = Condition()

    def begin(self) -> None:
        pass

    def receive(self, rev: int, state: Mapping[str, Any]) -> None:
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
    """The demo office with one printer for all slips, left to the agents of these tests."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    for kiosk in config["office"]["branches"][0]["kiosks"]:
        kiosk["printers"] = [PRINTER]
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, config=config) as ready:
        leave_printers_alone(ready)
        yield ready


@pytest.fixture
def watched(office: Office) -> Iterator[Watched]:
    seen = Watched()
    views = Views(office.url, {(BRANCH, PRINTER): seen}, retry_seconds=0.2)
    thread = Thread(target=views.run)
    thread.start()
    yield seen
    views.stop()
    thread.join()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({PRINTER: (0, tmp_path / PRINTER)}) as printers:
        yield printers[PRINTER]


@pytest.fixture
def start_agent(office: Office, printer: VirtualPrinter) -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def start() -> "subprocess.Popen[bytes]":
            told = json.dumps([office.url, f"{BRANCH}/{PRINTER}", printer.port])
            process = subprocess.Popen([sys.executable, "-c", AGENT, told], cwd=ROOT)
            stack.callback(end, process)
            return process

        yield start


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
    assert set(again) - set(first) == {"Kopia nr 1"}
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


def test_however_often_the_agent_is_killed_no_slip_comes_out_twice_and_no_job_is_lost(
    office: Office, printer: VirtualPrinter, watched: Watched, start_agent: Start
) -> None:
    dice = random.Random(20261120)
    printer.set_faults(Faults(slow_bytes_per_second=8_000))
    tickets = []
    for _kill in range(12):
        first = take(office)
        tickets += [first, take(office)]
        agent = start_agent()
        await_claim(watched, office, first)
        with contextlib.suppress(subprocess.TimeoutExpired):
            agent.wait(dice.uniform(0, 0.4))
        end(agent)
    start_agent()
    await_end(watched, office, *tickets)
    fates = {ticket["number"]: fate(office, ticket) for ticket in tickets}
    assert all(len(ENDED & set(events)) == 1 for events in fates.values()), fates
    slips = numbers(printer)
    assert len(slips) == len(set(slips))
    assert {number for number, events in fates.items() if "slip_printed" in events} <= set(slips)
    assert any("slip_uncertain" in events for events in fates.values())


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
        leave_printers_alone(office)
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


@pytest.mark.parametrize("name", ["krakow", "krakow/", "/low", "a/b/c"])
def test_a_printer_is_named_with_its_branch(name: str) -> None:
    with pytest.raises(ValueError, match="branch/printer"):
        Agent("http://127.0.0.1:1", [name])
