"""`okienko check` and `okienko config`: the office configuration, looked at from the shell."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click
import yaml

from queue_server.loop import Clock
from queue_server.office import ConfigurationFault, check_file, load
from queue_server.store import records
from queue_server.store.database import AlreadyRunning, WriterLock, open_reader, open_writer

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


@click.group()
def config() -> None:
    """Compare, apply and export the office configuration in force."""


@config.command()
@click.argument("file", type=_FILE)
def diff(file: Path) -> None:
    """What FILE would change in the office configuration in force."""
    configuration = _loaded(file)
    kept = _in_force(configuration.server.database)
    before = _as_yaml(kept).splitlines(keepends=True)
    after = _as_yaml(configuration.office.model_dump(mode="json")).splitlines(keepends=True)
    click.echo("".join(unified_diff(before, after, "in force", str(file))), nl=False)


@config.command()
@click.argument("file", type=_FILE)
def apply(file: Path) -> None:
    """Put FILE's office in force as a new revision, while no server runs."""
    configuration = _loaded(file)
    try:
        lock = WriterLock(configuration.server.database, patience_seconds=0.5)
    except AlreadyRunning as error:
        raise click.ClickException(f"{error}; stop it first") from error
    db = open_writer(configuration.server.database)
    db.begin()
    office = configuration.office.model_dump(mode="json")
    revision = records.add_office(db, office, Clock().now(), author="command line")
    db.commit()
    db.close()
    lock.release()
    click.echo(f"revision {revision} is in force from the next start")


@config.command()
@click.argument("file", type=_FILE, default="config.yaml")
def export(file: Path) -> None:
    """Print the office configuration in force, in the database that FILE names."""
    click.echo(_as_yaml({"office": _in_force(_loaded(file).server.database)}), nl=False)


def _loaded(file: Path) -> Any:
    try:
        return load(file)
    except ConfigurationFault as error:
        raise click.ClickException(str(error)) from error


def _in_force(database: Path) -> dict[str, Any]:
    if not database.is_file():
        raise click.ClickException(f"there is no database {database}; no server has run yet")
    db = open_reader(database)
    kept = records.newest_office(db)
    db.close()
    if kept is None:
        raise click.ClickException(f"{database} has no office configuration yet")
    return kept[1]


def _as_yaml(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
