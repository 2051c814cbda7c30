"""Slips are ordered with their tickets, on a printer that can print them."""

from pathlib import Path
from typing import Any

import pytest

from queue_server.operations import printing
from tests.in_process import TOWN, Hall, a_hall, busy_office, refusing


def office_with_printers() -> dict[str, Any]:
    office = busy_office()
    town = office["branches"][0]
    town["printers"] = [{"id": p, "name": p, "host": p} for p in ("left", "right")]
    town["kiosks"] = [{"id": "door", "name": "Door", "zone": "hall", "printers": ["left", "right"]}]
    return office


def jobs(hall: Hall) -> list[tuple[str, int, str]]:
    rows = hall.rows("SELECT printer, copy, state FROM print_jobs ORDER BY id")
    return [(printer, copy, state) for printer, copy, state in rows]


@pytest.mark.parametrize(
    ("left", "right", "chosen"),
    [
        (None, None, "left"),
        ("online", "online", "left"),
        ("paper_near_end", "online", "left"),
        ("paper_out", "online", "right"),
        ("offline", "paper_out", "left"),
    ],
)
def test_a_kiosk_prints_on_its_first_printer_that_works(
    tmp_path: Path, left: str | None, right: str | None, chosen: str
) -> None:
    with a_hall(tmp_path, office=office_with_printers()) as hall:
        for printer, state in (("left", left), ("right", right)):
            if state:
                hall.do(printing.report_status, TOWN, printer, state, None)
        ticket = hall.take(kiosk="door")
        assert ticket["job"] == 1
        assert jobs(hall) == [(chosen, 0, "queued")]


def test_a_later_slip_of_a_ticket_is_a_copy_with_its_count(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=office_with_printers()) as hall:
        ticket = hall.take(kiosk="door")
        for _ in range(2):
            hall.do(printing.print_copy, ticket["id"], "right")
        assert jobs(hall) == [("left", 0, "queued"), ("right", 1, "queued"), ("right", 2, "queued")]


def test_a_job_is_sent_once_and_ends_once(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=office_with_printers()) as hall:
        hall.take(kiosk="door")
        hall.do(printing.report_job, TOWN, "left", 1, "sent", None)
        with refusing("job_settled"):
            hall.do(printing.report_job, TOWN, "left", 1, "sent", None)
        hall.do(printing.report_job, TOWN, "left", 1, "printed", None)
        for state in ("sent", "printed", "failed", "uncertain"):
            with refusing("job_settled"):
                hall.do(printing.report_job, TOWN, "left", 1, state, None)
        assert jobs(hall) == [("left", 0, "printed")]
