"""Calls spoken to try the voice: any number, any counter, any language. Nobody is called."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, ConfigDict, StringConstraints

from queue_server.bridge import Bridge
from queue_server.domain.access import Permission
from queue_server.voice import Voice, phrase
from queue_server.voice.chime import TONES, chime
from queue_server.web.contract import BASE, read_query
from queue_server.web.doors import open_to
from queue_server.web.media import off_hub, wav

_Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]


class Asked(BaseModel):
    """The call to speak."""

    model_config = ConfigDict(extra="forbid")

    number: _Label
    counter: _Label
    short: bool = False


def blueprint(bridge: Bridge, voice: Voice) -> Blueprint:
    """The routes."""
    made = Blueprint("voice_calls", __name__, url_prefix=f"{BASE}/voice")

    def frame(language: str, asked: Asked) -> str | None:
        """What the office says around number and counter."""
        with bridge.read() as moment:
            return moment.office.spoken_call.sentence(language, short=asked.short)

    @made.get("/<language>.wav")
    @open_to(Permission.SEE_SCREENS)
    def sound(language: str) -> Response:
        asked = read_query(Asked)
        call, own = (language, asked.number, asked.counter), frame(language, asked)
        response = wav(off_hub(lambda: voice.call(*call, short=asked.short, frame=own)))
        response.headers["Cache-Control"] = "no-store"
        return response

    @made.get("/<language>")
    @open_to(Permission.SEE_SCREENS)
    def sentence(language: str) -> Response:
        asked = read_query(Asked)
        call, own = (language, asked.number, asked.counter), frame(language, asked)
        parts = off_hub(lambda: voice.parts(*call, short=asked.short, frame=own))
        return jsonify(
            {
                "text": phrase(*call, asked.short, own),
                "engine": voice.engine(language),
                "parts": [{"text": part.text, "clip": part.clip is not None} for part in parts],
            }
        )

    @made.get("/chime/<any({kinds}):kind>.wav".format(kinds=", ".join(TONES)))
    @open_to(Permission.SEE_SCREENS)
    def tones(kind: str) -> Response:
        return wav(off_hub(lambda: chime(kind)))

    return made
