"""`okienko purge`: what is older than the office keeps it is gone, also from the file itself."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import click

from queue_server.cli.keeping import CONFIG, DATA, data_of
from queue_server.identity.tokens import Tokens
from queue_server.loop import Clock
from queue_server.moment import Revision, Setting, Waits
from queue_server.office import Office, stored_office
from queue_server.operations import forgetting
from queue_server.operations.work import Work
from queue_server.store import retention, revisions, supervision
from queue_server.store.database import AlreadyRunning, Connection, WriterLock, open_writer


@click.command()
@CONFIG
@DATA
def purge(config: Path, data: Path | None) -> None:
    """Forget now what is older than `office.retention` keeps it, while no server runs.

    A running server does the same every night. This also writes the file anew, and removes the
    databases that a restore has replaced, once they are older than the contacts that they hold.
    """
    database = data_of(config, data).database
    if not database.is_file():
        raise click.ClickException(f"there is no database {database}")
    try:
        lock = WriterLock(database, patience_seconds=0.5)
    except AlreadyRunning as error:
        raise click.ClickException(f"{error}; it forgets by itself every night") from error
    now = Clock().now()
    try:
        with closing(open_writer(database)) as db:
            office = _forget(db, now)
    finally:
        lock.release()
    for replaced in _replaced(database, now - timedelta(days=office.retention.contacts_days)):
        replaced.unlink()
        click.echo(f"{replaced} is removed")
    for category in retention.STATEMENTS:
        days = getattr(office.retention, f"{category}_days")
        click.echo(f"{category}: nothing older than {days} days is left")


def _forget(db: Connection, now: datetime) -> Office:
    kept = revisions.newest(db)
    if kept is None:
        raise click.ClickException("the database has no office yet")
    office = stored_office(kept[1])
    setting = Setting(Tokens(b""), "")
    retention.look_at_all_again(db)
    more = True
    while more:
        db.begin()
        work = Work(db, Revision(kept[0], office), Waits(), setting, now)
        more = forgetting.forget(work)
        db.commit()
    db.begin()  # what a running server would have ended
    supervision.end_by_hand(db, now)
    db.commit()
    retention.compact(db)
    return office


def _replaced(database: Path, before: datetime) -> list[Path]:
    """The databases that restores have put beside, named by the moment they did."""
    stamped = database.parent.glob(f"{database.name}.????????T??????Z")
    return [file for file in stamped if file.suffix[1:] < f"{before:%Y%m%dT%H%M%SZ}"]
