"""`okienko report`: whether waiting gets shorter, from what the database remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import click

from queue_server.cli.keeping import CONFIG, DATA, data_of
from queue_server.domain.reporting import GROUPS, Figures
from queue_server.domain.schedule import business_day
from queue_server.loop import Clock
from queue_server.office import Branch, Office, stored_office
from queue_server.store import revisions
from queue_server.store.database import Connection, DatabaseError, open_reader
from queue_server.views.report import FOUR_WEEKS, columns, figures_by, lines
from queue_server.views.spreadsheet import spreadsheet

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@CONFIG
@DATA
@click.option("--branch", help="Left out: every branch that is not for training.")
@click.option("--from", "first", type=_DAY, help="The first day; four weeks ago.")
@click.option("--to", "last", type=_DAY, help="The last day; today.")
@click.option("--by", type=click.Choice(list(GROUPS)), default="service", show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def report(
    config: Path,
    data: Path | None,
    branch: str | None,
    first: datetime | None,
    last: datetime | None,
    by: str,
    as_csv: bool,
) -> None:
    """Print how long visitors waited and were helped; the server may run meanwhile.

    A ticket counts on its business day, and what it still waits for does not count yet.
    """
    database = data_of(config, data).database
    if not database.is_file():
        raise click.ClickException(f"there is no database {database}")
    try:
        with closing(open_reader(database)) as db:
            found = [
                (place, begins, ends, figures_by(db, place, begins, ends, by))
                for place in _branches(db, branch)
                for begins, ends in [_period(place, first, last)]
            ]
    except DatabaseError as error:
        raise click.ClickException(f"{database} cannot be read: {error}") from error
    if as_csv:
        rows = [line for place, _, _, figures in found for line in lines(place.id, figures)]
        click.echo(spreadsheet(columns(by), rows), nl=False)
        return
    for place, begins, ends, figures in found:
        click.echo(f"{place.id}, {begins} to {ends}, minutes by {by}")
        click.echo(_table(place, figures) + "\n")


def _branches(db: Connection, asked: str | None) -> list[Branch]:
    kept = revisions.newest(db)
    office: Office | None = stored_office(kept[1]) if kept else None
    counted = [place for place in office.branches if not place.training] if office else []
    if asked is None:
        return counted
    found = [place for place in counted if place.id == asked]
    if not found:
        known = ", ".join(place.id for place in counted)
        raise click.BadParameter(
            f"there is no branch {asked!r} that counts; there is {known}", param_hint="--branch"
        )
    return found


def _period(place: Branch, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    ends = last.date() if last else business_day(Clock().now(), place.zone_info)
    begins = first.date() if first else ends - FOUR_WEEKS
    if begins > ends:
        raise click.BadParameter(f"{ends} is before {begins}", param_hint="--to")
    return begins, ends


_COLUMNS: dict[str, Callable[[Figures], str]] = {
    "tickets": lambda row: str(row.tickets),
    "served": lambda row: str(row.served),
    "wait": lambda row: _shown(row.wait_mean_minutes),
    "median": lambda row: _shown(row.wait_median_minutes),
    "9 in 10 under": lambda row: _shown(row.wait_p90_minutes),
    "in target": lambda row: _share(row.within_target),
    "handling": lambda row: _shown(row.handling_mean_minutes),
    "no-shows": lambda row: str(row.no_shows),
    "gave up": lambda row: str(row.gave_up),
    "appointments": lambda row: str(row.appointments),
    "on time": lambda row: _share(row.on_time),
}


def _shown(minutes: float | None) -> str:
    return "–" if minutes is None else f"{minutes:.1f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _table(place: Branch, rows: dict[str, Figures]) -> str:
    labels = {key: _label(place, key) for key in rows}
    width = max(map(len, labels.values()))
    lines = ["  ".join([" " * width, *_COLUMNS])]
    lines += ["  ".join([labels[key].ljust(width), *_cells(row)]) for key, row in rows.items()]
    return "\n".join(lines)


def _cells(row: Figures) -> Iterator[str]:
    for name, shown in _COLUMNS.items():
        yield shown(row).rjust(len(name))


def _label(place: Branch, key: str) -> str:
    """A service by its name; nobody is at a counter when visitors give up."""
    service = place.service.get(key)
    return next(iter(service.name.values())) if service else key or "nobody"
