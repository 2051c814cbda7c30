"""A mailed link to hold a place, as the mail and the booking site need it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.store import booking_links
from queue_server.store.booking_links import BookingLink
from queue_server.views.appointments import way_of
from queue_server.views.parts import office_json
from queue_server.views.tickets import local

Json = dict[str, Any]

#: The kind of its token, and of its message: for a visit, for the waiting list.
TOKEN = "booking link"
LINK_KIND = "link"
WAIT_LINK_KIND = "wait_link"
#: How long a link can be followed.
LASTS = timedelta(hours=1)


def link_of(moment: Moment, token: str) -> BookingLink:
    """The link whose token this is, for as long as it lasts; refuses with `not_found`."""
    number = moment.setting.tokens.read(token, TOKEN)
    found = booking_links.find(moment.db, number) if number is not None else None
    if found is None or found.asked_at + LASTS < moment.now:
        raise NotFound("this link is over")
    return found


def link_json(moment: Moment, link: BookingLink) -> Json:
    """What a link is for, in the shape of an appointment that is not held yet.

    `until`: the last day that is waited for; null where it is for one visit.
    """
    branch = moment.branch(link.branch)
    service = branch.service.get(link.service)
    token = moment.setting.tokens.make(link.id, TOKEN)
    site = moment.setting.booking_url
    return {
        "token": token,
        "url": f"{site}/{link.language}/l/{token}" if site else None,
        "code": None,
        "branch": link.branch,
        "service": link.service,
        "start": local(link.starts_at, branch.zone_info),
        "until": link.last_day.isoformat() if link.last_day else None,
        "language": link.language,
        "cases": link.cases,
        "office": office_json(moment),
        "place": {"id": branch.id, "name": branch.name, "address": branch.address},
        "service_name": service.name if service else {},
        "documents": [],
        "meeting": bool(service and service.booking and service.booking.group),
        "way": way_of(service),
    }
