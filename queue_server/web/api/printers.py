"""Printers: the jobs that their agents have to do, and what agents say."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import DeviceKind, Permission
from queue_server.moment import Moment
from queue_server.operations import printing
from queue_server.views.printer import job_state_json, printer_view
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract
from queue_server.web.doors import own_place
from queue_server.web.places import Place, number_in

calls = Contract()


@calls.question(
    "/branches/<branch>/printers/<printer>", shapes.Printer, needs=Permission.REPORT_PRINTERS
)
def printer(moment: Moment, place: Place) -> dict[str, Any]:
    """A printer with the jobs that its agent has to do."""
    return printer_view(moment, place["branch"], place["printer"])


@calls.question("/branches/<branch>/jobs/<job>", shapes.JobState, needs=Permission.ANSWER_FOR_SLIPS)
def job_state(moment: Moment, place: Place) -> dict[str, Any]:
    """What became of a slip, wherever it was printed."""
    kiosk = own_place(DeviceKind.KIOSK)
    return job_state_json(moment, place["branch"], number_in(place, "job"), kiosk)


@calls.command(
    "/branches/<branch>/printers/<printer>/jobs/<job>",
    bodies.Job,
    shapes.PrintJob,
    errors.JobSettled,
    needs=Permission.REPORT_PRINTERS,
)
def report_job(place: Place, body: bodies.Job) -> Operation:
    """What became of a print job; `sent` is acknowledged before the first byte."""
    return partial(
        printing.report_job,
        branch_id=place["branch"],
        printer=place["printer"],
        job_id=number_in(place, "job"),
        state=body.state,
        detail=body.detail,
    )


@calls.command(
    "/branches/<branch>/printers/<printer>/test",
    bodies.Empty,
    shapes.PrintJob,
    status=201,
    needs=Permission.EDIT_OFFICE,
)
def print_test(place: Place, _body: bodies.Empty) -> Operation:
    """Print a slip of no ticket, in the way of every other."""
    return partial(printing.print_test, branch_id=place["branch"], printer=place["printer"])


@calls.command(
    "/branches/<branch>/printers/<printer>/jobs/<job>/answer",
    bodies.CameOut,
    shapes.AnsweredJob,
    errors.JobSettled,
    needs=Permission.ANSWER_FOR_SLIPS,
)
def answer_job(place: Place, body: bodies.CameOut) -> Operation:
    """Whether an uncertain slip came out, as someone saw."""
    return partial(
        printing.answer,
        branch_id=place["branch"],
        printer=place["printer"],
        job_id=number_in(place, "job"),
        came_out=body.came_out,
    )


@calls.command(
    "/branches/<branch>/printers/<printer>/status",
    bodies.PrinterStatus,
    shapes.Printer,
    needs=Permission.REPORT_PRINTERS,
)
def report_status(place: Place, body: bodies.PrinterStatus) -> Operation:
    """What a printer says of itself."""
    return partial(
        printing.report_status,
        branch_id=place["branch"],
        printer=place["printer"],
        state=body.state,
        detail=body.detail,
    )
