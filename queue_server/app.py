"""The application: a loop, the views that follow it, and what speaks HTTP and Socket.IO."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, jsonify
from flask_socketio import SocketIO

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC
from queue_server.domain.sessions import SessionRules
from queue_server.expecting import Expecting
from queue_server.identity.tokens import Tokens, secret_of
from queue_server.live import Live
from queue_server.loop import Clock, DispatchLoop
from queue_server.loop_process import LoopProcess, nothing
from queue_server.moment import Setting
from queue_server.network.forwarding import Forwarding, Network
from queue_server.office import Office
from queue_server.office.media import PiperVoices
from queue_server.office.signing import Provider
from queue_server.operations.work import ACCESS, OFFICE, Change
from queue_server.voice import ClipFolder, Piper, Voice
from queue_server.web import (
    choosing,
    cookies,
    defence,
    health,
    media,
    noticing,
    office_files,
    openapi,
    pages,
    playlists,
    rates,
    reading,
    refusing,
    routes,
    sessions,
    sifting,
    slips,
    status_page,
    voice_calls,
)
from queue_server.web.api import audit, contract, reports
from queue_server.web.connections import Connections
from queue_server.web.csrf import Csrf
from queue_server.web.doors import Doors, needs_of_all, open_to
from queue_server.web.forms import Forms
from queue_server.web.provider import ProviderPages
from queue_server.web.sightings import keep_sightings
from queue_server.web.sign_in import SignInPages
from queue_server.web.signing import Signing
from queue_server.web.sockets import Sockets
from queue_server.web.sweeping import sweep_uploads

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug.routing import MapAdapter


@dataclass(frozen=True)
class Installation:
    """Where and how one server runs. `office` is revision 1 of an empty database.

    `guarded`: callers need credentials; `companion` is the hash of the token of the agent that the
    server starts, `booking_companion` that of the booking site's, `first_link` that of the link by
    which the first account is made.
    """

    database: Path
    office: Callable[[], Office]
    public_url: str
    secret_file: Path
    voice_cache: Path
    keeps_hours: bool = True
    demo: bool = False
    guarded: bool = False
    sessions: SessionRules = field(default_factory=SessionRules)
    companion: str | None = None
    booking_url: str | None = None
    booking_companion: str | None = None
    message_channels: frozenset[str] = frozenset()
    first_link: str | None = None
    oidc: Provider | None = None
    oidc_secret: str = ""
    slips: Path | None = None
    media_folder: Path = Path("media")
    framed_by: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    connections_per_address: int | None = None
    clips: Path | None = None
    piper: PiperVoices | None = None
    #: How far its clock is ahead, for demonstrations.
    clock_ahead: timedelta = timedelta()


@dataclass(frozen=True)
class Server:
    """A running application."""

    app: Flask
    socketio: SocketIO
    bridge: Bridge

    def stop(self, patience_seconds: float = 1.0) -> None:
        """Answer what was accepted, refuse the rest, and disconnect the screens."""
        self.bridge.close(patience_seconds)
        engine = self.socketio.server.eio  # type: ignore[attr-defined]
        for socket in list(engine.sockets.values()):
            socket.close(wait=False)


def _voice(installation: Installation) -> Voice:
    piper = installation.piper
    return Voice(
        installation.voice_cache,
        clips=ClipFolder(installation.clips) if installation.clips else None,
        piper=Piper(piper.program, {m.language: m.file for m in piper.models}) if piper else None,
    )


def begin_loop(installation: Installation) -> LoopProcess:
    """Let the loop begin in a process of its own; from a process that has no hub yet."""
    setting = Setting(
        Tokens(secret_of(installation.secret_file)),
        installation.public_url.rstrip("/"),
        keeps_hours=installation.keeps_hours,
        demo=installation.demo,
        guarded=installation.guarded,
        sessions=installation.sessions,
        companion=installation.companion,
        booking_url=installation.booking_url,
        booking_companion=installation.booking_companion,
        message_channels=installation.message_channels,
        media_folder=installation.media_folder,
    )
    database, ahead = installation.database, installation.clock_ahead
    clock = Clock(lambda: datetime.now(UTC) + ahead)
    make = partial(DispatchLoop, database, installation.office, setting, clock=clock)
    return LoopProcess(make, setting, clock)


def create_server(
    installation: Installation, loop: LoopProcess, still_waiting: Callable[[], object] = nothing
) -> Server:
    """Build what speaks to the loop; must run on the hub that will serve it.

    Raises what the loop could not begin for; `still_waiting` is called until it has.
    """
    bridge = Bridge(installation.database, loop)
    app = _Pages(__name__, static_folder=None)
    pages = app.wsgi_app
    socketio = SocketIO(
        app,
        async_mode="gevent",
        ping_interval=4,
        ping_timeout=3,
        max_http_buffer_size=64 * 1024,
        manage_session=False,
    )
    doors, csrf = Doors(bridge), Csrf(bridge)
    _stand_before_routes(app, bridge, doors, csrf, guarded=installation.guarded)
    _add_routes(app, bridge, doors, csrf, installation)
    bridge.begin(still_waiting)  # not before: the loop opens its database while the routes are made
    _add_sockets(socketio, bridge, doors, csrf, installation)
    defence.attach(app, bridge.loop.setting.public_url, list(installation.framed_by))
    app.wsgi_app = Forwarding(  # type: ignore[method-assign]
        _by_path(app.wsgi_app, pages), installation.trusted_proxies
    )
    needs_of_all(app)
    return Server(app, socketio, bridge)


class _Pages(Flask):
    """Does not ask with each request what it asked before: that costs a tenth of an answer."""

    def __init__(self, *about: Any, **more: Any) -> None:
        self._matches: routes.Matches = {}
        super().__init__(*about, **more)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func  # no view of ours is a coroutine

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        adapter = super().create_url_adapter(request)
        return routes.remember(adapter, self._matches) if adapter and request else adapter


def _by_path(sockets: WSGIApplication, pages: WSGIApplication) -> WSGIApplication:
    """Socket.IO gets what is its own; it makes a class for each request that passes through it."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = sockets if environ["PATH_INFO"].startswith("/socket.io/") else pages
        return kind(environ, start_response)

    return serve


