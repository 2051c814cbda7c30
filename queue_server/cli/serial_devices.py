"""`okienko board` and `okienko keypad`: serial devices at work."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from counter_client import keypad as keypads
from counter_client.client import place
from counter_client.keypad import Keypad
from counter_client.running import run
from display.line import BoardLine, Settings
from queue_server.cli.serve import loaded
from queue_server.office import Office


@click.command()
@click.option("--server", "server_url", default="http://127.0.0.1:8000", show_default=True)
@click.option("--token", envvar="OKIENKO_TOKEN", help="Device token.")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
    help="Where the lines are described.",
)
@click.option("--at", "ports", multiple=True, metavar="BRANCH/LINE=PORT")
@click.argument("lines", nargs=-1, required=True, metavar="BRANCH/LINE...")
def board(
    server_url: str, token: str | None, file: Path, ports: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    """Show calls on serial boards; --at reaches a line elsewhere than configured."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    office = loaded(file).office
    try:
        overrides = ports_of(ports)
        settings = [line_settings(office, line, overrides.get(line)) for line in lines]
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    sys.exit(run(server_url, [BoardLine(line) for line in settings], token))


@click.command()
@click.option("--server", "server_url", default="http://127.0.0.1:8000", show_default=True)
@click.option("--token", envvar="OKIENKO_TOKEN", help="Device token.")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
    help="Where the keypads are described.",
)
@click.option("--at", "ports", multiple=True, metavar="BRANCH/KEYPAD=PORT")
@click.argument("names", nargs=-1, required=True, metavar="BRANCH/KEYPAD...")
def keypad(
    server_url: str, token: str | None, file: Path, ports: tuple[str, ...], names: tuple[str, ...]
) -> None:
    """Work counters by keypads; --at reaches one elsewhere than configured."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    office = loaded(file).office
    try:
        overrides = ports_of(ports)
        settings = [keypad_settings(office, name, overrides.get(name)) for name in names]
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    sys.exit(run(server_url, [Keypad(pad, server_url, token) for pad in settings], token))


def line_settings(office: Office, name: str, port: str | None = None) -> Settings:
    """The line `BRANCH/LINE` of the office; raises ValueError where there is none."""
    branch_id, line_id = place(name)
    branch = office.branch.get(branch_id)
    line = branch.board_line.get(line_id) if branch else None
    if branch is None or line is None:
        raise ValueError(f"the office has no line of boards {name}")
    described = line.model_dump(mode="json")
    if port:
        described["line"]["port"] = port
    protocol = branch.board_protocol[line.protocol].model_dump(mode="json")
    return Settings.of(branch_id, described, protocol)


def keypad_settings(office: Office, name: str, port: str | None = None) -> keypads.Settings:
    """The keypad `BRANCH/KEYPAD` of the office; raises ValueError where there is none."""
    branch_id, keypad_id = place(name)
    branch = office.branch.get(branch_id)
    found = branch.keypad.get(keypad_id) if branch else None
    if found is None:
        raise ValueError(f"the office has no keypad {name}")
    described = found.model_dump(mode="json")
    if port and found.serial:
        described["serial"]["port"] = port
    elif port:
        described["input"] = port
    return keypads.Settings.of(branch_id, described, office.languages[0])


def ports_of(texts: tuple[str, ...]) -> dict[str, str]:
    """`NAME=PORT` by name; raises ValueError for another form."""
    ports = {}
    for text in texts:
        name, equals, port = text.partition("=")
        if not (name and equals and port):
            raise ValueError(f"{text!r} is not NAME=PORT")
        ports[name] = port
    return ports
