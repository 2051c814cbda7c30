"""Someone on the waiting list, as they see it."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.store import waiting_list
from queue_server.store.waiting_list import Waiting

Json = dict[str, Any]

#: What the token is the token of.
TOKEN = "waiting"


def waiting_of(moment: Moment, token: str) -> Waiting:
    """Who waits with this token; refuses with `not_found`."""
    number = moment.setting.tokens.read(token, TOKEN)
    found = waiting_list.find(moment.db, number) if number is not None else None
    if found is None:
        raise NotFound("nobody waits with this token")
    return found


def entry_of(moment: Moment, waiting: Waiting) -> str:
    """What stands for someone in the public record of a draw; only they know it is theirs."""
    return moment.setting.tokens.sign("draw entry", str(waiting.id))


def waiting_json(moment: Moment, waiting: Waiting) -> Json:
    """Without anything about the person."""
    service = moment.branch(waiting.branch).service.get(waiting.service)
    return {
        "token": moment.setting.tokens.make(waiting.id, TOKEN),
        "branch": waiting.branch,
        "service": waiting.service,
        "service_name": service.name if service else {},
        "from": waiting.first_day.isoformat(),
        "to": waiting.last_day.isoformat(),
        "cases": waiting.cases,
        "entry": entry_of(moment, waiting),
        "language": waiting.language,
        "ahead": waiting_list.ahead_of(moment.db, waiting),
        "offer_hours": moment.office.rules.fairness.offer_hours,
    }
