"""A barcode (Code 128, code set B), drawn by the printer."""

HEIGHT_DOTS = 80
WIDEST_MODULE_DOTS = 3
NARROWEST_MODULE_DOTS = 2
"""A quarter of a millimetre; scanners miss what is narrower."""
_QUIET_MODULES = 20
"""White at both sides together."""


def command(content: str, width_dots: int) -> bytes:
    """What makes the printer draw it; nothing where it has no code or the paper is too narrow."""
    if not content or not all(" " <= char <= "~" for char in content):
        return b""
    modules = 11 * (len(content) + 2) + 13 + _QUIET_MODULES
    dots = min(WIDEST_MODULE_DOTS, width_dots // modules)
    data = b"{B" + content.encode().replace(b"{", b"{{")
    if dots < NARROWEST_MODULE_DOTS or len(data) > 255:
        return b""
    without_text = b"\x1dH\x00"
    size = b"\x1dh" + bytes([HEIGHT_DOTS]) + b"\x1dw" + bytes([dots])
    return without_text + size + b"\x1dkI" + bytes([len(data)]) + data
