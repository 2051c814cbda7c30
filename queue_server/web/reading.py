"""Bodies are read whole before anything is done with them, and not waited for without end."""

from __future__ import annotations

import gevent
from flask import Flask, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestTimeout

#: How long a body of at most a megabyte may take.
_SECONDS = 15.0


def attach(app: Flask) -> None:
    """Read the body of each request of `app`, once it is known who may send it."""

    @app.before_request
    def read() -> None:
        if request.endpoint is None or request.method in ("GET", "HEAD", "OPTIONS"):
            return
        patience = gevent.Timeout(_SECONDS)
        try:
            with patience:
                request.get_data()
        except gevent.Timeout as timeout:
            if timeout is not patience:
                raise
            raise RequestTimeout("the body did not come in time") from None
        except ParseException as error:  # chunks that are none
            raise BadRequest(f"the body cannot be read: {error}") from None
