"""One printer's worker between a scripted server and a real virtual printer: each job's fate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from printers.faults import Faults
from printers.reaching import reach
from printers.transport import Limits
from printers.virtual import VirtualPrinter, serve
from printers.worker import Pace, Worker
from tests.ports import free_port
from tests.printer_doubles import ScriptedServer as Server
from tests.slips import DOCUMENTS

WAIT_SECONDS = 20
LIMITS = Limits(connect_seconds=2, answer_seconds=0.3, stall_seconds=0.5, finish_seconds=0.5)
PACE = Pace(idle_seconds=0.1, retry_seconds=0.1)
JOB = {
    "id": 1,
    "state": "queued",
    "copy": 0,
    "created_at": "2026-11-20T12:04:00+01:00",
    "document": DOCUMENTS["uk"],
}
SENT, PRINTED = {"state": "sent"}, {"state": "printed"}


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({"hall": (free_port(), tmp_path / "hall")}) as printers:
        yield printers["hall"]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def worker(server: Server, printer: VirtualPrinter) -> Iterator[Worker]:
    made = Worker(
        ("krakow", "hall"),
        server,
        lambda view: reach(view, ("127.0.0.1", printer.port), LIMITS),
        LIMITS,
        PACE,
    )
    made.start()
    yield made
    server.hold.set()
    made.stop()


def view(*jobs: Mapping[str, Any]) -> dict[str, Any]:
    return {"printer": {"id": "hall", "width_mm": 80, "code_page": "cp852"}, "jobs": list(jobs)}


def claim_unanswered(worker: Worker, server: Server) -> None:
    """The worker has claimed the job, and waits for the server's answer."""
    worker.receive(view())
    server.wait_for("status", "online")
    server.hold.clear()
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "sent")


def test_a_job_is_claimed_printed_and_told(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "printed")
    assert server.said == [("status", {"state": "online"}), ("jobs/1", SENT), ("jobs/1", PRINTED)]
    assert len(printer.paper.slips()) == 1


def test_no_byte_is_sent_before_the_claim_is_acknowledged(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    claim_unanswered(worker, server)
    assert printer.paper.slips() == []
    server.hold.set()
    assert printer.paper.wait_for(1, WAIT_SECONDS)


def test_a_claim_whose_answer_is_lost_is_made_again_with_its_key_and_printed_once(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    server.away_for = 2
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "sent")
    worker.receive(view({**JOB, "state": "sent"}))
    server.wait_for("jobs/1", "printed")
    assert server.of_job() == [SENT, SENT, SENT, PRINTED]
    claims = [key for key, said in zip(server.keys, server.said, strict=True) if said[1] == SENT]
    assert len(set(claims)) == 1
    assert len(printer.paper.slips()) == 1


def test_a_claim_unanswered_for_long_is_given_back_for_its_slip_may_be_late(
    server: Server, printer: VirtualPrinter
) -> None:
    worker = Worker(
        ("krakow", "hall"),
        server,
        lambda view: reach(view, ("127.0.0.1", printer.port), LIMITS),
        LIMITS,
        replace(PACE, claim_seconds=0),
    )
    worker.start()
    server.away_for = 1
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "printed")
    worker.stop()
    assert [body["state"] for body in server.of_job()] == ["sent", "queued", "sent", "printed"]
    claims = [key for key, said in zip(server.keys, server.said, strict=True) if said[1] == SENT]
    assert len(set(claims)) == 2


