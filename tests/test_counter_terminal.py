"""A clerk works a counter in a terminal; what is told is one line each, in four languages."""

import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_client import lookup, texts
from tests.running_office import Office

ROOT = Path(__file__).resolve().parents[1]
BRANCH, COUNTER = "krakow", "1"
AT = f"/branches/{BRANCH}/counters/{COUNTER}"
SERVICE = "residence-permit"
SOON_SECONDS = 20
LANGUAGES = ("pl", "en", "uk", "ru")


class Screen:
    """A pseudo-terminal with `okienko counter` in it."""

    def __init__(self, url: str, *arguments: str) -> None:
        self._own, other = os.openpty()
        okienko = Path(sys.executable).with_name("okienko")
        command: list[str | Path] = [okienko, "counter", "--server", url, *arguments]
        self.process = subprocess.Popen(
            [*command, f"{BRANCH}/{COUNTER}"], stdin=other, stdout=other, stderr=other
        )
        os.close(other)
        self.written = ""

    def type(self, line: str) -> None:
        os.write(self._own, f"{line}\n".encode())

    def says(self, line: str) -> None:
        """Wait for a line that is exactly this, after all that was waited for before."""
        end = time.monotonic() + SOON_SECONDS
        while f"\n{line}\r\n" not in f"\n{self.written}":
            left = end - time.monotonic()
            assert left > 0, f"{line!r} was not said, but {self.written!r}"
            if select.select([self._own], [], [], left)[0]:
                self.written += os.read(self._own, 4096).decode()
        self.written = f"\n{self.written}".partition(f"\n{line}\r\n")[2]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._own)


@pytest.fixture
def screen(office: Office, request: pytest.FixtureRequest) -> Iterator[Screen]:
    language = getattr(request, "param", "en")
    opened = Screen(office.url, "--language", language)
    yield opened
    opened.close()
    if office.read(AT)["ticket"]:
        office.do(f"{AT}/finish")
    office.do(f"{AT}/close")
    for state in ("waiting", "parked"):
        for ticket in office.read(f"/branches/{BRANCH}/tickets?state={state}"):
            office.do(f"/tickets/{ticket['id']}/cancel")


def names(office: Office, kind: str, id_: str) -> dict[str, str]:
    branch = office.read(f"/branches/{BRANCH}")
    found: dict[str, str] = next(thing["name"] for thing in branch[kind] if thing["id"] == id_)
    return found


def test_a_clerk_works_with_letters_and_words(office: Office, screen: Screen) -> None:
    first = office.take(BRANCH, SERVICE, language="uk", cases=2)["number"]
    second = office.take(BRANCH, SERVICE, language="en")["number"]
    service = names(office, "services", SERVICE)["en"]
    profile = names(office, "profiles", office.read(AT)["profiles"][0])["en"]
    screen.says("Counter 1. Type help for the commands.")
    screen.says("The counter is closed.")
    screen.type("n")
    screen.says("The counter is closed; open opens it.")
    screen.type("o")
    screen.says(f"The counter is open, work profile {profile}.")
    screen.type("w")
    screen.says(f"1. {first}, {service}, Українська, cases: 2")
    screen.says(f"2. {second}, {service}")
    screen.type("next")
    screen.says(f"{first} called: {service}, Українська, cases: 2.")
    screen.type("n")
    screen.says(f"{first} was called. First say what became of it: finish, no-show or back.")
    screen.type("RECALL")
    screen.says(f"{first} called again, call 2.")
    screen.type("s")
    screen.says(f"{first} is being served: {service}, Українська, cases: 2.")
    screen.type("n")
    screen.says(f"{first} done.")
    screen.says(f"{second} called: {service}.")
    screen.type("p 10 forgot a photo")
    screen.says(f"{second} parked.")
    screen.type("d")
    screen.says(f"1. {second}, {service}, forgot a photo")
    screen.type(f"call {second[1:].lstrip('0')}")
    screen.says(f"{second} called: {service}, forgot a photo.")
    screen.type("f")
    screen.says(f"{second} done.")
    screen.type("undo")
    screen.says(f"Undone: {second}.")
    screen.says(f"{second} called: {service}, forgot a photo.")
    screen.type("t card")
    screen.says("More than one fits card: card-collection, card-exchange, blue-card.")
    screen.type("t card-collection")
    screen.says(f"{second} is back in the queue.")
    screen.type("l")
    screen.says("The counter is closed.")
    screen.type("q")
    assert screen.process.wait(SOON_SECONDS) == 0


