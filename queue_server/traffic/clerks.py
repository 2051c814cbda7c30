"""Clerks: each does the next sensible thing at a counter, until a person acts there."""

import math
import random
from typing import Any

from queue_server.traffic.agenda import Agenda
from queue_server.traffic.api import Api, RefusedError

HANDS_OFF_SECONDS = 5 * 60.0
REFUSED_SECONDS = 2.0

SERVING_MEDIAN_SECONDS = 24.0
SERVING_SPREAD = 0.5
LONGEST_SERVING_SECONDS = 90.0

COMES = 0.85
COMES_AFTER_RECALL = 0.5
PUT_BACK = 0.03
PARK = 0.06
TRANSFER = 0.06
PAUSE = 0.04
PICK_UP_PARKED = 0.3
REVIVE = 0.15
CONTACT = 0.05


class Clerk:
    """One clerk at one counter. What stands there is asked of the server before every step."""

    def __init__(
        self,
        api: Api,
        agenda: Agenda,
        rng: random.Random,
        branch: str,
        counter: str,
        name: str,
    ) -> None:
        self._api = api
        self._agenda = agenda
        self._rng = rng
        self._branch = f"/branches/{branch}"
        self._path = f"{self._branch}/counters/{counter}"
        self._name = name
        self._left: tuple[Any, ...] | None = None

    def work(self) -> None:
        """Take one step and plan the next; a counter that somebody else has used is theirs."""
        view = self._api.get(self._path)
        if self._left not in (None, seen(view)):
            self._left = None
            self._agenda.after(HANDS_OFF_SECONDS, self.work)
            return
        try:
            pause_seconds = self._step(view)
        except RefusedError:
            pause_seconds = REFUSED_SECONDS
        self._left = seen(self._api.get(self._path))
        self._agenda.after(pause_seconds, self.work)

    def _step(self, view: Any) -> float:
        """Do what the counter needs now; seconds until the next step."""
        if not view["open"]:
            self._do("open", clerk=self._name)
            return self._between(1, 3)
        if view["paused"]:
            self._do("resume")
            return self._between(1, 3)
        if view["ticket"] is None:
            return self._idle(view)
        if view["ticket"]["state"] == "called":
            return self._called(view["ticket"])
        return self._serving(view)

    def _idle(self, view: Any) -> float:
        if self._happens(PAUSE):
            return self._pause()
        if self._happens(CONTACT):
            self._count_contact()
        if view["missed"] and self._happens(REVIVE):
            self._api.post(f"/tickets/{view['missed'][0]['id']}/revive")
        if view["parked"] and self._happens(PICK_UP_PARKED):
            self._do("serve", ticket=view["parked"][0]["id"])
            return self._serving_seconds(view["parked"][0])
        called = self._do("next")["ticket"]
        return self._between(4, 12) if called else self._between(2, 6)

    def _called(self, ticket: Any) -> float:
        if self._happens(COMES if ticket["calls"] == 1 else COMES_AFTER_RECALL):
            self._do("start")
            return self._serving_seconds(ticket)
        if ticket["calls"] == 1:
            self._do("recall")
            return self._between(11, 16)
        if self._happens(PUT_BACK / COMES_AFTER_RECALL):
            self._do("return")
        else:
            self._do("no-show")
        return self._between(1, 3)

    def _serving(self, view: Any) -> float:
        if self._happens(PARK):
            self._do("park", minutes=self._rng.randint(1, 3))
        elif self._happens(TRANSFER):
            self._transfer(view["ticket"])
        else:
            self._do("finish", **self._outcome())
        return self._between(1, 3)

    def _pause(self) -> float:
        reasons = self._api.get(self._branch)["pause_reasons"]
        self._do("pause", **({"reason": self._rng.choice(reasons)["id"]} if reasons else {}))
        return self._between(20, 45)

    def _transfer(self, ticket: Any) -> None:
        branch = self._api.get(self._branch)
        profiles = {profile["id"]: profile["services"] for profile in branch["profiles"]}
        served = {s for c in branch["counters"] if c["open"] for s in profiles[c["profile"]]}
        others = sorted(served - {ticket["service"]})
        if others:
            self._do("transfer", service=self._rng.choice(others), position="due")

    def _outcome(self) -> dict[str, str]:
        outcomes = self._api.get(self._branch)["outcomes"]
        return {"outcome": self._rng.choice(outcomes)["id"]} if outcomes else {}

    def _count_contact(self) -> None:
        topics = self._api.get(self._branch)["topics"]
        if topics:
            topic = self._rng.choice(topics)["id"]
            self._api.post(f"{self._branch}/contacts", topic=topic, channel="counter")

    def _do(self, verb: str, **body: Any) -> Any:
        return self._api.post(f"{self._path}/{verb}", **body)

    def _serving_seconds(self, ticket: Any) -> float:
        seconds = SERVING_MEDIAN_SECONDS * self._rng.lognormvariate(0, SERVING_SPREAD)
        return min(seconds * math.sqrt(ticket["cases"]), LONGEST_SERVING_SECONDS)

    def _between(self, low_seconds: float, high_seconds: float) -> float:
        return self._rng.uniform(low_seconds, high_seconds)

    def _happens(self, chance: float) -> bool:
        return self._rng.random() < chance


def seen(view: Any) -> tuple[Any, ...]:
    """What tells whether anybody has acted at a counter."""
    ticket = view["ticket"] or {}
    return (
        view["open"],
        view["paused"],
        ticket.get("id"),
        ticket.get("state"),
        ticket.get("calls"),
    )
