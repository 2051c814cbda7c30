"""Uploads that nobody goes on with are deleted in time, whether or not another one comes."""

from __future__ import annotations

from pathlib import Path

import gevent

from queue_server.operations.uploads import ABANDONED_SECONDS, clear_abandoned
from queue_server.web.media import off_hub


def sweep_uploads(folder: Path) -> None:
    """Begin; ends with the server."""
    gevent.spawn(_sweep_forever, folder)


def _sweep_forever(folder: Path) -> None:
    while True:
        off_hub(lambda: clear_abandoned(folder))
        gevent.sleep(ABANDONED_SECONDS)
