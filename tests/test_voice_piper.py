"""Piper, stood in for by a program that takes what Piper takes and writes what Piper writes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from queue_server.voice import Piper, Voice, VoiceUnavailable
from queue_server.voice.sounds import LOUDNESS, read_wav

#: Takes the options and the input of both Pipers: a tenth of a second of tone for each letter.
PROGRAM = """#!{python}
import argparse, math, os, struct, sys, time, wave
parser = argparse.ArgumentParser()
parser.add_argument("-m", "--model", required=True)
parser.add_argument("-f", "--output-file", "--output_file", required=True)
parser.add_argument("--length-scale", "--length_scale", type=float, default=1.0)
options = parser.parse_args()
if not open(options.model).read().startswith("model"):
    sys.exit("ValueError: Unable to load the model")
while os.environ.get("WAIT_FOR") and not os.path.exists(os.environ["WAIT_FOR"]):
    time.sleep(0.01)
lines = [line.strip() for line in sys.stdin if line.strip()]
print("Loaded voice in 0.1 second(s)", file=sys.stderr)
letters = sum(len(line) for line in lines)
count = int(16_000 * 0.1 * letters * options.length_scale)
with wave.open(options.output_file, "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(16_000)
    tone = [round(3_000 * math.sin(at / 6)) for at in range(count)]
    sound.writeframes(struct.pack(f"<{{count}}h", *tone))
print(options.output_file)
"""


@pytest.fixture
def piper(tmp_path: Path) -> Piper:
    program = tmp_path / "piper-program"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    model = tmp_path / "pl_PL-okienko-medium.onnx"
    model.write_text("model")
    return Piper(str(program), {"pl": model})


def test_piper_speaks_where_it_has_a_model_and_espeak_elsewhere(
    piper: Piper, tmp_path: Path
) -> None:
    voice = Voice(tmp_path / "kept", piper=piper)
    assert (voice.engine("pl"), voice.engine("en")) == ("piper", "espeak")
    made = read_wav(voice.wav("pl", "siedem"))
    assert made.sample_rate_hertz == 22_050
    assert made.seconds == pytest.approx(0.6 + 0.1, abs=0.05)
    assert made.loudness == pytest.approx(LOUDNESS, rel=0.2)
    assert voice.wav("en", "seven") == Voice(tmp_path / "kept").wav("en", "seven")


def test_a_brisk_sentence_is_shorter(piper: Piper) -> None:
    whole, brisk = (piper.speak("pl", "siedem", brisk=brisk) for brisk in (False, True))
    assert brisk.seconds == pytest.approx(whole.seconds / 1.35, rel=0.05)


def test_a_sentence_is_made_once_for_each_model(piper: Piper, tmp_path: Path) -> None:
    voice = Voice(tmp_path / "kept", piper=piper)
    made = voice.wav("pl", "siedem")
    Path(piper.program).unlink()
    assert Voice(tmp_path / "kept", piper=piper).wav("pl", "siedem") == made


def test_espeak_speaks_while_piper_cannot_and_that_is_not_kept(
    piper: Piper, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    piper.models["pl"].write_text("spoilt")
    voice = Voice(tmp_path / "kept", piper=piper)
    with caplog.at_level(logging.WARNING):
        made = voice.wav("pl", "siedem")
    assert "Unable to load the model" in caplog.text
    assert made.startswith(b"RIFF")
    assert not (tmp_path / "kept").exists()
    assert voice.engine("pl") == "espeak", "it is left alone for a minute"


def test_a_program_that_is_not_there_says_so(tmp_path: Path) -> None:
    piper = Piper("no-such-piper", {"pl": tmp_path / "model.onnx"})
    with pytest.raises(VoiceUnavailable, match="there is no program no-such-piper"):
        piper.speak("pl", "siedem")


def test_piper_runs_in_native_threads_while_the_hub_goes_on(piper: Piper, tmp_path: Path) -> None:
    sign = tmp_path / "the hub goes on"
    program = f"""
from gevent import monkey
monkey.patch_all()
import gevent
from pathlib import Path
from queue_server.voice import Piper
piper = Piper({piper.program!r}, {{"pl": Path({str(piper.models["pl"])!r})}})
pool = gevent.get_hub().threadpool
gevent.spawn_later(0.2, Path({str(sign)!r}).touch)
made = [pool.spawn(piper.speak, "pl", "siedem") for _ in range(2)]
assert all(round(job.get().seconds, 1) == 0.6 for job in made)
"""
    environment = {**os.environ, "WAIT_FOR": str(sign)}
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, env=environment)
