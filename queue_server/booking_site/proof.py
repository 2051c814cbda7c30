"""Proof of work in place of picture puzzles: ALTCHA's challenges, made and checked here.

A browser looks for the number whose SHA-256 was given; each answer counts once.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import v1 as altcha

_LASTS = timedelta(minutes=10)
#: What a browser sends is not longer.
_LONGEST = 2048


class Proofs:
    """Challenges under a secret of this process."""

    def __init__(self) -> None:
        self._key = secrets.token_hex(32)
        self._used: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def challenge(self, most: int) -> dict[str, Any]:
        """A number up to `most` is to be found within ten minutes."""
        options = altcha.ChallengeOptions(
            max_number=most, hmac_key=self._key, expires=datetime.now(UTC) + _LASTS
        )
        made: dict[str, Any] = altcha.create_challenge(options).to_dict()
        return made

    def accept(self, sent: str) -> bool:
        """Whether this is the answer to a challenge of ours, for the first time."""
        said = _read(sent)
        if said is None or said["algorithm"] != "SHA-256":
            return False
        good, _ = altcha.verify_solution(said, self._key)
        return good and self._use(said["challenge"])

    def _use(self, challenge: str) -> bool:
        now = datetime.now(UTC)
        with self._lock:
            for old in [one for one, until in self._used.items() if until < now]:
                del self._used[old]
            if challenge in self._used:
                return False
            self._used[challenge] = now + _LASTS + timedelta(minutes=1)
            return True


def _read(sent: str) -> Any:
    """The payload, if it has the shape of one."""
    if not 0 < len(sent) <= _LONGEST:
        return None
    try:
        said = json.loads(base64.b64decode(sent, validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
    texts = ("algorithm", "challenge", "salt", "signature")
    good = isinstance(said, dict) and all(isinstance(said.get(name), str) for name in texts)
    return said if good and type(said.get("number")) is int else None
