"""Passwords and PINs are hashed and compared in native threads of their own: never on the hub."""

from __future__ import annotations

from functools import cache

from gevent.threadpool import ThreadPool

from queue_server.identity.hashing import hash_secret, is_secret

#: Whoever tries passwords by the hundred keeps so many cores busy at most.
_THREADS = 1


def proves(kept: str | None, secret: str) -> bool:
    """Whether `secret` has the hash that is kept; the same time passes where none is."""
    right: bool = _pool().apply(is_secret, (kept, secret))
    return right


def hashed(secret: str) -> str:
    """What to keep of a new password or PIN."""
    made: str = _pool().apply(hash_secret, (secret,))
    return made


@cache
def _pool() -> ThreadPool:
    return ThreadPool(_THREADS)
