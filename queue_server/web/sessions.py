"""Signing in and out, locking and unlocking, and one's own secrets, as JSON.

These calls stand beside the contract's table: they set cookies, prove secrets off the hub, and no
answer of theirs is kept for a retry.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic import SecretStr

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Caller
from queue_server.domain.errors import NotSignedIn
from queue_server.moment import Moment
from queue_server.operations.staff import callers, signing
from queue_server.problems import MEDIA_TYPE
from queue_server.store import staff
from queue_server.views.staff import account_json, sessions_json
from queue_server.web import cookies, staff_bodies
from queue_server.web.contract import BASE, read_body, sent
from queue_server.web.csrf import Csrf
from queue_server.web.doors import Doors, caller, open_to, token_sent
from queue_server.web.signing import Relayed, Signing, own_token

Json = dict[str, Any]


def blueprint(bridge: Bridge, doors: Doors, csrf: Csrf, proving: Signing) -> Blueprint:
    """`/session` and what is below it."""
    made = Blueprint("sessions", __name__, url_prefix=f"{BASE}/session")
    _add_signing(made, bridge, doors, csrf, proving)
    _add_own(made, proving)

    @made.app_errorhandler(Relayed)
    def relayed(refused: Relayed) -> Response:
        return Response(refused.reply.body, refused.reply.status, mimetype=MEDIA_TYPE)

    return made


def _add_signing(
    made: Blueprint, bridge: Bridge, doors: Doors, csrf: Csrf, proving: Signing
) -> None:
    """Who is here, signing in and out."""

    def answer(token: str | None, asking: Caller) -> Response:
        with bridge.read() as moment:
            return jsonify(_session(moment, csrf, asking, token))

    @made.get("")
    @open_to(PUBLIC)
    def session() -> Response:
        return answer(token_sent(), caller())

    @made.post("")
    @open_to(PUBLIC)
    def sign_in() -> Response:
        body = read_body(staff_bodies.SignIn, sent())
        token = proving.sign_in(body.login, body.password.get_secret_value())
        response = answer(token, doors.caller_of(token, caller().address))
        if body.token:
            about = response.get_json() | {"token": token}
            return jsonify(about)
        proving.keep(response, token)
        return response

    @made.post("/sign-out")
    @open_to(PUBLIC)
    def sign_out() -> Response:
        if token := token_sent():
            proving.ask(partial(signing.sign_out, token=token))
        return _gone()

    @made.post("/sign-out-everywhere")
    @open_to(PUBLIC)
    def sign_out_everywhere() -> Response:
        proving.ask(partial(signing.sign_out_everywhere, token=own_token()))
        return _gone()


def _add_own(made: Blueprint, proving: Signing) -> None:
    """One's own sessions and secrets."""

    @made.post("/sessions/<int:session_id>/end")
    @open_to(PUBLIC)
    def end_one(session_id: int) -> Response:
        proving.ask(partial(signing.end_one, token=own_token(), session_id=session_id))
        return jsonify({})

    @made.post("/lock")
    @open_to(PUBLIC)
    def lock() -> Response:
        proving.ask(partial(signing.lock, token=own_token()))
        return jsonify({})

    @made.post("/unlock")
    @open_to(PUBLIC)
    def unlock() -> Response:
        body = read_body(staff_bodies.Unlock, sent())
        proving.unlock(_plain(body.pin), _plain(body.password))
        return jsonify({})

    @made.post("/password")
    @open_to(PUBLIC)
    def password() -> Response:
        body = read_body(staff_bodies.NewPassword, sent())
        proving.set_password(body.current.get_secret_value(), body.password.get_secret_value())
        return jsonify({})

    @made.post("/pin")
    @open_to(PUBLIC)
    def pin() -> Response:
        body = read_body(staff_bodies.NewPin, sent())
        proving.set_pin(_plain(body.password) or "", _plain(body.pin))
        return jsonify({})


def _session(moment: Moment, csrf: Csrf, asking: Caller, token: str | None) -> Json:
    """Who asks, what they may do where, and what a page must say besides its cookie."""
    grants = {branch: sorted(permissions) for branch, permissions in asking.grants.items()}
    known = token if asking.signed_in else None
    return {
        "caller": {
            "kind": asking.kind,
            "id": asking.id,
            "name": asking.name,
            "device": asking.device,
            "place": asking.place,
        },
        "grants": grants,
        "locked": asking.locked,
        "lock_after_seconds": int(moment.setting.sessions.lock.total_seconds()) or None,
        "csrf": csrf.of(known) if known else None,
        "account": _account(moment, known) if known and asking.kind == "staff" else None,
    }


def _account(moment: Moment, token: str) -> Json | None:
    try:
        session, account = callers.own(moment, token)
    except NotSignedIn:
        return None
    about = account_json(account, staff.grants(moment.db, account.id))
    return about | {"sessions": sessions_json(moment, account, session.id)}


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None


def _gone() -> Response:
    response = jsonify({})
    cookies.drop(response, cookies.SESSION)
    return response
