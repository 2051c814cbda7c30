"""Talking to an identity provider, in a process of its own: one question on standard input.

In the server's process gevent stands in for TLS; libraries that were imported before it came (as
python-engineio imports requests) then fail. The process lives for one sign-in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, cast

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet, KeySetSerialization

Json = dict[str, Any]

_TIMEOUT_SECONDS = 10
_LEEWAY_SECONDS = 60
#: Signatures that need no secret shared with the provider.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"]


class ProviderFault(Exception):
    """The provider did not answer as it should."""


def discover(question: Json) -> Json:
    """What the provider says of itself: `issuer` and its endpoints."""
    issuer = question["issuer"]
    about = _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if about.get("issuer") != issuer:
        raise ProviderFault(f"{issuer} calls itself {about.get('issuer')}")
    return about


def finish(question: Json) -> Json:
    """The claims about who came back with `code`; they are this provider's, for us, just now."""
    about, client_id = question["provider"], question["client_id"]
    with OAuth2Session(
        client_id,
        question["client_secret"],
        redirect_uri=question["redirect_uri"],
        code_challenge_method="S256",
    ) as session:
        token = session.fetch_token(
            about["token_endpoint"],
            code=question["code"],
            code_verifier=question["verifier"],
            timeout=_TIMEOUT_SECONDS,
        )
        claims = _claims(token["id_token"], about, client_id, question["nonce"])
        if question["wanted"] not in claims and "userinfo_endpoint" in about:
            told = session.get(about["userinfo_endpoint"], timeout=_TIMEOUT_SECONDS)
            told.raise_for_status()
            more = told.json()
            if more.get("sub") != claims["sub"]:
                raise ProviderFault("the provider tells of somebody else")
            claims = more | claims
    return claims


def _claims(id_token: str, about: Json, client_id: str, nonce: str) -> Json:
    keys = KeySet.import_key_set(cast("KeySetSerialization", _get(about["jwks_uri"])))
    token = jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
    must = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": about["issuer"]},
        aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
    )
    must.validate(token.claims)
    claims: Json = token.claims
    if (
        isinstance(claims["aud"], list)
        and len(claims["aud"]) > 1
        and claims.get("azp") != client_id
    ):
        raise ProviderFault("the token is another program's")
    return claims


def _get(url: str) -> Json:
    answer = requests.get(url, timeout=_TIMEOUT_SECONDS)
    answer.raise_for_status()
    told: Json = answer.json()
    return told


_QUESTIONS: dict[str, Callable[[Json], Json]] = {"discover": discover, "finish": finish}


def main() -> None:
    """Answer the question on standard input: `{"answer": …}`, or `{"fault": …}` in words."""
    question = json.load(sys.stdin)
    said: Json
    try:
        said = {"answer": _QUESTIONS[question["ask"]](question)}
    except Exception as fault:  # noqa: BLE001  # whatever it is, the server tells it in its log
        said = {"fault": f"{type(fault).__name__}: {fault}"}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
