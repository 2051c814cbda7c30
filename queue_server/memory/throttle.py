"""Wrong tries slow down whoever makes them: longer each time, and nobody for ever.

Kept in memory: each wrong try would otherwise be a write that a stranger causes, and a restart
gives back a handful of tries only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from queue_server.domain.errors import TooManyTries

#: No wait is longer than this, and what nobody tried for so long is forgotten.
LONGEST = timedelta(minutes=15)
#: What is known of those who tried longest ago is forgotten above so many.
_MOST_KEPT = 20_000


class Trier(NamedTuple):
    """Who or what is tried, and how many wrong tries cost nothing."""

    kind: str
    value: str
    free: int


@dataclass(frozen=True)
class _Tries:
    wrong: int
    until: datetime


class Throttle:
    """Counts wrong tries. After the free ones each doubles the wait, from one second on."""

    def __init__(self, longest: timedelta = LONGEST) -> None:
        """No wait is longer than `longest`."""
        self._longest = longest
        self._kept: OrderedDict[tuple[str, str], _Tries] = OrderedDict()

    def refuse(self, triers: Iterable[Trier], now: datetime) -> None:
        """Refuse with `too_many_tries` while any of them has to wait."""
        waits = [self._of(trier, now).until - now for trier in triers]
        longest = max(waits, default=timedelta())
        if longest > timedelta():
            raise TooManyTries(-(-longest // timedelta(seconds=1)))

    def count(self, triers: Iterable[Trier], now: datetime) -> None:
        """A try begins, which is wrong until it has proved right: many at once count as many."""
        for trier in triers:
            tries = self._of(trier, now)
            wrong = tries.wrong + 1
            wait = timedelta()
            if wrong > trier.free:
                doubled = timedelta(seconds=2 ** min(wrong - trier.free - 1, 20))
                wait = min(doubled, self._longest)
            self._kept[trier[:2]] = _Tries(wrong, now + wait)
            self._kept.move_to_end(trier[:2])
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def take_back(self, triers: Iterable[Trier], now: datetime) -> None:
        """One was right: it did not count. Those of others stay."""
        for trier in triers:
            tries = self._of(trier, now)
            self._kept[trier[:2]] = _Tries(max(tries.wrong - 1, 0), now)

    def _of(self, trier: Trier, now: datetime) -> _Tries:
        """What is known; forgotten once nothing was tried for a while after the wait."""
        tries = self._kept.get(trier[:2])
        if tries is None or now > tries.until + LONGEST:
            return _Tries(0, now)
        return tries
