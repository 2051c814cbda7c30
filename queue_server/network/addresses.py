"""Addresses as strangers are counted by, and how many connections each has open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from queue_server.domain.fairness import plain_address


def counted_as(address: str | None) -> str:
    """What somebody there is counted by: of IPv6, the network that a household has whole."""
    try:
        return plain_address(address or "")
    except ValueError:  # the other end of a socket on this machine
        return address or ""


class PerAddress:
    """Counts, and says when it is too many."""

    def __init__(self, most: int | None) -> None:
        """`most` may be open at the same time; None: any number."""
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[bool]:
        """For as long as a connection lasts; whether it may."""
        address = counted_as(address)
        self._open[address] += 1
        try:
            yield self._most is None or self._open[address] <= self._most
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
