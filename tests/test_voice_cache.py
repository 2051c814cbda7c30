"""The announcements that are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from queue_server.voice import LanguageUnknown, Voice


def clips(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_an_announcement_is_made_once_and_kept_over_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "voice"
    made = Voice(folder).wav("pl", "numer siedem")
    (clip,) = clips(folder)
    written = clip.stat().st_ino
    assert made.startswith(b"RIFF")
    assert Voice(folder).wav("pl", "numer siedem") == made
    assert clips(folder) == [clip]
    assert clip.stat().st_ino == written


def test_each_language_text_and_speed_is_kept_apart(tmp_path: Path) -> None:
    voice = Voice(tmp_path)
    for language, text in [("pl", "A 5"), ("en", "A 5"), ("en", "A 6")]:
        voice.wav(language, text)
    assert len(voice.wav("en", "A 6", brisk=True)) < len(voice.wav("en", "A 6"))
    assert len(clips(tmp_path)) == 4


def test_threads_that_ask_at_once_get_one_and_the_same_sound(tmp_path: Path) -> None:
    # eSpeak's noise differs from time to time, so equal sounds were made once.
    voice, start = Voice(tmp_path), Barrier(8)

    def ask(text: str) -> bytes:
        start.wait()
        return voice.wav("uk", text)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(ask, ["один", "два"] * 4))
    assert len(set(made)) == 2
    assert len(clips(tmp_path)) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:1000],
        lambda content: bytes(len(content)),
        lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
    ],
    ids=["emptied", "cut short", "zeroed", "one bit flipped"],
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    voice = Voice(tmp_path)
    made = voice.wav("ru", "окно пять")
    (clip,) = clips(tmp_path)
    clip.write_bytes(damage(clip.read_bytes()))
    anew = voice.wav("ru", "окно пять")
    assert anew.startswith(b"RIFF")
    assert len(anew) == pytest.approx(len(made), rel=0.02)
    assert voice.wav("ru", "окно пять") == anew
    assert clips(tmp_path) == [clip]


def test_what_went_unheard_longest_is_dropped_when_the_folder_is_full(tmp_path: Path) -> None:
    size = len(Voice(tmp_path / "other").wav("en", "one"))
    folder = tmp_path / "voice"
    voice = Voice(folder, max_bytes=size * 5 // 2)
    first = voice.wav("en", "one")
    (first_clip,) = clips(folder)
    voice.wav("en", "two")
    (second_clip,) = set(clips(folder)) - {first_clip}
    os.utime(first_clip, (1_000, 1_000))
    os.utime(second_clip, (2_000, 2_000))
    assert voice.wav("en", "one") == first  # heard again, so the other is the oldest now
    voice.wav("en", "six")
    assert first_clip in clips(folder)
    assert second_clip not in clips(folder)
    assert len(clips(folder)) == 2


def test_a_bound_below_one_announcement_still_keeps_the_newest(tmp_path: Path) -> None:
    voice = Voice(tmp_path, max_bytes=1)
    voice.wav("en", "one")
    voice.wav("en", "two")
    assert len(clips(tmp_path)) == 1


def test_what_a_crash_left_unfinished_is_dropped_in_time(tmp_path: Path) -> None:
    unfinished = tmp_path / "0123.4567"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (1_000, 1_000))
    Voice(tmp_path, max_bytes=1).wav("en", "one")
    assert not unfinished.exists()


def test_a_folder_that_cannot_be_made_does_not_silence_the_voice(tmp_path: Path) -> None:
    occupied = tmp_path / "voice"
    occupied.write_bytes(b"")
    assert Voice(occupied).wav("en", "one").startswith(b"RIFF")


def test_a_write_that_fails_leaves_no_file_and_does_not_silence_the_voice(tmp_path: Path) -> None:
    program = f"""
import resource
from pathlib import Path
from queue_server.voice import Voice
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
assert Voice(Path({str(tmp_path)!r})).wav("en", "one").startswith(b"RIFF")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert clips(tmp_path) == []


def test_an_unknown_language_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnknown, match="tlh") as refused:
        Voice(tmp_path).wav("tlh", "nuqneH")
    assert (refused.value.code, refused.value.status) == ("language_unknown", 404)
    assert clips(tmp_path) == []
