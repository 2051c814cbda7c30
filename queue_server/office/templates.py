"""Templates of what goes over a serial line: ASCII text with bytes and fields in braces."""

from __future__ import annotations

import re

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
#: Bytes with a name, and any byte by its hexadecimal number.
_BYTE = re.compile(
    r"NUL|SOH|STX|ETX|EOT|ENQ|ACK|BEL|BS|TAB|LF|VT|FF|CR|SO|SI|DLE|DC[1-4]|NAK|SYN|ETB|CAN|EM|SUB"
    r"|ESC|FS|GS|RS|US|x[0-9A-Fa-f]{2}"
)
_NUMBER = ("byte", "dec1", "dec2", "dec3", "hex1", "hex2")
_CHECKSUM = ("byte", "dec3", "hex2", "hex4", "low_high", "high_low")
#: What the fields of a template may be written as; those of no format are texts.
_FORMATS = {"address": _NUMBER, "row": _NUMBER, "length": _NUMBER, "checksum": _CHECKSUM}


def template(text: str, *fields: str) -> str:
    """The text as it is, or ValueError for a field that does not exist here."""
    for name, form in _FIELD.findall(text):
        if _BYTE.fullmatch(name) and not form:
            continue
        if name not in fields:
            known = ", ".join(f"{{{field}}}" for field in fields)
            raise ValueError(
                f"'{{{name}}}' is no byte such as {{STX}} or {{x02}}"
                + (f" and none of the fields {known}" if known else "")
            )
        if form and form not in _FORMATS.get(name, ()):
            forms = ", ".join(_FORMATS.get(name, ())) or "nothing but itself"
            raise ValueError(f"'{{{name}:{form}}}': {name} can be written as {forms}")
    if re.search(r"[{}]", _FIELD.sub("", text)):
        raise ValueError("a brace stands alone; its byte is {x7B} or {x7D}")
    if not _FIELD.sub("", text).isascii():
        raise ValueError("a sign beyond ASCII stands outside of braces; write its byte as {xA0}")
    return text
