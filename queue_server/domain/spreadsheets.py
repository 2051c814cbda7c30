"""What spreadsheets get."""

from __future__ import annotations

import json
from typing import Any

#: What a cell begins with that is worked out rather than read.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """A value as a spreadsheet may have it: what would be a formula there is marked as text."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text
