"""Codes that screens show to be paired."""

from __future__ import annotations

import secrets

#: Letters and digits that nobody takes for one another, however they are written or read out.
LETTERS = "ACDEFHJKMNPRTWXY34679"
_LENGTH = 8
_GROUP = 4


def new_code() -> str:
    """A code to type: one of 21^8, 35 bits for ten minutes."""
    return "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """A code as people read it: `KX4T-9PRA`."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed(text: str) -> str:
    """A code as people type it, without what they put between."""
    return "".join(letter for letter in text.upper() if letter in LETTERS)
