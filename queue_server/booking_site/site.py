"""The site's application: languages, defences, and errors in words."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import (
    Flask,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from queue_server.booking_site import pages
from queue_server.booking_site.api import Away, Refused, Server
from queue_server.booking_site.colours import colours_of
from queue_server.booking_site.coming import come, where
from queue_server.booking_site.forms import Forms, once
from queue_server.booking_site.words import LANGUAGES, words_of
from queue_server.network.browsers import preferred

_SHARED = Path(str(files("queue_server"))) / "web/static"
#: Which of the pages' common files the site serves.
_COMMON = ("css/tokens.css", "vendor/inter.css", "vendor/files/", "icon.svg")

_OWN = ("site.css", "proof.js", "proof-worker.js")

#: The pages run no script and load nothing from elsewhere.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Tokens in addresses go nowhere else; with no referrer at all, a form would not say its origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Where a browser proves by work that it is none of a program, its page runs a script of ours.
_SCRIPTED = "; script-src 'self'; worker-src 'self'; connect-src 'self'"
_LARGEST_FORM = 16 * 1024
_ASSETS_KEPT_SECONDS = 3600


class Expired(Exception):
    """A form was not one that this visitor was shown, or the site has started anew since."""


def create_site(server: Server, *, secure: bool) -> Flask:
    """The site that asks `server`; `secure`: its visitors come by https."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["moment"] = datetime.fromisoformat
    app.jinja_env.globals |= {"come": come, "where": where}
    forms = Forms(secure=secure)
    app.register_blueprint(pages.blueprint(server))
    _assets(app, server)

    @app.before_request
    def know_the_visitor() -> AnyResponse | None:
        language = (request.view_args or {}).get("language")
        g.cookie = forms.ticket(request)
        language = language or preferred(request.accept_languages, LANGUAGES) or "pl"
        g.words = words_of(language, server.texts)
        # Who knows a visit's address may do all that its page offers: the address is the key.
        has_key = "token" in (request.view_args or {})
        if request.method == "POST" and not has_key and not forms.is_own(request):
            raise Expired
        return None

    @app.context_processor
    def common() -> dict[str, Any]:
        bookable = server.bookable()
        g.words = words_of(g.words.language, bookable["texts"])
        return {
            "w": g.words,
            "form_field": forms.field(g.cookie),
            "once": once(),
            "elsewhere": _elsewhere,
            "bookable": bookable,
        }

    @app.get("/")
    def first() -> AnyResponse:
        spoken = [language["id"] for language in server.bookable()["languages"]]
        best = preferred(request.accept_languages, spoken) or spoken[0]
        return redirect(f"/{best}/")

    @app.after_request
    def defend(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if g.get("scripted"):
            response.headers["Content-Security-Policy"] += _SCRIPTED
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers.setdefault("Cache-Control", "no-store")
        if response.mimetype == "text/html":
            forms.keep(response, g.cookie)
        return response

    _errors(app)
    return app


def _elsewhere(language: str) -> str:
    """The address of this page in another language; after a form, of the page that it is about."""
    if not (request.view_args or {}).get("language"):
        return f"/{language}/"
    asked = request.method in ("GET", "HEAD")
    here = request.full_path.rstrip("?") if asked else request.path.rpartition("/")[0]
    return f"/{language}/{here[1:].partition('/')[2]}"


def _assets(app: Flask, server: Server) -> None:
    @app.get("/static/<path:path>")
    def asset(path: str) -> Response:
        own = path in _OWN
        if ".." in path or (not own and not path.startswith(_COMMON)):
            raise NotFound
        folder = Path(__file__).parent / "static" if own else _SHARED
        return send_from_directory(folder, path, max_age=_ASSETS_KEPT_SECONDS)

    @app.get("/office.css")
    def colours() -> Response:
        sheet = colours_of(server.bookable()["office"]["accent"])
        return Response(sheet, mimetype="text/css", headers={"Cache-Control": "max-age=600"})

    @app.get("/favicon.ico")
    def icon() -> Response:
        return send_from_directory(_SHARED, "icon.svg", max_age=_ASSETS_KEPT_SECONDS)

    @app.get("/robots.txt")
    def robots() -> Response:
        return Response("User-agent: *\nDisallow: /*/a/\n", mimetype="text/plain")


def _errors(app: Flask) -> None:
    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        known = f"said_{error.code}" in g.words.texts
        return said(error.code if known else "not_found", error.status if known else 404)

    @app.errorhandler(Away)
    def away(_error: Away) -> Response:
        response = _apart(app, 503)
        response.headers["Retry-After"] = "5"
        return response

    @app.errorhandler(Expired)
    def expired(_error: Expired) -> Response:
        return said("expired", 400)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = error.code or 500
        return said("not_found" if code in (404, 405) else "invalid", code)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        # Not the path: a visit's address is the key to it.
        app.logger.error("%s of %s failed", request.method, request.endpoint, exc_info=error)
        return _apart(app, 500)


def _apart(app: Flask, status: int) -> Response:
    """The page that needs nothing of the server."""
    page = app.jinja_env.get_template("away.html").render(w=g.words)
    return make_response(page, status)


def said(code: str, status: int) -> Response:
    """A page that says in words what is in the way."""
    return make_response(render_template("refused.html", code=code), status)
