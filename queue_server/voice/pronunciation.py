"""What eSpeak NG 1.52 mispronounces, in its own phonemes; sentences stay plain for other engines.

Ukrainian and Russian words get the stress that eSpeak puts elsewhere (со́рок, оди́н, вікно́…);
letters keep theirs where eSpeak takes them for a preposition, a conjunction or an article.
"""

from __future__ import annotations

import re

#: By language, a word as sentences have it → eSpeak's phoneme mnemonics.
CORRECTIONS = {
    "pl": {"A": "'a", "I": "'i", "O": "'O", "U": "'u", "te": "t'E"},
    "en": {"A": "'eI", "I": "'aI"},
    "uk": {
        "один": "od'In",
        "одна": "odn'a",
        "сорок": "s'oRok",
        "вісімдесят": "Bi:si:mdEsj'at[",
        "дев’яносто": "dEBjan'ost[o",
        "тисяча": "t['IsjatSa",
        "тисячі": "t['IsjatSi:",
        "тисяч": "t['IsjatS",
        "ігрек": "'i:hREk",
        "вікно": "Bi:kn'o",
    },
    "ru": {"А": "'A", "И": "'i", "О": "'o", "У": "'u", "сорок": "s'orVk"},
}

_WORDS = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")


def for_espeak(language: str, text: str) -> str:
    """`text` with the words that eSpeak mispronounces written as `[[phonemes]]`."""
    corrections = CORRECTIONS.get(language, {})

    def correct(word: re.Match[str]) -> str:
        phonemes = corrections.get(word[0])
        return f"[[{phonemes}]]" if phonemes else word[0]

    # Two brackets in a text would start phonemes.
    return _WORDS.sub(correct, text.replace("[[", "[ ["))
