"""What was refused at the doors stands in the log: once a minute for each address and kind."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict

from flask import Flask, Response, request

from queue_server.web.doors import caller, token_sent
from queue_server.web.places import KEYS

log = logging.getLogger(__name__)

_EVERY_SECONDS = 60.0
#: Addresses and kinds kept in mind; those told longest ago are forgotten.
_MOST = 1000


def path_told() -> str:
    """The request's path for a log: without the tokens in it, which open what they name."""
    path = request.path
    for name, said in (request.view_args or {}).items():
        if name in KEYS:
            path = path.replace(said, f"<{name}>")
    return path


def attach(app: Flask) -> None:
    """Notice what `app` refuses: forbidden, too often, or with a token that is worth nothing."""
    told: OrderedDict[tuple[str | None, int], float] = OrderedDict()

    @app.after_request
    def notice(response: Response) -> Response:
        status = response.status_code
        if status in (403, 429) or (status == 401 and token_sent()):
            key, now = (request.remote_addr, status), time.monotonic()
            if now - told.get(key, float("-inf")) >= _EVERY_SECONDS:
                told[key] = now
                told.move_to_end(key)
                if len(told) > _MOST:
                    told.popitem(last=False)
                who = caller().id
                log.warning(
                    "%s at %s: %s %r is refused, %d",
                    who,
                    key[0],
                    request.method,
                    path_told(),
                    status,
                )
        return response
