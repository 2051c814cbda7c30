"""`okienko device`: devices and programs' tokens from the command line, of a server that runs.

On the server's own machine, whoever may read its secret needs no other token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from counter_client.client import Client, Refused, ServerAway, place
from queue_server.cli.serve import loaded
from queue_server.domain.access import EVERYWHERE, DeviceKind, Permission
from queue_server.identity.tokens import Tokens
from queue_server.operations.entering import operator_token

_KIND = click.Choice([kind.value for kind in DeviceKind])


def _asking(command: Callable[..., None]) -> Callable[..., None]:
    """A command that is given a client of the server."""

    @click.option(
        "--config",
        "file",
        type=click.Path(dir_okay=False, path_type=Path),
        default="config.yaml",
        show_default=True,
        help="The configuration of the server on this machine.",
    )
    @click.option("--server", "url", help="Another server; OKIENKO_TOKEN holds a token for it.")
    @click.option("--token", envvar="OKIENKO_TOKEN", help="A program's token.")
    @wraps(command)
    def asking(file: Path, url: str | None, token: str | None, **about: Any) -> None:
        with server_client(file, url, token) as client:
            command(client, **about)

    return asking


@click.group()
def device() -> None:
    """Paired devices, and tokens of programs."""


@device.command("list")
@_asking
def list_(client: Client) -> None:
    """Tell every device: its number, kind, place and when it was last seen."""
    for known in client.get("/devices"):
        where = f"{known['branch']}/{known['place']}"
        seen = known["seen_at"] or "not seen yet"
        click.echo("\t".join([str(known["id"]), known["kind"], where, seen, known["name"] or ""]))


@device.command()
@_asking
@click.option("--kind", type=_KIND, required=True, help="What it is to be.")
@click.option("--place", "where", required=True, metavar="BRANCH/PLACE", help="Where it stands.")
@click.option("--name", help="How people know it.")
@click.argument("code")
def approve(client: Client, kind: str, where: str, name: str | None, code: str) -> None:
    """Let the screen or agent that shows CODE be the device of a place."""
    branch, spot = place(where)
    said = {"code": code, "kind": kind, "branch": branch, "place": spot}
    paired = client.post("/devices", said | ({"name": name} if name else {}))
    click.echo(f"device {paired['id']}: {kind} {where}")


@device.command()
@_asking
@click.option("--reason", help="Why; for the audit.")
@click.argument("number", type=int)
def revoke(client: Client, reason: str | None, number: int) -> None:
    """Let a device in no more."""
    client.post(f"/devices/{number}/revoke", {"reason": reason} if reason else {})
    click.echo(f"device {number} is revoked")


@device.group()
def token() -> None:
    """Tokens of programs."""


@token.command()
@_asking
@click.option(
    "--may",
    "permissions",
    type=click.Choice([permission.value for permission in Permission]),
    multiple=True,
    required=True,
    help="What it may do; may be repeated.",
)
@click.option(
    "--branch", "branches", multiple=True, help="Where; may be repeated. Left out: everywhere."
)
@click.option("--days", type=click.IntRange(1, 1100), default=365, show_default=True)
@click.argument("name")
def add(
    client: Client, permissions: tuple[str, ...], branches: tuple[str, ...], days: int, name: str
) -> None:
    """Make a token for the program NAME and print it, this once."""
    said = {"name": name, "permissions": list(permissions), "days": days}
    made = client.post("/tokens", said | {"branches": list(branches) or [EVERYWHERE]})
    click.echo(made["token"])


@token.command("list")
@_asking
def list_tokens(client: Client) -> None:
    """Tell every token: its number, name, what it may do, where and until when."""
    for known in client.get("/tokens"):
        may, where = " ".join(known["permissions"]), " ".join(known["branches"])
        click.echo("\t".join([str(known["id"]), known["name"], may, where, known["expires_at"]]))


@token.command("revoke")
@_asking
@click.option("--reason", help="Why; for the audit.")
@click.argument("number", type=int)
def revoke_token(client: Client, reason: str | None, number: int) -> None:
    """Let a program in no more."""
    client.post(f"/tokens/{number}/revoke", {"reason": reason} if reason else {})
    click.echo(f"token {number} is revoked")


@contextmanager
def server_client(file: Path, url: str | None, token: str | None) -> Iterator[Client]:
    """The server, asked by this machine's operator unless a token is given."""
    try:
        if url is None or token is None:
            server = loaded(file).server
            secret_file = server.token_secret_file or server.database.with_name("token.secret")
            url = url or f"http://{server.bind}"
            token = token or operator_token(Tokens(secret_file.read_bytes()), datetime.now(UTC))
        client = Client(url, token, patience_seconds=0)
        try:
            yield client
        finally:
            client.close()
    except (OSError, ValueError, ServerAway, Refused) as error:
        raise click.ClickException(str(error)) from error
