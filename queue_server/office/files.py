"""Files that a configuration names: looked for by `okienko check`, never while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from queue_server.media import NotMedia, inside, kind_of, shown
from queue_server.office.configuration import Configuration, Server
from queue_server.office.paths import Location, path_of


def media_folder(server: Server) -> Path:
    """Where the pictures and videos are."""
    return server.media_folder or server.database.with_name("media")


def missing(configuration: Configuration) -> Iterator[str]:
    """A line with its path for each file that is not there or cannot be used."""
    server, office = configuration.server, configuration.office
    if server.voice_folder is not None and not server.voice_folder.is_dir():
        yield f"server.voice_folder: there is no folder {server.voice_folder}"
    for index, model in enumerate(server.piper.models if server.piper else []):
        if not model.file.is_file():
            yield f"server.piper.models[{index}].file: there is no file {model.file}"
    folder = media_folder(server)
    if office.chime_file is not None:
        yield from _unplayable(folder, office.chime_file)
    for number, branch in enumerate(office.branches):
        for place, playlist in enumerate(branch.playlists):
            for entry, one in enumerate(playlist.entries):
                at: Location = ("office", "branches", number, "playlists", place, "entries", entry)
                yield from _unshown(folder, one.file, path_of((*at, "file")))


def _unplayable(folder: Path, name: str) -> Iterator[str]:
    path = inside(folder, name)
    if path is None:
        yield f"office.chime_file: there is no file {folder / name}"
        return
    try:
        if kind_of(path).shown != "sound":
            yield f"office.chime_file: {name} is no WAV file"
    except (NotMedia, OSError) as error:
        yield f"office.chime_file: {error}"


def _unshown(folder: Path, name: str, path: str) -> Iterator[str]:
    found = inside(folder, name)
    if found is None:
        yield f"{path}: there is no file or folder {folder / name}"
    elif not any(shown(folder, name)):
        if found.is_dir():
            yield f"{path}: nothing in the folder {found} can be shown"
            return
        try:
            kind_of(found)
            yield f"{path}: {name} is neither a picture nor a video"
        except (NotMedia, OSError) as error:
            yield f"{path}: {error}"
