"""How many connections each address has open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class PerAddress:
    """Counts, and says when it is too many."""

    def __init__(self, most: int | None) -> None:
        """`most` may be open at the same time; None: any number."""
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[bool]:
        """For as long as a connection lasts; whether it may."""
        self._open[address] += 1
        try:
            yield self._most is None or self._open[address] <= self._most
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
