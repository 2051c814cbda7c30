"""Sounds as samples: WAV files of any common kind in, one rate, one level, joined, WAV out.

In plain Python: a clip is prepared once and kept, which takes some hundredths of a second.
"""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from queue_server.voice.espeak import wav

SAMPLE_RATE_HERTZ = 22_050
#: The level that speech is brought to: root mean square and highest peak, as shares of full scale.
LOUDNESS = 0.1
PEAK = 0.89
#: What is this much below a clip's peak at its begin and end is silence, and is cut off.
SILENCE = 0.02
#: As much of that silence stays, and fades, so that nothing clicks.
EDGE_SECONDS = 0.012
#: The longest file that is taken for a clip: longer ones are a mistake.
LONGEST_SECONDS = 30.0

_INTEGER, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
#: How many zero crossings of the interpolating filter are kept on each side.
_CROSSINGS = 12


class NotASound(ValueError):
    """This is not a WAV file that can be played."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One channel of samples from -1 to 1."""

    samples: Sequence[float]
    sample_rate_hertz: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.sample_rate_hertz

    @property
    def loudness(self) -> float:
        """Root mean square, as a share of full scale."""
        return math.sqrt(sum(map(mul, self.samples, self.samples)) / max(1, len(self.samples)))


def read_wav(content: bytes) -> Sound:
    """A WAV file of 8, 16, 24 or 32 bits or floats; channels are mixed. Raises `NotASound`."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NotASound("it does not begin as a WAV file does")
    parts = dict(_chunks(content))
    try:
        kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", parts[b"fmt "])
        data = parts[b"data"]
        if kind == _EXTENSIBLE:
            (kind,) = struct.unpack_from("<H", parts[b"fmt "], 24)
    except (KeyError, struct.error):
        raise NotASound("a part of the WAV file is missing") from None
    if not (1 <= channels <= 8 and 4_000 <= rate <= 192_000):
        raise NotASound(f"{channels} channels at {rate} Hz")
    if len(data) > LONGEST_SECONDS * rate * channels * bits / 8:
        raise NotASound(f"it is longer than {LONGEST_SECONDS:g} s")
    samples = _samples(kind, bits, data)
    if channels > 1:
        whole = len(samples) // channels * channels
        samples = [sum(samples[at : at + channels]) / channels for at in range(0, whole, channels)]
    return Sound(samples, rate)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        found.append((name, content[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found[::-1]  # of two with the same name the first counts


def _samples(kind: int, bits: int, data: bytes) -> list[float]:
    if kind == _INTEGER and bits == 8:
        return [(value - 128) / 128 for value in data]
    if kind == _INTEGER and bits == 24:
        # Each as the upper three bytes of four.
        wide = bytearray(len(data) // 3 * 4)
        for byte in range(3):
            wide[byte + 1 :: 4] = data[byte : len(data) // 3 * 3 : 3]
        return [value / 2**31 for value in _array("i", wide)]
    codes = {(_INTEGER, 16): ("h", 2**15), (_INTEGER, 32): ("i", 2**31), (_FLOAT, 32): ("f", 1)}
    if (kind, bits) not in codes:
        raise NotASound(f"samples of {bits} bits in the encoding {kind}")
    code, scale = codes[kind, bits]
    values = [value / scale for value in _array(code, data)]
    return [value if math.isfinite(value) else 0.0 for value in values] if code == "f" else values


def _array(code: str, data: bytes | bytearray) -> array[float]:
    values: array[float] = array(code)
    values.frombytes(bytes(data[: len(data) // values.itemsize * values.itemsize]))
    if sys.byteorder == "big":
        values.byteswap()
    return values


def prepared(sound: Sound) -> Sound:
    """Speech without the silence around it, at the one rate and level. Raises `NotASound`."""
    return levelled(resampled(trimmed(sound)))


def trimmed(sound: Sound) -> Sound:
    """Without the silence at begin and end. Raises `NotASound` where there is nothing else."""
    samples, rate = sound.samples, sound.sample_rate_hertz
    peak = max(map(abs, samples), default=0.0)
    if peak < 0.001:
        raise NotASound("it is silent")
    loud = peak * SILENCE
    first = next(at for at, value in enumerate(samples) if abs(value) > loud)
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > loud)
    edge = int(EDGE_SECONDS * rate)
    kept = list(samples[max(0, first - edge) : last + 1 + edge])
    for at in range(min(edge, len(kept) // 2)):
        kept[at] *= at / edge
        kept[-1 - at] *= at / edge
    return Sound(kept, rate)


def levelled(sound: Sound) -> Sound:
    """As loud as all the others; never so loud that it distorts."""
    peak = max(map(abs, sound.samples), default=0.0)
    if not peak:
        return sound
    gain = min(LOUDNESS / sound.loudness, PEAK / peak)
    return Sound([value * gain for value in sound.samples], sound.sample_rate_hertz)


def resampled(sound: Sound, rate_hertz: int = SAMPLE_RATE_HERTZ) -> Sound:
    """At another sample rate; what that one cannot hold is filtered out, not folded back."""
    rate = sound.sample_rate_hertz
    if rate == rate_hertz:
        return sound
    common = math.gcd(rate, rate_hertz)
    step, phases = rate // common, rate_hertz // common
    reach = _reach(step, phases)
    padding = [0.0] * (reach + 1)
    padded = [*padding, *sound.samples, *padding]
    made = []
    for index in range(len(sound.samples) * phases // step):
        whole, phase = divmod(index * step, phases)
        window = padded[whole + 1 : whole + 2 * reach + 3]
        made.append(sum(map(mul, _taps(step, phases, phase), window)))
    return Sound(made, rate_hertz)


def _reach(step: int, phases: int) -> int:
    return math.ceil(_CROSSINGS * max(1.0, step / phases))


@cache
def _taps(step: int, phases: int, phase: int) -> tuple[float, ...]:
    """A windowed sinc around a place `phase / phases` of the way to the next sample."""
    cutoff = min(1.0, phases / step)
    reach = _reach(step, phases)
    taps = []
    for place in range(-reach, reach + 2):
        x = place - phase / phases
        window = 0.5 + 0.5 * math.cos(math.pi * x / (reach + 1)) if abs(x) <= reach + 1 else 0.0
        sinc = math.sin(math.pi * x * cutoff) / (math.pi * x * cutoff) if x else 1.0
        taps.append(cutoff * sinc * window)
    return tuple(taps)


def joined(sounds: Sequence[Sound], pauses_seconds: Sequence[float]) -> Sound:
    """One after the other, each followed by its pause; all at the one rate."""
    samples: list[float] = []
    for sound, pause_seconds in zip(sounds, pauses_seconds, strict=True):
        samples += sound.samples
        samples += [0.0] * int(pause_seconds * SAMPLE_RATE_HERTZ)
    return Sound(samples, SAMPLE_RATE_HERTZ)


def write_wav(sound: Sound) -> bytes:
    """16-bit mono."""
    values = [round(max(-1.0, min(1.0, value)) * 32_767) for value in sound.samples]
    return wav(struct.pack(f"<{len(values)}h", *values), sound.sample_rate_hertz)
