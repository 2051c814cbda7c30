"""Recordings made by code: clips that differ in kind, rate and level, and what is heard of them."""

import math
import struct
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from queue_server.voice.numbers import NUMERALS
from queue_server.voice.phrases import WORDS
from queue_server.voice.sounds import Sound, read_wav

#: How recordings come: sample rate, bits, encoding (1 whole numbers, 3 floats), channels, peak.
KINDS = (
    (22_050, 16, 1, 1, 0.5),
    (48_000, 24, 1, 2, 0.05),
    (44_100, 16, 1, 2, 0.9),
    (8_000, 8, 1, 1, 0.7),
    (16_000, 32, 3, 1, 0.2),
    (32_000, 32, 1, 1, 0.01),
)
CLIP_SECONDS = 0.3
#: Each clip is a tone of its own, so that a call can be read back from its sound.
LOWEST_HERTZ, APART_HERTZ = 300, 40
LETTERS = ("A", "C")
#: A second of moving colour with a tone, recorded by the browser itself.
FILM = """
async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const brush = canvas.getContext("2d");
  const drawing = setInterval(() => {
    brush.fillStyle = `hsl(${performance.now() / 5} 80% 50%)`;
    brush.fillRect(0, 0, 320, 180);
  }, 40);
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const tracks = [...canvas.captureStream(25).getTracks(), ...out.stream.getTracks()];
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const done = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 1200));
  recorder.stop();
  await done;
  clearInterval(drawing);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""


def names(language: str) -> list[str]:
    """The clips of the calls in these tests."""
    words = WORDS[language]
    joint = NUMERALS[language].conjunction.strip()
    numerals = (1, 2, 5, 7, 12, 20, 40, 100, 1000)
    return [
        words.number.lower(),
        words.counter.lower(),
        *([joint] if joint else []),
        *LETTERS,
        *map(str, numerals),
    ]


def pitches(clips: Sequence[str]) -> dict[str, int]:
    return {clip: LOWEST_HERTZ + APART_HERTZ * place for place, clip in enumerate(clips)}


def record(folder: Path, clips: Iterable[str], hertz: dict[str, int]) -> None:
    """Write clips, each of another kind, with silence around."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, clip in enumerate(clips):
        rate, bits, encoding, channels, peak = KINDS[place % len(KINDS)]
        # Some systems decompose letters in file names.
        name = unicodedata.normalize("NFD", clip) if place % 2 else clip
        samples = tone(hertz[clip], CLIP_SECONDS, rate, peak)
        quiet = [0.0] * (rate // 5)
        content = wav_file([*quiet, *samples, *quiet], rate, bits, encoding, channels)
        (folder / f"{name}.wav").write_bytes(content)


def tone(hertz: float, seconds: float, rate: int, peak: float) -> list[float]:
    return [peak * math.sin(2 * math.pi * hertz * at / rate) for at in range(int(seconds * rate))]


def wav_file(
    samples: Sequence[float], rate: int, bits: int = 16, encoding: int = 1, channels: int = 1
) -> bytes:
    data = b"".join(_encoded(value, bits, encoding) * channels for value in samples)
    width = channels * bits // 8
    head = struct.pack("<HHIIHH", encoding, channels, rate, rate * width, width, bits)
    # A part that players skip stands before the sound, as recorders write it.
    parts = [(b"LIST", b"INFOx"), (b"fmt ", head), (b"data", data)]
    body = b"".join(
        name + struct.pack("<I", len(part)) + part + bytes(len(part) % 2) for name, part in parts
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def _encoded(value: float, bits: int, encoding: int) -> bytes:
    if encoding == 3:
        return struct.pack("<f", value)
    if bits == 8:
        return bytes([round(value * 127) + 128])
    whole = round(value * ((1 << (bits - 1)) - 1))
    return whole.to_bytes(bits // 8, "little", signed=True)


def heard(wav: bytes) -> list[Sound]:
    """The stretches of a sound between its pauses."""
    sound = read_wav(wav)
    gap = sound.sample_rate_hertz // 50
    stretches: list[list[float]] = []
    quiet = gap
    for value in sound.samples:
        loud = abs(value) > 0.01
        if loud and quiet >= gap:
            stretches.append([])
        quiet = 0 if loud else quiet + 1
        if stretches and quiet < gap:
            stretches[-1].append(value)
    return [Sound(stretch, sound.sample_rate_hertz) for stretch in stretches]


def pitch(sound: Sound) -> float:
    """The frequency of a tone in hertz, by its crossings of zero, edges left out."""
    samples = sound.samples[len(sound.samples) // 5 : -len(sound.samples) // 5]
    rises = [
        at + samples[at] / (samples[at] - samples[at + 1])
        for at in range(len(samples) - 1)
        if samples[at] < 0 <= samples[at + 1]
    ]
    return (len(rises) - 1) * sound.sample_rate_hertz / (rises[-1] - rises[0])
