"""The media folder: pictures and videos for displays, chime files, of kinds that are safe.

SVG is refused: it can carry scripts. What a file is, its first bytes say, not only its name.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote

#: What the product itself serves at `/static/`.
STATIC = Path(__file__).parent / "web/static"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be shown or played: `begins` stands at `offset`."""

    shown: Literal["image", "video", "sound"]
    media_type: str
    begins: bytes
    offset: int = 0


KINDS = {
    ".png": Kind("image", "image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": Kind("image", "image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": Kind("image", "image/jpeg", b"\xff\xd8\xff"),
    ".webp": Kind("image", "image/webp", b"WEBP", 8),
    ".mp4": Kind("video", "video/mp4", b"ftyp", 4),
    ".webm": Kind("video", "video/webm", b"\x1aE\xdf\xa3"),
    ".wav": Kind("sound", "audio/wav", b"WAVE", 8),
}
#: In words, for those who try another.
ALLOWED = "png, jpg, webp, mp4, webm, or wav for a chime"


#: What is no letter or digit of any language.
_UNUSUAL = re.compile(r"[^\w]+")


class NotMedia(ValueError):
    """This file cannot be shown or played."""


def kind_of(path: Path, called: str | None = None) -> Kind:
    """What a file is; raises `NotMedia`, which may name it otherwise, and `OSError`."""
    name = called or path.name
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise NotMedia(f"{name} is none of {ALLOWED}")
    with path.open("rb") as file:
        begin = file.read(kind.offset + len(kind.begins))
    if begin[kind.offset :] != kind.begins:
        raise NotMedia(f"{name} does not begin as {kind.media_type} does")
    return kind


def inside(folder: Path, name: str) -> Path | None:
    """What stands at `name` in the folder; None where it leads out of it, or nothing is there."""
    try:
        found = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    hidden = any(part.startswith(".") for part in Path(name).parts)
    return None if hidden or not found.is_relative_to(folder.resolve()) else found


def served(folder: Path, address: str) -> Path | None:
    """The file at `/media/…` (of the media folder) or `/static/…`; None where there is none."""
    _, root, name = address.split("/", 2)
    found = inside({"media": folder, "static": STATIC}[root], name)
    return found if found and found.is_file() else None


def versioned(folder: Path, address: str) -> str | None:
    """The address, which changes whenever its file does; None where there is none."""
    found = served(folder, address)
    try:
        of_file = found.stat() if found else None
    except OSError:
        return None
    if of_file is None:
        return None
    return f"{quote(address)}?v={of_file.st_mtime_ns:x}-{of_file.st_size:x}"


def shown(folder: Path, name: str) -> Iterator[tuple[str, Kind]]:
    """The pictures and videos at `name`: that file, or those in that folder by their names."""
    found = inside(folder, name)
    if found is None:
        return
    names = [name]
    if found.is_dir():
        names = [f"{name}/{path.name}" for path in sorted(found.iterdir())]
    for candidate in names:
        path = inside(folder, candidate)
        try:
            kind = kind_of(path) if path and path.is_file() else None
        except (NotMedia, OSError):
            continue
        if kind and kind.shown != "sound":
            yield candidate, kind


def add(folder: Path, file: Path, into: str = "") -> Path:
    """Copy a file into the folder; where it is now. Raises `NotMedia` and `OSError`."""
    kind_of(file)
    target = folder / into / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise NotMedia(f"{into} leads out of the media folder")
    # Displays see the whole file or none of it.
    unfinished = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, unfinished)
    unfinished.replace(target)
    return target


def kept_name(name: str, kind: Kind, mark: str) -> str:
    """What a file that was sent as `name` is called here; `mark` is the hash of its bytes.

    What a revision shows is thus never replaced.
    """
    stem = _UNUSUAL.sub("-", normalize("NFC", Path(name).stem)).strip("-_")[:60] or kind.shown
    return f"{stem}-{mark[:8]}{Path(name).suffix.lower()}"


def contents(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file that can be used: its name in configurations, and its bytes."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and inside(folder, name) and path.suffix.lower() in KINDS:
            yield name, path.stat().st_size
