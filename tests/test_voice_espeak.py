"""What eSpeak NG really says, by its own phonemes, and the sound it makes."""

from __future__ import annotations

import array
import io
import math
import subprocess
import sys
import wave
from concurrent.futures import ThreadPoolExecutor

import pytest

from queue_server.voice import LANGUAGES, LanguageUnknown, phrase
from queue_server.voice.chime import SECONDS, TONES, chime
from queue_server.voice.espeak import phonemes, speak
from queue_server.voice.letters import NAMES
from queue_server.voice.numbers import in_words

#: Each letter before a number, as people of the language name it; all of them stressed.
LETTERS = {
    "pl": (
        "ˈa bˈɛ tsˈɛ dˈɛ ˈɛ ˈɛf ɡʲˈɛ xˈa ˈi jˈɔt kˈa ˈɛl ˈɛm ˈɛn ˈɔ pˈɛ kˈu ˈɛr ˈɛs tˈɛ ˈu fˈaw "
        "vˈu ˈiks ˈiɡrɛk zˈɛt ˈɔ̃ tɕˈɛ ˈɛ̃ ˈɛw ˈɛɲ ˈɔ+s+krˈɛskɔ̃ ˈɛɕ ʑˈɛt ʒˈɛt"
    ),
    "en": (
        "ˈeɪ bˈiː sˈiː dˈiː ˈiː ˈɛf dʒˈiː ˈeɪtʃ ˈaɪ dʒˈeɪ kˈeɪ ˈɛl ˈɛm ˈɛn ˈəʊ pˈiː kjˈuː ˈɑː ˈɛs "
        "tˈiː jˈuː vˈiː dˈʌbəljˌuː ˈɛks wˈaɪ zˈɛd"
    ),
    "uk": (
        "ˈa bˈɛ tsˈɛ dˈɛ ˈɛ ˈɛf ɡˈɛ ˈaʃ ˈiː jˈot̪ kˈa ˈɛʎ ˈɛm ˈɛn ˈo pˈɛ kˈu ˈɛr ˈɛs t̪ˈɛ ˈu βˈɛ "
        "dˈubʎβˈɛ ˈiːks ˈiːhrɛk zˈɛt̪"
    ),
    "ru": (
        "ˈɑ bˈɛ tsˈɛ dˈɛ jˈe ˈɛf ɡˈɛ ˈɑʃ ˈi jˈot kˈɑ ˈɛɭ ˈɛm ˈɛn ˈo pˈɛ kˈu ˈɛr ˈɛs tˈɛ ˈu vˈɛ "
        "dˈubɭvˈɛ ˈɪks ˈɪɡrʲik ʑˈet"
    ),
}

#: Where the stress falls in words of numbers that eSpeak by itself stresses elsewhere, and others.
STRESSED = {
    "uk": {
        1: "odˈɪn",
        11: "odɪnˈattsjat",
        14: "tʃot̪ɪrnˈattsjat",
        40: "sˈorok",
        80: "βiːsiːmdɛsjˈat̪",
        90: "dɛβjanˈost̪o",
        1000: "t̪ˈɪsjatʃa",
        2000: "dβˈiː t̪ˈɪsjatʃiː",
        5000: "pjˈat t̪ˈɪsjatʃ",
    },
    "ru": {
        1: "ʌdʲˈin",
        11: "ʌdʲˈinnʌttsʌtʲ",
        14: "tʃʲitˈyrnʌttsʌtʲ",
        40: "sˈorʌk",
        90: "dʲivʲanˈostʌ",
        1000: "tˈysʲʌtʃʲʌ",
    },
}


def samples(wav: bytes) -> array.array[int]:
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        assert sound.getframerate() == 22_050
        return array.array("h", sound.readframes(sound.getnframes()))


