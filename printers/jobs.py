"""Print jobs as the `printer` view lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from printers import document, profile, slip
from printers.render import render


@dataclass(frozen=True)
class Job:
    """An order to print one slip; `copy` counts reprints of its ticket."""

    id: int
    created_at: str
    state: str
    copy: int
    document: Any

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from every other job, also after a restore that gives ids again."""
        return self.id, self.created_at


@dataclass(frozen=True)
class PrinterView:
    """A printer's configuration and what is to be printed on it, in order."""

    rev: int = -1
    printer: Mapping[str, Any] | None = None
    jobs: tuple[Job, ...] = ()


def parse(rev: int, state: Mapping[str, Any]) -> PrinterView:
    """Read a view from the wire."""
    jobs = tuple(
        Job(
            id=job["id"],
            created_at=str(job.get("created_at")),
            state=job.get("state", "queued"),
            copy=job.get("copy", 0),
            document=job.get("document"),
        )
        for job in state["jobs"]
    )
    return PrinterView(rev, state["printer"], jobs)


def slip_bytes(job: Job, printer: Mapping[str, Any]) -> bytes:
    """The job's slip for that printer.

    Raises ValueError (DocumentError, ProfileError) when no printer could ever print it.
    """
    wanted = profile.from_wire(printer)
    layout = slip.lay_out(document.parse(job.document), wanted.columns, job.copy)
    return render(layout, wanted)
