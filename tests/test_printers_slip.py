"""Slips to the letter: four languages, both widths of paper, by an interpreter of its own."""

import json
from pathlib import Path

import pytest

from printers import picture, slip
from printers.document import Wait, parse
from printers.layout import Layout, Text
from printers.profile import Profile
from printers.render import render
from printers.texts import labels, languages
from tests.slips import DOCUMENTS

TEXTS = Path(slip.__file__).parent / "texts"
EXPECTED = {
    ("pl", 80, "cp1250"): """\
Urząd Wojewódzki w Krakowie
Obsługa cudzoziemców, ul. Przy Rondzie 6
Twój numer
A042
Karta pobytu – złożenie wniosku
Wydano                          20.11.2026 12:04
Gdzie czekać                 Sala główna, parter
Osoby przed Tobą                               7
Przewidywany czas oczekiwania          10–20 min
Liczba spraw                                   2
Szczególne potrzeby      tłumacz języka migowego
Potrzebne dokumenty
• ważny paszport
• 4 fotografie 35 × 45 mm z ostatnich 6 miesięcy
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Zeskanuj kod, aby śledzić kolejkę w telefonie
Bilet jest ważny dziś do końca
godzin pracy. Dziękujemy!
""",
    ("pl", 58, "cp1250"): """\
Urząd Wojewódzki w Krakowie
Obsługa cudzoziemców,
ul. Przy Rondzie 6
Twój numer
A042
Karta pobytu – złożenie wniosku
Wydano          20.11.2026 12:04
Gdzie czekać
Sala główna, parter
Osoby przed Tobą               7
Przewidywany czas oczekiwania
10–20 min
Liczba spraw                   2
Szczególne potrzeby
tłumacz języka migowego
Potrzebne dokumenty
• ważny paszport
• 4 fotografie 35 × 45 mm
  z ostatnich 6 miesięcy
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Zeskanuj kod, aby śledzić
kolejkę w telefonie
Bilet jest ważny dziś do końca
godzin pracy. Dziękujemy!
""",
    ("en", 80, "cp852"): """\
Voivodeship Office in Kraków
Foreigners' affairs, ul. Przy Rondzie 6
Your number
A1000
Residence card - application
Issued                          20.11.2026 12:04
Where to wait                          Main hall
People ahead                                   0
Expected wait                        up to 4 min
Documents to bring
* a valid passport
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Scan the code to follow the queue on your phone
""",
    ("en", 58, "cp852"): """\
Voivodeship Office in Kraków
Foreigners' affairs,
ul. Przy Rondzie 6
Your number
A1000
Residence card - application
Issued          20.11.2026 12:04
Where to wait          Main hall
People ahead                   0
Expected wait        up to 4 min
Documents to bring
* a valid passport
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Scan the code to follow
the queue on your phone
""",
    ("uk", 80, "cp1251"): """\
Воєводське управління у Кракові
Справи іноземців, вул. Пши Рондзе 6
Ваш номер
B117
Карта побиту – подання заяви
Видано                          20.11.2026 12:04
Де чекати            Головна зала, перший поверх
Людей перед вами                              12
Орієнтовний час очікування         близько 10 хв
Особливі потреби                      перекладач
Потрібні документи
• дійсний паспорт
• документ, що підтверджує зв’язок із ґміною
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Скануйте код, щоб стежити за чергою в телефоні
Талони дійсні лише сьогодні,
їх не передають. Дякуємо!
""",
    ("uk", 58, "cp1251"): """\
Воєводське управління у Кракові
Справи іноземців,
вул. Пши Рондзе 6
Ваш номер
B117
Карта побиту – подання заяви
Видано          20.11.2026 12:04
Де чекати
Головна зала, перший поверх
Людей перед вами              12
Орієнтовний час очікування
близько 10 хв
Особливі потреби      перекладач
Потрібні документи
• дійсний паспорт
• документ, що підтверджує
  зв’язок із ґміною
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Скануйте код, щоб стежити
за чергою в телефоні
Талони дійсні лише сьогодні,
їх не передають. Дякуємо!
""",
    ("ru", 80, "cp1251"): """\
Воеводское управление в Кракове
Дела иностранцев, ул. Пши Рондзе, 6
Ваш номер
C105
Карта побыта – подача заявления
Номер PESEL
Выдано                          20.11.2026 12:04
Где ждать
Главный зал, первый этаж, направо
от входа и ещё раз направо
Людей перед вами                              99
Необходимые документы
• подтверждение права на жильё
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Отсканируйте код, чтобы
следить за очередью в телефоне
Талон действителен сегодня.
""",
    ("ru", 58, "cp1251"): """\
Воеводское управление в Кракове
Дела иностранцев,
ул. Пши Рондзе, 6
Ваш номер
C105
Карта побыта – подача заявления
Номер PESEL
Выдано          20.11.2026 12:04
Где ждать
Главный зал, первый
этаж, направо от входа
и ещё раз направо
Людей перед вами              99
Необходимые документы
• подтверждение права на жильё
https://kolejka.example/t/q7Xk2mPz9LwR4tBv
Отсканируйте код, чтобы
следить за очередью в телефоне
Талон действителен сегодня.
""",
}


