"""Text on paper: what may be printed at all, and where a line may end."""

import re
import unicodedata
from collections.abc import Iterator

NO_BREAK_SPACE = "\u00a0"
_HANGING = re.compile(
    r"(?<!\S)([(„«\"]?[^\W\d_]|(?:ul|al|pl|os|nr|no|вул|пл|просп|каб|ул|№)\.?) +(?=\S)",
    re.IGNORECASE,
)
"""What must not end a line: one-letter words and the short forms before a name or a number."""
_TRAILING = re.compile(r" (?=[-–—] |\d{1,4}[^\W\d]?(?:,|$))")
"""What must not begin one: dashes, and the number of a house."""
_MAY_END_AFTER = re.compile(r"(?<=[-\u2010\u2013\u2014/\\_.,:;?&=@])(?=[^\s])")


def clean(text: str) -> str:
    """One line of printable text: composed letters, no control, format or bidi characters.

    ESC and GS would command the printer, and bidi controls would reorder what people read, so
    every text that someone typed passes here before it reaches a layout.
    """
    kept = "".join(_printable(char) for char in unicodedata.normalize("NFC", text))
    return re.sub(" +", " ", kept).strip()


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\t\n\r\v\f\x85" or category in ("Zl", "Zp"):
        return " "
    if category == "Zs":
        return char if char == NO_BREAK_SPACE else " "
    return "" if category.startswith("C") else char


def clusters(text: str) -> Iterator[str]:
    """Each letter with the marks that combine with it: what stands in one cell of the paper."""
    cluster = ""
    for char in text:
        if cluster and not unicodedata.combining(char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def cells(text: str) -> int:
    """How many cells of the paper's grid the text takes."""
    return sum(1 for _ in clusters(text))


def wrap(text: str, columns: int) -> tuple[str, ...]:
    """Lines of at most `columns` cells, ended between words.

    One-letter words (*w*, *z*, *і*, *у*) go with the next one and dashes with the one before, as
    Polish, Ukrainian and Russian print wants it. Only a word longer than a line is parted: after
    its own hyphens, slashes and points where it has any, else with a hyphen.
    """
    bound = _TRAILING.sub(NO_BREAK_SPACE, _HANGING.sub(rf"\1{NO_BREAK_SPACE}", text))
    lines: list[str] = []
    line = ""
    for word in bound.split(" "):
        for joint, piece in _pieces(word, columns):
            candidate = line + joint + piece if line else piece
            if cells(candidate) <= columns:
                line = candidate
            else:
                lines.append(line)
                line = piece
    lines.append(line)
    return tuple(line.replace(NO_BREAK_SPACE, " ") for line in lines if line)


def balance(text: str, columns: int) -> tuple[str, ...]:
    """Wrapped into as few lines as `wrap` makes, of nearly one length: for text in the middle."""
    lines = wrap(text, columns)
    longest = max((cells(word) for line in lines for word in line.split()), default=1)
    for narrower in range(-(-cells(text) // max(1, len(lines))), columns):
        if narrower >= longest and len(balanced := wrap(text, narrower)) == len(lines):
            return balanced
    return lines


def _pieces(word: str, columns: int) -> Iterator[tuple[str, str]]:
    """The word, or its parts where it is too long, each with what joins it to the text before."""
    if cells(word) <= columns:
        yield " ", word
        return
    joint = " "
    for part in word.split(NO_BREAK_SPACE):
        for stretch in _MAY_END_AFTER.split(part):
            for piece in _cut(stretch, columns):
                yield joint, piece
                joint = ""
        joint = " "


def _cut(stretch: str, columns: int) -> Iterator[str]:
    letters = list(clusters(stretch))
    hyphen = "-" if stretch.isalpha() else ""
    room = columns - len(hyphen)
    while len(letters) > columns:
        yield "".join(letters[:room]) + hyphen
        letters = letters[room:]
    yield "".join(letters)
