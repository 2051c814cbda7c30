"""What is heard and pictured: announcements, the chime, kiosk speech, QR codes, virtual slips."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import gevent
import segno
from flask import Blueprint, Response, jsonify, request

from printers import picture
from queue_server.bridge import Bridge
from queue_server.domain.errors import Invalid, NotFound
from queue_server.office import Branch
from queue_server.store import counters, tickets
from queue_server.voice import Voice, chime, phrase
from queue_server.web.contract import BASE, number_in

T = TypeVar("T")

#: What a kiosk may have spoken at once.
_LONGEST_SPEECH = 400
#: Slips that the virtual printer's page shows of each printer.
_SLIPS_SHOWN = 12


def blueprint(bridge: Bridge, voice: Voice, slips: Path | None) -> Blueprint:
    """The routes; `slips` is the virtual printers' folder, in the demo."""
    made = Blueprint("media", __name__, url_prefix=BASE)

    @made.get("/branches/<branch>/announcements/<ticket>/<language>.wav")
    def announcement(branch: str, ticket: str, language: str) -> Response:
        with bridge.read() as moment:
            place = moment.branch(branch)
            call = counters.call_of(moment.db, number_in({"ticket": ticket}, "ticket"))
        if call is None or call.counter not in place.counter:
            raise NotFound(f"ticket {ticket} is not called")
        short = request.args.get("short") == "1"
        sentence = phrase(language, call.number, place.counter[call.counter].label, short)
        return _wav(off_hub(lambda: voice.wav(language, sentence, brisk=short)))

    @made.get("/speech/<language>.wav")
    def speech(language: str) -> Response:
        sentence = " ".join(request.args.get("text", "").split())
        if not 0 < len(sentence) <= _LONGEST_SPEECH:
            raise Invalid([("text", f"1 to {_LONGEST_SPEECH} characters")])
        return _wav(off_hub(lambda: voice.wav(language, sentence)))

    @made.get("/chime.wav")
    def chime_sound() -> Response:
        return _wav(off_hub(chime))

    @made.get("/tickets/<ticket>/qr.svg")
    def qr(ticket: str) -> Response:
        with bridge.read() as moment:
            found = tickets.find(moment.db, number_in({"ticket": ticket}, "ticket"))
            if found is None:
                raise NotFound(f"there is no ticket {ticket}")
            url = f"{moment.setting.public_url}/t/{moment.setting.tokens.make(found.id)}"
        drawn = io.BytesIO()
        segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, omitsize=True)
        return Response(drawn.getvalue(), mimetype="image/svg+xml")

    if slips is None:
        return made

    @made.get("/demo/slips")
    def printed() -> Response:
        shown = [
            {
                "branch": branch.id,
                "id": printer.id,
                "name": printer.name,
                "slips": _slips(slips, branch, printer.id),
            }
            for branch in bridge.loop.revision.office.branches
            for printer in branch.printers
        ]
        return jsonify(printers=shown)

    @made.get("/demo/slips/<branch>/<printer>/<slip>.png")
    def slip_picture(branch: str, printer: str, slip: str) -> Response:
        place = bridge.loop.revision.office.branch.get(branch)
        found = place.printer.get(printer) if place else None
        if found is None:
            raise NotFound(f"there is no printer {printer!r}")
        file = (
            slip_folder(slips, branch, printer)
            / f"slip-{number_in({'slip': slip}, 'slip'):06d}.bin"
        )
        if not file.is_file():
            raise NotFound(f"printer {printer} has printed no slip {slip}")
        drawn = off_hub(lambda: picture.picture(file.read_bytes(), found.width_mm))
        return Response(drawn, mimetype="image/png")

    return made


def slip_folder(slips: Path, branch: str, printer: str) -> Path:
    """Where a virtual printer keeps its slips."""
    return slips / f"{branch}-{printer}"


def _slips(slips: Path, branch: Branch, printer: str) -> list[dict[str, Any]]:
    files = sorted(slip_folder(slips, branch.id, printer).glob("slip-*.bin"), reverse=True)
    return [
        {
            "n": int(file.stem.removeprefix("slip-")),
            "at": datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(),
            "url": f"{BASE}/demo/slips/{branch.id}/{printer}/{int(file.stem[5:])}.png",
            "text": picture.text(file.read_bytes()),
        }
        for file in files[:_SLIPS_SHOWN]
    ]


def off_hub(make: Callable[[], T]) -> T:
    """Run what takes long in a native thread; the hub goes on."""
    made: T = gevent.get_hub().threadpool.apply(make)
    return made


def _wav(sound: bytes) -> Response:
    response = Response(sound, mimetype="audio/wav")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
