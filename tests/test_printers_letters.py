"""What may be printed, and where a line may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.letters import balance, cells, clean, wrap


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Urząd\x1b@ Miasta", "Urząd@ Miasta"),
        ("\x1d!\x77A042\x00\x7f", "!wA042"),
        ("\x10\x04\x01Kraków", "Kraków"),
        ("C1\x9b31m and \x85next line", "C131m and next line"),
        ("abc\u202edcba\u202c \u2066x\u2069\u200f", "abcdcba x"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        (" one\n two\t three\u2003four\u2028five ", "one two three four five"),
        ("o\u0301 и\u0306", "ó й"),
        ("10\u00a0min", "10\u00a0min"),
        ("\ue000\U000f0000", ""),
    ],
)
def test_nothing_but_printable_text_is_left(typed: str, printed: str) -> None:
    assert clean(typed) == printed


@given(st.text())
def test_no_text_can_command_a_printer(typed: str) -> None:
    assert all(char.isprintable() or char == "\u00a0" for char in clean(typed))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, ()),
        ("Sala główna, parter", 32, ("Sala główna, parter",)),
        ("Sala główna, parter", 12, ("Sala główna,", "parter")),
        ("czekaj w sali i patrz", 8, ("czekaj", "w sali", "i patrz")),
        ("стежити за чергою в телефоні", 20, ("стежити за чергою", "в телефоні")),
        ("Mały Rynek, ul. Długa 3", 15, ("Mały Rynek,", "ul. Długa 3")),
        ("Karta pobytu – wniosek", 14, ("Karta pobytu –", "wniosek")),
        ("Karta pobytu – wniosek", 13, ("Karta", "pobytu –", "wniosek")),
        ("piętro pierwsze (I piętro)", 18, ("piętro pierwsze", "(I piętro)")),
        ("10\u00a0min drogi", 6, ("10 min", "drogi")),
        ("biało-czerwono-niebieski", 16, ("biało-czerwono-", "niebieski")),
        ("https://kolejka.example/t/abc", 12, ("https://", "kolejka.", "example/t/", "abc")),
        ("Przedsiębiorczość", 10, ("Przedsięb-", "iorczość")),
        ("1234567890123", 10, ("1234567890", "123")),
    ],
)
def test_lines_end_between_words(text: str, columns: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, columns) == lines


@given(st.text(alphabet=st.characters(exclude_categories=["C"])), st.integers(8, 48))
def test_every_line_fits_and_every_letter_is_there(text: str, columns: int) -> None:
    printable = clean(text)
    lines = wrap(printable, columns)
    assert all(1 <= cells(line) <= columns for line in lines)
    assert letters("".join(lines)) == letters(printable)


def letters(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char != "-")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Numer jest ważny dziś. Dziękujemy!", ("Numer jest ważny", "dziś. Dziękujemy!")),
        ("Krótko", ("Krótko",)),
        ("", ()),
    ],
)
def test_text_in_the_middle_has_lines_of_nearly_one_length(
    text: str, lines: tuple[str, ...]
) -> None:
    assert balance(text, 32) == lines
