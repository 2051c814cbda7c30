"""Whether what a path names is there: told before anything that is wrong with the body."""

from __future__ import annotations

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.store import printing, tickets
from queue_server.views.visitor import ticket_of

Place = dict[str, str]


def refuse_unknown(moment: Moment, place: Place) -> None:
    """Refuse with `not_found` where anything that the path names is not there."""
    if "ticket" in place and tickets.find(moment.db, number_in(place, "ticket")) is None:
        raise NotFound(f"there is no ticket {place['ticket']}")
    if "token" in place:
        ticket_of(moment, place["token"])
    if "counter" in place:
        moment.desk(place["branch"], place["counter"])
    elif "branch" in place:
        branch = moment.branch(place["branch"])
        if "printer" in place and place["printer"] not in branch.printer:
            raise NotFound(f"branch {branch.id} has no printer {place['printer']!r}")
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
