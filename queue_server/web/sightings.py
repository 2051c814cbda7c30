"""Keeps when devices were last there: now and then, for all at once, in one command."""

from __future__ import annotations

from functools import partial

import gevent

from queue_server.bridge import Bridge
from queue_server.operations import devices

_EVERY_SECONDS = 60.0


def keep_sightings(bridge: Bridge) -> None:
    """Begin; ends with the server."""
    gevent.spawn(_note_forever, bridge)


def _note_forever(bridge: Bridge) -> None:
    seen = bridge.loop.setting.seen
    while True:
        gevent.sleep(_EVERY_SECONDS)
        if news := seen.take_news():
            bridge.ask(partial(devices.note_seen, seen=news))
