"""Templates of frames as the office configuration writes them: `{STX}{address:dec2}{text}{ETX}`.

Characters outside braces are themselves. `{STX}` and `{x02}` are bytes, all else are fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_PART = re.compile(r"\{(\w+)(?::(\w+))?\}|([^{}]+)")
_NAMES = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI"
    " DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)
_BYTES = {name: bytes([code]) for code, name in enumerate(_NAMES.split())}
_HEX = re.compile(r"x[0-9A-Fa-f]{2}")
#: Letters that do not come apart into a plain one and its mark.
_PLAIN = str.maketrans("ŁłØøĐđ", "LlOoDd")


def fill(template: str, fields: Mapping[str, bytes | int]) -> bytes:
    """The bytes of a template; raises ValueError for what is neither a byte nor a field."""
    filled = bytearray()
    for name, form, plain in _PART.findall(template):
        if plain:
            filled += plain.encode("ascii")
        elif name in _BYTES:
            filled += _BYTES[name]
        elif name in fields:
            value = fields[name]
            filled += value if isinstance(value, bytes) else number(value, form)
        elif _HEX.fullmatch(name):
            filled.append(int(name[1:], 16))
        else:
            raise ValueError(f"{{{name}}} is neither a byte nor a field")
    return bytes(filled)


def number(value: int, form: str) -> bytes:
    """A number as `byte`, `dec2`, `hex4`, `low_high` or `high_low`; `byte` where nothing is said.

    What does not fit loses its first digits, as a sum of bytes does.
    """
    if form.startswith("dec"):
        digits = int(form[3:])
        return b"%0*d" % (digits, value % 10**digits)
    if form.startswith("hex"):
        digits = int(form[3:])
        return b"%0*X" % (digits, value % 16**digits)
    if form in ("low_high", "high_low"):
        return (value & 0xFFFF).to_bytes(2, "little" if form == "low_high" else "big")
    return bytes([value & 0xFF])


def letters(text: str, encoding: str) -> list[bytes]:
    """Each character in the encoding; one that it lacks without its mark, else as a space."""
    return [_letter(character, encoding) for character in text]


def _letter(character: str, encoding: str) -> bytes:
    plain = unicodedata.normalize("NFKD", character.translate(_PLAIN))[:1]
    for candidate in (character, plain):
        encoded = candidate.encode(encoding, errors="ignore")
        if len(encoded) == 1 and encoded >= b" ":
            return encoded
    return b" "


def crc16_modbus(data: bytes) -> int:
    """Reflected polynomial 0xA001, beginning with 0xFFFF."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def crc16_ccitt(data: bytes) -> int:
    """Polynomial 0x1021, beginning with 0xFFFF, as in "CCITT-FALSE"."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


def exclusive_or(data: bytes) -> int:
    """All bytes exclusive-or-ed."""
    value = 0
    for byte in data:
        value ^= byte
    return value


#: Checksums of the office configuration, by name.
CHECKSUMS: dict[str, Callable[[bytes], int]] = {
    "none": lambda _data: 0,
    "sum": sum,
    "xor": exclusive_or,
    "crc16_modbus": crc16_modbus,
    "crc16_ccitt": crc16_ccitt,
}
