"""The cookies that carry tokens: for this host alone, out of scripts' reach, not sent by others.

Where people come by https, their names begin with `__Host-`: no neighbour may set them.
"""

from __future__ import annotations

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

SESSION = "okienko_session"
DEVICE = "okienko_device"
#: Binds a plain form to the browser that it was sent to.
FORM = "okienko_form"
#: What a browser that signed in before is known by: it is not slowed down by others' wrong tries.
KNOWN = "okienko_known"
#: What a sign-in through a provider began with.
PROVIDER = "okienko_provider"


def attach(app: Flask, public_url: str) -> None:
    """Set the app's cookies as befits the address that people come by."""
    app.config["PUBLIC_URL"] = public_url
    app.config["SESSION_COOKIE_SECURE"] = public_url.startswith("https://")


def read(name: str) -> str | None:
    """What the request's cookie says."""
    return request.cookies.get(_full(name)) or None


def put(
    response: Response,
    name: str,
    value: str,
    max_age_seconds: int | None = None,
    strict: bool = False,
    framed: bool = False,
) -> None:
    """Send a cookie; without an age it goes with the browser's session.

    `strict`: not even when somebody follows another site's link. `framed`: also where another
    site shows the page in a frame, as far as people come by https; each such site has its own.
    """
    response.set_cookie(
        _full(name),
        value,
        max_age=max_age_seconds,
        secure=_secure(),
        httponly=True,
        samesite="None" if framed and _secure() else "Strict" if strict else "Lax",
        partitioned=framed and _secure(),
    )


def drop(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(_full(name), secure=_secure(), httponly=True, samesite="Lax")


def _full(name: str) -> str:
    return f"__Host-{name}" if _secure() else name


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
