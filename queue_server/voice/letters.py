"""The letters of numbers and counters, by the name that each language has for them.

Ukrainian and Russian name Latin letters as their schoolbooks do. A name of one vowel is a
capital, so that no engine and no table takes it for a word (*a*, *i*, *o*, *u*, *в*).
"""

from __future__ import annotations

import unicodedata
from string import ascii_uppercase

from queue_server.voice.errors import LanguageUnknown


def _alphabet(names: str) -> dict[str, str]:
    return dict(zip(ascii_uppercase, names.split(), strict=True))


#: By language, the name of each capital letter.
NAMES = {
    "pl": _alphabet(
        "A be ce de E ef gie ha I jot ka el em en O pe ku er es te U fał wu iks igrek zet"
    )
    | {
        "Ą": "ą",
        "Ć": "cie",
        "Ę": "ę",
        "Ł": "eł",
        "Ń": "eń",
        "Ó": "O z kreską",
        "Ś": "eś",
        "Ź": "ziet",
        "Ż": "żet",
    },
    "en": _alphabet(" ".join(ascii_uppercase)),
    "uk": _alphabet(
        "А бе це де Е еф ґе аш І йот ка ель ем ен О пе ку ер ес те У ве дубль-ве ікс ігрек зет"
    ),
    "ru": _alphabet(
        "А бэ цэ дэ Е эф гэ аш И йот ка эль эм эн О пэ ку эр эс тэ У вэ дубль-вэ икс игрек зет"
    ),
}


def name(language: str, letter: str) -> str:
    """The name of one letter; a diacritic the language has no name for is left out.

    A letter of another alphabet is given back as it is. Raises `LanguageUnknown`.
    """
    names = NAMES.get(language)
    if names is None:
        raise LanguageUnknown(language)
    capital = letter.upper()
    if capital not in names:
        # Ł has no decomposition in Unicode.
        capital = "L" if capital == "Ł" else unicodedata.normalize("NFD", capital)[0]
    return names.get(capital, letter)
