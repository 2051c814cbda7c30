"""`okienko agent` and `okienko virtual`: what prints, and what stands in for a printer."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from printers import agent as printing
from printers import virtual as virtual_printers
from printers.reaching import Address


@click.command()
@click.option("--server", "server_url", default="http://127.0.0.1:8000", show_default=True)
@click.option("--token", envvar="OKIENKO_TOKEN", help="Device token.")
@click.option("--at", "addresses", multiple=True, metavar="BRANCH/PRINTER=HOST:PORT|DEVICE")
@click.argument("printers", nargs=-1, required=True, metavar="BRANCH/PRINTER...")
def agent(
    server_url: str, token: str | None, addresses: tuple[str, ...], printers: tuple[str, ...]
) -> None:
    """Print what the server orders; --at reaches a printer elsewhere than configured."""
    try:
        overrides = dict(_address(text) for text in addresses)
        sys.exit(printing.run(server_url, printers, overrides, token))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _address(text: str) -> tuple[str, Address]:
    name, equals, place = text.partition("=")
    if equals and place.startswith("/"):
        return name, place
    host, colon, port = place.rpartition(":")
    if not (equals and colon and port.isdigit()):
        raise ValueError(f"{text!r} is not BRANCH/PRINTER=HOST:PORT or BRANCH/PRINTER=/dev/…")
    return name, (host, int(port))


@click.group()
def virtual() -> None:
    """Devices that speak the true protocol, to rehearse with."""


@virtual.command()
@click.option("--port", default=9100, show_default=True, help="0 takes a free one.")
@click.option("--serial", is_flag=True, help="On a serial line, whose path it prints.")
@click.option("--folder", type=click.Path(path_type=Path), default="slips", show_default=True)
def printer(port: int, serial: bool, folder: Path) -> None:
    """A slip printer on TCP, or a serial line, that keeps each slip's bytes in a folder.

    What is wrong with it stands in the folder's control.json, such as {"paper_out": true}.
    """

    def ready(addresses: dict[str, Address]) -> None:
        address = addresses["printer"]
        click.echo(json.dumps({"printer": address if serial else address[1]}))

    line = virtual_printers.SERIAL if serial else port
    sys.exit(virtual_printers.run({"printer": (line, folder)}, ready))


@click.command("demo-printers", hidden=True)
@click.argument("server_url")
@click.argument("printers", nargs=-1, metavar="BRANCH/PRINTER=FOLDER...")
def demo_printers(server_url: str, printers: tuple[str, ...]) -> None:
    """The demo's virtual printers, and the agent that prints on them."""
    folders = dict(text.split("=", 1) for text in printers)
    places = {name: (0, Path(folder)) for name, folder in folders.items()}
    with virtual_printers.serve(places) as running:
        addresses = {name: printer.address for name, printer in running.items()}
        sys.exit(printing.run(server_url, list(folders), addresses))
