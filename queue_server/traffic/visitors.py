"""Visitors: they come by Poisson's law in the rhythm of an office day, squeezed into minutes."""

import contextlib
import math
import random
from typing import Any

from queue_server.traffic.agenda import Agenda
from queue_server.traffic.api import Api, RefusedError

MOST_WAITING = 60
# One visitor for each counter in so many seconds, on average.
SECONDS_PER_VISITOR_AND_COUNTER = 48.0
DOOR_SECONDS = 10.0
# A day with its two rushes (part of the day, height) passes in so many seconds.
DAY_SECONDS = 20 * 60.0
RUSHES = ((0.25, 1.1), (0.65, 0.9))
RUSH_WIDTH = 0.1
QUIET = 0.5

LANGUAGES = {"pl": 0.4, "uk": 0.35, "ru": 0.12, "en": 0.13}
CHAIN = 0.06
SEVERAL_CASES = 0.15
PRECEDENCE = 0.08
NEEDS = 0.06
GIVES_UP = 0.03
IS_LATE = 0.03


def rush(day_part: float) -> float:
    """How many times the mean the demand is at `day_part` of a day (0 to 1)."""
    return QUIET + sum(
        height * math.exp(-(((day_part - at) / RUSH_WIDTH) ** 2)) for at, height in RUSHES
    )


def serving_shares(branch: Any) -> dict[str, float]:
    """How many counters serve each open service by their usual profile, by the service's id."""
    shares = {service["id"]: 0.0 for service in branch["services"] if service["open"]}
    profiles = {profile["id"]: profile["services"] for profile in branch["profiles"]}
    for counter in branch["counters"]:
        services = [service for service in profiles[counter["profile"]] if service in shares]
        for service in services:
            shares[service] += 1 / len(services)
    return {service: share for service, share in shares.items() if share}


class Visitors:
    """The demand of one branch."""

    def __init__(self, api: Api, agenda: Agenda, rng: random.Random, branch: str) -> None:
        self._api = api
        self._agenda = agenda
        self._rng = rng
        self._path = f"/branches/{branch}"
        self._mean_gap_seconds = SECONDS_PER_VISITOR_AND_COUNTER

    def begin(self, counters: int) -> None:
        """Let the first ones stand at the door, as many as there are counters."""
        self._mean_gap_seconds = SECONDS_PER_VISITOR_AND_COUNTER / counters
        for _ in range(counters):
            self._agenda.after(self._rng.uniform(0, DOOR_SECONDS), self._take)
        self._agenda.after(DOOR_SECONDS, self._come)

    def _come(self) -> None:
        """One visitor comes, and the next one is planned."""
        self._take()
        day_part = (RUSHES[0][0] + self._agenda.elapsed_seconds / DAY_SECONDS) % 1.0
        rate_per_second = rush(day_part) / self._mean_gap_seconds
        self._agenda.after(self._rng.expovariate(rate_per_second), self._come)

    def _take(self) -> None:
        """Take a ticket, unless the hall is full or nothing is open."""
        branch = self._api.get(self._path)
        shares = serving_shares(branch)
        waiting = sum(service["waiting"] for service in branch["services"])
        if not shares or waiting >= MOST_WAITING:
            return
        try:
            ticket = self._api.post(f"{self._path}/tickets", **self._matter(branch, shares))
        except RefusedError:
            return
        self._wait_with(ticket["token"])

    def _matter(self, branch: Any, shares: dict[str, float]) -> dict[str, Any]:
        """What a ticket is asked for: services in proportion to the counters that serve them."""
        first, second = self._rng.choices(list(shares), list(shares.values()), k=2)
        spoken = [language["id"] for language in branch["languages"]]
        likelihood = [LANGUAGES.get(language, 0.1) for language in spoken]
        matter: dict[str, Any] = {"language": self._rng.choices(spoken, likelihood)[0]}
        if first != second and self._happens(CHAIN):
            return matter | {"services": [first, second]}
        service = next(one for one in branch["services"] if one["id"] == first)
        return matter | {"service": first} | self._particulars(branch, service["max_cases"])

    def _particulars(self, branch: Any, max_cases: int) -> dict[str, Any]:
        """Cases, class, needs and the kiosk, where this visitor has any."""
        particulars: dict[str, Any] = {}
        precedence = [one["id"] for one in branch["classes"] if one["precedence"]]
        if max_cases > 1 and self._happens(SEVERAL_CASES):
            particulars["cases"] = self._rng.randint(2, min(3, max_cases))
        if precedence and self._happens(PRECEDENCE):
            particulars["class"] = self._rng.choice(precedence)
        if branch["needs"] and self._happens(NEEDS):
            particulars["needs"] = [self._rng.choice(branch["needs"])["id"]]
        if branch["kiosks"]:
            particulars["kiosk"] = self._rng.choice(branch["kiosks"])["id"]
        return particulars

    def _wait_with(self, token: str) -> None:
        """A few open the ticket's page and step back or give up."""
        after_seconds = self._rng.uniform(10, 60)
        if self._happens(GIVES_UP):
            self._agenda.after(after_seconds, lambda: self._give_up(token))
        elif self._happens(IS_LATE):
            self._agenda.after(after_seconds, lambda: self._step_back(token))

    def _give_up(self, token: str) -> None:
        if self._api.get(f"/public/tickets/{token}")["can"]["cancel"]:
            self._command(f"/public/tickets/{token}/cancel")

    def _step_back(self, token: str) -> None:
        minutes = self._api.get(f"/public/tickets/{token}")["can"]["late"]
        if minutes:
            self._command(f"/public/tickets/{token}/late", minutes=minutes[0])

    def _command(self, path: str, **body: Any) -> None:
        """Do it, unless the clerk was quicker."""
        with contextlib.suppress(RefusedError):
            self._api.post(path, **body)

    def _happens(self, chance: float) -> bool:
        return self._rng.random() < chance
