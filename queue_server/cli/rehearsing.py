"""`okienko virtual board`, `keypad` and `scanner`: serial devices without hardware."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import Event, Thread

import click

from counter_client.pseudo_port import PseudoPort
from counter_client.running import wait_for_signals
from counter_client.virtual import VirtualKeypad
from display.virtual import VirtualBoards
from queue_server.cli.devices import virtual

__all__ = ["virtual"]

_PATH = click.Path(path_type=Path)


def _encoding(_context: click.Context, _option: click.Parameter, name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise click.BadParameter(str(error)) from error


@contextmanager
def _refusing() -> Iterator[None]:
    """What the system does not allow at that path is told without a traceback."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(str(error)) from error


@virtual.command()
@click.option("--port", type=_PATH, default="virtual-board", show_default=True)
@click.option("--protocol", type=click.Choice(["ascii", "binary"]), default="ascii")
@click.option("--encoding", default="ascii", show_default=True, callback=_encoding)
def board(port: Path, protocol: str, encoding: str) -> None:
    """A serial line of boards; type `unplug` and `plug`."""
    with _refusing():
        boards = VirtualBoards(port, protocol, encoding)
    boards.on_change = lambda shown: click.echo(json.dumps(asdict(shown)))
    boards.start()
    click.echo(json.dumps({"port": str(port)}))
    _obey({"unplug": boards.unplug, "plug": boards.plug}.get)
    boards.stop()


@virtual.command()
@click.option("--port", type=_PATH, default="virtual-keypad", show_default=True)
@click.option("--encoding", default="ascii", show_default=True, callback=_encoding)
def keypad(port: Path, encoding: str) -> None:
    """A serial keypad with a display; type keys such as `4 2 enter`, or `unplug` and `plug`."""
    with _refusing():
        pad = VirtualKeypad(port, encoding)
    pad.on_change = lambda text: click.echo(json.dumps({"display": text}))
    pad.start()
    click.echo(json.dumps({"port": str(port)}))

    def press(keys: str) -> None:
        try:
            pad.press(*keys.split())
        except ValueError as error:
            click.echo(json.dumps({"fault": str(error)}))

    plugging = {"unplug": pad.port.unplug, "plug": pad.port.plug}
    _obey(lambda typed: plugging.get(typed) or partial(press, typed))
    pad.stop()


@virtual.command()
@click.option("--port", type=_PATH, default="virtual-scanner", show_default=True)
def scanner(port: Path) -> None:
    """A serial scanner; what is typed is scanned, but for `unplug` and `plug`."""
    with _refusing():
        line = PseudoPort(port)
    click.echo(json.dumps({"port": str(port)}))
    plugging = {"unplug": line.unplug, "plug": line.plug}
    _obey(lambda typed: plugging.get(typed) or partial(line.write, f"{typed}\r".encode()))
    line.unplug()


def _obey(command: Callable[[str], Callable[[], None] | None]) -> None:
    """Do what is typed until told to end; the end of the input is not the end of the device."""
    told = Event()
    wait_for_signals(told)

    def read() -> None:
        for line in sys.stdin:
            if do := command(line.strip()):
                do()
            else:
                click.echo(json.dumps({"fault": f"there is no command {line.strip()!r}"}))

    Thread(target=read, daemon=True).start()
    told.wait()
