"""`okienko simulate`: days of an office in seconds, under three policies."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from queue_server.cli.serve import loaded
from queue_server.office import Office
from queue_server.simulation import POLICIES, Demand, Figures, simulate

_SHARE = click.FloatRange(0, 1)


@click.command(name="simulate")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
)
@click.option("--branch", help="Left out: the first of the office.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@click.option("--load", type=click.FloatRange(0, 5), default=1.0, show_default=True)
@click.option("--booked", type=_SHARE, default=0.25, show_default=True)
@click.option("--late", type=_SHARE, default=0.05, show_default=True)
@click.option("--absent", type=_SHARE, default=0.08, show_default=True)
@click.option("--unanswered", type=_SHARE, default=0.04, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def simulate_command(
    file: Path,
    branch: str | None,
    first: datetime | None,
    days: int,
    load: float,
    booked: float,
    late: float,
    absent: float,
    unanswered: float,
    seed: int,
    as_json: bool,
) -> None:
    """Print what waiting comes to under three policies.

    `--load` is the work that comes over the work that all counters can do; `--booked` its share
    with an appointment, of which `--late` come late and `--absent` never; `--unanswered` do not
    answer their call.
    """
    office = loaded(file).office
    place = branch or office.branches[0].id
    if place not in office.branch:
        known = ", ".join(office.branch)
        raise click.BadParameter(
            f"there is no branch {place!r}; there is {known}", param_hint="--branch"
        )
    begins = first.date() if first else _today()
    demand = Demand(load, booked, late, absent, unanswered)
    if not as_json:
        counters = len(office.branch[place].counters)
        click.echo(f"{place}, days from {begins}: {days}, counters: {counters}; work that comes:")
        click.echo(f"{load:.0%} of what the counters can do, {booked:.0%} of it booked\n")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        under = partial(_under, office, place, begins, days, demand, seed)
        found = dict(zip(POLICIES, processes.map(under, POLICIES), strict=True))
    if as_json:
        click.echo(json.dumps({name: figures.as_json() for name, figures in found.items()}))
    else:
        click.echo(_table(found))


def _under(
    office: Office, branch: str, first: date, days: int, demand: Demand, seed: int, policy: str
) -> Figures:
    return simulate(POLICIES[policy](office), branch, first, days, demand, seed)


def _today() -> date:
    return datetime.now(UTC).date()


_ROWS: dict[str, Callable[[Figures], str]] = {
    "appointments": lambda f: f"{len(f.delays)}",
    "  called within 5 min": lambda f: f"{f.called_within(5):.0%}",
    "  called within 15 min": lambda f: f"{f.called_within(15):.0%}",
    "walk-ins": lambda f: f"{len(f.walk_in_waits)}",
    "  mean wait": lambda f: f"{f.mean_wait:.0f} min",
    "  1 in 10 waits over": lambda f: f"{f.long_wait:.0f} min",
    "late comers": lambda f: f"{f.late_comers}",
    "did not answer": lambda f: f"{f.missed}",
    "refused a ticket": lambda f: f"{f.refused}",
    "not served that day": lambda f: f"{f.left}",
    "counters idle": lambda f: f"{f.idle:.0%}",
}


def _table(found: dict[str, Figures]) -> str:
    width = max(map(len, _ROWS))
    lines = ["  ".join([" " * width, *found])]
    for label, shown in _ROWS.items():
        cells = [shown(figures).rjust(len(name)) for name, figures in found.items()]
        lines.append("  ".join([label.ljust(width), *cells]))
    return "\n".join(lines)
