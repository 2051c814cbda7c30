"""eSpeak NG through ctypes: a sentence in, 16-bit mono WAV out.

The library keeps its state in globals, so one native lock lets one thread in at a time. Call it
from native threads only: on the gevent hub the lock and the synthesis would stop every screen.
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass, replace

import espeakng_loader
from gevent.monkey import get_original

from queue_server.voice.errors import LanguageUnknown, VoiceUnavailable
from queue_server.voice.pronunciation import for_espeak

#: Makes locks of the operating system's threads, whether or not gevent has patched `threading`.
native_lock = get_original("_thread", "allocate_lock")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One of eSpeak's voices. Its words per minute count differently in each language."""

    voice: str
    words_per_minute: int


#: Speeds that give about 3.5 syllables a second in each language: calm, for a hall with echo.
SPEAKERS = {
    "pl": Speaker("pl", 135),
    "en": Speaker("en", 140),
    "uk": Speaker("uk", 155),
    "ru": Speaker("ru", 95),
}

#: How much faster a brisk sentence is, for calls that others wait behind: the pace of plain talk.
BRISK = 1.35

#: Silence after a sentence, so that the next language does not run into it.
PAUSE_SECONDS = 0.1

# From speak_lib.h.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_RATE = 1
_UTF8 = 1
_FLAGS = _UTF8 | 0x100  # [[phonemes]] are understood
_IPA = 2

_ON_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class _Espeak:
    """The library, started: once in a process. Only the thread that holds the lock may call it."""

    def __init__(self) -> None:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        library.espeak_Info.restype = ctypes.c_char_p
        library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            *[ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint],
            *[ctypes.c_void_p, ctypes.c_void_p],
        ]
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        data = espeakng_loader.get_data_path()
        self.sample_rate_hertz: int = library.espeak_Initialize(
            _SYNCHRONOUS, 0, data.encode(), _DONT_EXIT
        )
        if self.sample_rate_hertz <= 0:
            raise VoiceUnavailable(f"eSpeak NG cannot read {data}; it takes 150 characters at most")
        self.version: str = library.espeak_Info(None).decode()
        self._library = library
        self._chunks: list[bytes] = []
        self._on_samples = _ON_SAMPLES(self._keep)  # eSpeak holds only a pointer to it
        library.espeak_SetSynthCallback(self._on_samples)
        self.samples(SPEAKERS["en"], "ready")  # only from the first synthesis on are [[ ]] read

    def _keep(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, 2 * count))
        return 0

    def choose(self, speaker: Speaker) -> None:
        """Speak with this voice from now on."""
        if self._library.espeak_SetVoiceByName(speaker.voice.encode()):
            raise VoiceUnavailable(f"eSpeak NG has no voice {speaker.voice}")
        self._library.espeak_SetParameter(_RATE, speaker.words_per_minute, 0)

    def samples(self, speaker: Speaker, text: str) -> bytes:
        self.choose(speaker)
        self._chunks.clear()
        encoded = text.encode() + b"\0"
        if self._library.espeak_Synth(encoded, len(encoded), 0, 1, 0, _FLAGS, None, None):
            raise VoiceUnavailable("eSpeak NG did not speak")
        return b"".join(self._chunks)

    def phonemes(self, speaker: Speaker, text: str) -> str:
        self.choose(speaker)
        buffer = ctypes.create_string_buffer(text.encode())
        place = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while place.value:
            clause = self._library.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, _IPA)
            clauses.append(clause.decode())
        return ", ".join(clause.strip() for clause in clauses if clause.strip())


_lock = native_lock()
_starting = native_lock()
_started: list[_Espeak] = []


def _espeak() -> _Espeak:
    if not _started:
        with _starting:
            if not _started:
                _started.append(_start())
    return _started[0]


def _start() -> _Espeak:
    try:
        return _Espeak()
    except (OSError, RuntimeError) as error:
        raise VoiceUnavailable(f"eSpeak NG could not be loaded: {error}") from error


def speaker_of(language: str, *, brisk: bool = False) -> Speaker:
    """Who speaks `language`; raises `LanguageUnknown`."""
    speaker = SPEAKERS.get(language)
    if speaker is None:
        raise LanguageUnknown(language)
    if brisk:
        return replace(speaker, words_per_minute=round(speaker.words_per_minute * BRISK))
    return speaker


def speak(language: str, text: str, *, brisk: bool = False) -> bytes:
    """`text` as a WAV file; takes milliseconds. Raises `LanguageUnknown`, `VoiceUnavailable`."""
    speaker = speaker_of(language, brisk=brisk)
    espeak = _espeak()
    with _lock:
        samples = espeak.samples(speaker, for_espeak(language, text))
    pause = bytes(2 * int(espeak.sample_rate_hertz * PAUSE_SECONDS))
    return wav(samples + pause, espeak.sample_rate_hertz)


def phonemes(language: str, text: str) -> str:
    """What `speak` would pronounce, in IPA, a comma between clauses. Raises as `speak` does."""
    speaker = speaker_of(language)
    espeak = _espeak()
    with _lock:
        return espeak.phonemes(speaker, for_espeak(language, text))


def recipe(language: str, text: str, *, brisk: bool = False) -> tuple[str, ...]:
    """Everything that decides how `speak` sounds: the same recipe, the same sound."""
    speaker = speaker_of(language, brisk=brisk)
    speed = str(speaker.words_per_minute)
    return _espeak().version, speaker.voice, speed, for_espeak(language, text)


def wav(samples: bytes, sample_rate_hertz: int) -> bytes:
    """16-bit mono samples as a WAV file."""
    size, rate = len(samples), sample_rate_hertz
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + size, b"WAVE"),
        *(b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16),
        *(b"data", size),
    )
    return header + samples
