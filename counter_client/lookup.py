"""Finding by what a clerk types: tickets by number, services and counters by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from counter_client.client import Client, Json

#: Latin letters that do not come apart into a plain one and its mark, and signs of one meaning.
_PLAIN = str.maketrans({"ł": "l", "ё": "е", "’": "'", "ʼ": "'"})
#: Cyrillic capitals that look like the Latin ones of a number.
_LATIN = str.maketrans("АВЕКМНОРСТХІ", "ABEKMHOPCTXI")
_CYRILLIC = "\u0400"


def plain(text: str) -> str:
    """Lower case, Latin letters without marks, as people type who are in a hurry."""
    signs = (
        sign if sign >= _CYRILLIC else unicodedata.normalize("NFKD", sign)[0]
        for sign in text.casefold().translate(_PLAIN)
    )
    return " ".join("".join(signs).split())


def tickets(client: Client, branch: str, typed: str, *states: str) -> list[Json]:
    """The branch's tickets of today in these states whose number is `A42`, `A042` or `42`.

    Raises ServerAway and Refused.
    """
    wanted = typed.strip().upper().translate(_LATIN)
    letters, digits = wanted.rstrip("0123456789"), wanted[len(wanted.rstrip("0123456789")) :]
    if not digits:
        return []
    return [
        ticket
        for state in states
        for ticket in client.get(f"/branches/{branch}/tickets", state=state)
        if ticket["sequence"] == int(digits) and letters in ("", ticket["prefix"])
    ]


def named(things: Iterable[Mapping[str, Any]], typed: str) -> list[Mapping[str, Any]]:
    """The things whose id or label is `typed`; else those with it in a name of any language."""
    known, wanted = list(things), plain(typed)
    exact = [t for t in known if wanted in (plain(str(t["id"])), plain(str(t.get("label", ""))))]
    return exact or [
        t for t in known if any(wanted in plain(name) for name in (t.get("name") or {}).values())
    ]
