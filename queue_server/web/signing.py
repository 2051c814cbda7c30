"""Who someone is, proved by a password or a PIN; wrong tries slow down whoever makes them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from hmac import compare_digest
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from queue_server.bridge import Bridge
from queue_server.commands import Reply
from queue_server.domain.errors import Invalid, NotFound, NotSignedIn, SessionLocked, SignInFailed
from queue_server.domain.passwords import pin_weakness, weakness
from queue_server.memory.throttle import Throttle, Trier
from queue_server.network.addresses import counted_as
from queue_server.operations.staff import accounts, callers, signing
from queue_server.operations.work import Work
from queue_server.store import staff
from queue_server.store.sessions import SignIn
from queue_server.store.staff import Account
from queue_server.web import cookies
from queue_server.web.doors import caller, token_sent
from queue_server.web.proving import hashed, proves

Json = dict[str, Any]

#: How many wrong tries cost nothing: at an account, from a browser that signed in to it before,
#: from an address, and of a PIN.
_OF_ACCOUNT, _OF_KNOWN, _OF_ADDRESS, _OF_PIN = 5, 10, 30, 2
#: How long after signing in through a provider a PIN can be set.
_JUST_NOW = timedelta(minutes=15)
_KNOWN_SECONDS = 400 * 24 * 3600
_NONCE_SIGNS = 16
#: Clerks take turns at a counter's computer: so many who signed in there last are known there.
_MOST_KNOWN = 20


class Relayed(Exception):  # it is an answer, not an error
    """The loop refused, with this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.body)
        self.reply = reply


def own_token() -> str:
    """The token of the request at hand; refuses with `not_signed_in` where it brought none."""
    token = token_sent()
    if token is None:
        raise NotSignedIn
    return token


