"""Passwords and PINs as argon2id hashes, and tokens as plain ones.

A password is guessed, so its hash must cost time; a token has 256 bits, so it need not.
"""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_server.domain.passwords import normal

#: OWASP's first choice for argon2id on servers that do other work besides: 19 MiB, two passes.
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Verified in place of a hash where there is none, so that the time tells nothing.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$Z6U/uTImwWNhAlt7q4DcWg$zF7pNp"
    "E+GE80KMhpEeoYEimpK2euspJJrImBqbl8wAU"
)


def hash_secret(secret: str) -> str:
    """The argon2id hash of a password or PIN; takes tens of milliseconds."""
    return _ARGON2.hash(normal(secret))


def is_secret(kept: str | None, secret: str) -> bool:
    """Whether `secret` has this hash; takes the same time where there is none."""
    try:
        _ARGON2.verify(kept or _NOBODY, normal(secret))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def new_token(kind: str) -> str:
    """A token of 256 random bits; its first letters say which kind it is."""
    return f"{kind}_{secrets.token_urlsafe(32)}"


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
