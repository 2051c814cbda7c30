"""Documents of slips as they come over the wire, in the four languages."""

import os
import signal
import subprocess
import time
from typing import Any

from tests.running_office import Office

URL = "https://kolejka.example/t/q7Xk2mPz9LwR4tBv"

DOCUMENTS: dict[str, dict[str, Any]] = {
    "pl": {
        "language": "pl",
        "office": "Urząd Wojewódzki w Krakowie",
        "branch": "Obsługa cudzoziemców, ul. Przy Rondzie 6",
        "number": "A042",
        "service": "Karta pobytu – złożenie wniosku",
        "issued": "20.11.2026 12:04",
        "where": "Sala główna, parter",
        "ahead": 7,
        "wait": {"low": 640, "high": 1150},
        "cases": 2,
        "url": URL,
        "documents": ["ważny paszport", "4 fotografie 35 × 45 mm z ostatnich 6 miesięcy"],
        "needs": ["tłumacz języka migowego"],
        "footer": "Bilet jest ważny dziś do końca godzin pracy. Dziękujemy!",
    },
    "en": {
        "language": "en",
        "office": "Voivodeship Office in Kraków",
        "branch": "Foreigners' affairs, ul. Przy Rondzie 6",
        "number": "A1000",
        "service": "Residence card – application",
        "issued": "20.11.2026 12:04",
        "where": "Main hall",
        "ahead": 0,
        "wait": {"low": 0, "high": 200},
        "cases": 1,
        "url": URL,
        "documents": ["a valid passport"],
        "needs": [],
        "footer": None,
    },
    "uk": {
        "language": "uk",
        "office": "Воєводське управління у Кракові",
        "branch": "Справи іноземців, вул. Пши Рондзе 6",
        "number": "B117",
        "service": "Карта побиту – подання заяви",
        "issued": "20.11.2026 12:04",
        "where": "Головна зала, перший поверх",
        "ahead": 12,
        "wait": {"low": 600, "high": 600},
        "cases": 1,
        "url": URL,
        "documents": ["дійсний паспорт", "документ, що підтверджує зв’язок із ґміною"],
        "needs": ["перекладач"],
        "footer": "Талони дійсні лише сьогодні, їх не передають. Дякуємо!",
    },
    "ru": {
        "language": "ru",
        "office": "Воеводское управление в Кракове",
        "branch": "Дела иностранцев, ул. Пши Рондзе, 6",
        "number": "C105",
        "service": "Карта побыта",
        "services": ["Карта побыта – подача заявления", "Номер PESEL"],
        "issued": "20.11.2026 12:04",
        "where": "Главный зал, первый этаж, направо от входа и ещё раз направо",
        "ahead": 99,
        "wait": None,
        "cases": 1,
        "url": URL,
        "documents": ["подтверждение права на жильё"],
        "needs": [],
        "footer": "Талон действителен сегодня.",
    },
}


def leave_printers_alone(office: Office) -> None:
    """Freeze the agent of the demo itself; were it killed, the server would start it again."""
    children = ["pgrep", "-P", str(office.process.pid), "-f", "demo-agent"]
    deadline = time.monotonic() + 20
    while not (found := subprocess.run(children, capture_output=True, check=False).stdout.split()):
        assert time.monotonic() < deadline, "the demo has no agent"
    for pid in found:
        os.kill(int(pid), signal.SIGSTOP)
