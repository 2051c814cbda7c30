"""Files that administrators put into the media folder, in parts, and take out of it again.

What has come of a file is hidden until all of it is there. Nothing of this runs in the loop, which
only records what was done.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from filecmp import cmp
from functools import partial
from pathlib import Path
from typing import Any

from queue_server import media
from queue_server.domain.errors import DiskFull, Invalid, MediaInUse, StorageUnavailable
from queue_server.moment import Moment
from queue_server.operations import audit
from queue_server.operations.work import Work
from queue_server.views.media import LARGEST_BYTES, users

Json = dict[str, Any]
Operation = Callable[[Work], Json]

#: What stays free on the disk: tickets need room too.
KEPT_FREE_BYTES = 200_000_000
#: An upload of which nothing has come for so long is given up.
ABANDONED_SECONDS = 3600


@dataclass(frozen=True)
class Part:
    """What stands at `at` in a file of `size_bytes`; `upload` tells whose part it is."""

    name: str
    data: bytes
    upload: str
    at: int
    size_bytes: int


def receive(moment: Moment, name: str, content: str, upload: str | None, **about: int) -> Operation:
    """Keep a part whose bytes are `content` in Base64; the last one completes its file.

    Without an `upload` it is a whole file, whose name tells its content.
    """
    try:
        data = b64decode(content, validate=True)
    except ValueError:
        raise Invalid([("content", "this is no Base64")]) from None
    own = upload or hashlib.sha256(data).hexdigest()[:32]
    about = {"at": 0, "size_bytes": len(data)} | (about if upload else {})
    try:
        kept = write(moment.setting.media_folder, Part(name, data, own, **about))
    except media.NotMedia as error:
        raise Invalid([("content", str(error))]) from None
    except OSError as error:
        raise StorageUnavailable(f"the media folder cannot be written: {error.strerror}") from None
    return partial(_added, file=kept)


def write(folder: Path, part: Part) -> str | None:
    """Write a part; the name of its file once whole. Raises `NotMedia` and `OSError` too."""
    end, suffix = part.at + len(part.data), Path(part.name).suffix.lower()
    if suffix not in media.KINDS:
        raise media.NotMedia(f"{part.name} is none of {media.ALLOWED}")
    if not end <= part.size_bytes <= LARGEST_BYTES:
        raise Invalid([("size_bytes", f"a file has at most {LARGEST_BYTES:,} bytes")])
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free - (part.size_bytes - part.at) < KEPT_FREE_BYTES:
        raise DiskFull
    unfinished = folder / f".{part.upload}.upload{suffix}"
    if part.at == 0:
        clear_abandoned(folder)
        unfinished.touch()
    try:
        with unfinished.open("r+b") as file:
            if part.at > file.seek(0, os.SEEK_END):
                raise Invalid([("at", "an earlier part is missing")])
            file.seek(part.at)
            file.write(part.data)
            file.flush()
            os.fdatasync(file.fileno())
    except FileNotFoundError:
        raise Invalid([("upload", "nothing of it has come, or it was given up")]) from None
    try:
        kind = media.kind_of(unfinished, part.name)
    except media.NotMedia:
        unfinished.unlink(missing_ok=True)
        raise
    if end < part.size_bytes:
        return None
    return _kept(folder, unfinished, part.name, kind)


def _kept(folder: Path, whole: Path, name: str, kind: media.Kind) -> str:
    """The name of a file that has come: that of one with the same bytes, where there is one."""
    with whole.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
    for same in folder.glob(f"*-{mark[:8]}{whole.suffix}"):
        if cmp(same, whole, shallow=False):
            whole.unlink()
            return same.name
    kept = media.kept_name(name, kind, mark)
    whole.replace(folder / kept)
    return kept


def _added(work: Work, file: str | None) -> Json:
    if file is None:
        return {"file": None, "url": None}
    audit.record(work, "media_added", f"media:{file}")
    return {"file": file, "url": f"/media/{file}"}


def cancel(moment: Moment, upload: str) -> Operation:
    """Forget what has come of an upload; a file that is whole stays."""
    for unfinished in moment.setting.media_folder.glob(f".{upload}.upload.*"):
        unfinished.unlink(missing_ok=True)
    return partial(_cancelled, upload=upload)


def _cancelled(_work: Work, upload: str) -> Json:
    return {"cancelled": upload}


def clear_abandoned(folder: Path) -> None:
    """Delete the uploads that nobody goes on with."""
    for unfinished in folder.glob(".*.upload.*"):
        try:
            if time.time() - unfinished.stat().st_mtime > ABANDONED_SECONDS:
                unfinished.unlink()
        except OSError:
            continue  # it was given up or completed meanwhile


def remove(moment: Moment, name: str) -> Operation:
    """Delete a file that neither the configuration in force nor a draft names."""
    folder = moment.setting.media_folder
    path = media.inside(folder, name)
    if path is None or not path.is_file() or path.suffix.lower() not in media.KINDS:
        raise Invalid([("file", "there is no such file")])
    file = path.relative_to(folder.resolve()).as_posix()
    using = [user.draft for user in users(moment) if user.uses(file)]
    if using:
        raise MediaInUse(", ".join(draft or "the configuration in force" for draft in using))
    try:
        path.unlink()
    except OSError as error:
        raise StorageUnavailable(f"the media folder cannot be written: {error.strerror}") from None
    return partial(_removed, file=file)


def _removed(work: Work, file: str) -> Json:
    audit.record(work, "media_removed", f"media:{file}")
    return {"removed": file}
