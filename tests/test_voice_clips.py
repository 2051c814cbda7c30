"""Calls joined from recordings: which clips, in which order, how long and how loud."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.voice import LANGUAGES, ClipFolder, Voice, phrase
from queue_server.voice.joining import CLAUSE_PAUSE_SECONDS, WORD_PAUSE_SECONDS
from queue_server.voice.pieces import pieces
from queue_server.voice.sounds import (
    EDGE_SECONDS,
    LOUDNESS,
    PEAK,
    NotASound,
    Sound,
    prepared,
    read_wav,
    resampled,
    trimmed,
)
from tests.recordings import (
    CLIP_SECONDS,
    KINDS,
    heard,
    names,
    pitch,
    pitches,
    record,
    tone,
    wav_file,
)

#: By number, the clips of a call to counter 12 when only the basic numerals are recorded.
CALLS = {
    "A042": ("A", "40", "2"),
    "C105": ("C", "100", "and", "5"),
    "1000": ("1000",),
    "21": ("20", "1"),
    "12": ("12",),
}
WORDS = {
    "pl": ("numer", "stanowisko"),
    "en": ("number", "counter"),
    "uk": ("номер", "вікно"),
    "ru": ("номер", "окно"),
}
#: What a mix leaves to the synthesiser.
MISSING = {"2", "100", "1", "12"}
LEVEL = pytest.approx(LOUDNESS, rel=0.12)


def expected(language: str, number: str) -> list[str]:
    number_word, counter_word = WORDS[language]
    called = [clip for clip in CALLS[number] if clip != "and" or language == "en"]
    return [number_word, *called, counter_word, "12"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every clip in four languages."""
    folder = tmp_path_factory.mktemp("clips")
    for language in LANGUAGES:
        clips = names(language)
        record(folder / language, clips, pitches(clips))
    return folder


@pytest.fixture(scope="module")
def clip_folder(recorded: Path) -> ClipFolder:
    return ClipFolder(recorded)


