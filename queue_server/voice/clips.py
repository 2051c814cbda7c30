"""Recorded clips: a folder for each language, a WAV file for each word, letter and numeral.

`pl/numer.wav`, `pl/A.wav`, `pl/42.wav`: docs/voice.md has the whole scheme. Any sample rate and
level will do. Clips may be added while the server runs.
"""

from __future__ import annotations

import logging
import unicodedata
from array import array
from dataclasses import dataclass
from pathlib import Path

from queue_server.voice.sounds import NotASound, Sound, prepared, read_wav

log = logging.getLogger(__name__)

#: Prepared clips that are kept in memory: some 30 MB.
_KEPT = 600


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording as it was found: another size or time of change is another clip."""

    path: Path
    bytes_size: int
    changed_ns: int

    @property
    def identity(self) -> str:
        return f"{self.path}:{self.bytes_size}:{self.changed_ns}"


class ClipFolder:
    """The recordings below a folder. Safe for several native threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, tuple[int, dict[str, Path]]] = {}
        self._prepared: dict[Clip, Sound | None] = {}

    def speaks(self, language: str) -> bool:
        """Whether anything is recorded in this language."""
        return bool(self._list(language))

    def find(self, language: str, name: str) -> Clip | None:
        """The clip of this name, as it is now."""
        path = self._list(language).get(named(name))
        if path is None:
            return None
        try:
            status = path.stat()
        except OSError:
            return None
        return Clip(path, status.st_size, status.st_mtime_ns)

    def _list(self, language: str) -> dict[str, Path]:
        folder = self._folder / language
        try:
            changed_ns = folder.stat().st_mtime_ns
            known = self._listed.get(language)
            if known is None or known[0] != changed_ns:
                known = self._listed[language] = changed_ns, _wav_files(folder)
        except OSError:
            return {}
        return known[1]

    def sound(self, clip: Clip) -> Sound | None:
        """A clip made ready to be joined; None where it cannot be played, which is logged once."""
        if clip not in self._prepared:
            while len(self._prepared) >= _KEPT:
                self._prepared.pop(next(iter(self._prepared)), None)
            self._prepared[clip] = _read(clip)
        return self._prepared[clip]


def _wav_files(folder: Path) -> dict[str, Path]:
    return {
        named(path.stem): path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() == ".wav" and path.is_file()
    }


def named(name: str) -> str:
    """A clip's name whatever system wrote it: `A` and `a`, composed and decomposed letters."""
    return unicodedata.normalize("NFC", name).casefold().replace("'", "’")


def _read(clip: Clip) -> Sound | None:
    try:
        made = prepared(read_wav(clip.path.read_bytes()))
    except (OSError, NotASound) as error:
        log.warning("the clip %s cannot be played: %s", clip.path, error)
        return None
    # As plain numbers they take an eighth of the memory.
    return Sound(array("f", made.samples), made.sample_rate_hertz)
