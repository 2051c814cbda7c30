"""`python -m queue_server.booking_site SERVER --bind ADDRESS --url ADDRESS`: the site by itself.

Its token comes in the environment, as `OKIENKO_TOKEN`. gunicorn runs it with a few threads.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from queue_server.booking_site.api import Server
from queue_server.booking_site.site import create_site
from queue_server.network.forwarding import Forwarding, networks

#: The hall comes first where both want the processor.
_NICE = 10
_OPTIONS = {
    "worker_class": "gthread",
    "workers": 1,
    "threads": 16,
    "timeout": 30,
    "graceful_timeout": 2,
    "keepalive": 5,
    "control_socket_disable": True,
    "loglevel": "warning",
    "limit_request_line": 2048,
    "limit_request_fields": 50,
}


class Gunicorn(BaseApplication):
    """Runs the site on an address."""

    def __init__(self, app: Flask, bind: str) -> None:
        self._app = app
        self._bind = bind
        super().__init__()

    def load_config(self) -> None:
        for name, value in {"bind": self._bind, **_OPTIONS}.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app


def main() -> None:
    parser = argparse.ArgumentParser(prog="queue_server.booking_site")
    parser.add_argument("server")
    parser.add_argument("--bind", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--trust", action="append", default=[], help="a proxy's network")
    asked = parser.parse_args()
    os.nice(_NICE)
    server = Server(asked.server, os.environ.get("OKIENKO_TOKEN"))
    site = create_site(server, secure=asked.url.startswith("https://"))
    site.wsgi_app = Forwarding(site.wsgi_app, networks(asked.trust))  # type: ignore[method-assign]
    Gunicorn(site, asked.bind).run()


if __name__ == "__main__":
    main()
