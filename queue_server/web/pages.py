"""The pages at their addresses: plain files of the kiosk, display, counter and server."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory
from markupsafe import Markup

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Needs, Permission
from queue_server.domain.errors import Refusal
from queue_server.office import Office
from queue_server.office.wording import CATALOGUES, Wording, folder_of, said
from queue_server.web import defence
from queue_server.web.api.office import draft_office
from queue_server.web.doors import open_to, refuse_without
from queue_server.web.places import number_in

_STATIC = Path(__file__).parent / "static"

#: The devices' pages.
_FOLDERS = {p: folder_of(p) / "web" for p in ("kiosk", "display", "counter_client")}
#: The pages whose texts an office may have in its own words, by the folder of these.
_WORDED = {folder: page for page, folder in CATALOGUES.items()}

_SCREENS, _STAFF = Permission.SEE_SCREENS, Permission.SEE_BRANCH

#: Where those go who have no credentials: a screen to be paired, everybody else to sign in.
_PAIRING, _SIGN_IN = "/pair", "/sign-in"

#: Address -> the page's file, and what its reader needs. Brackets are read by the page itself.
_PAGES: dict[str, tuple[Path, str, Needs]] = {
    "/t/<token>": (_STATIC / "phone", "index.html", PUBLIC),
    "/join/<branch>": (_STATIC / "join", "index.html", PUBLIC),
    _PAIRING: (_STATIC / "pair", "index.html", PUBLIC),
    "/voice-test": (_STATIC / "voice_test", "index.html", _SCREENS),
    "/account": (_STATIC / "account", "index.html", PUBLIC),
    "/admin/staff": (_STATIC / "admin" / "staff", "index.html", Permission.MANAGE_STAFF),
    "/admin/devices": (_STATIC / "admin" / "devices", "index.html", Permission.MANAGE_DEVICES),
    "/admin/tokens": (_STATIC / "admin" / "tokens", "index.html", Permission.MANAGE_TOKENS),
    "/virtual-printer": (_STATIC / "virtual_printer", "index.html", PUBLIC),
    "/admin": (_STATIC / "admin/office", "index.html", Permission.SEE_OFFICE),
    "/admin/drafts/<draft>": (_STATIC / "admin/office", "draft.html", Permission.SEE_OFFICE),
    "/kiosk/<branch>/<kiosk>": (_FOLDERS["kiosk"], "index.html", _SCREENS),
    "/display/<branch>/<display>": (_FOLDERS["display"], "index.html", _SCREENS),
    "/board/<branch>/<counter>": (_FOLDERS["display"], "board.html", _SCREENS),
    "/counter/<branch>": (_FOLDERS["counter_client"], "index.html", _STAFF),
    "/counter/<branch>/<counter>": (_FOLDERS["counter_client"], "index.html", _STAFF),
    "/supervisor/<branch>": (_STATIC / "supervisor", "index.html", Permission.SUPERVISE),
    "/reception/<branch>": (_STATIC / "reception", "index.html", Permission.CHANGE_TICKETS),
    "/appointments/<branch>": (
        _STATIC / "appointments",
        "index.html",
        Permission.SEE_APPOINTMENTS,
    ),
    "/report/<branch>": (_STATIC / "report", "index.html", Permission.SEE_REPORTS),
    "/audit": (_STATIC / "audit", "index.html", Permission.SEE_AUDIT),
    "/audit/tickets/<ticket>": (_STATIC / "audit", "ticket.html", Permission.SEE_AUDIT),
}


def blueprint(bridge: Bridge) -> Blueprint:
    """Pages and their assets; always asked for again, and told when nothing has changed."""
    made = Blueprint("pages", __name__)

    @made.get("/")
    @open_to(PUBLIC)
    def first() -> Response:
        text = (_STATIC / "first" / "index.html").read_text()
        links = _links(bridge.loop.revision.office, bridge.loop.setting.booking_url)
        return defence.with_nonce(text.replace("<!-- every screen -->", links))

    for number, (address, (folder, file, needs)) in enumerate(_PAGES.items()):

        @open_to(needs, _entrance(address, needs))
        def page(_file: Path = folder / file, **_place: str) -> Response:
            return defence.page(_file)

        made.add_url_rule(address, f"page{number}", page)

    for package, folder in {**_FOLDERS, "static": _STATIC}.items():

        @open_to(PUBLIC)
        def asset(path: str, _folder: Path = folder) -> Response:
            return _in_own_words(bridge, _folder / path) or send_from_directory(_folder, path)

        below = f"/{package}" if package == "static" else f"/{package}/web"
        made.add_url_rule(f"{below}/<path:path>", f"{package}_asset", asset)

    @made.get("/revision")
    @open_to(PUBLIC)
    def revision() -> Response:
        """Which revision is in force, for pages that follow no view: many ask again and again."""
        return _kept(f'{{"revision": {bridge.loop.revision.number}}}')

    @made.get("/favicon.ico")
    @open_to(PUBLIC)
    def icon() -> Response:
        return send_from_directory(_STATIC, "icon.svg")

    return made


def _in_own_words(bridge: Bridge, file: Path) -> Response | None:
    """A page's texts with the office's own words over them; None where it has none."""
    page = _WORDED.get(file.parent)
    if page is None or file.suffix != ".json" or not file.is_file():
        return None
    own = said(_wording(bridge), page, file.stem)
    if not own:
        return None
    return _kept(json.dumps({**json.loads(file.read_text("utf-8")), **own}, ensure_ascii=False))


def _wording(bridge: Bridge) -> list[Wording]:
    """The office's own words; with `?draft=7`, for a page in preview, those of a draft."""
    if "draft" in request.args:
        refuse_without(Permission.SEE_OFFICE)
        with suppress(Refusal):  # it has faults or is no more, and the page says so
            number = number_in({"draft": request.args["draft"]}, "draft")
            return bridge.read_apart(lambda moment: draft_office(moment, number).wording)
    return bridge.loop.revision.office.wording


def _kept(text: str) -> Response:
    """JSON that is told to have stayed the same to who has it already."""
    response = Response(text, mimetype="application/json")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


def _entrance(address: str, needs: Needs) -> str | None:
    if needs == PUBLIC:
        return None
    return _PAIRING if address.startswith(("/kiosk/", "/display/", "/board/")) else _SIGN_IN


def _links(office: Office, booking_url: str | None) -> str:
    """Every screen's address, for browsers and programs that run no script."""
    found = ["/admin", "/audit", "/virtual-printer", "/voice-test", "/api/v1/openapi.json"]
    found += [f"{booking_url}/"] if booking_url else []
    for branch in office.branches:
        found += [f"/{page}/{branch.id}" for page in ("supervisor", "reception", "report")]
        if any(service.remote for service in branch.services):
            found.append(f"/join/{branch.id}")
        for kind, places in (
            ("kiosk", branch.kiosk),
            ("display", branch.display),
            ("counter", branch.counter),
            ("board", branch.counter),
        ):
            found += [f"/{kind}/{branch.id}/{place}" for place in places]
    link = Markup('<li><a href="{0}">{0}</a></li>')
    return Markup("<ul>{}</ul>").format(Markup("").join(link.format(address) for address in found))