def test_what_others_do_is_told(office: Office, screen: Screen) -> None:
    screen.says("Counter 1. Type help for the commands.")
    office.do(f"{AT}/open")
    ticket = office.take(BRANCH, SERVICE, language="en")
    screen.says("Waiting: 1.")
    office.do(f"{AT}/next")
    service = names(office, "services", SERVICE)["en"]
    screen.says(f"{ticket['number']} called: {service}.")
    office.do(f"{AT}/finish")
    screen.says(f"{ticket['number']} has left the counter.")
    office.do(f"{AT}/pause")
    screen.says("Paused.")
    office.kill()
    screen.says("The server is away.")
    office.start()
    screen.says("The server is back.")
    screen.type("resume")
    screen.says("The pause is over.")


@pytest.mark.parametrize("screen", ["uk"], indirect=True)
def test_a_clerk_works_in_ukrainian_with_ukrainian_keys(office: Office, screen: Screen) -> None:
    ticket = office.take(BRANCH, SERVICE, language="uk")
    service = names(office, "services", SERVICE)["uk"]
    screen.says("Вікно 1. Команди: допомога.")
    screen.type("і")
    screen.type("к " + ticket["number"].replace("A", "А"))  # the letter of a Cyrillic keyboard
    screen.says(f"{ticket['number']} викликано: {service}.")
    screen.type("finish")
    screen.says(f"{ticket['number']} завершено.")
    screen.type("щось")
    screen.says("Немає команди щось. Команди: допомога.")
    screen.type("й")
    screen.says("Вікно лишається відкритим.")


def test_a_counter_that_is_not_there_is_told(office: Office) -> None:
    okienko = Path(sys.executable).with_name("okienko")
    command: list[str | Path] = [okienko, "counter", "--server", office.url, "krakow/999"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr.startswith("Error: not_found")) == (1, True)


def catalogue(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / f"counter_client/texts/{language}.json").read_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert list(other) == list(english)
    for key, text in other.items():
        if isinstance(text, str):
            fields = r"\{(\w+)\}"
            assert set(re.findall(fields, text)) == set(re.findall(fields, english[key])), key
    assert language in texts.languages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_commands_are_typed_alike(language: str) -> None:
    words = [
        lookup.plain(word)
        for key, typed in catalogue(language).items()
        if key.startswith("command.")
        for word in typed
    ]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_keypads_display_of_sixteen_characters_has_room_for_every_text(language: str) -> None:
    for key, text in catalogue(language).items():
        if key.startswith("pad."):
            assert len(text.replace("{number}", "A042")) <= 16, key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Następny", "nastepny"),
        ("ZAKOŃCZ", "zakoncz"),
        ("odłóż", "odloz"),
        ("й", "й"),
        ("Ещё", "еще"),
    ],
)
def test_marks_may_be_left_out_but_letters_of_their_own_may_not(typed: str, meant: str) -> None:
    assert lookup.plain(typed) == meant


def test_the_how_to_lists_the_commands_as_they_are() -> None:
    page = (ROOT / "docs/how-to/counter-terminal.md").read_text()
    for key in catalogue("en"):
        if key.startswith("command."):
            words = [", ".join(catalogue(language)[key]) for language in ("en", "pl", "uk", "ru")]
            assert f"| {' | '.join(words)} |" in page