def _add_sockets(
    socketio: SocketIO, bridge: Bridge, doors: Doors, csrf: Csrf, installation: Installation
) -> None:
    """What screens follow, and who is told of each commit."""
    setting = bridge.loop.setting
    engine = socketio.server.eio  # type: ignore[attr-defined]
    engine.cors_allowed_origins = csrf.allows
    refusing.attach_engine(engine)
    most = installation.connections_per_address
    connections = Connections(socketio, doors, setting.seen, most)
    live = Live(socketio, bridge)
    keep_sightings(bridge)
    sweep_uploads(installation.media_folder)
    expecting = Expecting(installation.database, bridge, live.refresh_waits)
    sockets = Sockets(socketio, bridge, live, doors, connections)

    def heed(changes: set[Change]) -> None:
        if ACCESS in changes:
            doors.forget()

    def publish(changes: set[Change]) -> None:
        if ACCESS in changes:
            connections.review()
        live.publish(changes)
        if OFFICE in changes:
            sockets.follow_office()
        expecting.changed()

    bridge.heed, bridge.publish = heed, publish
    if setting.keeps_hours:
        expecting.changed()  # waits before opening, and past closing, count from the start
    socketio.on_namespace(sockets)
    sifting.attach(socketio, connections)


def _stand_before_routes(
    app: Flask, bridge: Bridge, doors: Doors, csrf: Csrf, *, guarded: bool
) -> None:
    """What every request passes, in this order."""
    refusing.attach(app, Forms(bridge))
    health.attach(app, bridge)
    cookies.attach(app, bridge.loop.setting.public_url)
    doors.attach(app)
    csrf.attach(app)
    if guarded:
        rates.attach(app)
    reading.attach(app)
    noticing.attach(app)


def _add_routes(
    app: Flask, bridge: Bridge, doors: Doors, csrf: Csrf, installation: Installation
) -> None:
    """The contract's calls, and everything beside them that has an address."""
    voice, signing = _voice(installation), Signing(bridge)
    provider = installation.oidc.name if installation.oidc else None
    pages_of_sign_in = SignInPages(bridge, signing, installation.first_link, provider)
    found = [
        contract.blueprint(bridge),
        sessions.blueprint(bridge, doors, csrf, signing),
        pages_of_sign_in.blueprint(),
        media.blueprint(bridge, voice),
        voice_calls.blueprint(bridge, voice),
        playlists.blueprint(bridge),
        office_files.blueprint(bridge),
        slips.previews(bridge),
        audit.export(bridge),
        reports.export(bridge),
        status_page.blueprint(bridge),
        choosing.blueprint(bridge),
        pages.blueprint(bridge),
    ]
    if installation.oidc:
        secret = installation.oidc_secret
        through = ProviderPages(bridge, signing, pages_of_sign_in, installation.oidc, secret)
        found.append(through.blueprint())
    if installation.slips is not None:
        found.append(slips.blueprint(bridge, installation.slips))
    for blueprint in found:
        app.register_blueprint(blueprint)

    @app.get("/api/v1/openapi.json")
    @open_to(PUBLIC)
    def contract_document() -> Response:
        return jsonify(openapi.document(contract, version("okienko")))
