"""What the product says where the office has no words of its own."""

from __future__ import annotations

from typing import Any

from queue_server.booking_site import words
from queue_server.messaging.built_in import built_in
from queue_server.office.letters import Letter, Letters, TextMessages
from queue_server.voice import phrases

Json = dict[str, Any]


def built_in_words() -> Json:
    """Letters, text messages and the spoken call, each where the configuration has the office's."""
    return {
        "letters": {
            name: {part: _message(f"mail_{name}_{part}") for part in Letter.model_fields}
            for name in Letters.model_fields
        },
        "text_messages": {name: _message(f"sms_{name}") for name in TextMessages.model_fields},
        "spoken_call": {"whole": _call(short=False), "short": _call(short=True)},
    }


def _message(key: str) -> dict[str, str]:
    return {language: built_in(language)[key] for language in words.LANGUAGES}


def _call(*, short: bool) -> dict[str, str]:
    return {language: phrases.frame_of(language, short) for language in phrases.LANGUAGES}