def test_an_ending_is_told_until_the_server_hears_it(worker: Worker, server: Server) -> None:
    server.hold.clear()
    worker.receive(view(JOB))
    server.wait_for("status", "online")
    server.hold.set()
    server.wait_for("jobs/1", "sent")
    server.away_for = 3
    server.wait_for("jobs/1", "printed")
    worker.receive(view({**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")


def test_a_job_that_someone_settled_is_left_and_the_next_one_printed(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    server.refuses = {"jobs/1"}
    worker.receive(view(JOB, {**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert server.of_job() == [SENT]
    assert len(printer.paper.slips()) == 1


def test_a_job_left_by_an_agent_that_died_is_uncertain_and_never_printed(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    worker.receive(view({**JOB, "state": "sent"}, {**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert [body["state"] for body in server.of_job()] == ["uncertain"]
    assert len(printer.paper.slips()) == 1


def test_a_view_that_still_has_a_printed_job_prints_it_not_again(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "printed")
    worker.receive(view(JOB, {**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert server.of_job() == [SENT, PRINTED]
    assert len(printer.paper.slips()) == 2


def test_a_state_that_the_server_has_otherwise_is_told_again(
    worker: Worker, server: Server
) -> None:
    worker.receive(view())
    server.wait_for("status", "online")
    server.said.clear()
    worker.receive({**view(), "status": {"state": "offline", "detail": "its agent is away"}})
    server.wait_for("status", "online")


def test_a_printer_whose_paper_ends_within_the_job_leaves_it_uncertain(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    claim_unanswered(worker, server)
    printer.set_faults(Faults(paper_out=True))
    server.hold.set()
    assert server.wait_for("jobs/1", "uncertain")["detail"] == "paper_out"
    server.wait_for("status", "paper_out")
    printer.set_faults(Faults())
    assert printer.paper.wait_for(1, WAIT_SECONDS)
    worker.receive(view({**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert len(printer.paper.slips()) == 2


def test_a_printer_that_hangs_up_within_the_job_leaves_it_uncertain_for_good(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    printer.set_faults(Faults(drop_after_bytes=400))
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "uncertain")
    printer.set_faults(Faults())
    worker.receive(view({**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert [body["state"] for body in server.of_job()] == ["sent", "uncertain"]


def test_a_printer_that_stalls_within_the_job_leaves_it_uncertain_for_good(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    claim_unanswered(worker, server)
    printer.set_faults(Faults(stalled=True))
    server.hold.set()
    server.wait_for("jobs/1", "uncertain")
    printer.set_faults(Faults())
    worker.receive(view({**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert [body["state"] for body in server.of_job()] == ["sent", "uncertain"]


def test_a_printer_that_never_answers_is_believed_when_it_ends_the_connection_in_order(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    printer.set_faults(Faults(silent=True))
    worker.receive(view(JOB))
    assert "answer" in server.wait_for("jobs/1", "printed")["detail"]
    server.wait_for("status", "unknown")
    assert printer.paper.wait_for(1, WAIT_SECONDS)


def test_a_printer_that_takes_nothing_in_is_never_said_to_have_printed(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    printer.set_faults(Faults(stalled=True))
    worker.receive(view({**JOB, "document": DOCUMENTS["en"]}))
    server.wait_for("jobs/1", "uncertain")
    assert printer.paper.slips() == []


def test_a_printer_that_falls_silent_gets_the_job_once_the_server_could_give_it_to_another(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    worker.receive(view())
    server.wait_for("status", "online")
    printer.set_faults(Faults(silent=True))
    worker.receive(view(JOB))
    server.wait_for("jobs/1", "printed")
    said = [body["state"] for _what, body in server.said]
    assert said == ["online", "unknown", "offline", "sent", "printed"]
    assert len(printer.paper.slips()) == 1


def test_a_printer_that_is_away_is_offline_and_prints_when_it_is_back(
    worker: Worker, server: Server, printer: VirtualPrinter, tmp_path: Path
) -> None:
    printer.stop()
    worker.receive(view(JOB))
    server.wait_for("status", "offline")
    assert server.of_job() == []
    with serve({"hall": (printer.port, tmp_path / "hall")}) as printers:
        server.wait_for("jobs/1", "printed")
        assert len(printers["hall"].paper.slips()) == 1


def test_a_document_that_no_printer_could_print_fails_by_its_path(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    broken = {**JOB, "document": {**DOCUMENTS["pl"], "documents": [7]}}
    worker.receive(view(broken, {**JOB, "id": 2}))
    server.wait_for("jobs/2", "printed")
    assert server.of_job() == [{"state": "failed", "detail": "documents[0]: must be a text"}]
    assert len(printer.paper.slips()) == 1


def test_what_is_told_of_a_failure_is_no_longer_than_the_server_takes(
    worker: Worker, server: Server
) -> None:
    worker.receive({**view(JOB), "printer": {"id": "hall", "code_page": "x" * 1000}})
    assert len(server.wait_for("jobs/1", "failed")["detail"]) == 500


def test_a_claim_is_given_back_on_a_printer_without_paper_although_it_is_not_listed(
    worker: Worker, server: Server, printer: VirtualPrinter
) -> None:
    claim_unanswered(worker, server)
    printer.set_faults(Faults(paper_out=True))
    server.away_for = 1
    worker.receive(view({**JOB, "id": 2}))
    server.hold.set()
    assert server.wait_for("jobs/1", "queued")["detail"] == "paper_out"
    assert server.of_job(2) == []


def test_what_is_said_of_the_printer_is_said_once(worker: Worker, server: Server) -> None:
    for rev in range(3):
        worker.receive(view({**JOB, "id": rev + 1}))
        server.wait_for(f"jobs/{rev + 1}", "printed")
    assert [what for what, _body in server.said].count("status") == 1
