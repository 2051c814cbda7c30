"""A draw whose result anyone can work out again from its record.

Before anyone registers, the SHA-256 of a secret is published. Once registration is closed, the
secret and the list are: nobody could choose the secret by the list, nor the list by the secret.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    """What is published before anyone registers."""
    return _hash(secret)


def list_hash(entries: Iterable[str]) -> str:
    """The hash of who takes part, in whatever order they joined."""
    return _hash("\n".join(sorted(entries)))


def seed(secret: str, entries: Iterable[str]) -> str:
    """What decides: the secret and the list together."""
    return _hash(f"{secret}\n{list_hash(entries)}")


def order(secret: str, entries: Iterable[str]) -> list[str]:
    """The entries in the order in which they choose."""
    known = sorted(entries)
    decided = seed(secret, known)
    return sorted(known, key=lambda entry: _hash(f"{decided}\n{entry}"))


def faults(record: Mapping[str, Any]) -> list[str]:
    """What is not as it must be in a draw's record; nothing in an honest one."""
    secret, entries = str(record["secret"]), [str(entry) for entry in record["entries"]]
    checks = {
        "the secret is not the one that was committed to": commitment(secret)
        == record["commitment"],
        "somebody is in the list twice": len(set(entries)) == len(entries),
        "the list has another hash": list_hash(entries) == record["list_hash"],
        "the seed is another": seed(secret, entries) == record["seed"],
        "the order is another": order(secret, entries) == record["order"],
    }
    return [fault for fault, holds in checks.items() if not holds]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
