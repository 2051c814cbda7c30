"""What several commands read from their command line."""

from __future__ import annotations

from urllib.parse import urlsplit

import click


def server_address(_context: click.Context, _option: click.Parameter, url: str) -> str:
    """The address of a server; refuses what no program could connect to."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise click.BadParameter(f"{url!r} is no address such as http://queue.office.example:8000")
    return url
