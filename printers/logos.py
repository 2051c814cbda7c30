"""Logos of slips, fetched from the server once for each version and kept while the agent runs."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_AGAIN_SECONDS = 60
"""After which a logo that could not be fetched is tried again; slips print without it meanwhile."""
_KEPT = 16


class Logos:
    """For one thread. An address changes with its file, so what was fetched is never stale."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        """`fetch` gets what the server has at an address; any fault of its is a missing logo."""
        self._fetch = fetch
        self._kept: dict[str, bytes] = {}
        self._failed_at: dict[str, float] = {}

    def get(self, address: str) -> bytes | None:
        """The picture at an address of the server; None where it cannot be had now."""
        if address in self._kept:
            return self._kept[address]
        if time.monotonic() < self._failed_at.get(address, -_AGAIN_SECONDS) + _AGAIN_SECONDS:
            return None
        try:
            data = self._fetch(address)
        except Exception as error:  # noqa: BLE001  # a logo never keeps a slip from printing
            _LOG.warning("no logo from %s: %s", address, error)
            _remember(self._failed_at, address, time.monotonic())
            return None
        _remember(self._kept, address, data)
        return data


def _remember(kept: dict[str, T], address: str, value: T) -> None:
    while len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[address] = value
