"""The voice of the hall: what a call says in each language, its sound, and the chime before it."""

from queue_server.voice.cache import Voice
from queue_server.voice.chime import chime
from queue_server.voice.errors import LanguageUnknown, VoiceUnavailable
from queue_server.voice.phrases import LANGUAGES, phrase

__all__ = ["LANGUAGES", "LanguageUnknown", "Voice", "VoiceUnavailable", "chime", "phrase"]
