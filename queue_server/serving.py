"""gunicorn with one gevent worker: the loop starts inside it, after its hub exists.

Two workers could never both hold the writer's lock, so nothing that would start a second one is
left on: no preload, no `max_requests`, no reload, no control socket.
"""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any

import gevent
from gevent.monkey import MonkeyPatchWarning
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.ggevent import GeventWorker

from queue_server.app import Installation, Server, create_server
from queue_server.processes import die_with_parent

#: How long a stopping server may take, of the two seconds until its process is gone.
_STOPPING_SECONDS = 1.0


class Worker(GeventWorker):
    """The one worker. On SIGTERM it answers what it accepted, lets its screens go and exits."""

    server: Server | None = None

    def init_process(self) -> None:
        die_with_parent()
        super().init_process()

    def patch(self) -> None:
        with warnings.catch_warnings():
            # The server itself speaks no TLS, so it does not matter that ssl is already imported.
            warnings.simplefilter("ignore", MonkeyPatchWarning)
            super().patch()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.server = self.app.server  # type: ignore[attr-defined]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        gevent.spawn(self._stop)

    def _stop(self) -> None:
        if self.server is not None:
            self.server.stop(_STOPPING_SECONDS)
        gevent.sleep(0.05)  # what was just answered is on its way out
        os._exit(0)


class Gunicorn(BaseApplication):
    """Runs one installation; `ready` is called in the parent once it listens."""

    def __init__(
        self, installation: Installation, bind: str, ready: Callable[[Arbiter], None]
    ) -> None:
        self.installation = installation
        self.server: Server | None = None
        self._bind = bind
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": Worker,
            "workers": 1,
            "worker_connections": 4000,
            "preload_app": False,
            "max_requests": 0,
            "reload": False,
            "timeout": 30,
            "graceful_timeout": 1,
            "keepalive": 75,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self._when_ready,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        self.server = create_server(self.installation)
        return self.server.app

    def _when_ready(self, arbiter: Arbiter) -> None:
        for name in ("SIGHUP", "SIGUSR2", "SIGTTIN", "SIGTTOU", "SIGWINCH"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        self._ready(arbiter)


def serve(
    installation: Installation, bind: str, ready: Callable[[Arbiter], None] = lambda _arbiter: None
) -> None:
    """Serve until stopped."""
    Gunicorn(installation, bind, ready).run()
