"""Requests that another site makes a browser send are refused before they are looked at.

A browser sends cookies by itself, so whoever comes with one must also say what only this site's
pages know. What comes with an Authorization header was meant.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request

from queue_server.bridge import Bridge
from queue_server.domain.errors import Refusal
from queue_server.identity.hashing import hash_token
from queue_server.identity.tokens import Tokens
from queue_server.web.doors import caller, token_sent

HEADER = "X-Okienko-CSRF"
_FORM = "application/x-www-form-urlencoded"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(Refusal):
    """Another site's page sent this."""

    status = 403


class CsrfNeeded(Refusal):
    """A request with a cookie needs the header X-Okienko-CSRF; `GET /session` tells it."""

    status = 403


def own_word() -> str | None:
    """What a page answered to the request at hand must say; nothing in the demo."""
    found: Csrf = g.csrf
    token = token_sent()
    return found.of(token) if token and caller().signed_in else None


class Csrf:
    """Tells and checks what a page must say besides its cookie."""

    def __init__(self, bridge: Bridge) -> None:
        setting = bridge.loop.setting
        self._tokens: Tokens = setting.tokens
        self._own = urlsplit(setting.public_url).netloc

    def attach(self, app: Flask) -> None:
        """Stand before every route of `app`, behind the doors."""
        app.before_request(self._check)

    def of(self, token: str) -> str:
        """What a page says that came with this token."""
        return self._tokens.sign("csrf", hash_token(token))

    def is_own(self, origin: str | None) -> bool:
        """Whether a page of this origin is ours; who sends none is no browser's page."""
        if origin is None:
            return True
        return urlsplit(origin).netloc in (self._own, request.host)

    def allows(self, origin: str | None, environ: dict[str, Any]) -> bool:
        """Whether a page of this origin may open a socket; who sends none is no browser's page."""
        hosts = (self._own, environ.get("HTTP_HOST"))
        return origin is None or urlsplit(origin).netloc in hosts

    def _check(self) -> None:
        g.csrf = self
        if request.method in _SAFE:
            return
        if not self.is_own(request.headers.get("Origin")):
            raise ForeignOrigin
        if not caller().signed_in or "Authorization" in request.headers:
            return  # nobody's rights are used, or they are used on purpose
        if request.mimetype == _FORM and not request.path.startswith("/api/"):
            return  # a plain form, which carries a token of its own
        said = request.headers.get(HEADER, "")
        expected = self.of(token_sent() or "")
        if not hmac.compare_digest(said.encode(), expected.encode()):
            raise CsrfNeeded
