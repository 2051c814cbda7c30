"""Plain pages of one form each, for browsers with and without scripts, in four languages."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, render_template, request

from queue_server.bridge import Bridge
from queue_server.domain.errors import Refusal
from queue_server.network.browsers import preferred
from queue_server.office.fields import LANGUAGES, Texts
from queue_server.office.wording import catalogues, said
from queue_server.views.parts import LANGUAGE_NAMES
from queue_server.web import cookies


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
        language, texts = self.language(), self.texts()
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

    def texts(self) -> dict[str, str]:
        """What the pages say in the reader's language, by key."""
        language = self.language()
        own = said(self.bridge.loop.revision.office.wording, "sign_in", language)
        return catalogues("sign_in")[language] | own

    def say(self, texts: Texts) -> str:
        """What texts say in the reader's language, else in the first that they have."""
        return texts.get(self.language()) or next(iter(texts.values()))

    def _token(self, nonce: str) -> str:
        return self.bridge.loop.setting.tokens.sign("form", nonce)


def own_path(address: str | None) -> str:
    """Where to go next: a path of this server, whatever an address says; else the first page."""
    if not address or not address.isprintable() or "\\" in address:
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or address[1:2] == "/":
        return "/"
    return address
