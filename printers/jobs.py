"""Print jobs as the `printer` view lists them."""

from collections.abc import Callable, Mapping
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
    """A printer as configured, what is to be printed on it, and its state as the server has it."""

    printer: Mapping[str, Any] | None = None
    jobs: tuple[Job, ...] = ()
    status: str | None = None


def parse(state: Mapping[str, Any]) -> PrinterView:
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
    status = state.get("status") or {}
    return PrinterView(state["printer"], jobs, status.get("state"))


def slip_bytes(
    job: Job, printer: Mapping[str, Any], logo_at: Callable[[str], bytes | None]
) -> bytes:
    """The job's slip for that printer; a logo that `logo_at` does not have is left out.

    Raises ValueError (DocumentError, ProfileError) when no printer could ever print it.
    """
    wanted = profile.from_wire(printer)
    read = document.parse(job.document)
    logos = {
        line.logo: data for line in read.template if line.logo and (data := logo_at(line.logo))
    }
    return render(slip.lay_out(read, wanted.columns, job.copy, logos), wanted)
