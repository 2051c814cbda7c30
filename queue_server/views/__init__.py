"""Snapshots: what each screen shows, read at one moment in the shape of the wire contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queue_server.domain.access import PUBLIC, Needs, Permission
from queue_server.moment import Moment
from queue_server.views.agent import agent_view
from queue_server.views.branch import branch_view
from queue_server.views.counter import board_view, counter_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from queue_server.views.printer import printer_view
from queue_server.views.visitor import visitor_view

#: Every view that can be watched, by name: (moment, branch, id) -> state.
VIEWS: dict[str, Callable[[Moment, str, str | None], dict[str, Any]]] = {
    "display": display_view,
    "counter": counter_view,
    "board": board_view,
    "kiosk": kiosk_view,
    "ticket": visitor_view,
    "branch": branch_view,
    "printer": printer_view,
    "agent": agent_view,
}

#: What watching a view needs, and what its id is called in a path.
VIEW_NEEDS: dict[str, tuple[Needs, str]] = {
    "display": (Permission.SEE_SCREENS, "display"),
    "counter": (Permission.SEE_COUNTERS, "counter"),
    "board": (Permission.SEE_SCREENS, "counter"),
    "kiosk": (Permission.SEE_SCREENS, "kiosk"),
    "ticket": (PUBLIC, ""),
    "branch": (Permission.SEE_BRANCH, ""),
    "printer": (Permission.REPORT_PRINTERS, "printer"),
    "agent": (Permission.REPORT_PRINTERS, "agent"),
}
