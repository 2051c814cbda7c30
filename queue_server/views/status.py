"""What anyone may know of a branch: who waits where, in three shapes. Numbers, never people."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.domain.tickets import number_of
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import counters, series
from queue_server.views.openings import whole_json
from queue_server.views.parts import queued, services_json
from queue_server.views.tickets import local

Json = dict[str, Any]


def status_view(moment: Moment, branch_id: str) -> Json:
    """A branch and its services: open or not, who waits, how long, who was called last."""
    branch = public_branch(moment, branch_id)
    services = services_json(moment, branch, queued(branch))
    staffed = _open_counters(moment, branch)
    called = counters.last_called(moment.db, branch.id, moment.today(branch))
    whole = whole_json(services)
    return {
        "now": local(moment.now, branch.zone_info),
        "id": branch.id,
        "name": branch.name,
        "address": branch.address,
        **{key: whole[key] for key in ("open", "reason", "says", "break", "opens_at")},
        "services": [
            {name: service[name] for name in ("id", "name", "prefix", "channel", "open", "reason")}
            | {
                "waiting": service["waiting"],
                "wait": service["wait"] if service["open"] else None,
                "counters": staffed.get(service["id"], 0),
                "called": called.get(service["id"]),
            }
            for service in services
        ],
    }


def warsaw_view(moment: Moment, branch_id: str) -> Json:
    """The same in the shape of Warsaw's open data, whose texts are Polish.

    Source: the city's *Kolejki w urzędach* (api.um.warszawa.pl). `czasObslugi` is the expected wait
    in minutes; `status` is 1 where tickets are issued.
    """
    status = status_view(moment, branch_id)
    now = moment.now.astimezone(moment.branch(branch_id).zone_info)
    return {
        "result": {
            "date": f"{now:%Y-%m-%d}",
            "time": f"{now:%H:%M}",
            "grupy": [
                {
                    "lp": place,
                    "idGrupy": service["id"],
                    "nazwaGrupy": service["name"].get("pl") or next(iter(service["name"].values())),
                    "literaGrupy": service["prefix"],
                    "aktualnyNumer": _sequence(service["called"], service["prefix"]),
                    "liczbaKlwKolejce": service["waiting"],
                    "liczbaCzynnychStan": service["counters"],
                    "czasObslugi": str(round(sum(service["wait"].values()) / 120))
                    if service["wait"]
                    else "0",
                    "status": str(int(service["open"])),
                }
                for place, service in enumerate(status["services"], start=1)
            ],
        }
    }


def monitor_view(moment: Moment, branch_id: str) -> list[Json]:
    """The same as entities `QueueMonitor` of the Smart Data Models (dataModel.QueueManagement).

    Key-values as NGSI-LD puts them; one entity for each service.
    """
    branch = public_branch(moment, branch_id)
    status = status_view(moment, branch_id)
    issued = series.last_in_series(moment.db, branch.id, moment.today(branch))
    language = moment.office.languages[0]
    return [
        {
            "id": f"urn:ngsi-ld:QueueMonitor:{branch.id}:{service['id']}",
            "type": "QueueMonitor",
            "dateModified": status["now"],
            "source": moment.setting.public_url,
            "dataProvider": moment.office.name[language],
            "officeName": branch.name[language],
            "address": {"streetAddress": branch.address[language]},
            "serviceId": service["id"],
            "serviceName": service["name"][language],
            "queueLine": service["prefix"],
            "serviceStatus": _service_status(service),
            "serviceStatusNote": service["reason"] or "",
            "lastTicketIssued": issued.get(service["prefix"], 0),
            "lastTicketIssuedLabel": _last_number(service["prefix"], issued),
            "ticketServed": _sequence(service["called"], service["prefix"]),
            "ticketServedLabel": service["called"] or "",
            "ticketsToServe": service["waiting"],
        }
        for service in status["services"]
    ]


def public_branch(moment: Moment, branch_id: str) -> Branch:
    """A branch that the public may ask for; refuses with `not_found`."""
    branch = moment.branch(branch_id)
    if branch.training:
        raise NotFound(f"branch {branch_id} is for training")
    return branch


def _open_counters(moment: Moment, branch: Branch) -> dict[str, int]:
    """How many open counters serve each service."""
    found: dict[str, int] = {}
    for session in counters.of_branch(moment.db, branch.id).values():
        profile = branch.profile.get(session.profile or "")
        if session.open and not session.paused and profile:
            for serving in profile.serves:
                found[serving.service] = found.get(serving.service, 0) + 1
    return found


def _service_status(service: Json) -> str:
    if service["open"]:
        return "Open"
    return "Suspended" if service["reason"] == "suspended" else "Closed"


def _last_number(prefix: str, issued: dict[str, int]) -> str:
    return number_of(prefix, issued[prefix]) if issued.get(prefix) else ""


def _sequence(number: str | None, prefix: str) -> int:
    """`A042` without its prefix, as a number; 0 before the first call."""
    return int(number.removeprefix(prefix)) if number else 0
