"""Agents: what each has to work."""

from __future__ import annotations

from typing import Any

from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.views.agent import agent_view
from queue_server.web import shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()


@calls.question("/branches/<branch>/agents/<agent>", shapes.Agent, needs=Permission.REPORT_PRINTERS)
def agent(moment: Moment, place: Place) -> dict[str, Any]:
    """The devices that an agent works, with their settings."""
    return agent_view(moment, place["branch"], place["agent"])
