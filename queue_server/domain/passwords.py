"""What a password or a PIN must be: long enough, and not what anyone would try first."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Final

SHORTEST: Final = 12
#: Longer ones only cost the server time.
LONGEST: Final = 256
SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 8
#: Of how many different signs a password is at least.
_LEAST_DIFFERENT = 5

#: What people type where twelve signs are asked for; without case and spaces.
_COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456789abc",
        "abcdefghijkl",
        "administrator",
        "administrator1",
        "changemechangeme",
        "correcthorsebatterystaple",
        "haslohaslo12",
        "haslohaslo123",
        "iloveyou1234",
        "letmeinletmein",
        "okienkookienko",
        "parolparol123",
        "password1234",
        "password12345",
        "passwordpassword",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopas",
        "qwertyuiopasdf",
        "welcomewelcome",
        "zaq12wsxcde3",
        "йцукенгшщзхъ",
        "парольпароль",
    }
)


def normal(secret: str) -> str:
    """The same signs however a keyboard composes them (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", secret)


def weakness(password: str, *names: str) -> str | None:
    """Why this may not be a password of someone with these names; None where it may.

    There are no rules about which signs it is made of: several words are best.
    """
    plain = "".join(normal(password).casefold().split())
    if len(normal(password)) < SHORTEST:
        return f"it needs {SHORTEST} signs; several words are easy to remember"
    if len(password) > LONGEST:
        return f"it may have {LONGEST} signs"
    if len(set(plain)) < _LEAST_DIFFERENT:
        return "it repeats too few signs"
    if plain in _COMMON:
        return "it is one of the first that anyone would try"
    own = {"".join(normal(name).casefold().split()) for name in names} - {""}
    if any(plain.replace(name, "", 1).isdigit() or plain in (name, name * 2) for name in own):
        return "it is the name itself"
    return None


def pin_weakness(pin: str) -> str | None:
    """Why this may not be a PIN; None where it may."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        return f"a PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits"
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        return "it is one of the first that anyone would try"
    return None
