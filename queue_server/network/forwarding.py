"""What a proxy says of those behind it: believed of configured proxies, taken away otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
Environ = dict[str, Any]

#: Nobody may say these but a proxy that we know.
_FORWARDED = (
    *("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"),
    *("HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_SSL", "HTTP_X_REAL_IP"),
)


class Forwarding:
    """A WSGI application behind proxies of `trusted` networks."""

    def __init__(
        self, app: Callable[[Environ, Any], Iterable[bytes]], trusted: Sequence[Network]
    ) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        said = {name: environ.pop(name, "") for name in _FORWARDED}
        if is_in(environ.get("REMOTE_ADDR"), self._trusted):
            environ["REMOTE_ADDR"] = self._client(
                said["HTTP_X_FORWARDED_FOR"], environ["REMOTE_ADDR"]
            )
            scheme = said["HTTP_X_FORWARDED_PROTO"].rpartition(",")[2].strip()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)

    def _client(self, chain: str, proxy: str) -> str:
        """The last address that is no proxy of ours: all before it may be invented."""
        found = proxy
        for said in reversed([part.strip() for part in chain.split(",")]):
            if not _is_address(said):
                return found
            found = said
            if not is_in(said, self._trusted):
                return found
        return found


@cache
def _network(text: str) -> Network:
    return ip_network(text)


def networks(texts: Iterable[str]) -> list[Network]:
    """Networks as they are written: `192.0.2.0/24`."""
    return [_network(text) for text in texts]


def is_in(address: str | None, networks: Sequence[Network]) -> bool:
    """Whether an address belongs to one of the networks."""
    if not networks or address is None or not _is_address(address):
        return False
    asked = ip_address(address)
    return any(asked in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
