"""What is heard and pictured: announcements, the chime, kiosk speech, and QR codes."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

import gevent
from flask import Blueprint, Response, request

from queue_server import media
from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Permission
from queue_server.domain.errors import Invalid, NotFound, Refusal
from queue_server.store import counters, tickets
from queue_server.voice import Voice, chime
from queue_server.web.contract import BASE
from queue_server.web.doors import open_to
from queue_server.web.places import number_in

T = TypeVar("T")

#: What a kiosk may have spoken at once.
_LONGEST_SPEECH = 400


def blueprint(bridge: Bridge, voice: Voice) -> Blueprint:
    """The routes."""
    made = Blueprint("media", __name__, url_prefix=BASE)

    @made.get("/branches/<branch>/announcements/<ticket>/<language>.wav")
    @open_to(Permission.SEE_SCREENS)
    def announcement(branch: str, ticket: str, language: str) -> Response:
        with bridge.read() as moment:
            place, number = moment.branch(branch), number_in({"ticket": ticket}, "ticket")
            found = tickets.find(moment.db, number)
            call = counters.call_of(moment.db, number)
            own = moment.office.spoken_call
        elsewhere = found is None or found.branch != branch
        if call is None or elsewhere or call.counter not in place.counter:
            raise NotFound(f"ticket {ticket} is not called")
        short = request.args.get("short") == "1"
        label = place.counter[call.counter].label
        frame = own.sentence(language, short=short)
        return wav(
            off_hub(lambda: voice.call(language, call.number, label, short=short, frame=frame))
        )

    @made.get("/speech/<language>.wav")
    @open_to(Permission.SEE_SCREENS)
    def speech(language: str) -> Response:
        sentence = " ".join(request.args.get("text", "").split())
        if not 0 < len(sentence) <= _LONGEST_SPEECH:
            raise Invalid([("text", f"1 to {_LONGEST_SPEECH} characters")])
        return wav(off_hub(lambda: voice.wav(language, sentence)))

    @made.get("/chime.wav")
    @open_to(PUBLIC)
    def chime_sound() -> Response:
        with bridge.read() as moment:
            office, folder = moment.office, moment.setting.media_folder
        file = media.inside(folder, office.chime_file) if office.chime_file else None
        if file is not None:
            return wav(off_hub(file.read_bytes))
        if office.chime == "none":
            raise NotFound("this office has no chime")
        return wav(off_hub(lambda: chime(office.chime)))

    @made.get("/tickets/<ticket>/qr.svg")
    @open_to(Permission.ISSUE_TICKETS)
    def qr(ticket: str) -> Response:
        with bridge.read() as moment:
            found = tickets.find(moment.db, number_in({"ticket": ticket}, "ticket"))
            if found is None:
                raise NotFound(f"there is no ticket {ticket}")
            url = f"{moment.setting.public_url}/t/{moment.setting.tokens.make(found.id)}"
        drawn, codes = io.BytesIO(), import_module("segno")  # no server waits for it to load
        codes.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, omitsize=True)
        return Response(drawn.getvalue(), mimetype="image/svg+xml")

    return made


def off_hub(make: Callable[[], T]) -> T:
    """Run what takes long in a native thread; the hub goes on.

    A refusal is brought back as a value: one raised in the pool is also printed as a fault.
    """

    def attempt() -> T | Refusal:
        try:
            return make()
        except Refusal as refusal:
            return refusal

    made: T | Refusal = gevent.get_hub().threadpool.apply(attempt)
    if isinstance(made, Refusal):
        raise made
    return made


def wav(sound: bytes) -> Response:
    """A sound that a page may keep for an hour."""
    response = Response(sound, mimetype="audio/wav")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
