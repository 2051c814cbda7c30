"""What displays show beside the calls: the files of the media folder, and which of them now."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, send_file

from queue_server import media
from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Permission
from queue_server.domain.errors import NotFound
from queue_server.office import Branch
from queue_server.office.media import Playlist, PlaylistEntry
from queue_server.web.contract import BASE
from queue_server.web.doors import open_to
from queue_server.web.media import off_hub

Json = dict[str, Any]

#: A folder with more than this shows the first of them.
_MOST_FILES = 500


def blueprint(bridge: Bridge) -> Blueprint:
    """The routes."""
    made = Blueprint("playlists", __name__)

    @made.get(f"{BASE}/branches/<branch>/displays/<display>/media")
    @open_to(Permission.SEE_SCREENS)
    def playlists(branch: str, display: str) -> Response:
        with bridge.read() as moment:
            place, folder = moment.branch(branch), moment.setting.media_folder
        if display not in place.display:
            raise NotFound(f"branch {branch} has no display {display!r}")
        return jsonify({"playlists": off_hub(lambda: _of_display(place, display, folder))})

    @made.get("/media/<path:name>")
    @open_to(PUBLIC)
    def file(name: str) -> Response:
        with bridge.read() as moment:
            folder = moment.setting.media_folder
        path = media.inside(folder, name)
        try:
            kind = media.kind_of(path) if path and path.is_file() else None
        except (media.NotMedia, OSError):
            kind = None
        if path is None or kind is None:
            raise NotFound(f"there is nothing to show at {name!r}")
        return send_file(path, mimetype=kind.media_type, conditional=True)

    return made


def _of_display(branch: Branch, display: str, folder: Path) -> list[Json]:
    """The playlists of a display with the files that are there now."""
    return [
        {
            "id": playlist.id,
            "hours": [dict(zip(("from", "to"), text.split("-"), strict=True)) for text in hours],
            "items": _items(playlist, folder),
        }
        for playlist in branch.playlists
        if not playlist.displays or display in playlist.displays
        for hours in [sorted(playlist.hours)]
    ]


def _items(playlist: Playlist, folder: Path) -> list[Json]:
    items = [
        _item(entry, name, kind)
        for entry in playlist.entries
        for name, kind in media.shown(folder, entry.file)
    ]
    return items[:_MOST_FILES]


def _item(entry: PlaylistEntry, name: str, kind: media.Kind) -> Json:
    return {
        "url": f"/media/{quote(name)}",
        "kind": kind.shown,
        "seconds": entry.seconds,
        "sound": entry.sound and kind.shown == "video",
    }
