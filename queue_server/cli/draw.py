"""`okienko draw`: whether a draw was honest."""

from __future__ import annotations

import json
from pathlib import Path

import click

from queue_server.domain.draw import faults


@click.group()
def draw() -> None:
    """Draws for the places of scarce days."""


@draw.command()
@click.option("--commitment", help="What was published when the draw was announced.")
@click.argument("record", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(record: Path, commitment: str | None) -> None:
    """Work out the result of a draw again from its published RECORD."""
    try:
        said = json.loads(record.read_text(encoding="utf-8"))
        drawn = said.get("record", said)
        committed = {said["commitment"], commitment or drawn["commitment"]}
        found = faults(drawn)
        if committed != {drawn["commitment"]}:
            found.append("another secret was committed to before")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{record} is no record of a draw: {error}") from error
    if found:
        raise click.ClickException("; ".join(found))
    click.echo("The order follows from the commitment and the list.")
