"""Slips as pictures: previews of what an office prints, and what the demo's printers received."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, ConfigDict, Field

from queue_server import picturing
from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Permission
from queue_server.domain.errors import NotFound
from queue_server.picturing import Sample
from queue_server.web.contract import BASE, read_query
from queue_server.web.doors import open_to
from queue_server.web.media import off_hub
from queue_server.web.places import number_in

#: Slips shown of each printer.
_SHOWN = 12


class _Preview(BaseModel):
    """Which slip to preview."""

    model_config = ConfigDict(extra="forbid")

    service: str | None = None
    language: str | None = None
    width: int | None = None
    copy_: int = Field(0, alias="copy", ge=0, le=99)


def slip_folder(slips: Path, branch: str, printer: str) -> Path:
    """Where a virtual printer keeps its slips."""
    return slips / f"{branch}-{printer}"


def previews(bridge: Bridge) -> Blueprint:
    """The route of previews."""
    made = Blueprint("previews", __name__, url_prefix=BASE)

    @made.get("/branches/<branch>/printers/<printer>/preview.png")
    @open_to(Permission.SEE_BRANCH)
    def preview(branch: str, printer: str) -> Response:
        with bridge.read() as moment:
            office, place, setting = moment.office, moment.branch(branch), moment.setting
            now = moment.now
        found = place.printer.get(printer)
        if found is None:
            raise NotFound(f"branch {branch} has no printer {printer!r}")
        asked = read_query(_Preview)
        sample = Sample(now, asked.service, asked.language, asked.width, asked.copy_)
        folder, url = setting.media_folder, setting.public_url
        drawn = off_hub(lambda: picturing.preview(office, place, found, sample, folder, url))
        return Response(drawn, mimetype="image/png")

    return made


def blueprint(bridge: Bridge, slips: Path) -> Blueprint:
    """The routes; `slips` is the virtual printers' folder."""
    made = Blueprint("slips", __name__, url_prefix=BASE)

    @made.get("/demo/slips")
    @open_to(PUBLIC)
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
    @open_to(PUBLIC)
    def slip_picture(branch: str, printer: str, slip: str) -> Response:
        place = bridge.loop.revision.office.branch.get(branch)
        found = place.printer.get(printer) if place else None
        if found is None:
            raise NotFound(f"there is no printer {printer!r}")
        number = number_in({"slip": slip}, "slip")
        file = slip_folder(slips, branch, printer) / f"slip-{number:06d}.bin"
        if not file.is_file():
            raise NotFound(f"printer {printer} has printed no slip {slip}")
        drawn = off_hub(lambda: picturing.png(file.read_bytes(), found))
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
    return picturing.text(file.read_bytes())
