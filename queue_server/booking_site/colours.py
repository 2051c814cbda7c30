"""The office's colour, where it can be read."""

from __future__ import annotations

_GROUND = "#e6eff8"
_WHITE = "#ffffff"
#: WCAG 2.2, 1.4.3.
_LEAST_CONTRAST = 4.5


def colours_of(accent: str) -> str:
    """The style sheet of an accent colour; empty where its letters would be too pale to read."""
    if min(contrast(accent, _GROUND), contrast(accent, _WHITE)) < _LEAST_CONTRAST:
        return ""
    return f"@media (prefers-color-scheme: light) {{ :root {{ --accent: {accent}; }} }}\n"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as `#0b4f8a`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
