"""The nearest free times for visits that have to move, each given once."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from queue_server.domain.booking import Offer, Span
from queue_server.domain.schedule import business_day
from queue_server.moment import Moment
from queue_server.office import Branch, Service
from queue_server.store import appointments
from queue_server.store.appointments import Appointment
from queue_server.views import slots

#: How far beyond what the public may book a new time is looked for.
_FURTHER_DAYS = 60
_A_DAY = timedelta(days=1)


class FreeTimes:
    """What is free in a branch outside of an interval, less what was given meanwhile."""

    def __init__(self, moment: Moment, branch: Branch, closed: Span) -> None:
        self._moment = moment
        self._branch = branch
        self._closed = closed
        self._taken: dict[str, Counter[datetime]] = {}
        #: By service, cases and day: what is full once is looked at no more.
        self._offers: dict[tuple[str, int, date], list[Offer]] = {}

    def give(self, visit: Appointment) -> Offer | None:
        """The first time after a visit's own that has places for it."""
        service = self._branch.service.get(visit.service)
        if service is None or service.booking is None:
            return None
        first = max(visit.starts_at, self._moment.now + service.booking.lead)
        day = business_day(first, self._branch.zone_info)
        furthest = timedelta(days=service.booking.furthest_days + _FURTHER_DAYS)
        last = self._moment.today(self._branch) + furthest
        taken = self._taken_of(service, last)
        while day <= last:
            for offer in self._on(service, visit.cases, day, taken):
                if offer.span.start >= first and offer.free(taken) >= visit.places:
                    taken.update(dict.fromkeys(offer.places, visit.places))
                    return offer
            day += _A_DAY
        return None

    def _taken_of(self, service: Service, last: date) -> Counter[datetime]:
        if service.id not in self._taken:
            now = self._moment.now
            ahead = Span(now - _A_DAY, now + (last - now.date()) + 2 * _A_DAY)
            found = appointments.taken(self._moment.db, self._branch.id, service.id, ahead)
            self._taken[service.id] = Counter(found)
        return self._taken[service.id]

    def _on(self, service: Service, cases: int, day: date, taken: Counter[datetime]) -> list[Offer]:
        """The times of a day that have any place left."""
        key = (service.id, cases, day)
        if key not in self._offers:
            closed = self._closed
            self._offers[key] = [
                offer
                for offer in slots.all_offers_of(self._moment, self._branch, service, day, cases)
                if offer.span.end <= closed.start or closed.end <= offer.span.start
            ]
        self._offers[key] = [offer for offer in self._offers[key] if offer.free(taken)]
        return self._offers[key]