def loudness(wav: bytes) -> float:
    """Root mean square as a share of full scale."""
    levels = samples(wav)
    return math.sqrt(sum(level * level for level in levels) / len(levels)) / 32_768


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_is_spoken_by_its_name_and_unlike_any_other(language: str) -> None:
    number = phonemes(language, in_words(language, 40))
    heard = {
        letter: phonemes(language, phrase(language, f"{letter}040", "5", short=True))
        .partition(f" {number},")[0]
        .replace(" ", "+")
        for letter in NAMES[language]
    }
    assert heard == dict(zip(NAMES[language], LETTERS[language].split(), strict=True))
    assert len(set(heard.values())) == len(heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_after_a_number_is_spoken_by_its_name_too(language: str) -> None:
    for letter, sound in zip(NAMES[language], LETTERS[language].split(), strict=True):
        heard = phonemes(language, phrase(language, "7", f"5{letter}", short=True))
        assert heard.endswith(" " + sound.replace("+", " "))


def test_the_sentence_of_a_call_is_pronounced_as_people_say_it() -> None:
    heard = {
        language: phonemes(language, phrase(language, "A042", "5", short=False))
        for language in LANGUAGES
    }
    assert heard == {
        "pl": "nˈumɛr ˈa tʃtɛrdʑˈɛɕtɕi dvˈa, stˌanɔvˈiskɔ pʲˈɛɲtɕ",
        "en": "nˈʌmbəɹ ˈeɪ fˈɔːtitˈuː, kˈaʊntə fˈaɪv",
        "uk": "nˈomɛr ˈa sˈoroɡ dβˈa, βiːknˈo pjˈat",
        "ru": "nˈomʲir ˈɑ sˈorʌk dvˈɑ, ʌknˈo pʲˈɑtʲ",
    }


@pytest.mark.parametrize("language", STRESSED)
def test_numbers_carry_the_stress_where_it_belongs(language: str) -> None:
    expected = STRESSED[language]
    assert {number: phonemes(language, in_words(language, number)) for number in expected} == (
        expected
    )


def test_a_text_cannot_smuggle_phonemes_in() -> None:
    assert phonemes("en", "[['eI]]") != phonemes("en", "A")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_announcement_is_a_sound_of_a_few_seconds(language: str) -> None:
    whole = speak(language, phrase(language, "A042", "5", short=False))
    short = speak(language, phrase(language, "A042", "5", short=True))
    assert 2.0 < len(samples(whole)) / 22_050 < 6.0
    assert len(short) < len(whole)
    assert 0.03 < loudness(whole) < 0.3
    assert max(map(abs, samples(whole))) < 32_767


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_calls_that_wait_are_short_and_brisk_enough_to_be_spoken_in_a_minute(
    language: str,
) -> None:
    numbers = range(101, 121)
    calls = [phrase(language, f"A{number}", str(number % 8), short=True) for number in numbers]
    bytes_spoken = sum(len(speak(language, call, brisk=True)) for call in calls)
    assert bytes_spoken / 2 / 22_050 < 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_calls_sound_different(language: str) -> None:
    numbers = [f"{prefix}{sequence:03}" for prefix in "ABC" for sequence in (1, 12, 21, 42, 999)]
    heard = {phonemes(language, phrase(language, number, "5", short=False)) for number in numbers}
    assert len(heard) == len(numbers)
    assert len(samples(speak(language, "1"))) < len(samples(speak(language, "999")))


def test_threads_that_speak_at_once_do_not_mix_their_sentences() -> None:
    calls = [
        (language, phrase(language, number, "5", short=False))
        for language in LANGUAGES
        for number in ("A001", "B777", "C105")
    ] * 3
    alone = [len(speak(*call)) for call in calls]
    with ThreadPoolExecutor(8) as pool:
        together = [len(wav) for wav in pool.map(lambda call: speak(*call), calls)]
    # eSpeak carries a little over from what it said before: a hundredth at most.
    assert together == pytest.approx(alone, rel=0.02)


def test_the_voice_speaks_from_native_threads_under_gevent() -> None:
    program = """
from gevent import monkey
monkey.patch_all()
import gevent, _thread
from queue_server.voice import espeak
assert type(espeak.native_lock()) is monkey.get_original("_thread", "LockType")
pool = gevent.get_hub().threadpool
made = [pool.spawn(espeak.speak, language, "7") for language in ("pl", "en", "uk", "ru") * 4]
assert all(len(job.get()) > 10_000 for job in made)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_language_without_a_speaker_is_refused() -> None:
    with pytest.raises(LanguageUnknown, match="tlh"):
        speak("tlh", "nuqneH")


@pytest.mark.parametrize("kind", TONES)
def test_a_chime_is_a_soft_sound_that_begins_and_ends_in_silence(kind: str) -> None:
    levels = samples(chime(kind))
    assert len(levels) == int(22_050 * SECONDS)
    assert 0.02 < loudness(chime(kind)) < 0.3
    assert 0.3 < max(map(abs, levels)) / 32_768 < 0.9
    assert abs(levels[0]) < 100
    assert max(map(abs, levels[-50:])) < 100


def test_chimes_differ() -> None:
    assert len({chime(kind) for kind in TONES}) == len(TONES)
