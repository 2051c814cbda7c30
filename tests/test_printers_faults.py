"""Every fault at every moment, on the network and on a serial line: no slip twice, none lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from printers import picture
from printers.faults import Faults
from printers.reaching import reach
from printers.transport import Limits
from printers.virtual import SERIAL, VirtualPrinter, serve
from printers.worker import Pace, Worker
from tests.printer_doubles import WAIT_SECONDS, ScriptedServer
from tests.slips import DOCUMENTS

LIMITS = Limits(connect_seconds=2, answer_seconds=0.3, stall_seconds=0.5, finish_seconds=0.5)
PACE = Pace(idle_seconds=0.1, retry_seconds=0.1)
LINES = {"network": 0, "serial": SERIAL}
CURE = Faults()

Json = dict[str, Any]
Order = Callable[..., None]


@pytest.fixture(params=LINES)
def printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({"hall": (LINES[request.param], tmp_path / "hall")}) as printers:
        yield printers["hall"]


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


@pytest.fixture
def order(server: ScriptedServer, printer: VirtualPrinter) -> Iterator[Order]:
    """Gives a worker the view with these jobs and no others."""
    worker = Worker(
        ("krakow", "hall"),
        server,
        lambda view: reach(view, printer.address, LIMITS),
        LIMITS,
        PACE,
    )
    worker.start()

    def give(*ids: int) -> None:
        described = {"id": "hall", "width_mm": 80, "code_page": "cp852"}
        worker.receive({"printer": described, "jobs": [job(id_) for id_ in ids]})

    yield give
    server.hold.set()
    worker.stop()


def job(id_: int) -> Json:
    document = DOCUMENTS["pl"] | {"number": f"A{id_:03}"}
    return {"id": id_, "state": "queued", "copy": 0, "created_at": "now", "document": document}


def slips_of(printer: VirtualPrinter, id_: int) -> int:
    """On how many slips the job's number stands."""
    slips = [picture.text(path.read_bytes()) for path in printer.paper.slips()]
    return sum(f"A{id_:03}" in lines for lines in slips)


def states(server: ScriptedServer, id_: int = 1) -> list[str]:
    return [body["state"] for body in server.of_job(id_)]


CANNOT_PRINT = {
    "paper out": Faults(paper_out=True),
    "cover open": Faults(cover_open=True),
    "cutter stuck": Faults(cutter_error=True),
    "cable cut": Faults(unplugged=True),
    "no power": Faults(power_off=True),
}


@pytest.mark.parametrize("fault", CANNOT_PRINT)
def test_before_the_job_nothing_is_claimed_and_it_comes_out_once_when_it_can(
    order: Order, server: ScriptedServer, printer: VirtualPrinter, fault: str
) -> None:
    printer.set_faults(CANNOT_PRINT[fault])
    order(1)
    state = {"paper out": "paper_out", "cover open": "cover_open", "cutter stuck": "error"}
    server.wait_for("status", state.get(fault, "offline"))
    assert states(server) == []
    printer.set_faults(CURE)
    server.wait_for("jobs/1", "printed")
    assert states(server) == ["sent", "printed"]
    assert slips_of(printer, 1) == 1


WITHIN = CANNOT_PRINT | {
    "cable cut in the middle": Faults(drop_after_bytes=300),
    "stalled": Faults(stalled=True),
    "cable cut after the slip": Faults(drop_after_slip=True),
}


@pytest.mark.parametrize("fault", WITHIN)
def test_within_the_job_it_is_uncertain_for_good_and_the_next_one_comes_out(
    order: Order, server: ScriptedServer, printer: VirtualPrinter, fault: str
) -> None:
    order()
    server.wait_for("status", "online")
    server.hold.clear()
    order(1)
    server.wait_for("jobs/1", "sent")
    printer.set_faults(WITHIN[fault])
    server.hold.set()
    # A line that is known to be dead before the first byte has surely printed nothing.
    known = server.wait_for("jobs/1", "uncertain", "queued")["state"] == "queued"
    assert not known or fault in ("cable cut", "no power")
    printer.set_faults(CURE)
    order(1, 2)
    server.wait_for("jobs/2", "printed")
    assert states(server)[:2] == ["sent", "queued" if known else "uncertain"]
    assert slips_of(printer, 1) <= 1
    assert slips_of(printer, 2) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Faults(slow_bytes_per_second=12_000),
        Faults(paper_near_end=True),
        Faults(no_answer_in_turn=True),
    ],
)
def test_what_only_slows_a_printer_down_loses_nothing(
    order: Order, server: ScriptedServer, printer: VirtualPrinter, fault: Faults
) -> None:
    printer.set_faults(fault)
    order(1, 2)
    server.wait_for("jobs/2", "printed")
    assert states(server) == states(server, 2) == ["sent", "printed"]
    assert slips_of(printer, 1) == slips_of(printer, 2) == 1


@pytest.mark.parametrize("fault", [Faults(silent=True), Faults(wrong_answers=True)])
def test_who_does_not_answer_rightly_is_believed_only_where_taking_all_can_be_seen(
    order: Order, server: ScriptedServer, printer: VirtualPrinter, fault: Faults
) -> None:
    printer.set_faults(fault)
    order(1)
    if isinstance(printer.address, tuple):
        assert "does not answer" in server.wait_for("jobs/1", "printed")["detail"]
        assert printer.paper.wait_for(1, WAIT_SECONDS)
    else:
        assert "does not answer" in server.wait_for("status", "offline")["detail"]
        assert states(server) == []
        printer.set_faults(CURE)
        server.wait_for("jobs/1", "printed")
    assert slips_of(printer, 1) == 1


def test_a_printer_that_answers_again_only_after_a_power_cycle_prints_no_slip_twice(
    order: Order, server: ScriptedServer, printer: VirtualPrinter
) -> None:
    """The paper ends within the slip, the power goes, both come back: its memory is lost."""
    order()
    server.wait_for("status", "online")
    server.hold.clear()
    order(1)
    server.wait_for("jobs/1", "sent")
    printer.set_faults(Faults(paper_out=True))
    server.hold.set()
    assert server.wait_for("jobs/1", "uncertain")["detail"] == "paper_out"
    printer.set_faults(Faults(power_off=True))
    server.wait_for("status", "offline")
    printer.set_faults(CURE)
    order(1, 2)
    server.wait_for("jobs/2", "printed")
    assert states(server) == ["sent", "uncertain"]
    assert (slips_of(printer, 1), slips_of(printer, 2)) == (0, 1)


def test_a_job_of_which_no_byte_went_out_is_given_back_and_claimed_anew(
    order: Order, server: ScriptedServer, printer: VirtualPrinter
) -> None:
    """The server is away when it is claimed, and the printer fails before it is back."""
    order()
    server.wait_for("status", "online")
    server.away_for = 1
    server.hold.clear()
    order(1)
    server.wait_for("jobs/1", "sent")
    printer.set_faults(Faults(paper_out=True))
    server.hold.set()
    server.wait_for("jobs/1", "queued")
    assert slips_of(printer, 1) == 0
    printer.set_faults(CURE)
    server.wait_for("jobs/1", "printed")
    assert states(server) == ["sent", "queued", "sent", "printed"]
    claims = [
        key
        for key, (what, body) in zip(server.keys, server.said, strict=True)
        if what == "jobs/1" and body["state"] == "sent"
    ]
    assert len(set(claims)) == 2
    assert slips_of(printer, 1) == 1
