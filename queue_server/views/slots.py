"""Times that can be booked: derived from hours and planned counters whenever somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from queue_server.domain.booking import Offer, SlotRule, Span, offers, slots_needed
from queue_server.domain.errors import Invalid
from queue_server.domain.schedule import Purpose, business_day, moment_of
from queue_server.domain.staffing import planned
from queue_server.moment import Moment
from queue_server.office import Booking, Branch, Service
from queue_server.store import appointments, closures, draws
from queue_server.views.tickets import local

Json = dict[str, Any]

_A_DAY = timedelta(days=1)


def booking_of(branch: Branch, service_id: str) -> tuple[Service, Booking]:
    """A service that can be booked, and how; refuses what is none with `invalid`."""
    service = branch.service.get(service_id)
    if service is None:
        raise Invalid([("service", f"branch {branch.id} has no service {service_id!r}")])
    if service.booking is None:
        raise Invalid([("service", f"visits of {service_id!r} are not booked")])
    return service, service.booking


def slots_json(
    moment: Moment, branch: Branch, service_id: str, start: datetime, end: datetime, cases: int
) -> list[Json]:
    """The times that may be booked now and begin from `start` until before `end`, full ones too."""
    service, booking = booking_of(branch, service_id)
    check_cases(service, cases)
    zone = branch.zone_info
    last = business_day(moment.now, zone) + timedelta(days=booking.furthest_days)
    day = max(business_day(start, zone), business_day(moment.now, zone))
    end = min(end, moment.now + timedelta(days=booking.furthest_days + 1))
    taken = appointments.taken(moment.db, branch.id, service.id, Span(start - _A_DAY, end + _A_DAY))
    shown = []
    while day <= last and moment_of(day, time(), zone) < end:
        shown += [
            {
                "start": local(offer.span.start, zone),
                "end": local(offer.span.end, zone),
                "free": offer.free(taken) // places_of(booking, cases),
            }
            for offer in offers_of(moment, branch, service, booking, day, cases)
            if start <= offer.span.start < end
        ]
        day += _A_DAY
    return shown


def offer_at(
    moment: Moment, branch: Branch, service: Service, start: datetime, cases: int
) -> Offer | None:
    """What may be booked now and begins at `start`, full or not."""
    assert service.booking is not None
    day = business_day(start, branch.zone_info)
    found = offers_of(moment, branch, service, service.booking, day, cases)
    return next((offer for offer in found if offer.span.start == start), None)


def offers_of(
    moment: Moment, branch: Branch, service: Service, booking: Booking, day: date, cases: int
) -> Iterator[Offer]:
    """The times of a day that may be booked now: the day has opened, and they are not too near."""
    if booking.release.of(day, branch.zone_info) > moment.now:
        return
    if draws.is_awaited(moment.db, branch.id, service.id, day):
        return
    nearest = moment.now + booking.lead
    for offer in all_offers_of(moment, branch, service, day, cases):
        if offer.span.start >= nearest:
            yield offer


def all_offers_of(
    moment: Moment, branch: Branch, service: Service, day: date, cases: int
) -> Iterator[Offer]:
    """The times of a day, whether or not they may be booked now, outside of what is closed."""
    booking = service.booking
    assert booking is not None
    zone = branch.zone_info
    whole = Span(moment_of(day, time(), zone), moment_of(day + _A_DAY, time(), zone))
    closed = [
        closure.span
        for closure in closures.standing(moment.db, branch.id, whole)
        if closure.service in (None, service.id)
    ]
    opened = branch.schedule[service.id].intervals_of(day, Purpose.BOOKING)
    intervals = [Span(opens_at, closes_at) for opens_at, closes_at in opened]
    rule = SlotRule(booking.length, _capacity(branch, service, day), booking.walk_in_share)
    for offer in offers(intervals, rule, slots_of(booking, cases)):
        start, end = offer.span
        if all(end <= shut.start or shut.end <= start for shut in closed):
            yield offer


def _capacity(branch: Branch, service: Service, day: date) -> Callable[[Span], int]:
    """How many counters are there for each slot of a day, as far as the service does not say."""
    assert service.booking is not None
    set_to = service.booking.capacity
    serving = {
        profile.id
        for profile in branch.profiles
        if service.id in (work.service for work in profile.serves)
    }
    if set_to is None and not branch.shifts:
        set_to = sum(counter.profile in serving for counter in branch.counters)
    if set_to is not None:
        return lambda _span: set_to
    shifts = [
        shift
        for shift in planned(branch.shifts, branch.own_schedule, day)
        if shift.profile in serving
    ]
    return lambda span: sum(
        shift.counters
        for shift in shifts
        if shift.opening.opens_at <= span.start and span.end <= shift.opening.closes_at
    )


def can_be_waited_for(moment: Moment, service: Service) -> bool:
    """Whether a place that is given up can be offered: by mail, to who told an address."""
    asks = service.booking.asks.email if service.booking else "none"
    return asks != "none" and "mail" in moment.setting.message_channels


def check_cases(service: Service, cases: int) -> None:
    """Refuse more matters than one visit may carry."""
    if cases > service.max_cases:
        raise Invalid([("cases", f"{service.max_cases} at most in this service")])


def slots_of(booking: Booking, cases: int) -> int:
    """How many slots in a row a visit takes."""
    return 1 if booking.group else slots_needed(cases, booking.cases_per_slot)


def places_of(booking: Booking, cases: int) -> int:
    """How many places a visit takes of each: at a group's meeting one for each who comes."""
    return cases if booking.group else 1
