"""The voice: recorded clips, Piper or eSpeak NG, each announcement made once and kept as a file.

A file is a WAV followed by its CRC-32, so that one cut short or spoilt is found and made anew;
that is why writing it needs no fsync. A folder that cannot be written costs time, not the voice.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from queue_server.voice import espeak
from queue_server.voice.clips import ClipFolder
from queue_server.voice.errors import VoiceUnavailable
from queue_server.voice.joining import Part, parts_of
from queue_server.voice.phrases import phrase
from queue_server.voice.piper import Piper
from queue_server.voice.sounds import joined, prepared, read_wav, write_wav

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
#: So long Piper is left alone once it has failed; eSpeak NG speaks meanwhile.
_PIPER_RESTS_SECONDS = 60.0

Made = tuple[bytes, bool]


class Voice:
    """Speaks and remembers. Safe for native threads, not for the gevent hub."""

    def __init__(
        self,
        folder: Path,
        max_bytes: int = 64 * MEBIBYTE,
        *,
        clips: ClipFolder | None = None,
        piper: Piper | None = None,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._clips = clips
        self._piper = piper
        self._piper_rests_until_seconds = 0.0
        self._making = espeak.native_lock()

    def call(
        self,
        language: str,
        number: str,
        counter_label: str,
        *,
        short: bool,
        frame: str | None = None,
    ) -> bytes:
        """A call as a WAV file, from clips as far as there are any; short ones are brisk.

        `frame`: what it says around number and counter. Raises `LanguageUnknown` and
        `VoiceUnavailable`.
        """
        parts = self.parts(language, number, counter_label, short=short, frame=frame)
        if not any(part.clip for part in parts):
            text = phrase(language, number, counter_label, short, frame)
            return self.wav(language, text, brisk=short)
        recipe = [language, *(self._part_recipe(language, part, short) for part in parts)]
        return self._once(recipe, lambda: self._joined(language, parts, short))

    def parts(
        self,
        language: str,
        number: str,
        counter_label: str,
        *,
        short: bool,
        frame: str | None = None,
    ) -> Sequence[Part]:
        """What of a call is recorded, and what is not. Raises `LanguageUnknown`."""
        return parts_of(self._clips, language, number, counter_label, short, frame)

    def engine(self, language: str) -> str:
        """Who speaks what is not recorded: `piper` or `espeak`."""
        return "piper" if self._piper_for(language) else "espeak"

    def wav(self, language: str, text: str, *, brisk: bool = False) -> bytes:
        """`text` as a WAV file; raises `LanguageUnknown` and `VoiceUnavailable`."""
        recipe = self._recipe(language, text, brisk)
        return self._once(recipe, lambda: self._spoken(language, text, brisk))

    def _once(self, recipe: Sequence[str], make: Callable[[], Made]) -> bytes:
        """The sound of this recipe, kept or made now; `make` says whether it may be kept."""
        path = self._folder / f"{hashlib.sha256(chr(0).join(recipe).encode()).hexdigest()}.clip"
        kept = _read(path)
        if kept is not None:
            return kept
        with self._making:
            kept = _read(path)  # another thread may have just made it
            if kept is not None:
                return kept
            made, final = make()
            if final:
                with suppress(OSError):
                    self._keep(path, made)
            return made

    def _joined(self, language: str, parts: Sequence[Part], brisk: bool) -> Made:
        sounds, final = [], True
        for part in parts:
            sound = self._clips.sound(part.clip) if self._clips and part.clip else None
            if sound is None:
                made, kept = self._spoken(language, part.text, brisk)
                sound, final = prepared(read_wav(made)), final and kept
            sounds.append(sound)
        return write_wav(joined(sounds, [part.pause_seconds(brisk) for part in parts])), final

    def _part_recipe(self, language: str, part: Part, brisk: bool) -> str:
        identity = part.clip.identity if part.clip else ""
        recipe = self._recipe(language, part.text, brisk)
        return "\1".join([identity, str(part.ends_clause), str(brisk), *recipe])

    def _recipe(self, language: str, text: str, brisk: bool) -> tuple[str, ...]:
        piper = self._piper_for(language)
        if piper:
            return piper.recipe(language, text, brisk=brisk)
        return espeak.recipe(language, text, brisk=brisk)

    def _piper_for(self, language: str) -> Piper | None:
        piper = self._piper
        if piper is None or not piper.speaks(language):
            return None
        return piper if time.monotonic() >= self._piper_rests_until_seconds else None

    def _spoken(self, language: str, text: str, brisk: bool) -> Made:
        """By Piper where it works; what eSpeak NG says in its place is not kept."""
        piper = self._piper_for(language)
        if piper is None:
            return espeak.speak(language, text, brisk=brisk), True
        try:
            speech = piper.speak(language, text, brisk=brisk)
            return write_wav(joined([speech], [espeak.PAUSE_SECONDS])), True
        except VoiceUnavailable as error:
            log.warning("eSpeak NG speaks in place of Piper: %s", error)
            self._piper_rests_until_seconds = time.monotonic() + _PIPER_RESTS_SECONDS
            return espeak.speak(language, text, brisk=brisk), False

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
