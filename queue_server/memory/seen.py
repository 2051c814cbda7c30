"""When devices were last there, and how many connections each has open; kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Sight:
    """When and from where a device was there."""

    at: datetime
    address: str | None


@dataclass
class Seen:
    """By the id of a caller: its last request, and its open sockets."""

    sights: dict[str, Sight] = field(default_factory=dict)
    sockets: Mapping[str, int] = field(default_factory=dict)
    _news: set[str] = field(default_factory=set)

    def note(self, caller: str, at: datetime, address: str | None) -> None:
        """It has just asked for something."""
        self.sights[caller] = Sight(at, address)
        self._news.add(caller)

    def take_news(self) -> dict[int, Sight]:
        """By the number of a device, what has been noted since it was asked last."""
        news, self._news = self._news, set()
        numbers = {caller: caller.partition("device:")[2] for caller in news}
        return {int(text): self.sights[one] for one, text in numbers.items() if text.isdigit()}
