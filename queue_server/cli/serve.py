"""`okienko serve`: the server of an office."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from queue_server import serving
from queue_server.app import Installation
from queue_server.office import Configuration, ConfigurationFault, load
from queue_server.office.files import media_folder
from queue_server.processes import Companion
from queue_server.store.database import AlreadyRunning, WriterLock


@click.command()
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
)
@click.option("--trusted-network", is_flag=True, help="Serve beyond this machine, without sign-in.")
def serve(file: Path, trusted_network: bool) -> None:
    """Serve the office of a configuration, and print on the printers that this machine reaches."""
    configuration = loaded(file)
    server = configuration.server
    host, _, port = server.bind.rpartition(":")
    if not (trusted_network or _is_loopback(host)):
        raise click.ClickException(
            f"server.bind: {server.bind} can be reached by others, and this release has no sign-in;"
            " bind to 127.0.0.1 or say --trusted-network"
        )
    url = f"http://{host}:{port}"
    printers = [
        f"{branch.id}/{printer.id}"
        for branch in configuration.office.branches
        for printer in branch.printers
        if printer.agent == "server"
    ]

    def ready() -> None:
        click.echo(f"Okienko serves {server.public_url or url}")

    installation = Installation(
        database=server.database,
        office=lambda: configuration.office,
        public_url=server.public_url or url,
        secret_file=server.token_secret_file or server.database.with_name("token.secret"),
        voice_folder=server.database.with_name("voice"),
        media_folder=media_folder(server),
        clips=server.voice_folder,
        piper=server.piper,
    )
    refuse_second(server.database)
    agents = [Companion("queue_server.cli", "agent", "--server", url, *printers)]
    serving.serve(installation, server.bind, ready, agents if printers else [])


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


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
