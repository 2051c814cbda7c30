"""Every error as a problem, whatever raised it; to people who open a page, as a page."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import gevent
from flask import Flask, Response, current_app, json, redirect, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from queue_server.domain.errors import NotSignedIn, Refusal
from queue_server.problems import MEDIA_TYPE, of_refusal, problem
from queue_server.web.forms import Forms
from queue_server.web.noticing import path_told

log = logging.getLogger(__name__)

#: Bodies over this are refused.
LARGEST_BODY = 1024 * 1024
#: How much of a refused body is still read, so that its sender hears the answer.
_DRAINED = 32 * 1024 * 1024

#: Where the phrase makes no code, or not the same in every Python.
CODES = {
    408: "request_timeout",
    413: "too_large",
    414: "uri_too_long",
    429: "too_many_requests",
    431: "headers_too_large",
}
#: By status what a page says of it: the key of its words.
_WORDS = {403: "refused", 404: "missing", 405: "method"}
#: How long the rest of a refused body is waited for.
_DRAINING_SECONDS = 5.0


def attach(app: Flask, forms: Forms) -> None:
    """Answer every error: programs with problem+json, people with a page."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.merge_slashes = False  # an address is right or unknown, never mended
    app.register_error_handler(Refusal, partial(_refused, forms))
    app.register_error_handler(HTTPException, partial(_http_error, forms))
    app.register_error_handler(Exception, partial(_failed, forms))


def http_problem(status: HTTPStatus, detail: str | None) -> dict[str, object]:
    """The problem of an HTTP error that no refusal of the office stands for."""
    code = CODES.get(status, status.phrase.lower().replace(" ", "_").replace("-", "_"))
    return problem(status, code, status.phrase, detail)


def attach_engine(engine: Any) -> None:
    """Answer what Engine.IO refuses in the same way."""
    engine._bad_request = partial(_engine_error, HTTPStatus.BAD_REQUEST)
    engine._method_not_found = partial(_engine_error, HTTPStatus.METHOD_NOT_ALLOWED)


def _engine_error(status: HTTPStatus, detail: str | None = None) -> dict[str, Any]:
    body = json.dumps(http_problem(status, detail)).encode()
    headers = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body)))]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", "GET, OPTIONS, POST"))
    return {
        "status": f"{status.value} {status.phrase}",
        "headers": headers,
        "response": body,
    }


def _refused(forms: Forms, refusal: Refusal) -> AnyResponse:
    if isinstance(refusal, NotSignedIn) and (entrance := _entrance()):
        return redirect(f"{entrance}?{urlencode({'next': request.full_path.rstrip('?')})}")
    return _answer(forms, refusal.status, of_refusal(refusal))


def _entrance() -> str | None:
    """Where a page sends who has no credentials."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "entrance", None)


def _http_error(forms: Forms, error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        _drain()
    status = HTTPStatus(error.code or 500)
    response = _answer(forms, status, http_problem(status, error.description))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _failed(forms: Forms, error: Exception) -> Response:
    log.error("%s %s failed", request.method, path_told(), exc_info=error)
    return _answer(forms, 500, problem(500, "internal_error", "The server failed."))


def _answer(forms: Forms, status: int, body: dict[str, object]) -> Response:
    if _is_read():
        key = _WORDS.get(status, "failed")
        words = forms.texts()[key]
        return forms.plain("error.html", f"{key}.title", status, words=words)
    return Response(json.dumps(body), status, mimetype=MEDIA_TYPE)


def _is_read() -> bool:
    """Whether a person reads the answer: who has no preference is a program."""
    kinds = [MEDIA_TYPE, "application/json", "text/html"]
    wanted = request.accept_mimetypes.best_match(kinds, MEDIA_TYPE)
    return wanted == "text/html" and not request.path.startswith("/api/")


def _drain() -> None:
    stream = request.environ["wsgi.input"]
    left = _DRAINED
    with suppress(gevent.Timeout), gevent.Timeout(_DRAINING_SECONDS):
        while left > 0 and (read := stream.read(min(left, 64 * 1024))):
            left -= len(read)