class Signing:
    """Proves, throttles, and hands what came of it to the loop."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._tokens = bridge.loop.setting.tokens
        self._throttle = Throttle()

    def sign_in(self, login: str, password: str) -> str:
        """The token of a new session; refuses with `sign_in_failed` or `too_many_tries`.

        A name that nobody has takes as long, and is refused in the same words.
        """
        login = login.casefold()
        with self._bridge.read() as moment:
            account = staff.by_login(moment.db, login)
        kept = account.password if account and not account.disabled else None
        right = self._tried(self._triers(login), kept, password)
        if account is None or not right:
            found = account.id if account else None
            self.ask(partial(signing.fail, login=login, account_id=found))
            raise SignInFailed
        return self.begin(account.id, "password")

    def begin(self, account_id: int, by: str) -> str:
        """The token of a new session of someone who has proved who they are, `by` what."""
        browser, before = request.headers.get("User-Agent"), cookies.read(cookies.SESSION)
        sign_in = partial(signing.sign_in, account_id=account_id, by=by, browser=browser)
        token: str = self.ask(partial(sign_in, before=before))["token"]
        return token

    def keep(self, response: Response, token: str) -> None:
        """Give the browser its session, and what it is known by when its owner signs in again."""
        _, account = self.own(token)
        cookies.put(response, cookies.SESSION, token)
        nonce, others = self._known_here()
        nonce = nonce if len(nonce) == _NONCE_SIGNS else secrets.token_urlsafe(12)
        own = self._tokens.sign("known", f"{nonce} {account.login}")
        signs = [own, *(sign for sign in others if sign != own)][:_MOST_KNOWN]
        cookies.put(response, cookies.KNOWN, ".".join([nonce, *signs]), _KNOWN_SECONDS)

    def own(self, token: str | None = None) -> tuple[SignIn, Account]:
        """The session of a token, of the request's where none is given, and its account."""
        with self._bridge.read() as moment:
            return callers.own(moment, token or own_token())

    def unlock(self, pin: str | None, password: str | None) -> None:
        """Open the request's session by its PIN or password.

        Both are proved even where it is open: a page may be locked of which the server never heard.
        """
        session, account = self.own()
        if password is not None:
            self.prove(account, password)
        elif not self._tried([Trier("pin", str(session.id), _OF_PIN)], account.pin, pin or ""):
            if self.ask(partial(signing.wrong_pin, token=own_token()))["ended"]:
                raise NotSignedIn("the PIN was wrong too often; sign in")
            raise SignInFailed("the PIN is not right")
        by = "password" if pin is None else "pin"
        self.ask(partial(signing.unlock, token=own_token(), by=by))

    def prove(self, account: Account, password: str) -> None:
        """Refuse with `sign_in_failed` where this is not the account's password."""
        if not self._tried(self._triers(account.login), account.password, password):
            self.ask(partial(signing.fail, login=account.login, account_id=account.id))
            raise SignInFailed("the password is not right")

    def set_password(self, current: str, password: str) -> None:
        """Change one's own password; other sessions end."""
        session, account = self._unlocked()
        self.prove(account, current)
        kept = self.new_password(password, account.login, account.name)
        self.change(partial(accounts.set_password, session=session.id), account.id, kept)

    def set_pin(self, password: str, pin: str | None) -> None:
        """Change one's own PIN, or have none; who has no password must have come just now."""
        session, account = self._unlocked()
        if account.password is not None:
            self.prove(account, password)
        elif self._bridge.loop.time() > session.began_at + _JUST_NOW:
            raise SignInFailed("sign in again, and set the PIN then")
        if pin is not None and (weak := pin_weakness(pin)):
            raise Invalid([("pin", weak)])
        self.change(accounts.set_pin, account.id, hashed(pin) if pin is not None else None)

    def follow_link(self, token: str, password: str) -> Account:
        """Set the password by a link that works once."""
        account = self.linked(token)
        if account is None:
            raise NotFound("this link has been used or has lapsed; ask for another")
        kept = self.new_password(password, account.login, account.name)
        self.change(accounts.follow_link, token, kept)
        return account

    def linked(self, token: str) -> Account | None:
        """Whose password a link may set now."""
        with self._bridge.read() as moment:
            return accounts.linked(moment, token)

    def new_password(self, password: str, *names: str) -> str:
        """What to keep of a new password; refuses with `invalid` what is easily guessed."""
        if weak := weakness(password, *names):
            raise Invalid([("password", weak)])
        return hashed(password)

    def change(self, operate: Callable[..., Account], *about: Any) -> None:
        """Let the loop change an account."""
        self.ask(partial(_change, operate=operate, about=about))

    def ask(self, operate: Callable[[Work], Json]) -> Json:
        """The loop's answer to the request's caller; raises `Relayed` where it refuses."""
        reply = self._bridge.ask(operate, caller=caller())
        if reply.status >= 400:
            raise Relayed(reply)
        answer: Json = json.loads(reply.body)
        return answer

    def _unlocked(self) -> tuple[SignIn, Account]:
        session, account = self.own()
        if session.locked:
            raise SessionLocked
        return session, account

    def _tried(self, triers: list[Trier], kept: str | None, secret: str) -> bool:
        """Whether a secret is right. It counts as wrong until then: many at once are many."""
        time = self._bridge.loop.time
        self._throttle.refuse(triers, time())
        self._throttle.count(triers, time())
        if not proves(kept, secret):
            return False
        self._throttle.take_back(triers, time())
        return True

    def _triers(self, login: str) -> list[Trier]:
        """A browser that signed in here before stands for itself: strangers cannot shut it out."""
        nonce, signs = self._known_here()
        expected = self._tokens.sign("known", f"{nonce} {login}")
        if any(compare_digest(sign.encode(), expected.encode()) for sign in signs):
            return [Trier("known", f"{nonce} {login}", _OF_KNOWN)]
        address = counted_as(request.remote_addr)
        return [Trier("account", login, _OF_ACCOUNT), Trier("address", address, _OF_ADDRESS)]

    def _known_here(self) -> tuple[str, list[str]]:
        """What the request's browser is known by, and its signs of who signed in there."""
        nonce, *signs = (cookies.read(cookies.KNOWN) or "").split(".")
        return nonce, signs[:_MOST_KNOWN]


def _change(work: Work, operate: Callable[..., Account], about: Sequence[Any]) -> Json:
    return {"id": operate(work, *about).id}
