"""`okienko board` and `okienko keypad`: serial devices at work."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from counter_client import keypad as keypads
from counter_client.client import place
from counter_client.keypad import Keypad
from counter_client.running import run
from display.line import BoardLine, Settings
from queue_server.cli.serve import loaded
from queue_server.office import Office

T = TypeVar("T")


def at_work(kind: str, described: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command that works devices of one kind: which, where described, at which ports."""
    options = (
        click.option("--server", "server_url", default="http://127.0.0.1:8000", show_default=True),
        click.option("--token", envvar="OKIENKO_TOKEN", help="Device token."),
        click.option(
            "--config",
            "file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            default="config.yaml",
            show_default=True,
            help=f"Where the {described} are described.",
        ),
        click.option("--at", "ports", multiple=True, metavar=f"BRANCH/{kind}=PORT"),
        click.argument("names", nargs=-1, required=True, metavar=f"BRANCH/{kind}..."),
    )

    def command(work: Callable[..., None]) -> click.Command:
        for option in reversed(options):
            work = option(work)
        return click.command()(work)

    return command


@at_work("LINE", "lines")
def board(
    server_url: str, token: str | None, file: Path, ports: tuple[str, ...], names: tuple[str, ...]
) -> None:
    """Show calls on serial boards; --at reaches a line elsewhere than configured."""
    found = settings_of(line_settings, file, names, ports)
    sys.exit(run(server_url, [BoardLine(line) for line in found], token))


@at_work("KEYPAD", "keypads")
def keypad(
    server_url: str, token: str | None, file: Path, ports: tuple[str, ...], names: tuple[str, ...]
) -> None:
    """Work counters by keypads; --at reaches one elsewhere than configured."""
    found = settings_of(keypad_settings, file, names, ports)
    sys.exit(run(server_url, [Keypad(pad, server_url, token) for pad in found], token))


def settings_of(
    describe: Callable[[Office, str, str | None], T],
    file: Path,
    names: tuple[str, ...],
    ports: tuple[str, ...],
) -> list[T]:
    """The settings of the devices named; ends the command where one is not described."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    office = loaded(file).office
    try:
        overrides = ports_of(ports)
        return [describe(office, name, overrides.get(name)) for name in names]
    except ValueError as error:
        raise click.ClickException(str(error)) from error


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
