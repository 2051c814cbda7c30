"""What every answer says to browsers, so that they do nothing that our pages did not mean.

No page has code in its text: one module script, blessed by a nonce that is new for every answer.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask, Response, g, request

from queue_server.web.csrf import own_word

#: What no page of ours needs; the rest is for ourselves alone.
_PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")),
        *(f"{name}=(self)" for name in ("autoplay", "fullscreen", "screen-wake-lock")),
    ]
)
#: Everything comes from here, and nothing but pictures and sounds is made on the page.
_SOURCES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
#: Of every answer that does not say otherwise.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
#: The setting of an app that names the sites which may show screens in a frame.
FRAMED_BY = "FRAMED_BY"
#: Pages that they may show: screens that nobody types on, and where those are paired.
_FRAMED = ("/display/", "/board/", "/pair")
#: A year: browsers come by https from then on.
_HTTPS_ONLY = "max-age=31536000"
#: A service worker would live under the policy that its script came with.
_SCRIPTS = ("text/javascript", "application/javascript")
_MODULE = '<script type="module" '
#: What is no page may do nothing, should a browser take it for one.
_NOTHING = "default-src 'none'; sandbox"


def attach(app: Flask, public_url: str, framed_by: list[str]) -> None:
    """Say it with every answer of `app`; sites in `framed_by` may show our screens in a frame."""
    app.config[FRAMED_BY] = framed_by
    https = {"Strict-Transport-Security": _HTTPS_ONLY} if public_url.startswith("https://") else {}
    scripts = _by_lower_name(_HEADERS | https)
    others = _by_lower_name(_HEADERS | https | {"Content-Security-Policy": _NOTHING})

    @app.after_request
    def defend(response: Response) -> Response:
        headers, kind = response.headers, response.mimetype
        if kind == "text/html":
            headers["Cache-Control"] = "no-store"  # its nonce is for once
            headers["Content-Security-Policy"] = _policy(framed_by)
        said = {name.lower() for name, _ in headers}
        for name, header in (scripts if kind in _SCRIPTS else others).items():
            if name not in said:
                headers.add(*header)
        return response

    app.jinja_env.globals["nonce"] = nonce


def _by_lower_name(headers: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name.lower(): (name, value) for name, value in headers.items()}


def nonce() -> str:
    """What blesses the script of the answer at hand."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    made: str = g.nonce
    return made


def page(file: Path) -> Response:
    """A page of ours, its script blessed."""
    return with_nonce(file.read_text("utf-8"))


def with_nonce(trusted: str) -> Response:
    """A page whose every script is ours, and is told what to say with its first command."""
    word = own_word()
    told = f'<meta name="okienko-csrf" content="{word}" />' if word else ""
    script = f'{told}{_MODULE}nonce="{nonce()}" '
    return Response(trusted.replace(_MODULE, script), mimetype="text/html")


def _policy(framed_by: list[str]) -> str:
    sources = _SOURCES | {
        "script-src": f"'nonce-{nonce()}'",
        "frame-ancestors": " ".join(["'self'", *(framed_by if _is_screen() else [])]),
    }
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _is_screen() -> bool:
    return request.path.startswith(_FRAMED)
