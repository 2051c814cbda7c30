"""`okienko backup` and `okienko restore`: all that an office would miss, in one file."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from queue_server.cli.serve import loaded
from queue_server.domain.schedule import business_day
from queue_server.domain.tickets import number_of
from queue_server.identity.tokens import keep_secret
from queue_server.loop import Clock
from queue_server.office import stored_office
from queue_server.office.files import media_folder
from queue_server.store import keeping, revisions
from queue_server.store.database import (
    AlreadyRunning,
    DatabaseError,
    NewerSchema,
    WriterLock,
    open_reader,
)
from queue_server.store.keeping import NotABackup, Series

#: How far ahead each series of the day goes on where nothing tells its last number.
SKIPPED_NUMBERS = 1000

CONFIG = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
    help="The configuration that names the database.",
)
DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of a demo, in place of a configuration.",
)


@dataclass(frozen=True)
class Data:
    """What is kept of an installation; `folders` have files of their own, in no backup."""

    database: Path
    secret_file: Path
    folders: tuple[Path, ...] = ()


def data_of(config: Path, folder: Path | None) -> Data:
    if folder is not None:
        return Data(folder / "okienko.db", folder / "token.secret", (folder / "media",))
    server = loaded(config).server
    secret_file = server.token_secret_file or server.database.with_name("token.secret")
    clips = (server.voice_folder,) if server.voice_folder else ()
    return Data(server.database, secret_file, (media_folder(server), *clips))


@click.command()
@CONFIG
@DATA
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(config: Path, data: Path | None, file: Path) -> None:
    """Copy the database and the token secret into FILE; the server may run meanwhile.

    The copy is of one moment and checked. It holds personal data and the secret, so its owner
    alone may read it.
    """
    source = data_of(config, data)
    if file.exists():
        raise click.ClickException(f"{file} is there already")
    if not source.database.is_file():
        raise click.ClickException(f"there is no database {source.database}")
    try:
        secret = source.secret_file.read_bytes()
        keeping.write(source.database, file, secret, version("okienko"), Clock().now())
    except (NotABackup, DatabaseError, OSError) as error:
        raise click.ClickException(f"{source.database} cannot be backed up: {error}") from error
    click.echo(f"{file} is a sound copy of {source.database}")
    for folder in source.folders:
        size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if size_bytes:
            click.echo(f"it does not hold {folder} ({size_bytes / 1e6:.1f} MB): copy that as well")


@click.command()
@CONFIG
@DATA
@click.option(
    "--skip",
    type=click.IntRange(0),
    default=SKIPPED_NUMBERS,
    show_default=True,
    help="How many numbers each series of the day leaves out where nothing tells its last one.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(config: Path, data: Path | None, skip: int, file: Path) -> None:
    """Put the backup FILE in place of the database, while no server runs.

    The replaced database stays beside. No number and no ticket id that was given out after the
    backup comes again.
    """
    target = data_of(config, data)
    _refuse_stranger(target.database.parent)
    try:
        lock = WriterLock(target.database, patience_seconds=0.5)
    except AlreadyRunning as error:
        raise click.ClickException(f"{error}; stop it first") from error
    try:
        _restore(target, file, skip, Clock().now())
    except (NotABackup, NewerSchema, DatabaseError, OSError) as error:
        raise click.ClickException(f"{file} cannot be restored: {error}") from error
    finally:
        lock.release()


def _refuse_stranger(folder: Path) -> None:
    """What is put in place must be the server's own, so the server's user does it."""
    owner = folder.stat().st_uid if folder.is_dir() else os.geteuid()
    if owner != os.geteuid():
        raise click.ClickException(f"{folder} belongs to user {owner}; restore as that user")


def _restore(target: Data, file: Path, skip: int, now: datetime) -> None:
    found = keeping.read(file)
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    new = target.database.with_name(f"{target.database.name}.new")
    kept = target.database.with_name(f"{target.database.name}.{stamp}")
    replaced, is_all = keeping.given_by(target.database, file)
    try:
        out = keeping.prepare(file, new).and_(replaced)
        today = _series_of_today(new, now)
        if not is_all:
            out = out.and_more(today, skip)
        keeping.give_no_more(new, out, now, found.made_at)
        _put_secret(target.secret_file, found.secret, stamp)
        keeping.put_in_place(new, target.database, kept)
    finally:
        keeping.discard(new)
    click.echo(f"{target.database} is as it was on {found.made_at.astimezone():%Y-%m-%d %H:%M:%S}")
    if kept.exists():
        click.echo(f"what it replaced is kept as {kept}")
    if not is_all:
        click.echo(f"nothing tells the numbers issued since; each series leaves out {skip}")
    for branch, day, prefix in sorted(today.keys() & out.numbers.keys()):
        following = number_of(prefix, out.numbers[branch, day, prefix] + 1)
        click.echo(f"{branch} goes on with {following}")


def _series_of_today(database: Path, now: datetime) -> dict[Series, int]:
    """The series of the current business days, each with the number before its first one."""
    with closing(open_reader(database)) as db:
        kept = revisions.newest(db)
    branches = stored_office(kept[1]).branches if kept else []
    return {
        (branch.id, business_day(now, branch.zone_info).isoformat(), service.prefix): (
            service.first - 1
        )
        for branch in branches
        for service in branch.services
    }


def _put_secret(file: Path, secret: bytes, stamp: str) -> None:
    """Put the secret in place; another one that was there stays beside."""
    if file.is_file() and (before := file.read_bytes()) != secret:
        keep_secret(file.with_name(f"{file.name}.{stamp}"), before)
    keep_secret(file, secret)
