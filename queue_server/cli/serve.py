"""`okienko serve`: the server of an office."""

from __future__ import annotations

import ipaddress
import os
import shlex
from contextlib import closing
from pathlib import Path

import click

from queue_server import serving
from queue_server.app import Installation
from queue_server.callers import COMPANION
from queue_server.cli.booking import booking_beside
from queue_server.identity.hashing import hash_token, new_token
from queue_server.office import Configuration, ConfigurationFault, load
from queue_server.office.agents import SERVER
from queue_server.office.files import media_folder
from queue_server.office.signing import Provider
from queue_server.processes import Companion
from queue_server.store import staff
from queue_server.store.database import AlreadyRunning, DatabaseError, WriterLock, open_reader
from queue_server.web.sign_in import FIRST_KIND, FIRST_LASTS_HOURS

#: The shortest configuration: the rest of the office is made at /admin.
_SHORTEST = """\
server:
  bind: 127.0.0.1:8000
"""


@click.command()
@click.option(
    "--config",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
)
def serve(file: Path) -> None:
    """Serve the office of a configuration, and work the devices that this machine reaches.

    Staff sign in, devices are paired. Where nobody has an account yet, it prints a link by which
    the first administrator makes one.
    """
    if not file.exists():
        raise click.ClickException(
            f"there is no {file}. The shortest one is made by these three lines:\n\n"
            f"cat > {shlex.quote(str(file))} <<'END'\n{_SHORTEST}END\n\n"
            "Then serve again, and make the rest of the office in the browser"
            " (docs/quickstart.md); `okienko demo` shows a whole office without one."
        )
    configuration = loaded(file)
    server = configuration.server
    host, _, port = server.bind.rpartition(":")
    url = f"http://{_reached(host)}:{port}"
    public_url = server.public_url or url
    if not (_is_loopback(host) or public_url.startswith("https://")):
        click.echo(
            f"Warning: {server.bind} can be reached by others, and passwords would cross the"
            " network in the clear; put a proxy with TLS before it (docs/deployment.md)",
            err=True,
        )
    beside = booking_beside(url, server.booking, server.mail, server.sms, server.trusted_proxies)
    companion_token, first_token = new_token(COMPANION), new_token(FIRST_KIND)

    def ready() -> None:
        click.echo(f"Okienko serves {public_url}")
        if beside.url:
            click.echo(f"Visits are booked at {beside.url}")
        if _has_no_account(server.database):
            click.echo(f"The first administrator begins here, within {FIRST_LASTS_HOURS} hours:")
            click.echo(f"  {public_url}/welcome/{first_token}")

    installation = Installation(
        database=server.database,
        office=lambda: configuration.office,
        public_url=public_url,
        guarded=True,
        sessions=server.sign_in.rules,
        companion=hash_token(companion_token),
        booking_url=beside.url,
        booking_companion=beside.token_hash,
        message_channels=beside.channels,
        first_link=hash_token(first_token),
        oidc=server.oidc,
        oidc_secret=_oidc_secret(server.oidc),
        secret_file=server.token_secret_file or server.database.with_name("token.secret"),
        trusted_proxies=tuple(map(ipaddress.ip_network, server.trusted_proxies)),
        connections_per_address=server.connections_per_address,
        framed_by=tuple(server.framed_by),
        voice_cache=server.database.with_name("voice"),
        media_folder=media_folder(server),
        clips=server.voice_folder,
        piper=server.piper,
    )
    refuse_second(server.database)
    companion = Companion(
        "queue_server.cli", "agent", "--server", url, f"*/{SERVER}", token=companion_token
    )
    serving.serve(installation, server.bind, ready, [companion, *beside.companions])


def loaded(file: Path) -> Configuration:
    """The configuration in `file`; ends the command with every fault."""
    try:
        return load(file)
    except ConfigurationFault as error:
        raise click.ClickException(f"{file} has faults:\n{error}") from error


def refuse_second(database: Path) -> None:
    """End the command where another server writes to the same data, or nobody can."""
    try:
        WriterLock(database).release()
    except AlreadyRunning as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{database} cannot be written: {error}") from error


def _oidc_secret(provider: Provider | None) -> str:
    """The secret shared with an identity provider; ends the command where there is none."""
    if provider is None:
        return ""
    try:
        file = provider.client_secret_file
        secret = file.read_text() if file else os.environ.get("OKIENKO_OIDC_SECRET", "")
    except OSError as error:
        raise click.ClickException(f"server.oidc.client_secret_file: {error}") from error
    if not secret.strip():
        raise click.ClickException(
            "server.oidc: neither client_secret_file nor OKIENKO_OIDC_SECRET"
        )
    return secret.strip()


def _has_no_account(database: Path) -> bool:
    """Before the first start there is no database, and an earlier release's has no accounts."""
    try:
        with closing(open_reader(database)) as db:
            return staff.is_empty(db)
    except DatabaseError:
        return True


def _reached(host: str) -> str:
    """Where this machine reaches a server that listens on `host`, maybe on every address."""
    return {"0.0.0.0": "127.0.0.1", "[::]": "[::1]", "": "127.0.0.1"}.get(host, host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
