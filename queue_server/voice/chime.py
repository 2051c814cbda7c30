"""The chime before a call: soft bell tones, made here and always the same."""

from __future__ import annotations

import math
import struct
from functools import cache

from queue_server.voice.espeak import wav

SAMPLE_RATE_HERTZ = 22_050
SECONDS = 1.4

#: By kind, start in seconds and pitch in hertz of each tone: a third from E5 to C5 and back, or D5.
TONES = {
    "falling": ((0.0, 659.26), (0.42, 523.25)),
    "rising": ((0.0, 523.25), (0.42, 659.26)),
    "single": ((0.0, 587.33),),
}
#: Share of each overtone, from the fundamental on; the higher, the sooner it fades.
PARTIALS = (1.0, 0.35, 0.12)
#: Time in which a tone rises, and in which it falls to a third.
ATTACK_SECONDS = 0.012
FADE_SECONDS = 0.3
LOUDNESS = 0.42


@cache
def chime(kind: str = "falling") -> bytes:
    """A chime of `TONES` as a WAV file."""
    count = int(SAMPLE_RATE_HERTZ * SECONDS)
    samples = [_sample(TONES[kind], index / SAMPLE_RATE_HERTZ) for index in range(count)]
    return wav(struct.pack(f"<{count}h", *samples), SAMPLE_RATE_HERTZ)


def _sample(tones: tuple[tuple[float, float], ...], seconds: float) -> int:
    level = sum(_tone(seconds - start, pitch) for start, pitch in tones if seconds >= start)
    closing = min(1.0, (SECONDS - seconds) / 0.1)  # no click at the end
    return round(32_767 * LOUDNESS * closing * level)


def _tone(age_seconds: float, pitch_hertz: float) -> float:
    rise = min(1.0, age_seconds / ATTACK_SECONDS)
    return rise * sum(
        share
        * math.exp(-age_seconds * order / FADE_SECONDS)
        * math.sin(2 * math.pi * pitch_hertz * order * age_seconds)
        for order, share in enumerate(PARTIALS, start=1)
    )
