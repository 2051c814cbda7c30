"""What the voice refuses."""

from __future__ import annotations

from queue_server.domain.errors import NotFound, Refusal


class LanguageUnknown(NotFound):
    """The voice does not speak this language."""


class VoiceUnavailable(Refusal):
    """The announcement cannot be spoken: eSpeak NG does not work on this machine."""

    status = 503
