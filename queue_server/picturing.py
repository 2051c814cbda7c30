"""Slips as pictures, from the very bytes that a printer gets: the one place that knows printers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from queue_server import media
from queue_server.domain.errors import Invalid
from queue_server.domain.tickets import number_of
from queue_server.office import Branch, Office, Printer
from queue_server.views.slip import Issue, document

_WIDTHS_MM = (58, 80)
_SEQUENCE = 42
_AHEAD = 7
_WAIT = {"low": 640, "high": 1150}
#: As long as the address of a real ticket's page, for the QR code's size.
_TOKEN = "42-0123456789abcdefghijkl"


@dataclass(frozen=True)
class Sample:
    """Which slip to preview; left out: the first service, the office's own language."""

    issued_at: datetime
    service: str | None = None
    language: str | None = None
    width_mm: int | None = None
    copy: int = 0


@cache
def _printers(module: str) -> Any:
    """A module of `printers`: what draws loads long, so no server waits for it before a picture."""
    return import_module(f"printers.{module}")


def text(slip: bytes) -> list[str]:
    """What a printed slip says, line by line."""
    lines: list[str] = _printers("picture").text(slip)
    return lines


def png(slip: bytes, printer: Printer) -> bytes:
    """A slip as that printer printed it, a pixel to the dot."""
    drawn: bytes = _printers("picture").picture(slip, printer.width_mm, printer.dots)
    return drawn


def preview(
    office: Office,
    branch: Branch,
    printer: Printer,
    sample: Sample,
    media_folder: Path,
    public_url: str,
) -> bytes:
    """A sample slip of `office`, a draft maybe, as PNG. Refuses what it has not."""
    service = branch.service.get(sample.service or branch.services[0].id)
    if service is None:
        raise Invalid([("service", f"branch {branch.id} has no service {sample.service!r}")])
    language = sample.language or office.languages[0]
    if language not in office.languages:
        raise Invalid([("language", f"{language!r} is not among the office's languages")])
    if sample.width_mm not in (None, *_WIDTHS_MM):
        raise Invalid([("width", f"is one of {_WIDTHS_MM}")])
    if sample.width_mm not in (None, printer.width_mm):
        printer = printer.model_copy(update={"width_mm": sample.width_mm, "dots": None})
    issue = Issue(
        number=number_of(service.prefix, max(service.first, _SEQUENCE)),
        language=language,
        services=[service.id],
        issued_at=sample.issued_at,
        ahead=_AHEAD,
        wait=_WAIT,
        cases=min(2, service.max_cases),
        needs=[need.id for need in office.needs[:1]],
        url=f"{public_url}/t/{_TOKEN}",
    )
    written = document(office, branch, issue, media_folder)
    jobs = _printers("jobs")
    job = jobs.Job(id=0, created_at="", state="queued", copy=sample.copy, document=written)

    def logo_at(address: str) -> bytes | None:
        file = media.served(media_folder, unquote(address.partition("?")[0]))
        return file.read_bytes() if file else None

    return png(jobs.slip_bytes(job, printer.model_dump(mode="json"), logo_at), printer)
