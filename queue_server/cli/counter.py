"""`okienko counter`: a counter in a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from counter_client import texts
from counter_client.client import Client, Refused, ServerAway, place
from counter_client.terminal import Terminal
from queue_server.cli.options import server_address


@click.command()
@click.option(
    "--server",
    "server_url",
    default="http://127.0.0.1:8000",
    show_default=True,
    callback=server_address,
)
@click.option("--token", envvar="OKIENKO_TOKEN", help="Token of a clerk or a device.")
@click.option("--login", help="Sign in as this member of staff; asks for the password.")
@click.option(
    "--language",
    type=click.Choice(texts.languages()),
    help="Left out: that of the terminal.",
)
@click.argument("name", metavar="BRANCH/COUNTER")
def counter(
    server_url: str, token: str | None, login: str | None, language: str | None, name: str
) -> None:
    """Work a counter by typed commands; every change is told in one line."""
    client = Client(server_url, token)
    try:
        branch, counter_id = place(name)
        if login:
            token = client.sign_in(login, click.prompt("Password", hide_input=True, err=True))
        spoken = language or _of_terminal()
        terminal = Terminal(client, branch, counter_id, spoken, click.echo)
    except (ValueError, ServerAway, Refused) as error:
        raise click.ClickException(str(error)) from error
    try:
        terminal.run(sys.stdin, server_url, token)
    except KeyboardInterrupt:
        click.echo()
    finally:
        if login:
            with suppress(ServerAway, Refused):
                client.sign_out()
        client.close()


def _of_terminal() -> str:
    """The language of LANG, as far as there is a catalogue; else English."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return said[:2] if said[:2] in texts.languages() else texts.FALLBACK
