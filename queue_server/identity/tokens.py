"""Tokens of visitors' own pages: an id and an HMAC, so that no column holds one."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from functools import lru_cache
from pathlib import Path

_MAC_BYTES = 16
#: Tokens that are made once and remembered: more than a busy day has at a time.
_KEPT = 4096


class Tokens:
    """Makes and reads tokens under one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        #: An open ticket's token is told with every view of it.
        self._of_number = lru_cache(maxsize=_KEPT)(self._mac)

    def make(self, number: int, kind: str = "ticket") -> str:
        """The token of a ticket or appointment: its id, a dash, 128 bits of HMAC-SHA-256."""
        return f"{number}-{self._of_number(kind, number)}"

    def read(self, token: str, kind: str = "ticket") -> int | None:
        """The id of the ticket or appointment whose token this is, or None."""
        head, _, mac = token.partition("-")
        if not (token.isascii() and head.isdigit() and len(head) < 19):
            return None
        known = self._mac(kind, int(head))
        return int(head) if hmac.compare_digest(known.encode(), mac.encode()) else None

    def sign(self, kind: str, text: str) -> str:
        """128 bits of HMAC-SHA-256 of a text, of one kind of use alone."""
        return self._mac(kind, text)

    def _mac(self, kind: str, about: int | str) -> str:
        digest = hmac.digest(self._secret, f"{kind} {about}".encode(), hashlib.sha256)
        return urlsafe_b64encode(digest[:_MAC_BYTES]).rstrip(b"=").decode()


def secret_of(file: Path) -> bytes:
    """The secret in `file`; where there is none, made with it and readable by its owner alone.

    It appears whole or not at all: half a secret would make tokens that others can guess.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        secret = secrets.token_bytes(32)
        keep_secret(file, secret)
        return secret


def keep_secret(file: Path, secret: bytes) -> None:
    """Write a secret durably, in place of another one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names of what was put into a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
