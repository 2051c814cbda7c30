"""What the public feeds answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from queue_server.web.shapes import Named, Shape, Texts, Wait


class StatusService(Named):
    """A service as the public may see it; `called` is the number called last today."""

    prefix: str
    channel: str
    open: bool
    reason: str | None
    waiting: int
    wait: Wait | None
    counters: int
    called: str | None


class Status(Named):
    """A branch as the public may see it."""

    now: AwareDatetime
    address: Texts
    open: bool
    reason: str | None
    opens_at: Texts | None
    services: list[StatusService]


class WarsawGroup(Shape):
    """A service in Warsaw's words."""

    lp: int
    id_grupy: str = Field(alias="idGrupy")
    nazwa_grupy: str = Field(alias="nazwaGrupy")
    litera_grupy: str = Field(alias="literaGrupy")
    aktualny_numer: int = Field(alias="aktualnyNumer")
    liczba_klw_kolejce: int = Field(alias="liczbaKlwKolejce")
    liczba_czynnych_stan: int = Field(alias="liczbaCzynnychStan")
    czas_obslugi: str = Field(alias="czasObslugi")
    status: Literal["0", "1"]


class WarsawResult(Shape):
    date: str
    time: str
    grupy: list[WarsawGroup]


class Warsaw(Shape):
    """The shape of Warsaw's open data."""

    result: WarsawResult


class QueueMonitor(Shape):
    """An entity of the Smart Data Models' dataModel.QueueManagement, as key-values."""

    id: str
    type: Literal["QueueMonitor"]
    date_modified: AwareDatetime = Field(alias="dateModified")
    source: str
    office_name: str = Field(alias="officeName")
    service_id: str = Field(alias="serviceId")
    service_name: str = Field(alias="serviceName")
    queue_line: str = Field(alias="queueLine")
    service_status: Literal["Closed", "Open", "Suspended"] = Field(alias="serviceStatus")
    last_ticket_issued: int = Field(alias="lastTicketIssued")
    last_ticket_issued_label: str = Field(alias="lastTicketIssuedLabel")
    ticket_served: int = Field(alias="ticketServed")
    ticket_served_label: str = Field(alias="ticketServedLabel")
    tickets_to_serve: int = Field(alias="ticketsToServe")
