"""The waiting list: who waits for a place is offered one that was given up, in order.

An offer is a place held for longer than others, told by mail: confirmed, given up or lapsed it goes
the way of every hold, and then to the next who waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from queue_server.domain.booking import Offer, new_id
from queue_server.domain.errors import (
    AlreadyWaiting,
    Invalid,
    TooManyAppointments,
    TooManyFromAddress,
)
from queue_server.domain.fairness import Mark, plain_address, plain_email
from queue_server.domain.schedule import business_day
from queue_server.office import Branch, Service
from queue_server.operations.booking import holding, telling
from queue_server.operations.booking.holding import Visit
from queue_server.operations.booking.limiting import keyed
from queue_server.operations.work import Work
from queue_server.store import appointments, marks, waiting_list
from queue_server.store.appointments import Contact
from queue_server.store.waiting_list import Waiting
from queue_server.views import slots
from queue_server.views.waiting_list import waiting_json, waiting_of

#: Nobody is offered what they would have to confirm sooner.
_LEAST_OFFER = timedelta(minutes=30)


@dataclass(frozen=True)
class Joining:
    """Who will wait for what."""

    service: str
    first_day: date
    last_day: date
    email: str
    language: str
    cases: int = 1
    address: str | None = None


def join(work: Work, branch_id: str, joining: Joining) -> dict[str, Any]:
    """Wait for a place; refuses with `already_waiting`, and by the limits of booking."""
    branch, service = check(work, branch_id, joining)
    who = keyed(work, Mark.EMAIL, plain_email(joining.email))
    where = joining.address and keyed(work, Mark.ADDRESS, plain_address(joining.address))
    _check_limits(work, branch, service, who, where)
    waiting = Waiting(
        new_id(),
        branch.id,
        service.id,
        max(joining.first_day, work.today(branch)),
        joining.last_day,
        joining.cases,
        joining.language,
        joining.email,
        who,
        where,
        work.now,
    )
    waiting_list.insert(work.db, waiting)
    work.append("waiting_list_joined", branch.id, detail={"service": service.id})
    return waiting_json(work, waiting)


def check(work: Work, branch_id: str, joining: Joining) -> tuple[Branch, Service]:
    """Where it is that someone will wait; refuses what nobody can wait for."""
    branch = work.branch(branch_id)
    service, _ = slots.booking_of(branch, joining.service)
    slots.check_cases(service, joining.cases)
    if faults := _faults(work, branch, service, joining):
        raise Invalid(faults)
    return branch, service


def _faults(
    work: Work, branch: Branch, service: Service, joining: Joining
) -> list[tuple[str, str]]:
    if not slots.can_be_waited_for(work, service):
        return [("service", "nobody waits for its places")]
    faults = []
    if joining.language not in work.office.languages:
        faults.append(("language", f"the office speaks {', '.join(work.office.languages)}"))
    if joining.last_day < max(joining.first_day, work.today(branch)):
        faults.append(("to", "this day is before the first, or over"))
    return faults


def _check_limits(
    work: Work, branch: Branch, service: Service, who: str, where: str | None
) -> None:
    if waiting_list.count(work.db, {"branch": branch.id, "service": service.id, "keyed": who}):
        raise AlreadyWaiting
    rules = work.office.rules.fairness
    if not work.setting.keeps_hours:
        return
    limit, today = rules.open_per_contact, work.today(branch)
    if limit is not None and marks.open_of(work.db, Mark.EMAIL, who, 0, today) >= limit:
        raise TooManyAppointments(f"{limit} are booked with this email")
    most = rules.per_address_a_day
    if where and most and waiting_list.count(work.db, {"keyed_address": where}) >= most:
        raise TooManyFromAddress(f"{most} wait already who came from this address")


def leave(work: Work, token: str) -> dict[str, Any]:
    """Wait no more."""
    waiting = waiting_of(work, token)
    waiting_list.drop(work.db, waiting.id)
    work.append("waiting_list_left", waiting.branch, detail={"service": waiting.service})
    return {}


def offer(work: Work, branch: Branch, service_id: str, start: datetime) -> None:
    """What is free at a time is held for those who wait for it, in the order of joining."""
    service = branch.service.get(service_id)
    if service is None or service.booking is None:
        return
    day = business_day(start, branch.zone_info)
    offer_in_order(
        work, branch, service, start, waiting_list.for_day(work.db, branch.id, service.id, day)
    )


def offer_in_order(
    work: Work, branch: Branch, service: Service, start: datetime, ordered: Sequence[Waiting]
) -> list[Waiting]:
    """Hold what is free at a time for the first of some who wait; those who wait on."""
    assert service.booking is not None
    until = min(work.now + work.office.rules.fairness.offer, start - service.booking.lead)
    if until < work.now + _LEAST_OFFER:
        return list(ordered)
    left: list[Waiting] = []
    offer_of = cache(partial(slots.offer_at, work, branch, service, start))
    is_free = _free_by_cases(work, branch.id, service, offer_of)
    for at, waiting in enumerate(ordered):
        if not is_free(1):
            return [*left, *ordered[at:]]
        if _can_be_offered(work, service, waiting) and is_free(waiting.cases):
            _offer_to(work, waiting, start, until)
            is_free = _free_by_cases(work, branch.id, service, offer_of)
        else:
            left.append(waiting)
    return left


def _can_be_offered(work: Work, service: Service, waiting: Waiting) -> bool:
    """Whether the office, as it is now, would still take this visit."""
    asked = service.booking is not None and service.booking.asks.email != "none"
    spoken = waiting.language in work.office.languages
    return asked and spoken and waiting.cases <= service.max_cases


def _free_by_cases(
    work: Work, branch: str, service: Service, offer_of: Callable[[int], Offer | None]
) -> Callable[[int], bool]:
    """Whether a visit of so many matters fits in, with what is taken until somebody books."""
    booking = service.booking
    assert booking is not None

    @cache
    def is_free(cases: int) -> bool:
        offer = offer_of(cases)
        if offer is None:
            return False
        taken = appointments.taken(work.db, branch, service.id, offer.span)
        return offer.free(taken) >= slots.places_of(booking, cases)

    return is_free


def _offer_to(work: Work, waiting: Waiting, start: datetime, until: datetime) -> None:
    contact = Contact(email=waiting.email)
    visit = Visit(waiting.service, start, waiting.language, waiting.cases, contact)
    held = holding.hold_until(work, work.branch(waiting.branch), visit, until)
    waiting_list.drop(work.db, waiting.id)
    telling.tell(work, held, telling.OFFER)
