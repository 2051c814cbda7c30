"""What a browser says of whoever uses it."""

from __future__ import annotations

from collections.abc import Container

from werkzeug.datastructures import LanguageAccept


def preferred(accepted: LanguageAccept, spoken: Container[str]) -> str | None:
    """The language liked best of those spoken, in whichever country's form; None without any."""
    liked = (tag.partition("-")[0].lower() for tag, quality in accepted if quality > 0)
    return next((language for language in liked if language in spoken), None)
