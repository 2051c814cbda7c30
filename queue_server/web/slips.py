"""The virtual printers' slips as pictures, in the demo: drawn from the very bytes they received."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify

from printers import picture
from queue_server.bridge import Bridge
from queue_server.domain.errors import NotFound
from queue_server.web.contract import BASE
from queue_server.web.media import off_hub
from queue_server.web.places import number_in

#: Slips shown of each printer.
_SHOWN = 12


def slip_folder(slips: Path, branch: str, printer: str) -> Path:
    """Where a virtual printer keeps its slips."""
    return slips / f"{branch}-{printer}"


def blueprint(bridge: Bridge, slips: Path) -> Blueprint:
    """The routes; `slips` is the virtual printers' folder."""
    made = Blueprint("slips", __name__, url_prefix=BASE)

    @made.get("/demo/slips")
    def printed() -> Response:
        shown = [
            {
                "branch": branch.id,
                "id": printer.id,
                "name": printer.name,
                "slips": [
                    _slip(file, branch.id, printer.id)
                    for file in _newest(slips, branch.id, printer.id)
                ],
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
        number = number_in({"slip": slip}, "slip")
        file = slip_folder(slips, branch, printer) / f"slip-{number:06d}.bin"
        if not file.is_file():
            raise NotFound(f"printer {printer} has printed no slip {slip}")
        drawn = off_hub(lambda: picture.picture(file.read_bytes(), found.width_mm, found.dots))
        return Response(drawn, mimetype="image/png")

    return made


def _newest(slips: Path, branch: str, printer: str) -> list[Path]:
    files = slip_folder(slips, branch, printer).glob("slip-*.bin")
    return sorted(files, reverse=True)[:_SHOWN]


def _slip(file: Path, branch: str, printer: str) -> dict[str, Any]:
    number = int(file.stem.removeprefix("slip-"))
    return {
        "n": number,
        "at": datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(),
        "url": f"{BASE}/demo/slips/{branch}/{printer}/{number}.png",
        "text": _text(file),
    }


@lru_cache(maxsize=512)
def _text(file: Path) -> list[str]:
    """What a slip says; its file never changes."""
    return picture.text(file.read_bytes())
