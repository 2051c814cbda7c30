"""Open sockets are looked at, whatever else happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent.event import Event

from queue_server.memory.seen import Seen
from queue_server.web import connections
from queue_server.web.connections import Connections
from queue_server.web.doors import Doors
from tests.guarded import guarded

PATIENCE_SECONDS = 20.0


class Watched(Connections):
    """Tells that idle sockets were looked for."""

    def __init__(self, *about: Any) -> None:
        self.looked = Event()
        super().__init__(*about)

    def _close_idle(self) -> None:
        self.looked.set()


def test_idle_sockets_are_closed_while_rights_change_without_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guarded(tmp_path) as server:
        monkeypatch.setattr(connections, "_LOOK_SECONDS", 0.2)
        made = Watched(server.server.socketio, Doors(server.bridge), Seen(), None)

        def change_forever() -> None:
            while True:
                made.review()
                gevent.sleep(0)

        changing = gevent.spawn(change_forever)
        assert made.looked.wait(PATIENCE_SECONDS)
        changing.kill()
