"""How the office keeps booking fair: limits, proof of work, and when given-up places are free."""

from __future__ import annotations

import ipaddress
from datetime import time, timedelta
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from queue_server.office.fields import CLOCK, Model, ProxyNetwork

Clock = Annotated[str, StringConstraints(pattern=CLOCK)]


class FairnessRules(Model):
    """What keeps everyone's chance at a visit the same. Staff who book have no limits."""

    open_per_contact: int | None = Field(
        None,
        ge=1,
        le=1000,
        description="So many visits to come may be booked with one e-mail address or phone number. "
        "Left out: any number.",
    )
    per_address_a_day: int | None = Field(
        None,
        ge=1,
        le=100_000,
        description="So many places may be held from one address of the internet on one day. "
        "Left out: any number.",
    )
    own_networks: list[ProxyNetwork] = Field(
        [], description="The office's own networks: no limit by address and no proof of work there."
    )
    proof_of_work: int | None = Field(
        None,
        ge=1000,
        le=10_000_000,
        description="A browser that books tries at most so many hashes first, half of them on "
        "average; 100000 takes a phone some seconds. Left out: none.",
    )
    released_at: list[Clock] = Field(
        [],
        max_length=24,
        description="When places of cancelled visits are free again, each day. Left out: at once.",
    )
    offer_hours: float = Field(
        24,
        gt=0,
        le=336,
        description="So long a place is held for who waits for one, from the mail that offers it.",
    )

    @cached_property
    def release_times(self) -> list[time]:
        """When given-up places are free again, in the order of a day."""
        return sorted(time.fromisoformat(at) for at in self.released_at)

    @property
    def offer(self) -> timedelta:
        return timedelta(hours=self.offer_hours)

    def is_own(self, address: str) -> bool:
        """Whether an address belongs to the office."""
        asked = ipaddress.ip_address(address)
        if isinstance(asked, ipaddress.IPv6Address) and asked.ipv4_mapped:
            asked = asked.ipv4_mapped
        return any(asked in ipaddress.ip_network(network) for network in self.own_networks)
