"""How often strangers may ask: limits by address on what needs no credentials, and on codes.

Nothing that staff or screens do by the minute has a limit: those are known.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter

from queue_server.domain.access import PUBLIC
from queue_server.network.addresses import counted_as
from queue_server.web.doors import caller

#: A hall full of phones may share one address.
_QUESTIONS, _COMMANDS = "1200 per minute", "120 per minute"
#: By endpoint: what can be guessed, and what costs more than a question.
_OWN = {
    "api.begin_pairing": "60 per minute; 300 per hour",
    "api.get_own_pairing": "3000 per minute",
    "api.approve_device": "20 per minute; 100 per hour",
    "api.check_in": "60 per minute",
    "api.join_remotely": "10 per minute; 60 per hour",
    "health.ready": "120 per minute",  # it writes
}


def attach(app: Flask) -> None:
    """Count the requests of `app`, once it is known who sends them.

    What has no limit does not pass the limiter, which would look for one at every step.
    """
    Limiter(
        _whose,
        app=app,
        default_limits=[_rate],
        default_limits_per_method=True,
        storage_uri="memory://",
        headers_enabled=True,
    )
    count: Any = app.before_request_funcs[None].pop()
    tell: Any = app.after_request_funcs[None].pop()
    forget: Any = app.teardown_request_funcs[None].pop()

    @app.before_request
    def count_strangers() -> None:
        g.limited = not _is_free()
        if g.limited:
            count()

    @app.after_request
    def tell_strangers(response: Response) -> Response:
        told: Response = tell(response) if g.get("limited") else response
        return told

    @app.teardown_request
    def forget_strangers(error: BaseException | None) -> None:
        if g.get("limited"):
            forget(error)


def _whose() -> str:
    """A known caller is counted wherever it is, a stranger by address."""
    asking = caller()
    return asking.id if asking.signed_in else f"at {counted_as(asking.address)}"


def _rate() -> str:
    endpoint = request.endpoint or ""
    return _OWN.get(endpoint) or (_QUESTIONS if request.method == "GET" else _COMMANDS)


def _is_free() -> bool:
    """Pages and what they are made of cost little, and screens load a lot at once."""
    endpoint = request.endpoint or ""
    if endpoint in _OWN:
        return False
    view = current_app.view_functions.get(endpoint)
    if caller().kind != "anyone":
        return True
    is_page = request.method == "GET" and not request.path.startswith("/api/")
    return is_page or getattr(view, "needs", None) != PUBLIC
