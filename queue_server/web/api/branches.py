"""Branches, displays and kiosks: what they offer and show; contacts without a ticket."""

from __future__ import annotations

from functools import partial
from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC, Permission
from queue_server.moment import Moment
from queue_server.operations import contacts
from queue_server.views import branch as branch_views
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from queue_server.web import bodies, shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place, number_in

calls = Contract()


@calls.question("/branches", list[shapes.BranchShort], needs=PUBLIC)
def branches(moment: Moment, _place: Place) -> list[Any]:
    """Every branch."""
    return branch_views.branches(moment)


@calls.question("/branches/<branch>", shapes.Branch, needs=Permission.SEE_BRANCH)
def branch(moment: Moment, place: Place) -> dict[str, Any]:
    """A branch with its services, places and live counts."""
    return branch_views.branch_view(moment, place["branch"])


@calls.command(
    "/branches/<branch>/contacts",
    bodies.Contact,
    shapes.Contact,
    status=201,
    needs=Permission.COUNT_CONTACTS,
)
def contact(place: Place, body: bodies.Contact) -> Operation:
    """Count someone helped without a ticket."""
    return partial(contacts.count_contact, branch_id=place["branch"], **body.model_dump())


@calls.command(
    "/branches/<branch>/contacts/<contact>/undo",
    bodies.Empty,
    shapes.Contact,
    errors.NothingToUndo,
    needs=Permission.COUNT_CONTACTS,
)
def undo_contact(place: Place, _body: bodies.Empty) -> Operation:
    """Take back a contact that was counted by mistake."""
    contact = number_in(place, "contact")
    return partial(contacts.undo_contact, branch_id=place["branch"], contact=contact)


@calls.question(
    "/branches/<branch>/displays/<display>", shapes.Display, needs=Permission.SEE_SCREENS
)
def display(moment: Moment, place: Place) -> dict[str, Any]:
    """What a display shows."""
    return display_view(moment, place["branch"], place["display"])


@calls.question("/branches/<branch>/kiosks/<kiosk>", shapes.Kiosk, needs=Permission.SEE_SCREENS)
def kiosk(moment: Moment, place: Place) -> dict[str, Any]:
    """What a kiosk offers."""
    return kiosk_view(moment, place["branch"], place["kiosk"])
