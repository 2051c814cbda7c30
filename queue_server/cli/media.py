"""`okienko media`: the pictures and videos that displays may show."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server import media as files
from queue_server.cli.serve import loaded
from queue_server.office.files import media_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_config = click.option("--config", "config", type=_FILE, default="config.yaml", show_default=True)
_folder = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="In place of that of --config.",
)


@click.group()
def media() -> None:
    """Pictures and videos for displays, and chime files."""


@media.command()
@click.argument("file", nargs=-1, required=True, type=_FILE)
@click.option("--into", default="", metavar="NAME", help="A folder in the media folder.")
@_config
@_folder
def add(file: tuple[Path, ...], into: str, config: Path, folder: Path | None) -> None:
    """Copy each FILE into the media folder; playlists name it as is printed."""
    target = folder or media_folder(loaded(config).server)
    for one in file:
        try:
            added = files.add(target, one, into)
        except (files.NotMedia, OSError) as error:
            raise click.ClickException(f"{one}: {error}") from error
        click.echo(added.relative_to(target).as_posix())


@media.command("list")
@_config
@_folder
def list_(config: Path, folder: Path | None) -> None:
    """Every file that playlists may name, with its size."""
    target = folder or media_folder(loaded(config).server)
    for name, size_bytes in files.contents(target):
        click.echo(f"{size_bytes:>12,}  {name}")
