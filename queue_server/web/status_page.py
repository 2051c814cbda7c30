"""The public status page: who waits where, for people at home, in four languages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC
from queue_server.network.browsers import preferred
from queue_server.office.fields import LANGUAGES
from queue_server.office.wording import catalogue, said
from queue_server.views.parts import LANGUAGE_NAMES, office_json
from queue_server.views.status import status_view
from queue_server.web.doors import open_to


def blueprint(bridge: Bridge) -> Blueprint:
    """The routes."""
    made = Blueprint("status_page", __name__, template_folder="templates")

    @made.get("/status/<branch>")
    @open_to(PUBLIC)
    def status(branch: str) -> str:
        shown, office = bridge.read_apart(
            lambda moment: (status_view(moment, branch), office_json(moment))
        )
        language = _language(request.args.get("lang"))
        return render_template(
            "status.html",
            branch=shown,
            office=office,
            language=language,
            languages=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
            t=catalogue("status", language)
            | said(bridge.loop.revision.office.wording, "status", language),
            say=lambda texts: _say(texts, language),
            minutes=_minutes,
        )

    return made


def _language(asked: str | None) -> str:
    """The language asked for, else the browser's, else the first."""
    if asked in LANGUAGES:
        return asked
    return preferred(request.accept_languages, LANGUAGES) or LANGUAGES[0]


def _say(texts: dict[str, str] | None, language: str) -> str:
    """What an object by language says in `language`, else in the first that it has."""
    return (texts or {}).get(language) or next(iter((texts or {"": ""}).values()))


def _minutes(wait: dict[str, Any]) -> str:
    """A wait of {low, high} seconds as whole minutes, rounded outwards."""
    low, high = wait["low"] // 60, max(1, -(-wait["high"] // 60))
    return f"{low}–{high}" if low != high else f"{high}"
