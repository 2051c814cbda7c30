"""Whether what a path names is there: told before anything that is wrong with the body."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.store import api_tokens, devices, messages, printing, staff, tickets
from queue_server.store.database import Connection
from queue_server.views.appointments import appointment_of
from queue_server.views.booking_links import link_of
from queue_server.views.office import find_draft
from queue_server.views.visitor import ticket_of
from queue_server.views.waiting_list import waiting_of

Place = dict[str, str]

#: What a path names by a token, which opens what it names, and who refuses one that is none.
KEYS: dict[str, Callable[[Moment, str], object]] = {
    "token": ticket_of,
    "appointment": appointment_of,
    "link": link_of,
    "waiting": waiting_of,
}
#: What a path names by its number, and how it is found.
_FINDERS: dict[str, Callable[[Connection, int], object]] = {
    "device": devices.find,
    "api_token": api_tokens.find,
    "account": staff.find,
    "message": messages.find,
}


def refuse_unknown(moment: Moment, place: Place) -> None:
    """Refuse with `not_found` where anything that the path names is not there."""
    if "ticket" in place and tickets.find(moment.db, number_in(place, "ticket")) is None:
        raise NotFound(f"there is no ticket {place['ticket']}")
    for name, known in KEYS.items():
        if name in place:
            known(moment, place[name])
    if "draft" in place:
        find_draft(moment, number_in(place, "draft"))
    for name, find in _FINDERS.items():
        if name in place and not find(moment.db, number_in(place, name)):
            raise NotFound(f"there is no {name} {place[name]}")
    if "counter" in place:
        moment.desk(place["branch"], place["counter"])
    elif "branch" in place:
        _refuse_unknown_in(moment, moment.branch(place["branch"]), place)


def _refuse_unknown_in(moment: Moment, branch: Branch, place: Place) -> None:
    for kind, known in (
        ("printer", branch.printer),
        ("service", branch.service),
        ("kiosk", branch.kiosk),
    ):
        if kind in place and place[kind] not in known:
            raise NotFound(f"branch {branch.id} has no {kind} {place[kind]!r}")
    if "job" in place and not printing.find(moment.db, branch.id, number_in(place, "job")):
        raise NotFound(f"there is no job {place['job']}")


def ticket_id(place: Place) -> int:
    """The id of the ticket in the path; refuses with `not_found`."""
    return number_in(place, "ticket")


def number_in(place: Place, name: str) -> int:
    """A number in the path; refuses with `not_found`."""
    text = place[name]
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound(f"there is no {name} {text!r}")
    return int(text)
