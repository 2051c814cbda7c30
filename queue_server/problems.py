"""Errors on the wire: RFC 9457 `application/problem+json`."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import Refusal

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int, code: str, title: str, detail: str | None = None, **more: Any
) -> dict[str, Any]:
    """A problem; `code` says which, for programs, and `detail` what and where, for people."""
    return {
        "type": f"urn:okienko:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
        **more,
    }


def of_refusal(refusal: Refusal) -> dict[str, Any]:
    """The problem that a refusal is answered with."""
    more = refusal.more | ({"errors": refusal.errors} if refusal.errors else {})
    return problem(refusal.status, refusal.code, refusal.title, refusal.detail, **more)
