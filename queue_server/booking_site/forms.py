"""What forms say: from whom they come, and what of a person they carry."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Any

from flask import Request, Response

COOKIE = "okienko_booking"
#: What an office may ask of a person, in the order of the form.
ASKED = ("name", "email", "phone", "reference")
#: The field that binds a visit to who will come.
HOLDER = "holder"
_BYTES = 16


class Forms:
    """Forms that only this site's own pages can send: a hidden field belongs to a cookie."""

    def __init__(self, *, secure: bool) -> None:
        self._secret = secrets.token_bytes(32)
        self._secure = secure
        #: By https no neighbour's site can set it.
        self._cookie = f"__Host-{COOKIE}" if secure else COOKIE

    def ticket(self, request: Request) -> str:
        """The cookie of this visitor; a new one where there is none."""
        found = request.cookies.get(self._cookie, "")
        return found if len(found) >= _BYTES else secrets.token_urlsafe(_BYTES)

    def field(self, cookie: str) -> str:
        """What the hidden field says."""
        return hmac.new(self._secret, cookie.encode(), sha256).hexdigest()

    def keep(self, response: Response, cookie: str) -> None:
        """Give the visitor the cookie."""
        response.set_cookie(
            self._cookie, cookie, httponly=True, secure=self._secure, samesite="Lax", path="/"
        )

    def is_own(self, request: Request) -> bool:
        """Whether the form was one of this site's pages, shown to this visitor."""
        cookie = request.cookies.get(self._cookie, "")
        sent = request.form.get("form", "")
        origin = request.headers.get("Origin")
        here = origin is None or origin.partition("://")[2] == request.host
        return bool(cookie) and here and hmac.compare_digest(self.field(cookie), sent)


def once() -> str:
    """What makes a form sent twice do its work once."""
    return secrets.token_urlsafe(_BYTES)


def once_of(request: Request) -> str:
    """What a form is sent once by: for each time another, for who comes back and chooses anew."""
    said, start = request.form.get("once", ""), request.form.get("start", "")
    return sha256(f"{said} {start}".encode()).hexdigest() if said else ""


def contact_of(request: Request, asks: dict[str, str]) -> dict[str, Any]:
    """What was filled in of what is asked."""
    filled = {name: request.form.get(name, "").strip() for name in ASKED}
    return {
        name: text for name, text in filled.items() if text and asks.get(name, "none") != "none"
    }


def typed_of(request: Request) -> dict[str, str]:
    """What was typed about a person, as it was."""
    filled = {name: request.form.get(name, "") for name in (*ASKED, HOLDER)}
    return {name: text for name, text in filled.items() if text}


def number_of(text: str | None, most: int) -> int:
    """A whole number from 1 to `most`; 1 where it is none."""
    if text is None or not text.isascii() or not text.isdigit():
        return 1
    return min(max(int(text[:3]), 1), most)
