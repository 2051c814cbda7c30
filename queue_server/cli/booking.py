"""What a server starts beside itself for appointments: the booking site, and who sends messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from queue_server.callers import BOOKING
from queue_server.identity.hashing import hash_token, new_token
from queue_server.office.site import BookingSite, Mail, Sms
from queue_server.processes import Companion


@dataclass(frozen=True)
class BookingBeside:
    """The programs, the hash of the token by which they know the server, and the site's address."""

    url: str | None = None
    token_hash: str | None = None
    channels: frozenset[str] = frozenset()
    companions: list[Companion] = field(default_factory=list)


def booking_beside(
    server_url: str,
    site: BookingSite | None,
    mail: Mail | None,
    sms: Sms | None,
    proxies: Sequence[str] = (),
) -> BookingBeside:
    """What is to run beside the server at `server_url`; `proxies` may stand before the site."""
    token, url, companions = new_token(BOOKING), None, []
    if site:
        url = (site.public_url or f"http://{site.bind}").rstrip("/")
        trusted = [part for network in proxies for part in ("--trust", network)]
        arguments = (server_url, "--bind", site.bind, "--url", url, *trusted)
        companions.append(Companion("queue_server.booking_site", *arguments, token=token))
    ways = {"mail": mail, "sms": sms}
    told = [part for way, to in ways.items() if to for part in (f"--{way}", to.model_dump_json())]
    if told:
        companions.append(Companion("queue_server.messaging", server_url, *told, token=token))
    channels = frozenset(way for way, to in ways.items() if to)
    return BookingBeside(url, hash_token(token), channels, companions)
