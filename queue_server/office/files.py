"""Files that a configuration names: looked for by `okienko check`, never while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from queue_server.media import NotMedia, inside, kind_of, served, shown
from queue_server.office.configuration import Configuration, Server
from queue_server.office.paths import Location, path_of
from queue_server.office.slips import LOGO_BYTES, LOGO_PIXELS


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
    for index, line in enumerate(office.slip.lines if office.slip else []):
        if line.logo is not None:
            at: Location = ("office", "slip", "lines", index, "logo")
            yield from _unprintable(folder, line.logo, path_of(at))
    for number, branch in enumerate(office.branches):
        for place, playlist in enumerate(branch.playlists):
            for entry, one in enumerate(playlist.entries):
                at = ("office", "branches", number, "playlists", place, "entries", entry)
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


def _unprintable(folder: Path, address: str, path: str) -> Iterator[str]:
    found = served(folder, address)
    if found is None:
        yield f"{path}: there is no file at {address}; the media folder is {folder}"
        return
    pictures = import_module("PIL.Image")  # loads long, so no server waits for it
    try:
        if kind_of(found).media_type not in ("image/png", "image/jpeg"):
            yield f"{path}: {address} is neither PNG nor JPEG"
        elif (size_bytes := found.stat().st_size) > LOGO_BYTES:
            yield f"{path}: has {size_bytes:,} bytes; a logo has at most {LOGO_BYTES:,}"
        else:
            with pictures.open(found) as image:
                width, height = image.size
            if max(width, height) > LOGO_PIXELS:
                limit = f"at most {LOGO_PIXELS} each way"
                yield f"{path}: has {width} by {height} pixels; a logo has {limit}"
    except (NotMedia, OSError, SyntaxError, pictures.DecompressionBombError) as error:
        yield f"{path}: {error}"
