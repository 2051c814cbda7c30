"""The product's server with one view more: the floor that its own views are measured against.

`python -m bench.server PORT DATA`, of the office of config.yaml, without hours and limits.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import sleep
from typing import Any

from flask import Response

from bench.credentials import AGENT, BOOKING, DISPLAY, PROGRAM
from queue_server import loop, serving
from queue_server.app import Installation, Server
from queue_server.domain.access import EVERYWHERE, PUBLIC, DeviceKind, Permission
from queue_server.identity.hashing import hash_token
from queue_server.office import load
from queue_server.operations import api_tokens, devices
from queue_server.operations.entering import find_program
from queue_server.operations.work import Work
from queue_server.store.database import Writer, open_writer
from queue_server.web.doors import open_to

ROOT = Path(__file__).resolve().parents[1]


def _add_bare_view(server: Server) -> None:
    """A view that does as little as one can that stores a row before it answers."""
    server.bridge.ask(_make_table)

    @server.app.post("/bare")
    @open_to(PUBLIC)
    def bare() -> Response:
        reply = server.bridge.ask(_add_row)
        return Response(reply.body, reply.status, mimetype="application/json")


def _make_table(work: Work) -> dict[str, Any]:
    work.db.run("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT)")
    return {}


def _let_in(work: Work) -> dict[str, Any]:
    """Give those who ask their tokens, where they have none yet."""
    if find_program(work, PROGRAM) is None:
        may = [Permission.ISSUE_TICKETS, Permission.WORK_AT_COUNTERS, Permission.SEE_COUNTERS]
        api_tokens.add(work, PROGRAM, "bench", may, [EVERYWHERE], 30)
        code = devices.begin_pairing(work, DISPLAY, None)["code"]
        devices.approve(work, code, DeviceKind.DISPLAY, "krakow", "main", None)
    return {}


def _add_row(work: Work) -> dict[str, Any]:
    work.db.run("INSERT INTO bare (text) VALUES ('row')")
    return {"ok": True}


class _SlowDisk(Writer):
    """Commits take longer, as on a disk that takes its time to sync."""

    slower_seconds = 0.0

    def commit(self) -> None:
        sleep(self.slower_seconds)
        super().commit()


class _Measured(serving.Gunicorn):
    """One installation with the bare view."""

    def load(self) -> Any:
        super().load()
        assert self.server is not None
        _add_bare_view(self.server)
        self.server.bridge.ask(_let_in)
        return self.server.app


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("data", type=Path)
    parser.add_argument("--slower-ms", type=float, default=0, help="how much slower a commit is")
    parser.add_argument("--most-connections", type=int, help="from one address; any number")
    parser.add_argument("--open", action="store_true", help="ask nobody for credentials")
    parser.add_argument("--alone", action="store_true", help="commit each command by itself")
    asked = parser.parse_args()
    if asked.alone:
        loop._GROUP = 1
    office = load(ROOT / "config.yaml").office
    installation = Installation(
        database=asked.data / "okienko.db",
        office=lambda: office,
        public_url=f"http://127.0.0.1:{asked.port}",
        secret_file=asked.data / "token.secret",
        voice_cache=asked.data / "voice",
        keeps_hours=False,
        guarded=not asked.open,
        companion=hash_token(AGENT),
        booking_companion=hash_token(BOOKING),
        connections_per_address=asked.most_connections,
    )
    if asked.slower_ms:
        _SlowDisk.slower_seconds = asked.slower_ms / 1000
        loop.open_writer = lambda path: _SlowDisk(open_writer(path).raw)  # type: ignore[attr-defined]
    _Measured(installation, f"127.0.0.1:{asked.port}", lambda: None, []).run()


if __name__ == "__main__":
    main()
