"""The public status page: who waits where, for people at home, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC
from queue_server.network.browsers import preferred
from queue_server.office.fields import LANGUAGES
from queue_server.office.wording import catalogues, said
from queue_server.views.parts import LANGUAGE_NAMES, office_json
from queue_server.views.status import status_view
from queue_server.web.doors import open_to

#: A longer wait is told in hours.
_LONGEST_IN_MINUTES = 99


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
        texts = catalogues("status")[language]
        texts = texts | said(bridge.loop.revision.office.wording, "status", language)
        return render_template(
            "status.html",
            branch=shown,
            office=office,
            language=language,
            languages=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
            t=texts,
            say=lambda texts: _say(texts, language),
            wait=partial(wait_words, texts),
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


def wait_words(t: Mapping[str, Any], wait: Mapping[str, int]) -> str:
    """A wait of {low, high} seconds in words, as `static/js/waits.js` says it on other pages."""
    low, high = wait["low"] // 60, max(1, -(-wait["high"] // 60))
    coarse = high > _LONGEST_IN_MINUTES
    if coarse:
        low, high = low // 5 * 5, -(-high // 5) * 5
    if low in (0, high):
        return _filled(t["wait.up_to"], time=_time(t, high))
    if coarse:
        return f"{_time(t, low)} – {_time(t, high)}"
    return _filled(t["wait.range"], low=low, high=high)


def _time(t: Mapping[str, Any], total: int) -> str:
    hours, minutes = divmod(total, 60)
    unit = "minutes" if not hours else "hours_minutes" if minutes else "hours"
    return _filled(t[f"time.{unit}"], hours=hours, minutes=minutes).replace(" ", "\u00a0")


def _filled(text: str, **values: object) -> str:
    """A text of a catalogue, which an office may have put in words with other braces."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
