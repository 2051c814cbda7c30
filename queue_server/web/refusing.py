"""Every error as a problem, whatever raised it."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from queue_server.domain.errors import Refusal
from queue_server.problems import MEDIA_TYPE, of_refusal, problem

log = logging.getLogger(__name__)

#: Bodies over this are refused.
LARGEST_BODY = 1024 * 1024
#: How much of a refused body is still read, so that its sender hears the answer.
_DRAINED = 32 * 1024 * 1024

#: Where the phrase makes no code, or not the same in every Python.
CODES = {413: "too_large", 414: "uri_too_long", 431: "headers_too_large"}


def attach(app: Flask) -> None:
    """Answer refusals, HTTP errors and failures with problem+json."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.merge_slashes = False  # an address is right or unknown, never mended
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def http_problem(status: HTTPStatus, detail: str | None) -> dict[str, object]:
    """The problem of an HTTP error that no refusal of the office stands for."""
    code = CODES.get(status, status.phrase.lower().replace(" ", "_").replace("-", "_"))
    return problem(status, code, status.phrase, detail)


def _refused(refusal: Refusal) -> Response:
    return _answer(refusal.status, of_refusal(refusal))


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        _drain()
    status = HTTPStatus(error.code or 500)
    response = _answer(status, http_problem(status, error.description))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(500, problem(500, "internal_error", "The server failed."))


def _answer(status: int, body: dict[str, object]) -> Response:
    return Response(json.dumps(body), status, mimetype=MEDIA_TYPE)


def _drain() -> None:
    stream = request.environ["wsgi.input"]
    left = _DRAINED
    while left > 0 and (read := stream.read(min(left, 64 * 1024))):
        left -= len(read)
