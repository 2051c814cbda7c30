"""Plain pages of one form each, for browsers with and without scripts, in four languages."""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, render_template, request

from queue_server.bridge import Bridge
from queue_server.domain.errors import Refusal
from queue_server.network.browsers import preferred
from queue_server.office.fields import LANGUAGES, Texts
from queue_server.views.parts import LANGUAGE_NAMES
from queue_server.web import cookies

_TEXTS = Path(__file__).parent / "static" / "sign_in" / "texts"


class FormLapsed(Refusal):
    """The form was sent from another browser, or after its cookie was gone."""

    status = 403


@dataclass(frozen=True)
class Forms:
    """Shows forms, and tells that one which is sent was shown to the same browser."""

    bridge: Bridge

    def show(self, template: str, title: str, status: int = 200, **about: Any) -> Response:
        """The page, with a token bound to a cookie of this browser."""
        nonce = cookies.read(cookies.FORM) or secrets.token_urlsafe(16)
        response = self.plain(template, title, status, form=self._token(nonce), **about)
        cookies.put(response, cookies.FORM, nonce, strict=True)
        return response

    def plain(self, template: str, title: str, status: int = 200, **about: Any) -> Response:
        """A page on which nothing is filled in."""
        language = self.language()
        texts = catalogue(language)
        page = render_template(
            template,
            title=texts[title],
            t=texts,
            language=language,
            languages=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
            query=lambda code: urlencode({**request.args.to_dict(), "lang": code}),
            office=self.say(self.bridge.loop.revision.office.name),
            **about,
        )
        response = make_response(page, status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def check(self) -> None:
        """Refuse a form that was not shown to this browser."""
        nonce = cookies.read(cookies.FORM)
        said = request.form.get("form", "")
        if not (nonce and hmac.compare_digest(said.encode(), self._token(nonce).encode())):
            raise FormLapsed

    def language(self) -> str:
        """The language asked for, else the browser's, else the first."""
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            return asked
        return preferred(request.accept_languages, LANGUAGES) or LANGUAGES[0]

    def say(self, texts: Texts) -> str:
        """What texts say in the reader's language, else in the first that they have."""
        return texts.get(self.language()) or next(iter(texts.values()))

    def _token(self, nonce: str) -> str:
        return self.bridge.loop.setting.tokens.sign("form", nonce)


@cache
def catalogue(language: str) -> dict[str, str]:
    """What the pages say in a language."""
    texts: dict[str, str] = json.loads((_TEXTS / f"{language}.json").read_text("utf-8"))
    return texts


def own_path(address: str | None) -> str:
    """Where to go next: a path of this server, whatever an address says; else the first page."""
    if not address or not address.isprintable() or "\\" in address:
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or address[1:2] == "/":
        return "/"
    return address
