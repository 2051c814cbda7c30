"""`okienko agent` and `okienko virtual printer`: what works devices, and what stands in for one."""

from __future__ import annotations

import json
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from counter_client.client import Refused, ServerAway
from kiosk import agent as agents
from kiosk import pairing, systemd
from kiosk.hardware import Name, address_of, name_of
from printers import virtual as virtual_printers
from printers.reaching import Address
from queue_server.cli.options import server_address

_LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_LOG_BYTES = 1_000_000
_LOGS_KEPT = 5


@click.command()
@click.option(
    "--server",
    "server_url",
    default="http://127.0.0.1:8000",
    show_default=True,
    callback=server_address,
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Holds the device token; else OKIENKO_TOKEN does.",
)
@click.option(
    "--pair",
    "pairs",
    is_flag=True,
    help="Where the token file has none that holds, tell a code, and keep the token it brings.",
)
@click.option("--at", "elsewhere", multiple=True, metavar="BRANCH/KIND/ID=PLACE")
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that is begun anew at 1 MB, five kept. Left out: standard error.",
)
@click.option("--unit", is_flag=True, help="Print a systemd unit that runs this, and end.")
@click.argument("names", nargs=-1, required=True, metavar="BRANCH/AGENT...")
def agent(
    server_url: str,
    token_file: Path | None,
    pairs: bool,
    elsewhere: tuple[str, ...],
    log: Path | None,
    unit: bool,
    names: tuple[str, ...],
) -> None:
    """Work the printers, boards, keypads and scanners of a computer.

    Which they are stands in the office configuration, where each names its agent: a kiosk,
    `server`, or one of `agents`. `*` for BRANCH is every branch, new ones too. --at reaches a
    device elsewhere than configured, such as krakow/printer/low=192.0.2.9:9100 or
    krakow/keypad/one=/dev/ttyUSB1.
    """
    if unit:
        click.echo(systemd.unit([str(Path(sys.argv[0]).absolute()), *_without_unit()]), nl=False)
        return
    try:
        _log_to(log)
        places = dict(_place(text) for text in elsewhere)
        token = _paired(server_url, token_file) if pairs else _token(token_file)
        sys.exit(agents.run(server_url, names, places, token))
    except (ValueError, OSError, ServerAway, Refused) as error:
        raise click.ClickException(str(error)) from error


def _without_unit() -> list[str]:
    return [argument for argument in sys.argv[1:] if argument != "--unit"]


def _paired(server_url: str, file: Path | None) -> str:
    """The token in the file, or one that an administrator approves now."""
    if file is None:
        raise click.UsageError("--pair needs --token-file")
    token = pairing.kept(server_url, file)
    if token is None:
        token = pairing.pair(server_url, lambda code: click.echo(f"Pair this agent: {code}"))
        pairing.keep(file, token)
    return token


def _token(file: Path | None) -> str | None:
    text = file.read_text(encoding="utf-8") if file else os.environ.get("OKIENKO_TOKEN", "")
    return text.strip() or None


def _log_to(file: Path | None) -> None:
    handlers: list[logging.Handler] = [
        RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8")
        if file
        else logging.StreamHandler()
    ]
    logging.basicConfig(level=logging.INFO, format=_LOG_FORMAT, handlers=handlers)


def _place(text: str) -> tuple[Name, str]:
    name, equals, place = text.partition("=")
    if not (equals and place):
        raise ValueError(f"{text!r} is not BRANCH/KIND/ID=PLACE")
    device = name_of(name)
    if device.kind == "printer":
        address_of(place)
    return device, place


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
    try:
        sys.exit(virtual_printers.run({"printer": (line, folder)}, ready))
    except OSError as error:
        raise click.ClickException(str(error)) from error


@click.command("demo-agent", hidden=True)
@click.argument("server_url")
@click.argument("names", nargs=-1, metavar="BRANCH/AGENT...")
@click.option("--printer", "printers", multiple=True, metavar="BRANCH/PRINTER=FOLDER")
def demo_agent(server_url: str, names: tuple[str, ...], printers: tuple[str, ...]) -> None:
    """The demo's virtual printers, and the agent of all its devices."""
    folders = dict(text.split("=", 1) for text in printers)
    places = {name: (0, Path(folder)) for name, folder in folders.items()}
    # Boards, keypads and scanners of the demo office are not there: that is no news.
    logging.basicConfig(level=logging.ERROR, format=_LOG_FORMAT)
    with virtual_printers.serve(places) as running:
        elsewhere = {}
        for place, virtual_printer in running.items():
            branch, printer_id = place.split("/")
            address = "{}:{}".format(*virtual_printer.address)
            elsewhere[Name(branch, "printer", printer_id)] = address
        sys.exit(agents.run(server_url, names, elsewhere))
