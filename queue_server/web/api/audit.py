"""The audit: searched, exported, and for one ticket every call that passed it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field

from queue_server.bridge import Bridge
from queue_server.domain.access import Permission
from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.store import tickets
from queue_server.store.audit import Asked
from queue_server.views.audit import audit_json, deviations_json
from queue_server.views.passing import passing_json
from queue_server.views.spreadsheet import spreadsheet
from queue_server.web import audit_shapes as shapes
from queue_server.web.contract import BASE, Contract, read_query
from queue_server.web.doors import open_to
from queue_server.web.places import Place, ticket_id
from queue_server.web.times import Day, Time

calls = Contract()

#: How far back is looked where nobody says.
_USUAL = timedelta(days=30)
#: Entries in one exported file.
_MOST_EXPORTED = 100_000
_COLUMNS = (
    *("at", "kind", "subject", "branch", "actor", "name", "address"),
    *("before", "after", "reason"),
)
_Words = Annotated[str | None, Field(min_length=1, max_length=200)]


class AuditAsked(BaseModel):
    """Which entries: of a time, and with these words."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    since: Annotated[Time | None, Field(alias="from")] = None
    until: Annotated[Time | None, Field(alias="to")] = None
    actor: _Words = None
    kind: _Words = None
    branch: _Words = None
    subject: _Words = None
    find: _Words = None
    before_audit: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    before_event: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 100

    def asked(self, now: datetime) -> Asked:
        """The same for the store."""
        words = {
            name: getattr(self, name) for name in ("actor", "kind", "branch", "subject", "find")
        }
        until = self.until or now + timedelta(seconds=1)
        return Asked(
            self.since or now - _USUAL,
            until,
            **words,
            before_audit=self.before_audit,
            before_event=self.before_event,
        )


@calls.question("/audit", shapes.Audit, query=AuditAsked, apart=True, needs=Permission.SEE_AUDIT)
def audit(moment: Moment, _place: Place, query: AuditAsked) -> dict[str, Any]:
    """Who did what, when and from where, newest first."""
    return audit_json(moment, query.asked(moment.now), query.limit)


@calls.question("/audit/tickets/<ticket>", shapes.Passing, apart=True, needs=Permission.SEE_AUDIT)
def passing(moment: Moment, place: Place) -> dict[str, Any]:
    """A ticket with every call that passed it, and why."""
    found = tickets.find(moment.db, ticket_id(place))
    if found is None:
        raise NotFound(f"there is no ticket {place['ticket']}")
    return passing_json(moment, found)


class NumberAsked(BaseModel):
    """Which ticket: its number and day."""

    model_config = ConfigDict(extra="forbid")

    day: Day
    number: str = Field(min_length=1, max_length=20)


@calls.question(
    "/branches/<branch>/audit/tickets",
    list[shapes.TicketFound],
    query=NumberAsked,
    apart=True,
    needs=Permission.SEE_AUDIT,
)
def find_tickets(moment: Moment, place: Place, query: NumberAsked) -> list[Any]:
    """The tickets of a day whose number begins so."""
    branch = moment.branch(place["branch"])
    found = tickets.of_day(moment.db, branch.id, query.day, None, None, query.number)
    return [
        {"id": t.id, "number": t.number, "service": t.service, "state": t.state.value}
        for t in found
    ]


@calls.question(
    "/branches/<branch>/deviations", list[shapes.Entry], needs=Permission.SUPERVISE, apart=True
)
def deviations(moment: Moment, place: Place) -> list[Any]:
    """Today's calls out of order, changed priorities and overbooking, with their reasons."""
    return deviations_json(moment, place["branch"])


def export(bridge: Bridge) -> Blueprint:
    """The route of the file for spreadsheets."""
    made = Blueprint("audit_export", __name__, url_prefix=BASE)

    @made.get("/audit.csv")
    @open_to(Permission.SEE_AUDIT)
    def audit_csv() -> Response:
        query = read_query(AuditAsked)
        found = bridge.read_apart(
            lambda moment: _csv(audit_json(moment, query.asked(moment.now), _MOST_EXPORTED))
        )
        name = f"audit-{datetime.now(UTC):%Y-%m-%d}.csv"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(found, mimetype="text/csv", headers=disposition)

    return made


def _csv(found: dict[str, Any]) -> str:
    return spreadsheet(
        _COLUMNS, ([_cell(entry[column]) for column in _COLUMNS] for entry in found["entries"])
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
