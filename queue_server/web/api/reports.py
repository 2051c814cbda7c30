"""Reports: whether waiting gets shorter, as JSON and for spreadsheets."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field

from queue_server.bridge import Bridge
from queue_server.domain.access import Permission
from queue_server.domain.errors import ReportFailed
from queue_server.moment import Moment
from queue_server.reckoning import Reckoning
from queue_server.views.report import period
from queue_server.web import report_shapes as shapes
from queue_server.web.contract import BASE, Contract, read_query
from queue_server.web.doors import open_to
from queue_server.web.places import Place

calls = Contract()

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


class _Period(BaseModel):
    """Some days; four weeks up to today where nobody says."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Annotated[_Day | None, Field(alias="from")] = None
    last: Annotated[_Day | None, Field(alias="to")] = None


class ReportAsked(_Period):
    """Which days, how often over time, and by what else."""

    every: Literal["day", "week", "month"] = "day"
    by: Literal["service", "hour", "clerk"] = "service"


class FileAsked(_Period):
    """Which days, and by what."""

    by: Literal["service", "clerk", "hour", "day", "week", "month"] = "day"


@calls.question(
    "/branches/<branch>/report",
    shapes.Report,
    ReportFailed,
    query=ReportAsked,
    needs=Permission.SEE_REPORTS,
)
def report(moment: Moment, place: Place, query: ReportAsked) -> Reckoning:
    """How long visitors waited and were helped."""
    return _asked(moment, place["branch"], query, query.every)


def _asked(
    moment: Moment, branch: str, query: ReportAsked | FileAsked, every: str | None = None
) -> Reckoning:
    first, last = period(moment, branch, query.first, query.last)
    return Reckoning(
        revision=moment.revision.number,
        branch=branch,
        first=first,
        last=last,
        by=query.by,
        every=every,
    )


def export(bridge: Bridge) -> Blueprint:
    """The route of the file for spreadsheets."""
    made = Blueprint("report_export", __name__, url_prefix=BASE)

    @made.get("/branches/<branch>/report.csv")
    @open_to(Permission.SEE_REPORTS)
    def report_csv(branch: str) -> Response:
        query = read_query(FileAsked)
        with bridge.read() as moment:
            asked = _asked(moment, branch, query)
        about = {"Content-Disposition": f'attachment; filename="report-{branch}-{query.by}.csv"'}
        return Response(bridge.reckon(asked), mimetype="text/csv", headers=about)

    return made
