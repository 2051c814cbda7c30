"""What is spoken at a call, in the office's own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.office import check
from queue_server.voice import ClipFolder, LanguageUnknown, Voice, phrase
from queue_server.voice.pieces import pieces
from tests.recordings import record
from tests.running_office import Office, running_office
from tests.small_office import changed, small_office

FRAMES = {
    "pl": "Bilet {number}. Proszę podejść do stanowiska {counter}",
    "en": "Number {number}, please go to counter {counter}",
    "uk": "До вікна {counter} запрошуємо: {number}!",
    "ru": "{number}, вас ждут у окна {counter}",
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pl", "Bilet A czterdzieści dwa. Proszę podejść do stanowiska dwanaście be"),
        ("en", "Number A forty-two, please go to counter twelve B"),
        ("uk", "До вікна дванадцять бе запрошуємо: А сорок два!"),
        ("ru", "А сорок два, вас ждут у окна двенадцать бэ"),
    ],
)
def test_numbers_are_spoken_by_their_language_in_the_offices_sentence(
    language: str, sentence: str
) -> None:
    assert phrase(language, "A042", "12B", False, FRAMES[language]) == sentence
    assert phrase(language, "A042", "12B", True, FRAMES[language]) == sentence


def test_a_language_without_a_voice_is_refused_in_the_offices_words_too() -> None:
    with pytest.raises(LanguageUnknown, match="de"):
        phrase("de", "A042", "5", False, "Nummer {number}, Schalter {counter}")


def cut(frame: str, *recorded: str) -> list[tuple[str, bool]]:
    found = pieces("en", "A042", "5", False, recorded.__contains__, frame)
    return [(piece.clip, piece.ends_clause) for piece in found]


def test_words_between_number_and_counter_are_recorded_as_one() -> None:
    assert cut("Number {number}, please go to counter {counter}.") == [
        ("number", False),
        ("A", False),
        ("42", True),
        ("please go to counter", False),
        ("5", True),
    ]
    assert cut("Attention, please! {counter} {number}", "40") == [
        ("attention, please", True),
        ("5", False),
        ("A", False),
        ("40", False),
        ("2", False),
    ]


def test_another_sentence_is_another_sound(tmp_path: Path) -> None:
    frames = (None, FRAMES["en"], "Number {number}: desk {counter}")
    record(tmp_path / "clips/en", ["number", "5"], {"number": 400, "5": 500})
    for folder, clips in (("made", None), ("mixed", ClipFolder(tmp_path / "clips"))):
        voice = Voice(tmp_path / folder, clips=clips)
        made = [voice.call("en", "A042", "5", short=False, frame=frame) for frame in frames]
        assert len(set(made)) == len([*(tmp_path / folder).iterdir()]) == 3
        assert voice.call("en", "A042", "5", short=False, frame=frames[1]) == made[1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    document = changed(small_office(), "office.spoken_call", {"whole": {"en": FRAMES["en"]}})
    with running_office(tmp_path_factory.mktemp("spoken"), config=document) as ready:
        yield ready


def sentence(office: Office, language: str, *, short: int = 0) -> str:
    return str(office.read(f"/voice/{language}?number=A042&counter=5&short={short}")["text"])


def put_in_force(office: Office, spoken: Any) -> None:
    draft = office.do("/office/drafts", {"name": "Spoken"})["id"]
    found = office.read(f"/office/drafts/{draft}")
    document = found["document"] | {"spoken_call": spoken}
    saved = {"edition": found["edition"], "document": document}
    office.do(f"/office/drafts/{draft}/save", saved)
    edition = office.read(f"/office/drafts/{draft}")["edition"]
    office.do(f"/office/drafts/{draft}/publish", {"edition": edition})


def test_a_call_is_spoken_in_the_words_that_are_in_force(office: Office) -> None:
    assert sentence(office, "en") == "Number A forty-two, please go to counter five"
    assert sentence(office, "en", short=1) == "A forty-two, counter five"
    assert sentence(office, "pl") == "Numer A czterdzieści dwa, stanowisko pięć"
    office.do("/branches/town/tickets", {"service": "cards", "language": "en"})
    office.do("/branches/town/counters/1/open")
    called = office.do("/branches/town/counters/1/next")["ticket"]
    tried = f"/voice/en.wav?number={called['number']}&counter=1"
    announced = f"/branches/town/announcements/{called['id']}/en.wav?short=0"
    first = office.get(announced).content
    assert first == office.get(tried).content  # made once and kept
    put_in_force(office, {"whole": {"en": "Desk {counter} for {number}"}, "short": None})
    second = office.get(announced).content
    assert second == office.get(tried).content != first
    assert sentence(office, "en") == "Desk five for A forty-two"


@pytest.mark.parametrize("name", ["whole", "short"])
def test_a_sentence_tells_number_and_counter_and_nothing_else(name: str) -> None:
    def faults(sentence: Any) -> list[str]:
        return check(changed(small_office(), "office.spoken_call", {name: sentence})).faults

    path = f"office.spoken_call.{name}"
    assert check(changed(small_office(), "office.spoken_call", {name: FRAMES})) == ([], [])
    assert check(changed(small_office(), "office.spoken_call", {name: {"pl": FRAMES["pl"]}})) == (
        [],
        [],
    )
    assert faults({"pl": FRAMES["pl"], "en": "Number {number}"}) == [
        f"{path}.en: '{{counter}}' is missing"
    ]
    assert faults("{number} {counter} {service}") == [
        f"{path}: '{{service}}' is none of {{number}}, {{counter}}"
    ]
    (fault,) = faults("{number:>9} {counter}")
    assert fault.startswith(f"{path}: the braces do not match")
