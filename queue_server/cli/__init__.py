"""The command `okienko`. Each subcommand is loaded when it is asked for."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import click

#: Subcommand -> the module and the name of its click command.
COMMANDS = {
    "agent": "queue_server.cli.devices:agent",
    "backup": "queue_server.cli.keeping:backup",
    "check": "queue_server.cli.checking:check",
    "config": "queue_server.cli.configuring:config",
    "counter": "queue_server.cli.counter:counter",
    "device": "queue_server.cli.pairing:device",
    "demo": "queue_server.cli.demo:demo",
    "demo-agent": "queue_server.cli.devices:demo_agent",
    "draw": "queue_server.cli.draw:draw",
    "purge": "queue_server.cli.purging:purge",
    "report": "queue_server.cli.report:report",
    "restore": "queue_server.cli.keeping:restore",
    "media": "queue_server.cli.media:media",
    "serve": "queue_server.cli.serve:serve",
    "slip": "queue_server.cli.slip:slip",
    "simulate": "queue_server.cli.simulate:simulate_command",
    "user": "queue_server.cli.user:user",
    "virtual": "queue_server.cli.rehearsing:virtual",
}
#: Those that serve, and what Socket.IO would load there for its clients: a twentieth of a start.
_SERVING, _FOR_CLIENTS = ("demo", "serve"), ("requests", "websocket")


class Commands(click.Group):
    """Finds a subcommand by its name and loads its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name in COMMANDS if not name.startswith("demo-"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        gc.disable()  # what modules make stays: to look for garbage in it took a sixth of a start
        try:
            with _without(_FOR_CLIENTS if cmd_name in _SERVING else ()):
                return cast("click.Command", getattr(importlib.import_module(module), name))
        finally:
            gc.enable()
            gc.freeze()


@contextmanager
def _without(libraries: tuple[str, ...]) -> Iterator[None]:
    """Let who can do without these libraries not find them."""
    absent = [name for name in libraries if name not in sys.modules]
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]  # None: there is no such module
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@click.group(cls=Commands)
@click.version_option(package_name="okienko")
def main() -> None:
    """Okienko: a queue system for offices with service counters."""