def printed(language: str, profile: Profile, copy: int = 0) -> bytes:
    return render(slip.lay_out(parse(DOCUMENTS[language]), profile.columns, copy), profile)


@pytest.mark.parametrize(("language", "width_mm", "code_page"), EXPECTED)
def test_the_slip_says_this_to_the_letter(language: str, width_mm: int, code_page: str) -> None:
    expected = EXPECTED[language, width_mm, code_page].splitlines()
    assert picture.text(printed(language, Profile(width_mm, code_page))) == expected


@pytest.mark.parametrize("copy", [1, 2])
@pytest.mark.parametrize(
    ("language", "label"),
    [("pl", "Kopia nr {}"), ("en", "Copy no. {}"), ("uk", "Копія № {}"), ("ru", "Копия № {}")],
)
def test_a_reprint_says_that_it_is_a_copy_and_which(language: str, label: str, copy: int) -> None:
    profile = Profile(80, "cp1251" if language in ("uk", "ru") else "cp852")
    first, again = (picture.text(printed(language, profile, count)) for count in (0, copy))
    assert set(again) - set(first) == {label.format(copy)}
    assert [line for line in again if line in first] == first


@pytest.mark.parametrize(
    ("low_seconds", "high_seconds", "said"),
    [
        (640, 1150, "10–20 min"),
        (600, 600, "około 10 min"),
        (61, 119, "1–2 min"),
        (59, 240, "do 4 min"),
        (0, 0, "do 1 min"),
        (3600, 5400, "60–90 min"),
    ],
)
def test_the_wait_is_a_range_in_whole_minutes(
    low_seconds: float, high_seconds: float, said: str
) -> None:
    assert slip.minutes(Wait(low_seconds, high_seconds), labels("pl")) == said


@pytest.mark.parametrize(
    ("number", "columns", "size"),
    [("A042", 32, 7), ("A042", 48, 8), ("A1000", 32, 5), ("A1000", 48, 8), ("ABCDEFGHIJKL", 32, 2)],
)
def test_the_number_is_as_large_as_one_line_of_the_paper_lets_it(
    number: str, columns: int, size: int
) -> None:
    layout = slip.lay_out(parse({**DOCUMENTS["en"], "number": number}), columns)
    assert Text((number,), "center", size, size, bold=True) in layout.blocks


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("language", DOCUMENTS)
def test_no_line_is_wider_than_the_paper(language: str, columns: int) -> None:
    layout: Layout = slip.lay_out(parse(DOCUMENTS[language]), columns)
    for block in layout.blocks:
        if isinstance(block, Text):
            assert all(len(line) * block.width <= columns for line in block.lines)


def test_a_number_longer_than_the_paper_is_still_printed_whole() -> None:
    layout = slip.lay_out(parse({**DOCUMENTS["en"], "number": "Z" * 40}), 32)
    numbers = [block for block in layout.blocks if isinstance(block, Text) and block.bold]
    assert "".join(numbers[1].lines).replace("-", "") == "Z" * 40


def test_every_language_has_every_label() -> None:
    catalogues = {path.stem: json.loads(path.read_text()) for path in TEXTS.glob("*.json")}
    assert languages() == ("en", "pl", "ru", "uk")
    assert {frozenset(catalogue) for catalogue in catalogues.values()} == {
        frozenset(catalogues["en"])
    }


def test_a_language_without_a_catalogue_gets_english_labels() -> None:
    assert labels("de") == labels("en")
