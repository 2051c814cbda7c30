"""Tokens of programs as administrators see them: never the token itself."""

from __future__ import annotations

from typing import Any

from queue_server.moment import Moment
from queue_server.store import api_tokens
from queue_server.store.api_tokens import ApiToken


def tokens_json(moment: Moment) -> list[dict[str, Any]]:
    """All that nobody has revoked."""
    return [token_json(token, moment) for token in api_tokens.every(moment.db)]


def token_json(token: ApiToken, moment: Moment | None = None) -> dict[str, Any]:
    """One token; with `moment`, when its program was there last, since the server started."""
    sight = moment.setting.seen.sights.get(f"token:{token.id}") if moment else None
    return {
        "id": token.id,
        "name": token.name,
        "permissions": sorted(token.permissions),
        "branches": list(token.branches),
        "made_at": token.made_at.isoformat(),
        "made_by": token.made_by,
        "expires_at": token.expires_at.isoformat(),
        "expired": moment is not None and token.expires_at <= moment.now,
        "seen_at": sight.at.isoformat() if sight else None,
    }
