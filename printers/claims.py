"""What an agent knows of the jobs it has to do with, so that none is sent twice."""

import time
from dataclasses import dataclass, field

from printers.jobs import Job

_REMEMBERED = 10_000

Key = tuple[int, str]


@dataclass(frozen=True)
class Claim:
    """A job that was claimed, and when that was, by this machine's own count of seconds."""

    job: Job
    number: int
    since: float = field(default_factory=time.monotonic)


class Claims:
    """Jobs that are ours, that were ours and were given back, that are never to be sent again."""

    def __init__(self) -> None:
        self._count = 0
        self._held: dict[Key, Claim] = {}
        """Jobs that the server may hold as `sent` while no byte of them is out."""
        self._returned: set[Key] = set()
        """Jobs given back; a view from before that still has them as `sent`."""
        self._closed: dict[Key, None] = {}
        """Jobs never to be sent again, whatever an older view says of them; the last thousands."""

    def held(self) -> list[Job]:
        """Those that are ours, and no byte of them out."""
        return [claim.job for claim in self._held.values()]

    def closed(self, job: Job) -> bool:
        """Whether it is never to be sent again."""
        return job.key in self._closed

    def known(self, job: Job) -> bool:
        """Whether it ever was ours; if not, another agent began it."""
        return any(job.key in jobs for jobs in (self._held, self._returned, self._closed))

    def number(self, job: Job) -> int | None:
        """Which claim it is held by: a job given back and claimed anew has another."""
        claim = self._held.get(job.key)
        return claim.number if claim else None

    def older_than(self, job: Job, seconds: float) -> bool:
        """Whether it was claimed longer ago than that."""
        claim = self._held.get(job.key)
        return claim is not None and time.monotonic() - claim.since > seconds

    def take(self, job: Job) -> None:
        """It is ours from now on, unless it is already."""
        if job.key not in self._held:
            self._count += 1
            self._held[job.key] = Claim(job, self._count)
            self._returned.discard(job.key)

    def lose(self, job: Job) -> None:
        """It is not ours after all; it may come back."""
        self._held.pop(job.key, None)

    def give_back(self, job: Job) -> None:
        """It is about to be given back."""
        self._returned.add(job.key)

    def close(self, job: Job) -> None:
        """It is never to be sent again."""
        self.lose(job)
        self._closed[job.key] = None
        if len(self._closed) > _REMEMBERED:
            del self._closed[next(iter(self._closed))]
