"""gunicorn with one gevent worker, which begins the loop's process before it has a hub.

Two workers could never both hold the writer's lock, so nothing that would start a second one is
left on: no preload, no `max_requests`, no reload, no control socket.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from importlib import metadata
from types import FrameType
from typing import Any

import gevent
from gevent.monkey import MonkeyPatchWarning
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import AppImportError
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.ggevent import GeventWorker

from queue_server.app import Installation, Server, begin_loop, create_server
from queue_server.loop_process import LoopProcess, nothing
from queue_server.network.addresses import PerAddress
from queue_server.network.forwarding import Network, is_in
from queue_server.problems import MEDIA_TYPE
from queue_server.processes import Companion, die_with_parent
from queue_server.store.database import AlreadyRunning, DatabaseError, NewerSchema
from queue_server.web import refusing

log = logging.getLogger(__name__)

#: How long a stopping server may take, of the two seconds until its process is gone.
_STOPPING_SECONDS = 1.5
#: How long a worker that cannot start waits before the parent starts the next.
_TRY_AGAIN_SECONDS = 1.0

#: How long a native thread that reckons, for a draft say, goes on while the hub waits: a call takes
#: its turn several times, and would come ten times later at Python's own 5 ms.
_GIVE_WAY_SECONDS = 0.0005
#: How long the rest of a request that cannot be read is waited for, and how much of it.
_LINGER_SECONDS = 1.0
_LINGER_PARTS = 100
#: How a request that gunicorn cannot read is answered; any other with 400.
_UNREADABLE: dict[type[BaseException], HTTPStatus] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}


class Parent(Arbiter):
    """The process that starts the worker anew when it dies, and keeps the companions running.

    What would start a second worker beside the first does nothing.
    """

    app: Gunicorn

    def handle_hup(self) -> None:
        log.warning("there is no reload and no second worker; stop and start instead")

    handle_usr2 = handle_ttin = handle_hup

    def manage_workers(self) -> None:
        super().manage_workers()
        for companion in self.app.companions:
            companion.keep(time.monotonic())

    def stop(self, graceful: bool = True) -> None:
        for companion in self.app.companions:
            companion.stop()
        super().stop(graceful)


@contextmanager
def _no_plugins() -> Iterator[None]:
    """gevent would look for plugins in all packages at each of its 25 steps: 0.1 s of a start."""
    look = metadata.entry_points
    metadata.entry_points = lambda **_about: metadata.EntryPoints()  # type: ignore[assignment]
    try:
        yield
    finally:
        metadata.entry_points = look


class Worker(GeventWorker):
    """The one worker. Told to end, it answers what it accepted, lets its screens go and exits."""

    server: Server | None = None
    open: PerAddress | None = None
    trusted: Sequence[Network] = ()

    def init_process(self) -> None:
        die_with_parent(self.ppid)
        self.app.begin()  # type: ignore[attr-defined]  # while there is neither hub nor thread
        self.app.still_waiting = self.notify  # type: ignore[attr-defined]
        sys.setswitchinterval(_GIVE_WAY_SECONDS)
        super().init_process()

    def init_signals(self) -> None:
        super().init_signals()
        for number in (signal.SIGHUP, signal.SIGUSR2):
            signal.signal(number, signal.SIG_IGN)

    def patch(self) -> None:
        with warnings.catch_warnings():
            # The server itself speaks no TLS, so it does not matter that ssl is already imported.
            warnings.simplefilter("ignore", MonkeyPatchWarning)
            with _no_plugins():
                super().patch()

    def handle_error(self, request: Any, client: Any, address: Any, error: BaseException) -> None:
        """Answer what cannot be read as a request with a problem, like every other fault."""
        if not isinstance(error, ParseException):
            super().handle_error(request, client, address, error)
            return
        status = _UNREADABLE.get(type(error), HTTPStatus.BAD_REQUEST)
        body = json.dumps(refusing.http_problem(status, str(error)[:200])).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        with suppress(OSError):
            client.settimeout(_LINGER_SECONDS)
            client.sendall(head.encode() + body)
            client.shutdown(socket.SHUT_WR)
            for _ in range(_LINGER_PARTS):  # closing on what was not read takes the answer back
                if not client.recv(65536):
                    break

    def handle(self, listener: Any, client: Any, address: Any) -> None:
        """Serve a connection, unless its address has too many; a known proxy counts by itself."""
        peer = address[0] if isinstance(address, tuple) else ""  # none on a socket of this machine
        if self.open is None or not peer or is_in(peer, self.trusted):
            super().handle(listener, client, address)
            return
        with self.open.one_more(peer) as may:
            if may:
                super().handle(listener, client, address)
            else:
                client.close()

    def load_wsgi(self) -> None:
        try:
            super().load_wsgi()
        except AppImportError as error:
            if self.age == 1:
                raise
            # It ran before, so what is in the way may pass: a full disk, the lock of one who dies.
            log.error("the server cannot start again yet: %s", error)
            time.sleep(_TRY_AGAIN_SECONDS)
            sys.exit(1)
        self.server = self.app.server  # type: ignore[attr-defined]
        installation: Installation = self.app.installation  # type: ignore[attr-defined]
        self.open = PerAddress(installation.connections_per_address)
        self.trusted = installation.trusted_proxies

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        gevent.spawn(self._stop)

    handle_quit = handle_exit

    def _stop(self) -> None:
        if self.server is not None:
            self.server.stop(_STOPPING_SECONDS)
        gevent.sleep(0.05)  # what was just answered is on its way out
        os._exit(0)


class Gunicorn(BaseApplication):
    """Runs one installation; `ready` is called in the parent once it listens."""

    def __init__(
        self,
        installation: Installation,
        bind: str,
        ready: Callable[[], None],
        companions: Sequence[Companion],
    ) -> None:
        self.installation = installation
        self.companions = companions
        self.server: Server | None = None
        self._loop: LoopProcess | OSError | None = None
        #: How the worker tells that it lives, who is ended by its parent where it does not.
        self.still_waiting: Callable[[], object] = nothing
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
            "graceful_timeout": 2,
            "keepalive": 75,
            "control_socket_disable": True,
            # What proxies say is read by the application, and of configured ones alone.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "loglevel": "warning",
            "when_ready": lambda _arbiter: self._ready(),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def begin(self) -> None:
        """Begin the loop; `load` tells why it could not."""
        try:
            self._loop = begin_loop(self.installation)
        except OSError as error:
            self._loop = error

    def load(self) -> Any:
        assert self._loop is not None
        try:
            if isinstance(self._loop, OSError):
                raise self._loop
            self.server = create_server(self.installation, self._loop, self.still_waiting)
        except (AlreadyRunning, NewerSchema, DatabaseError, OSError) as error:
            raise AppImportError(f"{self.installation.database}: {error}") from error
        return self.server.app

    def run(self) -> None:
        Parent(self).run()


def serve(
    installation: Installation,
    bind: str,
    ready: Callable[[], None],
    companions: Sequence[Companion] = (),
) -> None:
    """Serve until stopped, with `companions` beside."""
    Gunicorn(installation, bind, ready, companions).run()
