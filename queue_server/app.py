"""The application: a loop, the views that follow it, and what speaks HTTP and Socket.IO."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from flask import Flask, Response, jsonify
from flask_socketio import SocketIO

from queue_server.bridge import Bridge
from queue_server.expecting import Expecting
from queue_server.live import Live
from queue_server.loop import DispatchLoop
from queue_server.moment import Setting
from queue_server.office import Office
from queue_server.office.media import PiperVoices
from queue_server.operations.work import Change
from queue_server.tokens import Tokens, secret_of
from queue_server.voice import ClipFolder, Piper, Voice
from queue_server.web import (
    health,
    media,
    openapi,
    pages,
    playlists,
    refusing,
    slips,
    voice_calls,
)
from queue_server.web.api import contract
from queue_server.web.sockets import Sockets


@dataclass(frozen=True)
class Installation:
    """Where and how one server runs. `office` is revision 1 of an empty database."""

    database: Path
    office: Callable[[], Office]
    public_url: str
    secret_file: Path
    voice_folder: Path
    keeps_hours: bool = True
    demo: bool = False
    slips: Path | None = None
    media_folder: Path = Path("media")
    clips: Path | None = None
    piper: PiperVoices | None = None


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
        installation.voice_folder,
        clips=ClipFolder(installation.clips) if installation.clips else None,
        piper=Piper(piper.program, {m.language: m.file for m in piper.models}) if piper else None,
    )


def create_server(installation: Installation) -> Server:
    """Start the loop and build what speaks to it; must run on the hub that will serve it."""
    setting = Setting(
        Tokens(secret_of(installation.secret_file)),
        installation.public_url.rstrip("/"),
        keeps_hours=installation.keeps_hours,
        demo=installation.demo,
        media_folder=installation.media_folder,
    )
    database = installation.database
    bridge = Bridge(database, partial(DispatchLoop, database, installation.office, setting))
    app = Flask(__name__, static_folder=None)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        ping_interval=4,
        ping_timeout=3,
        max_http_buffer_size=64 * 1024,
        manage_session=False,
    )
    live = Live(socketio, bridge)
    expecting = Expecting(database, bridge, live.refresh_waits)

    def publish(changes: set[Change]) -> None:
        live.publish(changes)
        expecting.changed()

    bridge.publish = publish
    socketio.on_namespace(Sockets(socketio, bridge, live))
    refusing.attach(app)
    health.attach(app, bridge)
    app.register_blueprint(contract.blueprint(bridge))
    voice = _voice(installation)
    app.register_blueprint(media.blueprint(bridge, voice))
    app.register_blueprint(voice_calls.blueprint(voice))
    app.register_blueprint(playlists.blueprint(bridge))
    if installation.slips is not None:
        app.register_blueprint(slips.blueprint(bridge, installation.slips))
    app.register_blueprint(pages.blueprint(bridge))

    @app.get("/api/v1/openapi.json")
    def contract_document() -> Response:
        return jsonify(openapi.document(contract, version("okienko")))

    @app.after_request
    def defend(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return Server(app, socketio, bridge)
