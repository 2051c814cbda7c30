"""A draw as everyone may see it."""

from __future__ import annotations

from typing import Any

from queue_server.domain import draw as rules
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import draws
from queue_server.store.draws import Draw
from queue_server.views.tickets import local

Json = dict[str, Any]


def draw_json(moment: Moment, draw: Draw) -> Json:
    """The commitment before, the whole record after; entries name nobody."""
    zone = moment.branch(draw.branch).zone_info
    return {
        "service": draw.service,
        "day": draw.day.isoformat(),
        "closes_at": local(draw.closes_at, zone),
        "commitment": rules.commitment(draw.secret),
        "record": draw.record,
    }


def draws_json(moment: Moment, branch: Branch) -> list[Json]:
    """A branch's draws, the latest days first."""
    return [draw_json(moment, draw) for draw in draws.of_branch(moment.db, branch.id)]
