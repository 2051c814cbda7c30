"""The files of the media folder, and what names each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from queue_server import media
from queue_server.moment import Moment
from queue_server.store import drafts
from queue_server.views.office import document_of

Json = dict[str, Any]

#: The largest file that is taken in the browser.
LARGEST_BYTES = 500_000_000
#: Keys that name a file, or a folder of them.
_NAMING = frozenset({"file", "chime_file", "logo"})


@dataclass(frozen=True)
class User:
    """What names files: a draft by its name, else the configuration in force."""

    draft: str | None
    names: frozenset[str]

    def uses(self, file: str) -> bool:
        """Whether the file is named, or a folder that it is in."""
        parts = file.split("/")
        return any("/".join(parts[:end]) in self.names for end in range(1, len(parts) + 1))


def users(moment: Moment) -> list[User]:
    """The configuration in force, and the drafts of what is to follow."""
    in_force = document_of(moment, moment.revision.number)
    found = [User(None, frozenset(_named(in_force)))]
    for draft in drafts.listed(moment.db):
        document = drafts.document_of(moment.db, draft.id)
        found.append(User(draft.name, frozenset(_named(document))))
    return found


def _named(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from _named(part, inner)
    elif isinstance(value, list):
        for part in value:
            yield from _named(part)
    elif isinstance(value, str) and key in _NAMING:
        yield value.removeprefix("/media/")


def media_files(moment: Moment) -> Json:
    """Every file that can be used, and what names it."""
    folder, using = moment.setting.media_folder, users(moment)
    files = [
        {
            "file": name,
            "url": f"/media/{name}",
            "kind": media.KINDS[name[name.rindex(".") :].lower()].shown,
            "size_bytes": size_bytes,
            "in_force": using[0].uses(name),
            "drafts": [str(user.draft) for user in using[1:] if user.uses(name)],
        }
        for name, size_bytes in media.contents(folder)
    ]
    there = next(path for path in (folder, *folder.resolve().parents) if path.is_dir())
    return {
        "files": files,
        "largest_bytes": LARGEST_BYTES,
        "free_bytes": shutil.disk_usage(there).free,
    }
