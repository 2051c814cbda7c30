"""The voice of the hall: what a call says in each language, its sound, and the chime before it."""

from queue_server.voice.cache import Voice
from queue_server.voice.chime import chime
from queue_server.voice.clips import ClipFolder
from queue_server.voice.errors import LanguageUnknown, VoiceUnavailable
from queue_server.voice.phrases import LANGUAGES, phrase
from queue_server.voice.piper import Piper

__all__ = [
    "LANGUAGES",
    "ClipFolder",
    "LanguageUnknown",
    "Piper",
    "Voice",
    "VoiceUnavailable",
    "chime",
    "phrase",
]
