"""Writes docs/reference/retention.md: what is kept of people, and for how long."""

from __future__ import annotations

from pathlib import Path

from queue_server.office.retention import Retention
from queue_server.store.retention import KEPT, STATEMENTS

FILE = Path(__file__).parent / "reference" / "retention.md"

_HEAD = """# Retention

Made by `python docs/retention_reference.py` from the code.

What is older than this is forgotten every night by the running server, and by `okienko purge` while
none runs; each category by its own number of days, `office.retention` in the configuration. The
database overwrites what it deletes and empties its log afterwards; `okienko purge` also writes its
file anew.
A restored backup is as old as the day it was made: the next night, or `okienko purge`, forgets
again what is due. Backups themselves are yours to delete.

| category | key | days | what | tables |
|---|---|---|---|---|
"""

_KEPT = """

What else the tables hold is so now, or tells nothing about people:

| table | what |
|---|---|
"""


def document() -> str:
    """The page."""
    rows = []
    for category, statements in STATEMENTS.items():
        key = f"{category}_days"
        field = Retention.model_fields[key]
        words = [statement.split() for statement in statements]
        tables = ", ".join(w[1] if w[0] == "UPDATE" else w[2] for w in words)
        rows.append(f"| {category} | `{key}` | {field.default} | {field.description} | {tables} |")
    kept = [f"| {table} | {why} |" for table, why in KEPT.items()]
    return _HEAD + "\n".join(rows) + _KEPT + "\n".join(kept) + "\n"


if __name__ == "__main__":
    FILE.write_text(document(), "utf-8")
