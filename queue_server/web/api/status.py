"""What the public may know of a branch, for the office's own site and for open data."""

from __future__ import annotations

from typing import Any

from queue_server.domain.access import PUBLIC
from queue_server.moment import Moment
from queue_server.views import status
from queue_server.web import status_shapes as shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.question("/public/branches/<branch>", shapes.Status, apart=True, needs=PUBLIC)
def public_status(moment: Moment, place: Place) -> dict[str, Any]:
    """Who waits where, and how long."""
    return status.status_view(moment, place["branch"])


@calls.question("/public/branches/<branch>/warsaw", shapes.Warsaw, apart=True, needs=PUBLIC)
def public_warsaw(moment: Moment, place: Place) -> dict[str, Any]:
    """The same in the shape of Warsaw's open data."""
    return status.warsaw_view(moment, place["branch"])


@calls.question(
    "/public/branches/<branch>/queue-monitor",
    list[shapes.QueueMonitor],
    apart=True,
    needs=PUBLIC,
)
def public_monitor(moment: Moment, place: Place) -> list[Any]:
    """The same as `QueueMonitor` entities of the Smart Data Models."""
    return status.monitor_view(moment, place["branch"])
