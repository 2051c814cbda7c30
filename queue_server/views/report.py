"""Reports: how long visitors of a branch waited and were helped, over time and by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from queue_server.domain.errors import Invalid, NotFound
from queue_server.domain.reporting import Figures, Stay, figures, grouped
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import reporting
from queue_server.store.database import Connection

Json = dict[str, Any]

#: In place of a group: all of them together.
ALL = "all"
FOUR_WEEKS = timedelta(days=27)


def period(
    moment: Moment, branch_id: str, first: date | None, last: date | None
) -> tuple[date, date]:
    """The first and last day of a branch's report: four weeks up to today where nobody says.

    Refuses what cannot be reported.
    """
    branch = moment.branch(branch_id)
    if branch.training:
        raise NotFound(f"{branch_id} is for training, which is not counted")
    ends = last or moment.today(branch)
    begins = first or ends - FOUR_WEEKS
    if begins > ends:
        raise Invalid([("to", f"{ends} is before {begins}")])
    return begins, ends


def report_json(
    db: Connection, branch: Branch, first: date, last: date, every: str, by: str
) -> Json:
    """The figures of some days: of all, of as many days before, of each time and of each group."""
    stays = reporting.stays(db, branch.id, first, last)
    earlier = first - (last - first) - timedelta(days=1)
    before = reporting.stays(db, branch.id, earlier, first - timedelta(days=1))
    return {
        "branch": branch.id,
        "name": branch.name,
        "time_zone": branch.time_zone,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "every": every,
        "by": by,
        "all": asdict(figures(stays)),
        "before": asdict(figures(before)),
        "times": _rows(branch, stays, every),
        "groups": _rows(branch, stays, by),
    }


def figures_by(
    db: Connection, branch: Branch, first: date, last: date, by: str
) -> dict[str, Figures]:
    """The figures of each group, and of all together."""
    stays = reporting.stays(db, branch.id, first, last)
    return grouped(stays, by, branch.zone_info) | {ALL: figures(stays)}


def columns(by: str) -> list[str]:
    """The header of a file with figures."""
    return ["branch", by, *Figures.__dataclass_fields__]


def lines(branch_id: str, found: Mapping[str, Figures]) -> list[list[str]]:
    """A line of a file for each group."""
    return [[branch_id, key, *map(_told, asdict(row).values())] for key, row in found.items()]


def _told(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _rows(branch: Branch, stays: list[Stay], by: str) -> list[Json]:
    """Each group with its figures; a service with its name, while the branch has it."""
    names = {service.id: service.name for service in branch.services} if by == "service" else {}
    return [
        {"key": key, "name": names.get(key), **asdict(row)}
        for key, row in grouped(stays, by, branch.zone_info).items()
    ]
