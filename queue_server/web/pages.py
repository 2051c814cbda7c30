"""The pages at their addresses: plain files of the kiosk, display, counter and server."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from markupsafe import Markup

from queue_server.bridge import Bridge
from queue_server.office import Office

_STATIC = Path(__file__).parent / "static"


def _folder(package: str) -> Path:
    """A device's page; found without importing the device's code."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "web"


_FOLDERS = {package: _folder(package) for package in ("kiosk", "display", "counter_client")}

#: Address -> the page's file. What stands in brackets is read by the page itself.
_PAGES = {
    "/t/<_token>": (_STATIC / "phone", "index.html"),
    "/voice-test": (_STATIC / "voice_test", "index.html"),
    "/virtual-printer": (_STATIC / "virtual_printer", "index.html"),
    "/kiosk/<_branch>/<_kiosk>": (_FOLDERS["kiosk"], "index.html"),
    "/display/<_branch>/<_display>": (_FOLDERS["display"], "index.html"),
    "/board/<_branch>/<_counter>": (_FOLDERS["display"], "board.html"),
    "/counter/<_branch>": (_FOLDERS["counter_client"], "index.html"),
    "/counter/<_branch>/<_counter>": (_FOLDERS["counter_client"], "index.html"),
}


def blueprint(bridge: Bridge) -> Blueprint:
    """Pages and their assets; always asked for again, and told when nothing has changed."""
    made = Blueprint("pages", __name__, static_folder=_STATIC, static_url_path="/static")

    @made.get("/")
    def first() -> str:
        page = (_STATIC / "first" / "index.html").read_text()
        return page.replace("<!-- every screen -->", _links(bridge.loop.revision.office))

    for place, (address, (folder, file)) in enumerate(_PAGES.items()):

        def page(_folder: Path = folder, _file: str = file, **_place: str) -> Response:
            return send_from_directory(_folder, _file)

        made.add_url_rule(address, f"page{place}", page)

    for package, folder in _FOLDERS.items():

        def asset(path: str, _folder: Path = folder) -> Response:
            return send_from_directory(_folder, path)

        made.add_url_rule(f"/{package}/web/<path:path>", f"{package}_asset", asset)

    @made.get("/favicon.ico")
    def icon() -> Response:
        return send_from_directory(_STATIC, "icon.svg")

    return made


def _links(office: Office) -> str:
    """Every screen's address, for browsers and programs that run no script."""
    found = ["/virtual-printer", "/voice-test", "/api/v1/openapi.json"]
    for branch in office.branches:
        for kind, places in (
            ("kiosk", branch.kiosk),
            ("display", branch.display),
            ("counter", branch.counter),
            ("board", branch.counter),
        ):
            found += [f"/{kind}/{branch.id}/{place}" for place in places]
    link = Markup('<li><a href="{0}">{0}</a></li>')
    return Markup("<ul>{}</ul>").format(Markup("").join(link.format(address) for address in found))
