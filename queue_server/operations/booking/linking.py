"""A visit is held, or waited for, by a mailed link, where a browser cannot work for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from queue_server.domain.booking import new_id
from queue_server.domain.errors import Invalid, NotBookable, NotFound, TooManyLinks
from queue_server.domain.fairness import Mark, plain_address, plain_email
from queue_server.domain.schedule import moment_of
from queue_server.memory.throttle import Trier
from queue_server.office import Branch
from queue_server.operations.booking import holding, waiting
from queue_server.operations.booking.holding import Visit
from queue_server.operations.booking.limiting import keyed
from queue_server.operations.booking.waiting import Joining
from queue_server.operations.work import Work
from queue_server.store import booking_links, messages
from queue_server.store.appointments import Contact
from queue_server.store.booking_links import BookingLink
from queue_server.views import slots
from queue_server.views.booking_links import LASTS, LINK_KIND, WAIT_LINK_KIND, link_of

#: So many of them a mailbox gets in that time: nobody floods it through us.
_MOST = 3
#: So many from one address cost nothing: nobody floods many mailboxes through us either.
_FREE_TRIES = 10


@dataclass(frozen=True)
class Asked:
    """Whom to send the link, and which visit it is for."""

    service: str
    start: datetime
    email: str
    language: str
    cases: int = 1
    address: str | None = None


def ask(work: Work, branch_id: str, asked: Asked) -> dict[str, Any]:
    """Mail a link by which the place can be held; nothing is held by it yet.

    Refuses with `not_bookable`, `too_many_links` or `too_many_tries`.
    """
    branch = work.branch(branch_id)
    service, _ = slots.booking_of(branch, asked.service)
    slots.check_cases(service, asked.cases)
    if "mail" not in work.setting.message_channels:
        raise Invalid([("email", "this office sends no mail")])
    if asked.language not in work.office.languages:
        raise Invalid([("language", f"the office speaks {', '.join(work.office.languages)}")])
    start = asked.start.astimezone(UTC)
    if slots.offer_at(work, branch, service, start, asked.cases) is None:
        raise NotBookable(f"{start.astimezone(branch.zone_info):%Y-%m-%d %H:%M}")
    return _mail(work, branch, asked, start, None)


def ask_to_wait(work: Work, branch_id: str, joining: Joining) -> dict[str, Any]:
    """Mail a link by which the waiting list can be joined; nobody waits by it yet.

    Refuses what `waiting.join` refuses of days and service, and with `too_many_links` or
    `too_many_tries`.
    """
    branch, _ = waiting.check(work, branch_id, joining)
    start = moment_of(joining.first_day, time(), branch.zone_info)
    return _mail(work, branch, joining, start, joining.last_day)


def _mail(
    work: Work, branch: Branch, asked: Asked | Joining, start: datetime, last_day: date | None
) -> dict[str, Any]:
    who = keyed(work, Mark.EMAIL, plain_email(asked.email))
    if booking_links.asked_since(work.db, who, work.now - LASTS) >= _MOST:
        raise TooManyLinks
    _slow_down(work, asked.address)
    link = BookingLink(
        new_id(),
        branch.id,
        asked.service,
        start,
        asked.cases,
        asked.language,
        asked.email,
        asked.address,
        who,
        work.now,
        last_day,
    )
    booking_links.insert(work.db, link)
    messages.queue(work.db, link.id, WAIT_LINK_KIND if last_day else LINK_KIND, "mail", work.now)
    work.append("booking_link_asked", branch.id)
    return {}


def _slow_down(work: Work, address: str | None) -> None:
    """Refuse with `too_many_tries` who asks for one link after the other."""
    rules = work.office.rules.fairness
    if address is None or rules.is_own(address) or not work.setting.keeps_hours:
        return
    tries = [Trier("link", plain_address(address), _FREE_TRIES)]
    work.setting.guesses.refuse(tries, work.now)
    work.setting.guesses.count(tries, work.now)


def follow(work: Work, token: str) -> dict[str, Any]:
    """Hold the place that a link is for; refuses as holding does, and it can be tried again."""
    link = link_of(work, token)
    if link.last_day is not None:
        raise NotFound("this link is for the waiting list")
    branch = work.branch(link.branch)
    service, booking = slots.booking_of(branch, link.service)
    asks = booking.asks.email != "none"
    contact = Contact(email=link.email) if asks else Contact()
    visit = Visit(
        service.id, link.starts_at, link.language, link.cases, contact, None, link.address
    )
    held = holding.hold(work, branch.id, visit)
    booking_links.drop(work.db, link.id)
    return held


def follow_to_wait(work: Work, token: str) -> dict[str, Any]:
    """Join the waiting list by a link; refuses as joining does, and it can be tried again."""
    link = link_of(work, token)
    if link.last_day is None:
        raise NotFound("this link is for one visit")
    first_day = link.starts_at.astimezone(work.branch(link.branch).zone_info).date()
    joining = Joining(
        link.service, first_day, link.last_day, link.email, link.language, link.cases, link.address
    )
    joined = waiting.join(work, link.branch, joining)
    booking_links.drop(work.db, link.id)
    return joined
