"""What hints that somebody hoards places: counts by contact and address, without who it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.fairness import CONTACT_MARKS, Mark
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import marks
from queue_server.views.tickets import local

Json = dict[str, Any]

#: Rows at most.
_MOST = 50


def habits_json(moment: Moment, branch: Branch, days: int, at_least: int) -> list[Json]:
    """Who held at least so many places in so many days; the most first."""
    zone = branch.zone_info
    found = marks.habits(
        moment.db,
        branch.id,
        (*CONTACT_MARKS, Mark.ADDRESS),
        moment.now - timedelta(days=days),
        at_least,
        _MOST,
    )
    return [
        {
            "kind": habit.mark.value,
            "held": habit.held,
            "open": habit.open,
            "cancelled": habit.cancelled,
            "no_shows": habit.missed,
            "lapsed": habit.lapsed,
            "first_at": local(habit.first_at, zone),
            "last_at": local(habit.last_at, zone),
        }
        for habit in found
    ]
