"""Announcements, each made once and kept as a file, within a bound.

A file is a WAV followed by its CRC-32, so that one cut short or spoilt is found and made anew;
that is why writing it needs no fsync. A folder that cannot be written costs time, not the voice.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

from queue_server.voice import espeak

MEBIBYTE = 1024 * 1024


class Voice:
    """Speaks through eSpeak NG and remembers. Safe for native threads, not for the gevent hub."""

    def __init__(self, folder: Path, max_bytes: int = 64 * MEBIBYTE) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._making = espeak.native_lock()

    def wav(self, language: str, text: str, *, brisk: bool = False) -> bytes:
        """`text` as a WAV file; raises `LanguageUnknown` and `VoiceUnavailable`."""
        recipe = "\0".join(espeak.recipe(language, text, brisk=brisk))
        path = self._folder / f"{hashlib.sha256(recipe.encode()).hexdigest()}.clip"
        kept = _read(path)
        if kept is not None:
            return kept
        with self._making:
            kept = _read(path)  # another thread may have just made it
            if kept is not None:
                return kept
            made = espeak.speak(language, text, brisk=brisk)
            with suppress(OSError):
                self._keep(path, made)
            return made

    def _keep(self, path: Path, made: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Not tempfile: its locks may be gevent's, and two processes may share the folder.
        unfinished = path.with_suffix(f".{os.urandom(8).hex()}")
        try:
            unfinished.write_bytes(made + struct.pack("<I", zlib.crc32(made)))
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self._drop_oldest(besides=path)

    def _drop_oldest(self, besides: Path) -> None:
        """Make room by what has gone unheard longest, files left unfinished by a crash too."""
        with os.scandir(self._folder) as entries:
            files = sorted((e.stat().st_mtime_ns, e.stat().st_size, e.path) for e in entries)
        excess = sum(size for _, size, _ in files) - self._max_bytes
        for _, size, name in files:
            if excess <= 0:
                return
            if name != str(besides):
                Path(name).unlink(missing_ok=True)
                excess -= size


def _read(path: Path) -> bytes | None:
    """What the file holds, marked as heard now; None if there is none or it is damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    made, checksum = content[:-4], content[-4:]
    if not made or checksum != struct.pack("<I", zlib.crc32(made)):
        return None
    with suppress(OSError):
        os.utime(path)
    return made
