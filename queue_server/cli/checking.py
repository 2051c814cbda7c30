"""`okienko check`: a configuration, looked at before it is used."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from queue_server.office import check_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE, default="config.yaml")
def check(file: Path) -> None:
    """Name every fault of a configuration with its path, and warn of doubts."""
    findings = check_file(file)
    for warning in findings.warnings:
        click.echo(f"warning: {warning}")
    for fault in findings.faults:
        click.echo(f"fault: {fault}", err=True)
    if findings.faults:
        sys.exit(1)
    click.echo(f"{file} is sound")
