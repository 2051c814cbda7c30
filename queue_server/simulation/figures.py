"""What a simulated time came to: waits, punctuality, idleness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import fmean

from queue_server.domain.reporting import quantile


@dataclass
class Figures:
    """Minutes unless named otherwise. An appointment's delay counts from when it was due."""

    walk_in_waits: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    late_comers: int = 0
    refused: int = 0
    missed: int = 0
    left: int = 0
    open_time: timedelta = timedelta()
    idle_time: timedelta = timedelta()

    def called_within(self, minutes: float) -> float:
        """The share of appointments that were called at most so long after they were due."""
        return _share([delay <= minutes for delay in self.delays])

    @property
    def mean_wait(self) -> float:
        return fmean(self.walk_in_waits) if self.walk_in_waits else 0.0

    @property
    def long_wait(self) -> float:
        """The wait that one walk-in in ten exceeds."""
        return quantile(self.walk_in_waits, 0.9)

    @property
    def idle(self) -> float:
        """The share of the counters' open time in which they had nobody."""
        return self.idle_time / self.open_time if self.open_time else 0.0

    def as_json(self) -> dict[str, float | int]:
        """The figures for programs."""
        return {
            "appointments": len(self.delays),
            "called_within_5_minutes": round(self.called_within(5), 4),
            "called_within_15_minutes": round(self.called_within(15), 4),
            "walk_ins": len(self.walk_in_waits),
            "walk_in_wait_mean_minutes": round(self.mean_wait, 2),
            "walk_in_wait_p90_minutes": round(self.long_wait, 2),
            "late_comers": self.late_comers,
            "missed": self.missed,
            "refused": self.refused,
            "left_at_days_end": self.left,
            "idle": round(self.idle, 4),
        }


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 1.0
