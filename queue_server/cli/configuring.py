"""`okienko config`: the office configuration in force, compared, changed and exported by files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from counter_client.client import Client, Refused
from queue_server.cli.offline import offline_office
from queue_server.cli.pairing import server_client
from queue_server.cli.serve import loaded
from queue_server.office import Configuration
from queue_server.office.differences import Difference, differences
from queue_server.office.importing import complete, write_office
from queue_server.operations.publishing import publish
from queue_server.store import revisions
from queue_server.store.database import AlreadyRunning, open_reader

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Longest value told of a difference.
_SHOWN = 70
_MARKS = {"added": "+", "removed": "-", "changed": "~", "moved": "%"}


@click.group()
def config() -> None:
    """Compare, apply and export the office configuration in force."""


@config.command()
@click.argument("file", type=_FILE)
def diff(file: Path) -> None:
    """What FILE would change in the office configuration in force."""
    configuration = _with_office(file)
    kept = _in_force(configuration.server.database)
    for difference in differences(kept, configuration.office.model_dump(mode="json")):
        for line in _told(difference):
            click.echo(line)


@config.command()
@click.option("--note", help="Why; stands in the history.")
@click.option("--server", "url", help="Another server; OKIENKO_TOKEN holds a token for it.")
@click.option("--token", envvar="OKIENKO_TOKEN", help="A program's token.")
@click.argument("file", type=_FILE)
def apply(file: Path, note: str | None, url: str | None, token: str | None) -> None:
    """Put FILE's office in force as a new revision: through the server, where one runs."""
    configuration = _with_office(file)
    try:
        if url is None:
            number = _publish_offline(configuration, note)
            click.echo(f"revision {number} is in force from the next start")
            return
    except AlreadyRunning:
        pass  # its server is asked to do the same
    with server_client(file, url, token) as client:
        try:
            revision = _publish(client, file.name, _document(configuration), note)
        except Refused as refused:
            raise click.ClickException("\n".join(_why(refused))) from refused
    click.echo(f"revision {revision} is in force")


@config.command()
@click.argument("file", type=_FILE, default="config.yaml")
def export(file: Path) -> None:
    """Print the office configuration in force, in the database that FILE names."""
    click.echo(write_office(_in_force(loaded(file).server.database)), nl=False)


def _with_office(file: Path) -> Configuration:
    configuration = loaded(file)
    if "office" not in configuration.model_fields_set:
        raise click.ClickException(f"{file} has no office")
    return configuration


def _document(configuration: Configuration) -> dict[str, Any]:
    return configuration.office.model_dump(mode="json")


def _in_force(database: Path) -> dict[str, Any]:
    if not database.is_file():
        raise click.ClickException(f"there is no database {database}; no server has run yet")
    with closing(open_reader(database)) as db:
        kept = revisions.newest(db)
    if kept is None:
        raise click.ClickException(f"{database} has no office configuration yet")
    return complete(kept[1])


def _publish_offline(configuration: Configuration, note: str | None) -> int:
    """Publish while no server runs; raises `AlreadyRunning` where one does."""
    with offline_office(configuration) as office:
        if not office.is_new:
            office.run(lambda work: {"revision": publish(work, configuration.office, note)})
        return office.revision


def _publish(client: Client, name: str, document: dict[str, Any], note: str | None) -> int:
    """Publish a document as a draft of its own, which is gone again where that is refused."""
    draft = client.post("/office/drafts", {"name": name[:80], "document": document})
    where, edition = f"/office/drafts/{draft['id']}", {"edition": draft["edition"]}
    body = edition | ({"note": note} if note else {})
    try:
        return int(client.post(f"{where}/publish", body)["revision"])
    except Refused:
        client.post(f"{where}/discard", edition)
        raise


def _why(refused: Refused) -> Iterator[str]:
    yield str(refused)
    for fault in refused.problem.get("errors", []):
        yield f"  {fault['path']}: {fault['message']}"


def _told(difference: Difference) -> Iterator[str]:
    """A change as a line: `~ branches[krakow].services[stamp].prefix: "A" -> "B"`."""
    way = ".".join(
        step["key"] + (f"[{step['id']}]" if "id" in step else "") for step in difference.where
    )
    mark, before, after = _MARKS[difference.kind], difference.before, difference.after
    if difference.kind in ("changed", "moved"):
        yield f"{mark} {way}: {_value(before)} -> {_value(after)}"
    else:
        yield f"{mark} {way}"


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
