"""What messages say by themselves, in each language."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

_TEXTS = files("queue_server.messaging") / "texts"


@cache
def built_in(spoken: str) -> dict[str, str]:
    """The texts of messages in a language."""
    text = (_TEXTS / f"{spoken}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found