@pytest.fixture(scope="module")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory) -> ClipFolder:
    """The same with gaps."""
    folder = tmp_path_factory.mktemp("mix")
    for language in LANGUAGES:
        clips = names(language)
        record(folder / language, [c for c in clips if c not in MISSING], pitches(clips))
    return ClipFolder(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clip_folder_speaks_the_right_clips_in_order_at_one_level(
    clip_folder: ClipFolder, tmp_path: Path, language: str
) -> None:
    voice = Voice(tmp_path, clips=clip_folder)
    hertz = pitches(names(language))
    for number in CALLS:
        clips = expected(language, number)
        made = voice.call(language, number, "12", short=False)
        stretches = heard(made)
        assert [round(pitch(one)) for one in stretches] == [
            pytest.approx(hertz[clip], abs=6) for clip in clips
        ], number
        for one in stretches:
            assert one.seconds == pytest.approx(CLIP_SECONDS, abs=0.03)
            assert one.loudness == LEVEL
        pauses_seconds = (len(clips) - 1) * WORD_PAUSE_SECONDS + CLAUSE_PAUSE_SECONDS
        assert read_wav(made).seconds == pytest.approx(
            len(clips) * (CLIP_SECONDS + 2 * EDGE_SECONDS) + pauses_seconds, rel=0.03
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mix_fills_its_gaps_with_the_synthesiser_at_the_same_level(
    mixed_folder: ClipFolder, tmp_path: Path, language: str
) -> None:
    voice = Voice(tmp_path, clips=mixed_folder)
    for number in CALLS:
        parts = voice.parts(language, number, "12", short=False)
        sentence = " ".join(part.text for part in parts).replace(",", "")
        assert sentence == phrase(language, number, "12", False).replace(",", "").replace("-", " ")
        recorded = [part.text for part in parts if part.clip]
        assert recorded[0] == phrase(language, number, "12", False).split()[0]
        assert parts[-1].clip is None
        made = read_wav(voice.call(language, number, "12", short=False))
        recorded_seconds = len(recorded) * CLIP_SECONDS
        assert recorded_seconds + 0.3 < made.seconds < recorded_seconds + 4
        loud = [value for value in made.samples if abs(value) > 0.005]
        assert Sound(loud, made.sample_rate_hertz).loudness == pytest.approx(LOUDNESS, rel=0.35)
        assert max(map(abs, made.samples)) <= PEAK + 0.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_synthesiser_alone_speaks_each_number_at_its_length_and_level(
    clip_folder: ClipFolder, tmp_path: Path, language: str
) -> None:
    voice = Voice(tmp_path, clips=ClipFolder(tmp_path / "nothing"))
    for number in CALLS:
        (part,) = voice.parts(language, number, "12", short=False)
        assert part.text == phrase(language, number, "12", False)
        made = voice.call(language, number, "12", short=False)
        assert made == voice.wav(language, phrase(language, number, "12", False))
        speech = trimmed(read_wav(made))
        assert 1.2 < speech.seconds < 6
        assert 0.05 < speech.loudness < 0.2


@given(
    language=st.sampled_from(LANGUAGES),
    number=st.from_regex(r"\A[A-ZŁŻ]{0,5}-?[0-9]{1,7}\Z"),
    counter=st.from_regex(r"\A[0-9A-Z]{1,4}\Z"),
    short=st.booleans(),
    recorded=st.sets(st.sampled_from(["2", "12", "40", "42", "100", "1000", "105", "and", "A"])),
)
@settings(max_examples=60)
def test_the_pieces_of_a_call_say_its_sentence_whatever_is_recorded(
    language: str, number: str, counter: str, short: bool, recorded: set[str]
) -> None:
    cut = pieces(language, number, counter, short, recorded.__contains__)
    said = " ".join(piece.text + ("," if piece.ends_clause else "") for piece in cut)
    assert said.replace("-", " ") == phrase(language, number, counter, short).replace("-", " ")


def test_the_longest_recording_of_a_number_is_taken() -> None:
    def cut(number: str, *recorded: str) -> list[str]:
        found = pieces("en", number, "1", True, recorded.__contains__)
        return [piece.clip for piece in found][:-2]

    assert cut("142", "142", "100", "42") == ["142"]
    assert cut("142", "100", "42", "40") == ["100", "and", "42"]
    assert cut("142", "100", "40", "2") == ["100", "and", "40", "2"]
    assert cut("142", "7") == ["142"]
    assert cut("3042", "3000", "42") == ["3000", "and", "42"]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_recording_of_any_kind_comes_to_one_rate_and_level(
    kind: tuple[int, int, int, int, float],
) -> None:
    rate, bits, encoding, channels, peak = kind
    content = wav_file(tone(440, 0.3, rate, peak), rate, bits, encoding, channels)
    sound = prepared(read_wav(content))
    assert sound.sample_rate_hertz == 22_050
    assert sound.seconds == pytest.approx(0.3, abs=0.01)
    assert sound.loudness == LEVEL
    assert pitch(sound) == pytest.approx(440, abs=2)


def test_what_the_lower_rate_cannot_hold_does_not_fold_back() -> None:
    high = Sound(tone(18_000, 0.1, 48_000, 0.5), 48_000)
    assert resampled(high).loudness < 0.005
    low = Sound(tone(3_000, 0.1, 48_000, 0.5), 48_000)
    assert resampled(low).loudness == pytest.approx(0.5 / math.sqrt(2), rel=0.02)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"ID3 not a wav file", "does not begin"),
        (b"RIFF\0\0\0\0WAVE", "part of the WAV file is missing"),
        (wav_file([0.0] * 100, 22_050), "silent"),
        (wav_file([0.5] * 8, 22_050, bits=16, encoding=7), "encoding 7"),
        (wav_file([0.5] * 8, 300), "300 Hz"),
        (wav_file([0.5] * 4_000 * 31, 4_000, bits=8), "longer than 30 s"),
    ],
)
def test_what_is_no_recording_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NotASound, match=why):
        prepared(read_wav(content))


def test_a_clip_that_cannot_be_played_counts_as_missing_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clips = names("pl")
    record(tmp_path / "clips/pl", clips, pitches(clips))
    (tmp_path / "clips/pl/40.wav").write_bytes(b"broken")
    voice = Voice(tmp_path / "kept", clips=ClipFolder(tmp_path / "clips"))
    with caplog.at_level(logging.WARNING):
        voice.call("pl", "A042", "5", short=False)
        voice.call("pl", "A040", "5", short=False)
    assert [part.text for part in voice.parts("pl", "40", "5", short=True) if not part.clip] == [
        "czterdzieści"
    ]
    assert len(caplog.records) == 1
    assert "40.wav" in caplog.text


def test_a_clip_recorded_anew_is_heard_at_once(tmp_path: Path) -> None:
    clips = names("pl")
    hertz = pitches(clips)
    record(tmp_path / "clips/pl", clips, hertz)
    voice = Voice(tmp_path / "kept", clips=ClipFolder(tmp_path / "clips"))
    before = voice.call("pl", "7", "5", short=True)
    other = wav_file(tone(2_000, 0.4, 22_050, 0.4), 22_050)
    (tmp_path / "clips/pl/7.wav").write_bytes(other)
    after = voice.call("pl", "7", "5", short=True)
    assert after != before
    assert pitch(heard(after)[0]) == pytest.approx(2_000, abs=8)
