"""Signing in through an identity provider: OpenID Connect, code flow with PKCE, state and nonce."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from gevent.lock import BoundedSemaphore
from werkzeug.wrappers import Response

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC
from queue_server.domain.errors import TooManyTries
from queue_server.memory.throttle import Throttle, Trier
from queue_server.network.addresses import counted_as
from queue_server.office.signing import ClaimedRole, Provider
from queue_server.operations.staff import providing
from queue_server.web import cookies
from queue_server.web.doors import open_to
from queue_server.web.forms import own_path
from queue_server.web.sign_in import SignInPages
from queue_server.web.signing import Relayed, Signing

Json = dict[str, Any]
log = logging.getLogger(__name__)

_WITHIN_SECONDS = 600
_PATIENCE_SECONDS = 30
_KNOWN_FOR = timedelta(hours=1)
_FREE_FAULTS = 10
_LONGEST = 80


class ProviderAway(Exception):
    """The provider could not be asked, or did not say what is needed."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that went to the provider; the browser brings it back in a cookie."""

    state: str
    nonce: str
    verifier: str
    going: str


class ProviderPages:
    """`/sign-in/provider`, and where the provider sends people back to."""

    def __init__(
        self,
        bridge: Bridge,
        proving: Signing,
        pages: SignInPages,
        provider: Provider,
        client_secret: str,
    ) -> None:
        self._bridge = bridge
        self._proving = proving
        self._pages = pages
        self._provider = provider
        self._client_secret = client_secret
        setting = bridge.loop.setting
        self._tokens = setting.tokens
        self._return_to = f"{setting.public_url}/sign-in/provider/return"
        self._known: tuple[Json, datetime] | None = None
        self._throttle = Throttle()
        self._one = BoundedSemaphore(1)

    def blueprint(self) -> Blueprint:
        """The routes."""
        made = Blueprint("provider", __name__)

        @made.get("/sign-in/provider")
        @open_to(PUBLIC)
        def begin() -> Response:
            return self._begin(own_path(request.args.get("next")))

        @made.get("/sign-in/provider/return")
        @open_to(PUBLIC)
        def finish() -> Response:
            response = self._finish()
            cookies.drop(response, cookies.PROVIDER)  # a state is good for once
            return response

        return made

    def _begin(self, going: str) -> Response:
        """Send the browser to the provider."""
        begun = Begun(token_urlsafe(), token_urlsafe(), token_urlsafe(48), going)
        try:
            endpoint = self._about()["authorization_endpoint"]
        except ProviderAway as fault:
            return self._failed(fault)
        asked = {
            "response_type": "code",
            "client_id": self._provider.client_id,
            "redirect_uri": self._return_to,
            "scope": " ".join(self._provider.scopes),
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": _challenge(begun.verifier),
            "code_challenge_method": "S256",
        }
        response = redirect(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}")
        cookies.put(response, cookies.PROVIDER, self._seal(begun), _WITHIN_SECONDS)
        return response

    def _finish(self) -> Response:
        """Let in whom the provider sends back."""
        begun, said = self._open(cookies.read(cookies.PROVIDER)), request.args
        if begun is None or not compare_digest(
            said.get("state", "").encode(), begun.state.encode()
        ):
            return self._failed("the answer is to no question of this browser")
        if said.get("iss", self._provider.issuer) != self._provider.issuer:
            return self._failed("another provider answers")
        if "code" not in said:
            return self._failed(said.get("error", "the provider sent no code"))
        try:
            claims = self._claims(begun, said["code"])
            account = self._account(claims)
        except (ProviderAway, Relayed, TooManyTries) as fault:
            return self._failed(fault)
        if account is None:
            return self._failed(f"{claims['sub']} has no role here", "no_role")
        try:
            return self._pages.enter(begun.going, self._proving.begin(account, "provider"))
        except Relayed as refused:
            return self._failed(refused)

    def _claims(self, begun: Begun, code: str) -> Json:
        """What the provider says of whoever came back with a code."""
        trier = Trier("provider", counted_as(request.remote_addr), _FREE_FAULTS)
        self._throttle.refuse([trier], self._bridge.loop.time())
        self._throttle.count([trier], self._bridge.loop.time())
        claims = self._ask(
            "finish",
            provider=self._about(),
            client_id=self._provider.client_id,
            client_secret=self._client_secret,
            redirect_uri=self._return_to,
            code=code,
            verifier=begun.verifier,
            nonce=begun.nonce,
            wanted=self._provider.roles_claim,
        )
        self._throttle.take_back([trier], self._bridge.loop.time())
        return claims

    def _account(self, claims: Json) -> int | None:
        """The account of a person; None where they may do nothing here."""
        login = _words(claims.get(self._provider.login_claim)) or str(claims["sub"])
        login = "".join(login.split())[:_LONGEST]
        name = _words(claims.get(self._provider.name_claim)) or login
        issuer, claimed = self._provider.issuer, self._claimed(claims)
        found: int | None = self._proving.ask(
            partial(
                providing.of_person,
                issuer=issuer,
                subject=str(claims["sub"]),
                login=login,
                name=name,
                claimed=claimed,
            )
        )["id"]
        return found

    def _claimed(self, claims: Json) -> list[ClaimedRole]:
        said = claims.get(self._provider.roles_claim)
        values = {said} if isinstance(said, str) else set(said or ())
        return [role for role in self._provider.roles if role.value in values]

    def _about(self) -> Json:
        """What the provider says of itself; asked again after a while."""
        now = self._bridge.loop.time()
        if self._known is None or self._known[1] < now:
            self._known = self._ask("discover", issuer=self._provider.issuer), now + _KNOWN_FOR
        return self._known[0]

    def _ask(self, ask: str, **about: Any) -> Json:
        """Let a process of its own talk to the provider, one at a time."""
        question = json.dumps({"ask": ask, **about})
        command = [sys.executable, "-m", "queue_server.identity.single_sign_on"]
        with self._one:
            try:
                done = subprocess.run(
                    command,
                    input=question,
                    capture_output=True,
                    text=True,
                    timeout=_PATIENCE_SECONDS,
                    check=True,
                )
            except (subprocess.SubprocessError, OSError) as fault:
                raise ProviderAway(str(fault)) from fault
        said = json.loads(done.stdout)
        if "fault" in said:
            raise ProviderAway(said["fault"])
        answer: Json = said["answer"]
        return answer

    def _failed(self, fault: object, problem: str = "provider") -> Response:
        log.warning("a sign-in through %s failed: %s", self._provider.issuer, fault)
        return redirect(f"/sign-in?{urlencode({'problem': problem})}")

    def _seal(self, begun: Begun) -> str:
        """What the browser keeps meanwhile, so that it cannot make up its own."""
        said = json.dumps([begun.state, begun.nonce, begun.verifier, begun.going, self._end()])
        text = base64.urlsafe_b64encode(said.encode()).decode()
        return f"{text}.{self._tokens.sign('provider', text)}"

    def _open(self, sealed: str | None) -> Begun | None:
        text, _, mac = (sealed or "").partition(".")
        if not compare_digest(mac.encode(), self._tokens.sign("provider", text).encode()):
            return None
        *about, end = json.loads(base64.urlsafe_b64decode(text))
        return Begun(*about) if end > self._bridge.loop.time().timestamp() else None

    def _end(self) -> float:
        return self._bridge.loop.time().timestamp() + _WITHIN_SECONDS


def _challenge(verifier: str) -> str:
    """What the provider is told of a verifier at first (RFC 7636, S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _words(said: object) -> str:
    """A claim as one line that people can read."""
    text = "".join(c if c.isprintable() else " " for c in said) if isinstance(said, str) else ""
    return " ".join(text.split())[:_LONGEST]
